"""Bytes to text: UTF-8, or what a byte order mark says, or Windows-1252 where the result is plausible prose.

Whatever is not clearly text is refused with the name of the file and what to do.
"""

from __future__ import annotations

import codecs
import re

from geo.errors import InputError

#: A text file of more than this is refused before it is read; a long article has about 100 kB.
MAX_BYTES = 2_000_000
#: Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: In Windows-1252 prose of western Europe, at most this share of the bytes is above 127; text in another
#: one-byte encoding, such as Windows-1251, has far more.
MAX_HIGH_SHARE = 0.15
SAVE_AS = "Save it as UTF-8 text and try again"

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
#: Characters of two to four bytes, as they never stand in Windows-1252 prose.
_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, name: str) -> str:
    """The text of the file `name`, with line ends as newlines and no byte order mark.

    Raises
    ------
    InputError
        When it is empty, larger than ``MAX_BYTES``, binary, or in an encoding that cannot be told.
    """
    check_size(len(data), name)
    text = _unicode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    check_text(text, name)
    return text


def check_size(size_bytes: int, name: str) -> None:
    """Refuse what is too large to be one article, best before it is read."""
    if size_bytes > MAX_BYTES:
        msg = (
            f"{name}: {size_bytes / 1e6:.1f} MB is too large for one article (at most {MAX_BYTES / 1e6:.0f} MB). "
            "Split it into one file per article, or into a .jsonl file with one article a line"
        )
        raise InputError(msg)


def check_text(text: str, name: str) -> None:
    """Refuse text that is empty or cannot be prose."""
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u00a0"):
        msg = f"{name}: there is no text in it. Put the article's text there, or leave the file out"
        raise InputError(msg)
    if _SURROGATE.search(text):
        msg = f"{name}: the text holds half a character (a lone surrogate). {SAVE_AS}"
        raise InputError(msg)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 1000:
        msg = f"{name}: this is not plain text but binary data. Give the article as a UTF-8 text file"
        raise InputError(msg)


def check_damage(data: bytes, name: str) -> None:
    """Refuse UTF-8 that was cut or spoilt: as Windows-1252 it would read as gibberish."""
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    if 0 < damaged <= len(_UTF8.findall(data)):
        msg = f"{name}: it is UTF-8 but damaged at byte {_first_damage(data)}. {SAVE_AS}"
        raise InputError(msg)


def _first_damage(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def printable(name: str) -> str:
    """A file's name for messages and records: without line breaks or bytes that are no text."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _unicode(data: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            msg = f"{name}: it begins as {encoding.upper()} but is damaged at byte {error.start}. {SAVE_AS}"
            raise InputError(msg) from error
    if b"\x00" in data:
        check_text("\x00", name)
    check_damage(data, name)
    high = sum(byte > 127 for byte in data)
    if high <= MAX_HIGH_SHARE * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # one of the five bytes that Windows-1252 leaves undefined
    msg = f"{name}: it is neither UTF-8 nor any other encoding that can be told. {SAVE_AS}"
    raise InputError(msg)
