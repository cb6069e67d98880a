"""Articles as JSON Lines: one object a line, ``{"id", "text", "title"?, "source"?, "url"?, "published"?}``.

A bad line is a Failure of its own; the lines around it are read. The text is kept as it came, character by character.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import read_day
from geo.sources.decode import MAX_BYTES, check_size, check_text
from geo.sources.failure import Failure
from geo.sources.text import check_url, content_id

#: JSON may escape every character in six bytes, and other fields come on top.
MAX_LINE_BYTES = 7 * MAX_BYTES


def read_jsonl(stream: BinaryIO, name: str, *, first: int = 1) -> Iterator[Article | Failure]:
    """The articles of `stream`, in their order; `name` is the file's, for messages and origins, `first` its line.

    Yields
    ------
    An Article per good line and a Failure per bad one; empty lines are skipped.
    """
    for number, line in enumerate(_lines(stream), start=first):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        given: Any = None
        try:
            given = _parse(line, where)
            yield article_from_record(given, where)
        except InputError as error:
            yield Failure(where, error, _id_of(given))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, of which none is held in memory beyond one byte more than the limit."""
    first = True
    while line := stream.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _parse(line: bytes, where: str) -> dict[str, Any]:
    check_size(0 if len(line) <= MAX_LINE_BYTES else len(line), where)
    try:
        given = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{where}: it is not UTF-8 (byte {error.start + 1} of the line). Save the file as UTF-8"
        raise InputError(msg) from error
    except (ValueError, RecursionError) as error:
        detail = getattr(error, "msg", "nested too deeply")
        msg = f"{where}: it is not JSON ({detail}). Each line must be one JSON object with an id and a text"
        raise InputError(msg) from error
    if not isinstance(given, dict):
        msg = f"{where}: expected a JSON object with an id and a text, got {json.dumps(given)[:40]}"
        raise InputError(msg)
    return given


def article_from_record(given: dict[str, Any], where: str) -> Article:
    """The article of a record with the keys of this module's docstring.

    Raises
    ------
    InputError
        When it has no text, or something in it cannot be understood; `where` names it.
    """
    text = _string(given, "text", where)
    if text is None:
        msg = f"{where}: there is no text. Give the article's text in the field 'text'"
        raise InputError(msg)
    check_size(len(text), where)
    check_text(text, where)
    named = _id_of(given)
    if named is not None:
        check_text(named, f"{where}, id")
    url = _string(given, "url", where)
    url = None if url is None else check_url(url, where)
    day = _string(given, "published", where)
    published: date | None = None if day is None else read_day(day, where)
    return Article(
        id=content_id(text) if named is None else named,
        text=text,
        title=_string(given, "title", where),
        source=_string(given, "source", where),
        url=url,
        published=published,
        published_basis="unknown" if published is None else "declared",
        published_reason="no publication date" if published is None else "given with the article",
        origin=where,
        identity=f"id:{named}" if named is not None else f"url:{url}" if url else None,
    )


def _id_of(given: Any) -> str | None:
    """The id that was given, as text; None where there is none that could name an article."""
    value = given.get("id") if isinstance(given, dict) else None
    named = isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
    return str(value) if named else None


def _string(given: dict[str, Any], key: str, where: str) -> str | None:
    value = given.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        msg = f"{where}: {key} must be text or null, got {value!r:.40}"
        raise InputError(msg)
    if key != "text":
        check_text(value, f"{where}, {key}")
    return value
