"""What indexes are asked for is what the rule of selections keeps, whichever database answers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from geo.imports.load import import_file
from geo.model import EventDate, Selection
from geo.store import datasets
from geo.store.select import select
from geo.store.store import Store
from tests.makers import DAY, fill_store, make_date, make_place, make_reading, make_report

WORDS = ("day", "week", "on_or_before", "unknown", "year")


def some_date(chance: random.Random) -> EventDate:
    start = DAY + timedelta(days=chance.randrange(-80, 80))
    precision = chance.choice(WORDS)
    if precision == "unknown":
        return make_date(None, None, precision)
    if precision == "on_or_before":
        return make_date(None, start, precision)
    days = {"day": 0, "week": 6, "year": 364}[precision]
    return make_date(start, start + timedelta(days=days), precision)


@pytest.fixture
def store(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with incidents that were read and rows that were imported, in several chunks and groups."""
    monkeypatch.setattr(datasets, "CHUNK_ROWS", 20)
    monkeypatch.setattr(datasets, "GROUP_ROWS", 7)
    chance = random.Random(1)  # noqa: S311 not for secrets
    reports = []
    for n in range(60):
        place = make_place(name=f"P{n}", place_id=f"p{n}", lat=chance.uniform(-80, 80), lon=chance.uniform(-180, 180))
        more = {"type": "battle", "sub_type": "armed_clash"} if n % 3 else {}
        places = () if n % 7 == 0 else (place,)
        status = chance.choice(("occurred", "claimed", "planned"))
        reports.append(
            make_report(f"r{n}", date=some_date(chance), places=places, status=status, background=n % 5 == 0, **more)
        )
    store = fill_store(Store.open(url), make_reading(reports=tuple(reports)))
    lines = ["id,date,end_date,latitude,longitude,event_type,notes"]
    for n in range(70):
        day = DAY + timedelta(days=chance.randrange(-80, 80))
        last = day + timedelta(days=chance.choice((0, 0, 0, 3, 200)))
        spot = f"{chance.uniform(-80, 80):.3f},{chance.uniform(-180, 180):.3f}"
        lines.append(f"{n},{'' if n % 9 == 0 else day},{'' if n % 9 == 0 else last},{spot},Battles,Row {n}")
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_file(path, store)
    return store


def some_selection(chance: random.Random) -> Selection:
    first = DAY + timedelta(days=chance.randrange(-100, 100))
    window = chance.choice([(None, None), (first, None), (None, first), (first, first + timedelta(days=12))])
    west, south = chance.uniform(-180, 180), chance.uniform(-80, 60)
    box = chance.choice([None, None, (west, south, chance.uniform(-180, 180), chance.uniform(south, 80))])
    types = chance.choice([frozenset[str](), frozenset({"battle"}), frozenset({"explosion", "no_such"})])
    statuses = chance.choice([frozenset[str](), frozenset({"claimed", "planned"})])
    return Selection(*window, box, types, statuses, background=chance.random() < 0.5)


def test_what_indexes_find_is_what_the_rule_keeps(store: Store) -> None:
    chance = random.Random(2)  # noqa: S311 not for secrets
    whole = Store(store._engine).incidents()
    assert len(whole) == 130
    sizes = set()
    for _ in range(60):
        selection = some_selection(chance)
        found = Store(store._engine).incidents(selection)
        pd.testing.assert_frame_equal(found, select(whole, selection))
        few = Store(store._engine).incidents(selection, columns=["evidence", "confidence_word"])
        pd.testing.assert_frame_equal(few, found[["evidence", "confidence_word"]])
        sizes.add(len(found))
    assert len(sizes) > 10  # or the selections would not tell anything apart


def test_chunks_outside_the_window_are_not_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    bodies = datasets.bodies
    monkeypatch.setattr(datasets, "bodies", lambda *a: (read.append(one) or one for one in bodies(*a)))
    Store(store._engine).incidents(Selection(date(2025, 6, 1), date(2025, 6, 2)))
    assert len(read) == 0
    Store(store._engine).incidents(Selection(last=DAY - timedelta(days=70)))
    assert 1 <= len(read) < 4
