"""Tables of articles (.csv, .tsv): a row each, with a column for the text and others for what is known of it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import MARKS, MAX_BYTES, encoding_before_unicode, is_damaged
from geo.sources.failure import Failure
from geo.sources.jsonl import article_from_record

#: What columns are called, the best name first, in any case.
COLUMNS = {
    "text": ("text", "article_text", "body", "content", "article", "full_text", "fulltext", "maintext", "story"),
    "title": ("title", "headline", "heading"),
    "source": ("source", "publisher", "outlet", "newspaper", "source_domain", "domain"),
    "url": ("url", "link", "address", "uri"),
    "published": ("published", "date", "publication_date", "date_publish", "published_at", "publish_date", "pub_date"),
    "id": ("id", "article_id", "uid"),
}
_SEPARATORS = (",", ";", "\t", "|")
#: So much of a table is looked at to tell its encoding (bytes).
_LOOKED_AT = 200_000


def read_table(stream: BinaryIO, name: str) -> Iterator[Article | Failure]:
    """The articles of a table, in its order, each an Article or a Failure; rows without any text in them are skipped.

    Raises
    ------
    InputError
        When there is no column of texts.
    """
    csv.field_size_limit(2 * MAX_BYTES)
    encoding = _encoding(stream)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
    try:
        head, first = lines.readline(100_000), 2
        separator = max(_SEPARATORS, key=head.count)
        if head.lower().strip() in {f"sep={one}".strip() for one in _SEPARATORS}:  # as a spreadsheet writes above it
            separator = head.rstrip("\r\n")[4:] or "\t"
            head, first = lines.readline(100_000), 3
        columns = _columns(next(csv.reader([head], delimiter=separator), []), name)
        for number, row in enumerate(csv.reader(lines, delimiter=separator), start=first):
            if any(cell.strip() for cell in row):
                yield _article(row, columns, f"{name}, row {number}")
    except UnicodeDecodeError as error:
        msg = f"{name}: it is not UTF-8 (byte {error.start}). Save the table as UTF-8 (CSV UTF-8 in a spreadsheet)"
        raise InputError(msg) from error
    except csv.Error as error:
        msg = f"{name}: the table is damaged ({error}). Save it again, with one article a row"
        raise InputError(msg) from error
    finally:
        lines.detach()


def _encoding(stream: BinaryIO) -> str:
    """UTF-8, UTF-16 with a mark, or what spreadsheets of other alphabets write, as the first of its bytes show."""
    start = stream.read(_LOOKED_AT)
    stream.seek(-len(start), io.SEEK_CUR)
    if mark := next((encoding for mark, encoding in MARKS if start.startswith(mark)), None):
        return mark
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # the last character may be cut
    except UnicodeDecodeError:
        return (None if is_damaged(start) else encoding_before_unicode(start)) or "utf-8-sig"
    return "utf-8-sig"


def _columns(head: list[str], name: str) -> dict[str, int]:
    there = {cell.strip().casefold().replace(" ", "_"): at for at, cell in reversed(list(enumerate(head)))}
    found = {
        what: next(there[one] for one in names if one in there)
        for what, names in COLUMNS.items()
        if any(one in there for one in names)
    }
    if "text" not in found:
        has = ", ".join(head)[:80]
        msg = f"{name}: no column holds the texts; one must be called {', '.join(COLUMNS['text'][:4])}; it has {has!r}"
        raise InputError(msg)
    return found


def _article(row: list[str], columns: dict[str, int], where: str) -> Article | Failure:
    given = {what: row[at].strip() for what, at in columns.items() if at < len(row) and row[at].strip()}
    try:
        return article_from_record(given, where)
    except InputError as error:
        return Failure(where, error, given.get("id"))
