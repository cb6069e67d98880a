"""The first incidents, made in shares by other processes, are those that one process makes of all reports at once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crew import first
from geo.crew.child import decode, encode
from geo.crew.first import first_incidents
from geo.crew.pool import Crew, Task
from geo.crew.sharing import answer
from geo.merging import shares as sharing
from geo.merging.merge import merge
from geo.merging.shares import shares
from geo.model import Reading, Report
from geo.refreshing import NO_SKETCHES, refresh, refresh_all
from geo.store.codec import plain
from geo.store.store import Store
from tests.store.test_merged_in_part import MORNING, content, reading


class Here(Crew):
    """Answers as a reading process does, through the same messages, in this process; at some it fails."""

    def __init__(self, failing: frozenset[int] = frozenset()) -> None:
        self.failing, self.n_asked = failing, 0

    def read(self, tasks: Iterable[Task], version: str) -> Iterator[Task]:
        """`tasks` with their answers."""
        assert version == "rules"
        for task in tasks:
            made = answer(json.loads(task.message))
            task.answer = {"lost": "it ended"} if self.n_asked in self.failing else decode(encode(made))
            self.n_asked += 1
            yield task


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few reports there are, they are shared."""
    monkeypatch.setattr(first, "FEW", 1)
    monkeypatch.setattr(sharing, "ALONE", 3)


def readings(seed: int, number: int = 14) -> list[Reading]:
    """Articles with reports of all kinds, many of which tell of the same."""
    chance = random.Random(seed)  # noqa: S311
    made = [reading(one, chance) for one in range(number)]
    return [
        replace(
            one,
            reports=tuple(
                replace(told, background=chance.random() < 0.2, aggregate=chance.random() < 0.2) for told in one.reports
            ),
        )
        for one in made
    ]


def store_of(some: Iterable[Reading], store: Store | None = None) -> Store:
    """A store with what was read, of which no incident was made."""
    held = store or Store.open("sqlite://")
    for one in some:
        held.save(one)
    return held


def reports_of(some: Iterable[Reading]) -> list[Report]:
    return [told for one in some for told in one.reports]


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_shares_merged_by_themselves_are_all_that_merging_everything_gives(seed: int) -> None:
    told = reports_of(readings(seed))
    parts = shares(plain(one) for one in told)
    assert sorted(number for part in parts for number in part) == list(range(len(told)))
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
    made = [one for part in parts for one in merge(told[number] for number in part)]
    assert tuple(sorted(made, key=lambda one: one.id)) == merge(told)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_store_holds_the_same_whoever_merged(seed: int) -> None:
    some = readings(seed)
    shared, alone = store_of(some), store_of(some)
    assert first_incidents(shared, Here(), "rules", NO_SKETCHES) == bool(reports_of(some))
    refresh(shared)
    refresh_all(alone)
    assert content(shared) == content(alone)


def test_so_it_is_on_a_file_and_later_changes_follow(tmp_path: Any) -> None:
    some, later = readings(3, 30), readings(4, 5)
    shared = store_of(some, Store.open(f"sqlite:///{tmp_path / 'shared.db'}"))
    alone = store_of(some)
    refresh(alone)
    assert first_incidents(shared, Here(), "rules", NO_SKETCHES)
    assert not shared.is_stale(first.MERGER)
    for store in (shared, alone):
        refresh(store_of(later, store))
    assert content(shared) == content(alone)


@pytest.mark.parametrize("failing", [0, 2])
def test_where_a_process_fails_nothing_is_written_and_all_is_merged_here(failing: int) -> None:
    some = readings(5, 30)
    store, alone = store_of(some), store_of(some)
    assert not first_incidents(store, Here(frozenset({failing})), "rules", NO_SKETCHES)
    assert store.merged.nothing_yet()
    refresh(store)
    refresh_all(alone)
    assert content(store) == content(alone)


def test_what_was_merged_or_corrected_before_or_is_very_much_is_not_merged_in_shares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = readings(6, 30)
    crew = Here()
    with monkeypatch.context() as patched:
        patched.setattr(first, "MOST", len(reports_of(some)) - 1)
        assert not first_incidents(store_of(some), crew, "rules", NO_SKETCHES)

    merged = store_of(some)
    refresh(merged)
    merged.save(readings(7, 1)[0])
    assert not first_incidents(merged, crew, "rules", NO_SKETCHES)

    corrected = store_of(some)
    one, other = [(told.article_id, told.id) for told in reports_of(some)][:2]
    corrected.corrections.add("split", author="Ada", reason="looked", made=MORNING, one=[one], other=[other])
    assert not first_incidents(corrected, crew, "rules", NO_SKETCHES)
    assert crew.n_asked == 0


def test_articles_that_came_meanwhile_are_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    some = readings(8, 30)
    store = store_of(some[1:])
    whole = first.sketched

    def slow(*told: Any) -> Any:
        store.save(some[0])
        return whole(*told)

    monkeypatch.setattr(first, "sketched", slow)
    assert not first_incidents(store, Here(), "rules", NO_SKETCHES)
    refresh(store)
    alone = store_of(some)
    refresh_all(alone)
    assert {k: v for k, v in content(store).items() if k != "meta"} == {
        k: v for k, v in content(alone).items() if k != "meta"
    }


def test_a_share_lost_is_told() -> None:
    with pytest.raises(first.LostError):
        first.share_of(cast("Task", Task(None, answer={"lost": "it ended"})))
