"""What indexes are asked for is what the rule of selections keeps, whichever database answers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from geo.imports.load import import_file
from geo.model import EventDate, Selection
from geo.store import datasets
from geo.store.columns import spelled
from geo.store.engine import MIGRATIONS, transaction
from geo.store.schema import dataset_chunks
from geo.store.select import select
from geo.store.store import Store
from tests.bench.exports import made_up
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
        coded = Store(store._engine).incidents(selection, columns=["place", "evidence"], words=["place", "source_url"])
        assert isinstance(coded["place"].dtype, pd.CategoricalDtype)
        pd.testing.assert_frame_equal(spelled(coded), found[["place", "evidence"]])
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


def test_large_chunks_of_before_are_cut_when_a_store_is_opened(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "CHUNK_ROWS", 50_000)
    store = Store.open(url)
    table = made_up(21_000)
    facts = datasets.Dataset("d", "Made up", "table", "CC0", "", "", "d.csv", "0" * 64, "made 1", len(table), 0)
    store.save_dataset(facts, table)
    window = Selection(date(2019, 1, 1), date(2019, 1, 20), types=frozenset({"battle"}))
    before, whole = store.incidents(window), store.coded().frame
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with transaction(store._engine, write=True) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
        connection.execute(dataset_chunks.update().values(n_rows=None, first_day=None, last_day=None))
    store.close()
    again = Store.open(url)
    with transaction(again._engine, write=False) as connection:
        held = connection.execute(sa.select(dataset_chunks.c.n_rows).order_by(dataset_chunks.c.chunk_no)).scalars()
        assert list(held) == [10_000, 10_000, 1_000]
    assert 10 < len(before) < 100
    pd.testing.assert_frame_equal(again.incidents(window), before)
    coded = again.coded()
    pd.testing.assert_frame_equal(coded.frame, whole)
    some = coded.rows(np.array([3, 9_999, 10_000, 20_999]), ["incident_id", "evidence"])
    assert some["incident_id"].tolist() == whole["incident_id"].iloc[[3, 9_999, 10_000, 20_999]].tolist()
    assert again.incident(str(some["incident_id"][3]), at=coded.imported_at(20_999)) is not None
