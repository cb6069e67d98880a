"""Inputs cut into parts of about a thousand articles that can be read by themselves, in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.jsonl import article_from_record, read_jsonl
from geo.sources.kinds import JSONL, WARC, by_name
from geo.sources.paths import files_in, read_paths
from geo.sources.warc import offsets, read_warc

PART_ARTICLES = 1000
PART_FILES = 200
PARQUET = ".parquet"
#: The columns of a Parquet file that make an article, as the keys of a line of JSON Lines.
FIELDS = ("id", "text", "title", "source", "url", "published")


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of one file, or some files."""

    kind: str  #: "lines" of JSON Lines, "records" of a crawl, "rows" of Parquet, "files"
    paths: tuple[str, ...]  #: one file; for "files" all of them
    begin: int = 0  #: the first byte or, of Parquet, the row group
    end: int = 0  #: the byte after the last line
    first: int = 1  #: the number of the first article in its file
    skip: int = 0  #: so many articles are passed over first
    most: int = 0  #: so many are read at most; of files, all
    stamp: str = ""  #: size and time of change of the files, as the part was made

    def key(self, extractor: str) -> str:
        """What a part's output is called: the same input and reader give the same name."""
        return hashlib.sha256(repr((astuple(self), extractor)).encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def halves(self) -> tuple[Part, ...]:
        """The same articles as two parts; nothing where it cannot be cut any further."""
        cut = (len(self.paths) if self.kind == "files" else self.most) // 2
        if not cut:
            return ()
        if self.kind == "files":
            return tuple(replace(self, paths=some) for some in (self.paths[:cut], self.paths[cut:]))
        return replace(self, most=cut), replace(self, skip=self.skip + cut, most=self.most - cut)


def plan(inputs: Iterable[Path]) -> list[Part]:
    """The parts of files and folders, in the order in which ``ingest`` would read their articles.

    Raises
    ------
    InputError
        When a file is not there, or is no crawl or Parquet file though its name says so.
    """
    parts: list[Part] = []
    loose: list[Path] = []
    for one in inputs:
        if not one.exists():
            msg = f"{printable(str(one))}: there is no such file or folder"
            raise InputError(msg)
        for path in _files(one) if one.is_dir() else [one]:
            if path.suffix.lower() == PARQUET or by_name(path.name) in (JSONL, WARC):
                parts += [*_loose(loose), *_cut(path)]
                loose = []
            else:
                loose.append(path)
    return [*parts, *_loose(loose)]


def _files(folder: Path) -> Iterator[Path]:
    tables = (path for path in folder.rglob(f"*{PARQUET}") if path.is_file() and not path.name.startswith("."))
    yield from sorted([*files_in(folder), *tables])


def _loose(paths: list[Path]) -> Iterator[Part]:
    for at in range(0, len(paths), PART_FILES):
        some = paths[at : at + PART_FILES]
        yield Part("files", tuple(map(str, some)), stamp=" ".join(map(_stamp, some)))


def _stamp(path: Path) -> str:
    state = path.stat()
    return f"{state.st_size}:{state.st_mtime_ns}"


def _cut(path: Path) -> Iterator[Part]:
    name, stamp = str(path), _stamp(path)
    if path.suffix.lower() == PARQUET:
        for group, first, rows in _row_groups(path):
            for skip in range(0, rows, PART_ARTICLES):
                most = min(PART_ARTICLES, rows - skip)
                yield Part("rows", (name,), begin=group, first=first, skip=skip, most=most, stamp=stamp)
        return
    with path.open("rb") as stream:
        if by_name(path.name) is WARC:
            for number, begin in enumerate(offsets(stream, printable(name), every=PART_ARTICLES)):
                yield Part(
                    "records", (name,), begin=begin, first=1 + number * PART_ARTICLES, most=PART_ARTICLES, stamp=stamp
                )
            return
        begin = end = number = 0
        for number, line in enumerate(stream, start=1):
            end += len(line)
            if number % PART_ARTICLES == 0:
                yield Part(
                    "lines",
                    (name,),
                    begin=begin,
                    end=end,
                    first=number - PART_ARTICLES + 1,
                    most=PART_ARTICLES,
                    stamp=stamp,
                )
                begin = end
        if end > begin:
            most = (number - 1) % PART_ARTICLES + 1
            yield Part("lines", (name,), begin=begin, end=end, first=number - most + 1, most=most, stamp=stamp)


def _row_groups(path: Path) -> Iterator[tuple[int, int, int]]:
    """Number, first row (from 1) and number of rows of each row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        held = pq.ParquetFile(path)
        if "text" not in held.schema_arrow.names:
            msg = f"{printable(str(path))}: a Parquet file of articles has a column 'text' ({', '.join(FIELDS)})"
            raise InputError(msg)
        first = 1
        for group in range(held.num_row_groups):
            rows = held.metadata.row_group(group).num_rows
            yield group, first, rows
            first += rows
    except (pa.ArrowException, OSError) as error:
        msg = f"{printable(str(path))}: this is no Parquet file ({error})"
        raise InputError(msg) from error


def articles(part: Part) -> Iterator[Article | Failure]:
    """The articles of a part, as ``ingest`` would read them."""
    return islice(_all(part), part.skip, part.skip + part.most) if part.kind != "files" else read_paths(part.paths)


def _all(part: Part) -> Iterator[Article | Failure]:
    path = Path(part.paths[0])
    name = printable(str(path))
    if part.kind == "rows":
        yield from _rows(path, name, part)
        return
    with path.open("rb") as stream:
        stream.seek(part.begin)
        if part.kind == "lines":
            yield from read_jsonl(BytesIO(stream.read(part.end - part.begin)), name, first=part.first)
        else:
            yield from read_warc(stream, name, first=part.first, most=part.skip + part.most)


def _rows(path: Path, name: str, part: Part) -> Iterator[Article | Failure]:
    import pyarrow.parquet as pq

    held = pq.ParquetFile(path)
    fields = [field for field in FIELDS if field in held.schema_arrow.names]
    rows = held.read_row_group(part.begin, columns=fields).to_pylist()
    for number, row in enumerate(rows, start=part.first):
        where = f"{name}, row {number}"
        try:
            yield article_from_record(row | {"published": _day(row.get("published"))}, where)
        except InputError as error:
            yield Failure(where, error)


def _day(value: object) -> object:
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value
