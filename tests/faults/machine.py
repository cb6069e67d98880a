"""A desk at work against a model of it: `python -m tests.faults.machine [EXAMPLES] [STEPS]`.

Articles come, come again, change, are dated by hand and removed; incidents are joined and parted, decisions undone, the
store closed, opened, backed up and exported, in any order. After each step the store holds what the model says; and
where no decision stands, it is row by row a store into which the same articles came at once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from geo import desk, pipeline
from geo.model import Article, Incident, Reading, Span
from geo.sources.text import article_from_text
from geo.store.backup import backup, examine
from geo.store.store import Store
from tests.makers import MOSCOW, make_date, make_place, make_reading, make_report

NAMES = ("a", "b", "c", "d", "e")
DAYS = st.integers(1, 5).map(lambda n: date(2024, 3, n))
WHO: dict[str, str] = {"author": "A tester", "reason": "the machine"}


class _Gazetteer:
    version = "test"


GAZETTEER: Any = _Gazetteer()


def _read(article: Article, _gazetteer: Any) -> Reading:
    """One report a line; its place by the line's first letter, its day that of the article."""
    told, start = [], 0
    for number, line in enumerate(article.text.split("\n")):
        places = (make_place(mention=Span(0, 1)),) if line.startswith("K") else (make_place(MOSCOW),)
        date_ = make_date(article.published) if article.published else make_date(None, None, "unknown")
        told.append(make_report(f"r{number}", evidence=Span(start, start + len(line)), places=places, date=date_))
        start += len(line) + 1
    return make_reading(article, told, mentions=(), skipped=())


def _article(name: str, variant: int) -> Article:
    lines = [f"Kherson was shelled, says {name} {variant}.", f"Moscow was hit, says {name}."][: 1 + variant % 2]
    return article_from_text("\n".join(lines), url=f"https://example.org/{name}", published=date(2024, 3, 1))


class Desk(RuleBasedStateMachine):
    """What may be done, and what must then hold."""

    def __init__(self) -> None:
        super().__init__()
        self.real, pipeline.read = pipeline.read, _read
        self.folder = Path(tempfile.mkdtemp(prefix="sitmap-machine-"))
        self.path = self.folder / "store.db"
        self.store = Store.open(f"sqlite:///{self.path}")
        self.model: dict[str, tuple[int, date | None]] = {}
        self.clock = datetime(2024, 5, 1, tzinfo=UTC)

    def teardown(self) -> None:
        """Leave nothing behind."""
        pipeline.read = self.real
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(name=st.sampled_from(NAMES), variant=st.integers(0, 3))
    def come(self, name: str, variant: int) -> None:
        """An article comes, for the first time or again, changed or not."""
        before = self.model.get(name)
        summary = pipeline.ingest([_article(name, variant)], self.store, GAZETTEER)
        expected = "added" if before is None else "unchanged" if before[0] == variant else "replaced"
        assert getattr(summary, expected) == 1, (summary, expected)
        self.model[name] = variant, before[1] if before else None

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def come_by_another_way(self, data: st.DataObject) -> None:
        """The same text under another address is no second article."""
        name = data.draw(st.sampled_from(sorted(self.model)))
        text = _article(name, self.model[name][0]).text
        copy = article_from_text(text, url="https://example.org/copy", published=date(2024, 3, 1))
        assert pipeline.ingest([copy], self.store, GAZETTEER).unchanged == 1

    @precondition(lambda self: self.model)
    @rule(data=st.data(), day=st.none() | DAYS)
    def date_by_hand(self, data: st.DataObject, day: date | None) -> None:
        """A person sets the day, or takes that back."""
        name = data.draw(st.sampled_from(sorted(self.model)))
        pipeline.redate(self.store, GAZETTEER, self._id(name), day)
        self.model[name] = self.model[name][0], day

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """An article goes, with all that was read in it."""
        name = data.draw(st.sampled_from(sorted(self.model)))
        assert pipeline.remove(self.store, [self._id(name)]) == 1
        del self.model[name]

    @precondition(lambda self: len(self.incidents()) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        """Two incidents are one."""
        one, other = data.draw(st.lists(st.sampled_from(self.incidents()), min_size=2, max_size=2, unique=True))
        joined = desk.join(self.store, self._incident(one), self._incident(other), made=self._tick(), **WHO)
        assert len(self._incident(joined).reports) >= 2

    @precondition(lambda self: any(len(self._incident(one).reports) > 1 for one in self.incidents()))
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        """A report does not belong."""
        fit = [one for one in self.incidents() if len(self._incident(one).reports) > 1]
        incident = self._incident(data.draw(st.sampled_from(fit)))
        report = data.draw(st.sampled_from(incident.reports))
        desk.take_out(self.store, incident, report, made=self._tick(), **WHO)
        together = self._incident(self.store.incident_of((report.article_id, report.id)) or "").reports
        assert not {r.article_id + r.id for r in incident.reports} <= {r.article_id + r.id for r in together}

    @precondition(lambda self: self._standing())
    @rule(data=st.data(), everything=st.booleans())
    def undo(self, data: st.DataObject, everything: bool) -> None:
        """One decision is taken back, or all."""
        standing = self._standing()
        for one in standing if everything else [data.draw(st.sampled_from(standing))]:
            desk.undo(self.store, one, author="A tester", made=self._tick())

    @rule()
    def open_anew(self) -> None:
        """The store is closed, looked over, backed up, and the copy holds the same."""
        self.store.close()
        assert examine(self.path).problems == ()
        backup(self.path, self.folder / "copy.db")
        self.store = Store.open(f"sqlite:///{self.path}")
        copy = Store.open(f"sqlite:///{self.folder / 'copy.db'}")
        assert copy.version() == self.store.version()
        assert copy.incidents().equals(self.store.incidents())
        copy.close()

    @invariant()
    def holds_what_the_model_says(self) -> None:
        """Each article once, each report in one incident."""
        assert len(self.store.articles()) == len(self.model)
        told = [r.article_id + r.id for one in self.incidents() for r in self._incident(one).reports]
        assert len(told) == len(set(told)) == sum(1 + variant % 2 for variant, _ in self.model.values())

    @invariant()
    def is_what_comes_of_its_articles(self) -> None:
        """Once no decision stands: whatever happened before, it is as if the articles had come just now."""
        if self._standing():
            return
        fresh = Store.open("sqlite://")
        pipeline.ingest([_article(name, variant) for name, (variant, _) in self.model.items()], fresh, GAZETTEER)
        for name, (variant, day) in self.model.items():
            if day is not None:
                pipeline.redate(fresh, GAZETTEER, _article(name, variant).id, day)
        assert fresh.incidents().equals(self.store.incidents())
        assert not self.model or fresh.version() == self.store.version()

    def incidents(self) -> list[str]:
        """The ids of all incidents."""
        return sorted(map(str, self.store.incidents()["incident_id"].unique()))

    def _incident(self, incident_id: str) -> Incident:
        found = self.store.incident(incident_id)
        assert found is not None, incident_id
        return found

    def _standing(self) -> list[str]:
        return [one.id for one in self.store.corrections.history() if one.undone is None]

    def _id(self, name: str) -> str:
        return _article(name, self.model[name][0]).id

    def _tick(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock


def run(examples: int, steps: int) -> None:
    """Let Hypothesis look for a course of things that breaks what must hold."""
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
        derandomize=examples < 50, database=None,
    )  # fmt: skip
    run_state_machine_as_test(Desk, settings=how)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    run(*(numbers + [500, 30][len(numbers) :]))
    print("nothing was found that breaks it")
