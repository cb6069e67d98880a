"""Mixed load for a long time, with the memory watched: `python -m tests.faults.soak [MINUTES] [SEED]`.

One process reads, reads again, dates by hand, joins and undoes, removes, exports and opens incidents, at random, as a
desk does in a day. Prints a line a minute: operations, articles, memory now. At the end: how much the second half grew.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from geo.cli.main import main as geo
from geo.desk import join, take_out, undo
from geo.errors import GeoError
from geo.pipeline import ingest, redate, remove
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.paths import read_paths
from geo.store.backup import backup, examine
from geo.store.store import Store
from tests.faults.kill_ingest import ROOT

MINUTES, SEED = 60.0, 11
BEGIN = datetime(2024, 5, 1, tzinfo=UTC)
WHO = {"author": "A tester", "reason": "the soak"}


@dataclass
class Course:
    """How it went."""

    done: Counter[str] = field(default_factory=Counter)
    refused: int = 0  #: with an error of ours, such as undoing what is gone
    megabytes: list[tuple[float, float]] = field(default_factory=list)  #: minutes, memory of the process
    problems: list[str] = field(default_factory=list)

    def growth_mb(self) -> float:
        """The median of the last quarter less that of the second."""
        quarter = max(1, len(self.megabytes) // 4)
        second = sorted(mb for _, mb in self.megabytes[quarter : 2 * quarter] or self.megabytes)
        last = sorted(mb for _, mb in self.megabytes[-quarter:])
        return last[len(last) // 2] - second[len(second) // 2]


class Desk:
    """A store, and what may be done with it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.folder, self.path = folder, folder / "store.db"
        self.store = Store.open(f"sqlite:///{self.path}")
        self.gazetteer = Gazetteer.open(Settings.from_env())
        self.texts = sorted((ROOT / "data" / "articles").glob("*.txt"))
        self.decided: list[str] = []
        self.clock = BEGIN

    def read(self) -> None:
        """Read some articles, some of them for the second time."""
        ingest(list(read_paths(self.chance.sample(self.texts, 3))), self.store, self.gazetteer)

    def change(self) -> None:
        """An article comes in with another text."""
        path = self.folder / f"{self.chance.randrange(20)}.txt"
        text = self.chance.choice(self.texts).read_text(encoding="utf-8")
        path.write_text(f"{text}\nUpdate {self.chance.randrange(10**6)}.\n", encoding="utf-8")
        ingest(list(read_paths([path])), self.store, self.gazetteer)

    def date(self) -> None:
        """A day is set by hand."""
        if one := self._article():
            redate(self.store, self.gazetteer, one, date(2024, 1, 1) + timedelta(days=self.chance.randrange(300)))

    def remove(self) -> None:
        """An article goes."""
        if self.chance.random() < 0.4 and (one := self._article()):
            remove(self.store, [one])

    def decide(self) -> None:
        """Two incidents are said to be one, or a report is taken out, or a decision is undone."""
        self.clock += timedelta(minutes=1)
        ids = [one for one in self.store.incidents(columns=["incident_id"])["incident_id"].unique() if one]
        if len(ids) < 2:
            return
        one, other = (self.store.incident(each) for each in self.chance.sample(list(ids), 2))
        if one is not None and other is not None:
            join(self.store, one, other, made=self.clock, **WHO)
            if len(one.reports) > 1:
                take_out(self.store, one, one.reports[-1], made=self.clock, **WHO)
        standing = [each.id for each in self.store.corrections.history() if each.undone is None]
        if standing and (self.chance.random() < 0.5 or len(standing) > 40):
            undo(self.store, self.chance.choice(standing), author="A tester", made=self.clock)

    def look(self) -> None:
        """Open the table and some incidents."""
        frame = self.store.incidents()
        for each in frame["incident_id"].unique()[:5]:
            self.store.incident(each)
        self.store.coded()
        self.store.not_on_map()

    def export(self) -> None:
        """Write files."""
        kind = self.chance.choice(("csv", "geojson", "xlsx", "kml"))
        geo(["export", str(self.folder / f"out.{kind}")])

    def copy(self) -> None:
        """Back the store up."""
        backup(self.path, self.folder / "copy.db")

    def _article(self) -> str | None:
        ids = self.store.articles()["article_id"].tolist()
        return str(self.chance.choice(ids)) if ids else None


def run(minutes: float, seed: int = SEED, tell: Callable[[str], None] = print) -> Course:
    """Keep a desk busy for `minutes`."""
    course = Course()
    with tempfile.TemporaryDirectory(prefix="sitmap-soak-") as made:
        folder = Path(made)
        os.environ["GEO_STORE"] = f"sqlite:///{folder / 'store.db'}"
        desk, begun, said = Desk(folder, seed), time.monotonic(), 0.0
        work = [desk.read, desk.change, desk.date, desk.remove, desk.decide, desk.look, desk.export, desk.copy]
        while (past := (time.monotonic() - begun) / 60) < minutes:
            act = desk.chance.choices(work, weights=(6, 4, 3, 3, 3, 4, 2, 1))[0]
            try:
                act()
            except GeoError:
                course.refused += 1
            course.done[act.__name__] += 1
            if past >= said:
                gc.collect()
                course.megabytes.append((past, _resident_mb()))
                articles = len(desk.store.articles())
                tell(f"{past:5.1f} min {course.done.total():6d} done {articles:4d} articles {_resident_mb():4.0f} MB")
                said = past + min(1.0, minutes / 20)
        desk.store.close()
        course.problems += examine(desk.path).problems
    return course


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> int:
    """Run as the command line says."""
    course = run(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES, int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
    parts = ", ".join(f"{number} × {name}" for name, number in course.done.most_common())
    print(
        f"{parts}; {course.refused} refused; memory grew by {course.growth_mb():.0f} MB; {course.problems or 'sound'}"
    )
    return 1 if course.problems else 0


if __name__ == "__main__":
    sys.exit(main())
