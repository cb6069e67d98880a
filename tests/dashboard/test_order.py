"""The table stands in the order that is asked for, over all rows: by any column, either way, page after page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.dashboard.index import Index
from geo.dashboard.order import DOWNWARDS, By, spelling
from geo.dashboard.scope import Scope
from geo.dashboard.table import toll
from geo.export.words import label
from geo.model import STATUSES, TYPES
from tests.dashboard.test_scope import frame
from tests.makers import DAY

KINDS = [(kind, sub) for kind, subs in TYPES.items() for sub in subs]
DAYS = st.none() | st.integers(0, 5).map(lambda n: DAY + timedelta(n)) | st.just(date(1812, 6, 24))
PLACES = st.none() | st.sampled_from(
    ["Kherson", "Çankırı", "al-Bab", "Zürich", "київ", "їжа", "Ієрусалим", "йорк", "київ 2"]
)
ROWS = st.lists(
    st.tuples(DAYS, st.sampled_from(KINDS), st.sampled_from(STATUSES), PLACES, st.none() | st.integers(0, 3),
              st.sampled_from([0.2, 0.55, 0.9]), st.integers(1, 3)),
    max_size=40,
)  # fmt: skip


def made(rows: list[Any]) -> pd.DataFrame:
    return frame(*(
        {"date_start": day, "date_end": day, "date_precision": "day" if day else "unknown", "type": kind[0],
         "sub_type": kind[1], "status": status, "place": place, "fatalities_low": killed, "confidence": sure,
         "n_sources": sources, "incident_id": f"{n:03}"}
        for n, (day, kind, status, place, killed, sure, sources) in enumerate(rows)
    ))  # fmt: skip


def value(row: pd.Series[Any], column: str) -> Any:
    """What a row is sorted by; None where it has nothing."""
    found = {
        "day": row["date_end"], "type": spelling(label("type", row["type"])),
        "kind": spelling(label("sub_type", row["sub_type"])), "status": STATUSES.index(row["status"]),
        "place": None if pd.isna(row["place"]) else spelling(row["place"]), "killed": row["fatalities_low"],
        "confidence": row["confidence"], "sources": row["n_sources"],
    }[column]  # fmt: skip
    return None if pd.isna(found) else found


@settings(deadline=None, max_examples=40)
@given(rows=ROWS, column=st.sampled_from(sorted(DOWNWARDS)), down=st.booleans(), data=st.data())
def test_every_column_sorts_all_rows_either_way_and_what_is_missing_stands_last(
    rows: list[Any], column: str, down: bool, data: st.DataObject
) -> None:
    whole, by = made(rows), By(column, down)
    index = Index(whole)
    mask = index.mask(Scope(types=frozenset(TYPES), statuses=frozenset(STATUSES)), window=False)
    mask &= data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)).map(pd.array)).to_numpy(bool)
    size = data.draw(st.integers(1, 7))
    shown = [int(row) for start in range(0, len(rows), size) for row in index.page(mask, by, start, size)]
    lines = whole.reset_index(drop=True)

    def late(n: int) -> tuple[int, int]:
        day = lines["date_end"].iloc[n]
        return (1, 0) if pd.isna(day) else (0, -day.toordinal())

    order = [n for n in range(len(rows)) if mask[n]]
    order.sort(key=lambda n: (late(n), n))
    known = [n for n in order if value(lines.iloc[n], column) is not None]
    known.sort(key=lambda n: value(lines.iloc[n], column), reverse=down)  # also a turned sort keeps the order of equals
    assert shown == known + [n for n in order if value(lines.iloc[n], column) is None]
    assert [index.rank(mask, by, row) for row in shown] == list(range(len(shown)))


def test_an_incident_stands_once_and_one_that_is_not_in_view_has_no_rank() -> None:
    rows = [{"date_start": DAY + timedelta(n), "date_end": DAY + timedelta(n)} for n in (3, 1, 3)]
    index = Index(frame(*rows, {"incident_id": "2", "place_no": 1, **rows[-1]}))
    mask = index.mask(Scope(), window=False)
    assert index.page(mask, By(), 0, 9).tolist() == [0, 2, 1]
    assert index.page(mask, By(), 3, 9).tolist() == []
    mask[index.row_of("1")] = False
    assert index.rank(mask, By(), 1) is None
    assert [index.id_of(number) for number in (0, 2, 3, -1, None, "0")] == ["0", "2", None, None, None, None]


@pytest.mark.parametrize("column", DOWNWARDS)
def test_an_order_is_the_same_out_of_its_address_and_turns_when_it_is_chosen_again(column: str) -> None:
    for by in (By(column, True), By(column, False)):
        assert By.read(str(by)) == by
        assert by.turned(column) == By(column, not by.down)
    assert By("day").turned("place") == By("place", False)
    assert By("place").turned("killed") == By("killed", True)


@pytest.mark.parametrize("wrong", ["", "-", "evidence", "--day", "day;drop", "-Day"])
def test_an_address_that_names_no_column_shows_the_newest_first(wrong: str) -> None:
    assert By.read(wrong) == By("day", True)


@pytest.mark.parametrize(
    ("figure", "said"),
    [((4, 4, 4), "4"), ((None, 3, 7), "3–7"), ((None, 1200, None), "1,200+"), ((None, None, 5), "≤5"),
     ((20, None, None), "~20"), ((0, None, None), "0"), ((None, None, None), "")],
)  # fmt: skip
def test_a_toll_is_short_and_keeps_its_bounds(figure: tuple[int | None, int | None, int | None], said: str) -> None:
    assert toll(*figure) == said
