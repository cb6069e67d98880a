"""Which incidents are in view: the rule of the slider, the filters and every export."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Report, Selection
from geo.store.select import select
from tests.makers import DAY, MOSCOW, make_date, make_frame, make_place, make_report

ALL = Selection(background=True)
FRAME = make_frame(
    make_report("day"),
    make_report("week", date=make_date(DAY, DAY + timedelta(days=6), "week")),
    make_report("bound", date=make_date(None, DAY + timedelta(days=3), "on_or_before")),
    make_report("undated", date=make_date(None, None, "unknown")),
    make_report("moscow", places=(make_place(MOSCOW),), status="claimed", type="battle", sub_type="armed_clash"),
    make_report("nowhere", places=()),
    make_report("old", background=True),
)


def chosen(**wanted: Any) -> set[str]:
    found = select(FRAME, Selection(**wanted))["incident_id"]
    return {str(name).rsplit("-", 1)[-1] for name in found}


def test_all_but_the_background_is_chosen_when_nothing_is_asked() -> None:
    assert chosen() == {"day", "week", "bound", "undated", "moscow", "nowhere"}
    assert select(FRAME, ALL).equals(FRAME)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (DAY, DAY, {"day", "week", "moscow", "nowhere"}),
        (DAY + timedelta(days=1), DAY + timedelta(days=2), {"week"}),
        (DAY + timedelta(days=3), DAY + timedelta(days=3), {"week", "bound"}),
        (DAY + timedelta(days=7), None, set()),
        (None, DAY - timedelta(days=1), set()),
        (None, DAY, {"day", "week", "moscow", "nowhere"}),
    ],
)
def test_the_window_takes_what_it_overlaps_an_upper_bound_on_its_last_day_and_never_the_undated(
    first: date | None, last: date | None, expected: set[str]
) -> None:
    assert chosen(first=first, last=last) == expected


def test_type_status_and_box_filter() -> None:
    assert chosen(types=frozenset({"battle"})) == {"moscow"}
    assert chosen(statuses=frozenset({"claimed", "denied"})) == {"moscow"}
    assert chosen(bbox=(30.0, 50.0, 40.0, 60.0)) == {"moscow"}
    assert chosen(bbox=(170.0, -90.0, 33.0, 90.0)) == {"day", "week", "bound", "undated"}


def test_an_empty_frame_stays_empty() -> None:
    empty = FRAME.iloc[:0]
    assert select(empty, Selection(first=DAY, bbox=(0, 0, 1, 1), types=frozenset({"riot"}))).empty


DAYS = st.one_of(st.none(), st.integers(0, 6).map(lambda n: DAY + timedelta(days=n)))


def _in_window(report: Report, first: date | None, last: date | None) -> bool:
    """The rule in words, one incident at a time."""
    if first is None and last is None:
        return True
    begin, end = report.date.first, report.date.last
    if begin is None and end is None:
        return False
    if report.date.precision == "on_or_before" or begin is None:
        begin = end
    end = end or begin
    assert begin is not None
    assert end is not None
    return (last is None or begin <= last) and (first is None or end >= first)


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=6), DAYS, DAYS)
@settings(max_examples=40, deadline=None)
def test_columns_follow_the_same_rule_as_records(
    spans: list[tuple[date | None, date | None]], first: date | None, last: date | None
) -> None:
    reports = []
    for number, (begin, end) in enumerate(spans):
        if begin and end and begin > end:
            begin, end = end, begin
        day = make_date(None, None, "unknown", anchor=None)
        day = type(day)(begin, end, "on_or_before" if begin is None and end else "range")
        reports.append(make_report(f"r{number}", date=day))
    frame = make_frame(*reports)
    kept = set(select(frame, Selection(first, last))["incident_id"])
    assert kept == {f"i-a1-{report.id}" for report in reports if _in_window(report, first, last)}
    assert isinstance(frame["date_start"].dtype, type(pd.Series(dtype="datetime64[s]").dtype))
