"""The chart and the ranking under the map say what the rows say, counted another way."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from geo.dashboard.charts import NOT_SAID, _bars, per_period, previous, region_ranking, signed
from geo.dashboard.index import Index
from geo.dashboard.scope import Scope
from geo.export.words import label
from tests.dashboard.test_scope import frame
from tests.makers import DAY


def rows() -> pd.DataFrame:
    """Forty days: one incident a day, every fifth over three days, in two provinces and at sea."""
    places = [("UA", "Kherson"), ("UA", "Sumy"), (None, None)]
    return frame(*(
        {"date_start": DAY + timedelta(n), "date_end": DAY + timedelta(n + (2 if n % 5 == 0 else 0)),
         "country": places[n % 3][0], "admin1": places[n % 3][1], "incident_id": f"{n:02}",
         "type": "riot" if n % 4 == 0 else "battle", "sub_type": "mob_violence" if n % 4 == 0 else "armed_clash"}
        for n in range(40)
    ))  # fmt: skip


@pytest.mark.parametrize(("start", "length"), [(0, 40), (7, 14), (21, 1)])
def test_the_chart_counts_each_incident_of_the_window_once_and_on_a_day_of_the_window(start: int, length: int) -> None:
    whole = rows()
    scope = Scope(first=DAY + timedelta(start), last=DAY + timedelta(start + length - 1))
    index = Index(whole)
    first = index.first_rows(index.mask(scope))
    days = pd.Series(index.last[first].astype("datetime64[D]")).clip(upper=pd.Timestamp(scope.last))
    counts, unit = per_period(whole["type"].iloc[first].reset_index(drop=True), days, scope.first, scope.last)
    by_hand: dict[tuple[date, str], int] = {}
    for row in whole.itertuples():
        begun, over = row.date_start.date(), row.date_end.date()
        if begun <= scope.last and over >= scope.first:
            key = min(over, scope.last), row.type
            by_hand[key] = by_hand.get(key, 0) + 1
    assert unit == "day"
    told = {(at.date(), kind): int(n) for kind in counts for at, n in counts[kind].items() if n}
    assert told == by_hand
    bars = _bars(counts, unit)
    assert int(bars["n"].sum()) == sum(by_hand.values()) == index.count(index.mask(scope))
    assert (bars["high"] - bars["low"] == bars["n"]).all()
    assert (bars["to"] - bars["from"] == 86_400_000).all()
    assert set(bars["what"]) <= {label("type", "battle"), label("type", "riot")}


@pytest.mark.parametrize(("start", "length"), [(20, 20), (14, 7), (39, 1)])
def test_the_ranking_counts_the_window_and_the_one_of_the_same_length_before(start: int, length: int) -> None:
    whole = rows()
    scope = Scope(first=DAY + timedelta(start), last=DAY + timedelta(start + length - 1))
    then = previous(scope)
    assert then.first is not None
    assert then.last is not None
    assert (then.last - then.first).days + 1 == length
    assert then.last == scope.first - timedelta(days=1)
    index = Index(whole)
    columns = ["incident_id", "country", "admin1"]
    ranking = region_ranking(*(whole.loc[index.mask(one) & index.placed, columns] for one in (scope, then)))

    def by_hand(window: Scope, country: str, region: str) -> int:
        here = (whole["country"].fillna(NOT_SAID) == country) & (whole["admin1"].fillna(NOT_SAID) == region)
        meets = (whole["date_start"].dt.date <= window.last) & (whole["date_end"].dt.date >= window.first)
        return int((here & meets).sum())

    assert len(ranking)
    for country, region, n, change in ranking.itertuples(index=False):
        assert n == by_hand(scope, country, region)
        assert n - change == by_hand(then, country, region)
    assert ranking["incidents"].is_monotonic_decreasing


def test_a_change_says_its_sign() -> None:
    assert [signed(n) for n in (1200, -3, 0)] == ["+1,200", "−3", "±0"]
