"""Bytes to text: UTF-8, or what a byte order mark says, or an encoding of before where the result is plausible prose.

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
#: In Windows-1252 prose of western Europe, at most this share of the bytes is above 127.
MAX_HIGH_SHARE = 0.15
#: Encodings of other scripts from before Unicode; they are told apart by the letters that languages use most.
OLD_ENCODINGS = ("cp1251", "koi8_u", "koi8_r", "cp866", "iso8859_5", "cp1256", "iso8859_6", "cp1253", "iso8859_7",
                 "cp1255", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")  # fmt: skip
#: Text of another script has this share of its high bytes in runs, as words; western text has them one by one.
RUN_SHARE = 0.5
#: Fewer such bytes tell no encoding from another, and so many bytes are enough to.
FEWEST_HIGH, TOLD_BYTES = 16, 20_000
SAVE_AS = "Save it as UTF-8 text and try again"

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
#: Characters of two to four bytes, as they never stand in Windows-1252 prose.
_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")
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


def old_encoding(data: bytes) -> str | None:
    """The encoding of text in Cyrillic, Arabic, Greek, Hebrew or East Asian letters that is no UTF-8.

    Returns
    -------
    Its name for ``bytes.decode``; None where the text is western, too short, or cannot be told.
    """
    runs = sum(map(len, _HIGH_RUN.findall(data)))
    if runs < FEWEST_HIGH or runs < RUN_SHARE * len(data.translate(None, bytes(range(128)))):
        return None
    lines = (line for line in _MARKUP.sub(b" ", data).splitlines(keepends=True) if _HIGH_RUN.search(line))
    from charset_normalizer import from_bytes  # it comes with trafilatura

    best = from_bytes(b"".join(lines)[:TOLD_BYTES], cp_isolation=list(OLD_ENCODINGS)).best()
    return best.encoding if best else None


def encoding_before_unicode(data: bytes) -> str | None:
    """As ``old_encoding``, and Windows-1252 where the text may be western; None where it is neither."""
    told = old_encoding(data)
    if told is None and len(data.translate(None, bytes(range(128)))) <= MAX_HIGH_SHARE * len(data):
        told = "cp1252"
    return told


def is_damaged(data: bytes) -> bool:
    """Whether this is UTF-8 that was cut or spoilt: in another encoding it would read as gibberish."""
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    return 0 < damaged <= len(_UTF8.findall(data))


def check_damage(data: bytes, name: str) -> None:
    """Refuse UTF-8 that was cut or spoilt."""
    if is_damaged(data):
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
    told = encoding_before_unicode(data)
    if told is not None:
        try:
            return data.decode(told)
        except UnicodeDecodeError:
            pass  # further on there is something else, or one of the five bytes that Windows-1252 leaves undefined
    msg = f"{name}: it is neither UTF-8 nor any other encoding that can be told. {SAVE_AS}"
    raise InputError(msg)
