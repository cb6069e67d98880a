"""One part read into one Parquet file of rows: written whole or not at all, and not again where it is there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import GeoError, InputError
from geo.model import Article
from geo.pipeline import extractor_version, read_article
from geo.places.gazetteer import Gazetteer
from geo.scale.parts import Part, articles
from geo.settings import Settings
from geo.sources.failure import Failure
from geo.store.reading_rows import rows_of

#: A row per article, or per failure (then only ``origin`` and ``failure``). ``reports`` and ``left_out`` are JSON.
FORM = pa.schema(
    [
        *((name, pa.string()) for name in ("article_id", "identity", "text_sha256", "came_sha256", "reading_sha256")),
        *((name, pa.string()) for name in ("title", "source", "url", "origin", "text", "language")),
        *((name, pa.string()) for name in ("article", "reports", "left_out", "failure")),
    ]
)
PLAIN = tuple(FORM.names[:11])


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part."""

    key: str
    articles: int
    failures: int
    fresh: bool  #: read now, not there already


@lru_cache(maxsize=1)
def _gazetteer(settings: Settings) -> Gazetteer:
    return Gazetteer.open(settings)


def read_part(part: Part, settings: Settings, folder: str, extractor: str) -> Done:
    """Read a part into ``folder/KEY.parquet``, unless that is there.

    Raises
    ------
    InputError
        When this machine would read it otherwise: another gazetteer, other models.
    """
    key = part.key(extractor)
    path = Path(folder) / f"{key}.parquet"
    if path.exists():
        held = pq.read_table(path, columns=["failure"]).column("failure")
        return Done(key, held.null_count, len(held) - held.null_count, fresh=False)
    gazetteer = _gazetteer(settings)
    if (here := extractor_version(gazetteer)) != extractor:
        msg = f"a worker reads with {here}, not with {extractor}: give all machines the same version and data"
        raise InputError(msg)
    rows = list(_rows(part, gazetteer, extractor))
    write(path, pa.Table.from_pylist(rows, FORM))
    failures = sum(row["failure"] is not None for row in rows)
    return Done(key, len(rows) - failures, failures, fresh=True)


def poisoned(part: Part, folder: str, extractor: str, why: str) -> Done:
    """Note a part that no worker survived: its articles are failures."""
    key = part.key(extractor)
    names = part.paths if part.kind == "files" else (f"{part.paths[0]}, from number {part.first + part.skip}",)
    rows = [_failed(Failure(name, InputError(f"{name}: it was set aside, for {why}"))) for name in names]
    write(Path(folder) / f"{key}.parquet", pa.Table.from_pylist(rows, FORM))
    return Done(key, 0, len(rows), fresh=True)


def _rows(part: Part, gazetteer: Gazetteer, extractor: str) -> Iterator[dict[str, Any]]:
    try:
        for item in articles(part):
            yield _failed(item) if isinstance(item, Failure) else _row(item, gazetteer, extractor)
    except InputError as error:  # the file as a whole is damaged from here on
        yield _failed(Failure(part.paths[0], error))


def _row(article: Article, gazetteer: Gazetteer, extractor: str) -> dict[str, Any]:
    try:
        made = rows_of(read_article(article, gazetteer), article, extractor, edited=False)
    except GeoError as error:
        return _failed(Failure(article.origin or article.id, InputError(str(error))))
    told = asdict(made)
    return {name: made.article[name] for name in PLAIN} | {
        **{name: json.dumps(told[name]) for name in ("article", "reports", "left_out")},
        "failure": None,
    }


def _failed(failure: Failure) -> dict[str, Any]:
    return dict.fromkeys(FORM.names) | {"origin": failure.origin, "failure": str(failure.error)}


def write(path: Path, table: pa.Table) -> None:
    """Write a Parquet file whole or not at all, also where two workers write the same one."""
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    pq.write_table(table, made, compression="zstd")
    os.replace(made, path)  # noqa: PTH105 - as text would do
