"""What a change costs in a store of many articles: only what it reaches merged, beside merging all; a table to read.

    python tests/bench/merging.py FOLDER [--articles 20000] [--store FILE]

FOLDER holds texts as *.jsonl, as for ``workers.py``, of which a store is read; with --store it is kept there, and
read only where it is not there yet. Each step is taken on two copies, in one of which all reports are merged each time.
Medians of seconds of wall and of CPU; at the end both copies must hold the same incidents.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import sqlalchemy as sa
from workers import ROOT, articles

from geo import refreshing
from geo.desk import correct, take_out, undo
from geo.model import Article, Reading
from geo.pipeline import extractor_version, read_article
from geo.places.gazetteer import Gazetteer
from geo.refreshing import refresh, refresh_all
from geo.settings import Settings
from geo.store.schema import incident_rows
from geo.store.store import Store

REPEATED = 2
SIGNED = {"author": "Ada", "reason": "a benchmark"}
FIGURE = {"figure": {"best": 5, "low": 5, "high": 5}}


def read(folder: Path, n: int, store: Path) -> None:
    """Read `n` articles into a store."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for one in articles(folder, n):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
        file.flush()
        command = [sys.executable, "-m", "geo", "ingest", file.name, "--workers", "2"]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"GEO_STORE": f"sqlite:///{store}"}, check=False)


class Steps:
    """What people and feeds do to a store, timed."""

    def __init__(self, store: Store, gazetteer: Gazetteer) -> None:
        self.store, self.gazetteer = store, gazetteer
        self.taken: dict[str, list[tuple[float, float]]] = {}
        refresh_all(store)
        frame = store.incidents(columns=("incident_id", "place_no", "n_sources"))
        frame = frame[frame["place_no"] == 0]
        self.told_twice = frame.loc[frame["n_sources"] > 1, "incident_id"].tolist()
        self.any = frame["incident_id"].tolist()

    def time(self, what: str, step: Callable[[], object]) -> None:
        """Take a step."""
        wall, used = time.perf_counter(), time.process_time()
        step()
        self.taken.setdefault(what, []).append((time.perf_counter() - wall, time.process_time() - used))

    def take(self) -> None:
        """All of them, so many times, always the same ones."""
        store, made = self.store, datetime(2026, 1, 1, tzinfo=UTC)
        for k in range(REPEATED):
            twice = store.incident(self.told_twice[k * 31 % len(self.told_twice)])
            if twice is not None and len(twice.reports) > 1:
                self.time("a report taken out", partial(take_out, store, twice, twice.reports[0], made=made, **SIGNED))
            other = store.incident(self.any[k * 997 % len(self.any)])
            if other is not None:
                key = (other.reports[0].article_id, other.reports[0].id)
                told = {"reports": [key], "made": made, **SIGNED}
                ids: list[str] = []
                self.time("a toll corrected", lambda: ids.append(correct(store, "fatalities", FIGURE, **told)))  # noqa: B023
                self.time("taken back", partial(undo, store, ids[0], author="Ada", made=made))
            text = f"Shelling of Kherson killed {k + 2} people on Monday, officials said. Moscow denied it."
            reading = read_article(Article(id=f"new{k}", text=text), self.gazetteer)
            self.time("an article added, once it is read", partial(self._add, reading))
        self.time("all merged", lambda: refresh_all(store))

    def _add(self, reading: Reading) -> None:
        self.store.save(reading, extractor=extractor_version(self.gazetteer))
        refresh(self.store)


def content(store: Store) -> list[str]:
    """The rows of all incidents."""
    with store._engine.connect() as connection:
        return sorted(map(repr, connection.execute(sa.select(incident_rows))))


def main() -> None:
    """Print a line for each kind of step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    gazetteer = Gazetteer.open(Settings.from_env())
    with tempfile.TemporaryDirectory(prefix="sitmap-bench-") as folder:
        kept = given.store or Path(folder) / "read.db"
        if not kept.exists():
            read(given.folder, given.articles, kept)
        part_of, done = refreshing.part_of, {}
        for name in ("part", "all"):
            path = Path(folder) / f"{name}.db"
            shutil.copy(kept, path)
            refreshing.part_of = part_of if name == "part" else lambda *_: None
            done[name] = Steps(Store.open(f"sqlite:///{path}"), gazetteer)
            done[name].take()
        print("| step | what it reaches merged: wall, CPU | all merged: wall, CPU |\n|---|---|---|")
        for what in done["part"].taken:
            cells = []
            for name in ("part", "all"):
                walls, used = zip(*done[name].taken[what], strict=True)
                cells.append(f"{statistics.median(walls):.2f} s, {statistics.median(used):.2f} s")
            print(f"| {what} | {' | '.join(cells)} |")
        print("the same rows" if content(done["part"].store) == content(done["all"].store) else "THE ROWS DIFFER")


if __name__ == "__main__":
    main()
