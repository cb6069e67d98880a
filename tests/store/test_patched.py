"""Rows of the next version out of those of the one before: the same as all rows read anew, whatever was done."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.dashboard.index import Index
from geo.imports.load import import_file
from geo.maps.assemble import given
from geo.maps.columns import encode
from geo.store import steps as taken
from geo.store.coded import WORDS, Coded
from geo.store.patched import patched
from geo.store.store import Store
from tests.store.test_coded import CSV
from tests.store.test_merged_in_part import Desk, Step

KINDS = ["read"] * 4 + ["split", "merge", "set", "role", "add", "undo", "remove", "day"] + ["refresh"] * 4


def walk(seed: int, n: int = 30) -> list[Step]:
    """So many steps by chance."""
    chance = random.Random(seed)  # noqa: S311
    found = [(chance.choice(KINDS), *(chance.randrange(999) for _ in range(3))) for _ in range(n)]
    return [("read", k, 0, seed + k) for k in range(6)] + [("refresh", 0, 0, 0), *found, ("refresh", 0, 0, 0)]  # type: ignore[list-item]


def same(made: Coded, fresh: Coded) -> None:
    """Rows, words and numbers are the same, and so is what a map and an index make of them."""
    pd.testing.assert_frame_equal(made.frame, fresh.frame)
    for name in WORDS:
        assert list(made.frame[name].cat.categories) == list(fresh.frame[name].cat.categories)
        assert made.frame[name].cat.codes.dtype == fresh.frame[name].cat.codes.dtype
    np.testing.assert_array_equal(made.at, fresh.at)
    assert (made.version, made.mark, made.n_read, made.n_left_out) == (
        (fresh.version, fresh.mark, fresh.n_read, fresh.n_left_out)
    )


def standing(columns: dict[str, object], told: dict[str, object]) -> dict[str, object]:
    """What a browser that has `columns` makes of what it is told (``exchange`` in ``incident_layer.js``)."""
    old: list[object] = columns["surfaces"]  # type: ignore[assignment]
    shapes = [old[one] if isinstance(one, int) else one for one in told["surfaces"]]  # type: ignore[attr-defined]
    return {**columns, **told, "surfaces": shapes, "labels": told["labels"] or columns["labels"]}


@pytest.mark.parametrize("imported", [False, True])
def test_after_any_steps_the_rows_are_those_that_are_read_anew(url: str, tmp_path: Path, imported: bool) -> None:
    store = Store.open(url)
    if imported:
        (tmp_path / "rows.csv").write_text(CSV, encoding="utf-8")
        import_file(tmp_path / "rows.csv", store)
    desk, held, columns, n = Desk(store), store.coded(), encode(store.coded().frame), 0
    shown = {**columns.meta, **given(columns)}
    for step in walk(7 + imported):
        desk.take(step)
        if step[0] != "refresh":
            continue
        fresh, made = store.coded(), patched(held, store.version())
        if made is not None:
            n += 1
            same(made, fresh)
        now, anew = encode((made or fresh).frame, columns), encode(fresh.frame)
        assert now.version == anew.version
        assert (now.data, now.meta, list(now.ids)) == (anew.data, anew.meta, list(anew.ids))
        shown = standing(shown, given(now, columns))
        assert shown == {**anew.meta, **given(anew)}
        assert Index(fresh.frame).incidents == len(now.ids)
        held, columns = made or fresh, now
    assert n > 4


def test_where_a_step_is_missing_all_rows_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(store)
    for step in walk(3, 0):
        desk.take(step)
    held = store.coded()
    assert patched(held, store.version()) is not None, "nothing has happened"
    assert patched(held.slim(), store.version()) is None, "what is slim has not all that is needed"
    monkeypatch.setattr(taken, "took", lambda *_: None)
    monkeypatch.setattr("geo.store.merged.took", lambda *_: None)  # another process
    for step in [("read", 7, 0, 5), ("refresh", 0, 0, 0)]:
        desk.take(step)  # type: ignore[arg-type]
    assert patched(held, store.version()) is None
    assert len(store.coded().frame) > len(held.frame)
