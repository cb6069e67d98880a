"""Window and filters: counts, the opening window, and addresses that restore the same picture."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dashboard.charts import per_period, previous, region_ranking
from geo.dashboard.index import Index
from geo.dashboard.scope import SUB_TYPES, Scope, read_address, write_address
from geo.export.narrow import CONFIDENCES
from geo.model import PRECISIONS, STATUSES, TYPES
from geo.settings import EVERYWHERE, Region
from geo.store.columns import COLUMNS, as_frame
from tests.makers import DAY

BLANK = dict.fromkeys(COLUMNS) | {
    "place_no": 0, "mapped": True, "aggregate": False, "background": False, "confidence": 0.9, "n_sources": 1,
    "evidence_start": 0, "evidence_end": 9, "type": "battle", "sub_type": "armed_clash", "status": "occurred",
    "date_precision": "day", "place_precision": "settlement", "lat": 46.6, "lon": 32.6, "evidence": "A sentence.",
    "place": "Kherson", "country": "UA", "admin1": "Kherson",
}  # fmt: skip


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows of the store's columns; what is not given has a default."""
    whole = [BLANK | {"incident_id": str(n), "date_start": DAY, "date_end": DAY} | row for n, row in enumerate(rows)]
    return as_frame([tuple(row[name] for name in COLUMNS) for row in whole])


def test_an_incident_counts_once_however_many_places_it_has() -> None:
    index = Index(frame({"incident_id": "a"}, {"incident_id": "a", "place_no": 1}, {"incident_id": "b"}))
    assert index.counts(Scope())["type"]["battle"] == 2


def test_counts_beside_a_filter_leave_that_filter_aside() -> None:
    index = Index(frame({"type": "riot", "sub_type": "mob_violence"}, {}))
    counts = index.counts(Scope(types=frozenset({"battle"})))["type"]
    assert (counts["riot"], counts["battle"]) == (1, 1)


def test_the_opening_window_is_not_stretched_by_one_old_year_nor_by_background() -> None:
    news = [{"date_start": DAY + timedelta(n), "date_end": DAY + timedelta(n)} for n in range(60)]
    old = {"date_start": date(1812, 6, 24), "date_end": date(1812, 6, 24)}
    history = {"date_start": date(2014, 3, 1), "date_end": date(2014, 3, 31), "background": True}
    first, last = Index(frame(*news, old, history)).opening or (None, None)
    assert first is not None
    assert last is not None
    assert first >= DAY
    assert last <= DAY + timedelta(59)
    assert (last - first).days >= 0.9 * 59


def test_undated_incidents_are_in_no_window_but_listed() -> None:
    index = Index(frame({}, {"date_start": None, "date_end": None, "date_precision": "unknown"}))
    assert index.opening == (DAY, DAY)
    scope = Scope().opened(index.opening)
    assert index.rows(scope)["incident_id"].tolist() == ["0"]
    assert index.frame.loc[index.not_dated(scope), "incident_id"].tolist() == ["1"]


def test_a_store_without_incidents_has_no_window() -> None:
    index = Index(frame())
    assert index.opening is None
    assert index.count(index.mask(Scope())) == 0


def test_actors_sources_kinds_and_confidence_filter_rows() -> None:
    index = Index(
        frame(
            {"actors": "Russia (initiator); civilians (target)", "sources": "Wire", "confidence": 0.9},
            {"actors": "Ukraine (initiator)", "sources": "Post; Wire", "sub_type": "ground_assault", "confidence": 0.3},
        )
    )
    assert index.names("actors") == ["civilians", "Russia", "Ukraine"]
    assert index.names("sources") == ["Post", "Wire"]
    counts = index.counts(Scope())
    assert {code for code, n in counts["sub_type"].items() if n} == {"armed_clash", "ground_assault"}
    assert counts["actors"] == {"civilians": 1, "Russia": 1, "Ukraine": 1}
    assert counts["confidence"] == {"high": 1, "medium": 0, "low": 1}

    def left(**asked: frozenset[str]) -> list[str]:
        return index.rows(Scope(**asked))["incident_id"].tolist()  # type: ignore[arg-type]

    assert left(actors=frozenset({"Russia"})) == ["0"]
    assert left(sources=frozenset({"Post"})) == ["1"]
    assert left(sub_types=frozenset({"ground_assault"})) == ["1"]
    assert left(confidences=frozenset({"high"})) == ["0"]


def test_a_region_counts_what_lies_outside_and_never_hides_what_has_no_place() -> None:
    sea = {"lat": 43.0, "lon": 34.0, "country": None}
    index = Index(frame({}, {"lat": 52.2, "lon": 21.0, "country": "PL"}, sea, {"lat": None, "lon": None}))

    def left(region: Region) -> tuple[list[str], int]:
        scope = Scope(region=region)
        return index.rows(scope)["incident_id"].tolist(), index.outside(scope)

    assert left(EVERYWHERE) == (["0", "1", "2", "3"], 0)
    assert left(Region(("UA",))) == (["0", "3"], 2)
    assert left(Region(("UA",), (28.0, 41.0, 41.5, 47.0))) == (["0", "2", "3"], 1)
    assert not Scope(region=Region(("UA",))).is_narrow


def test_the_languages_of_the_articles_filter_incidents() -> None:
    index = Index(frame({"languages": "en"}, {"languages": "en; uk"}, {}))
    assert index.counts(Scope())["languages"] == {"en": 2, "uk": 1}
    assert index.rows(Scope(languages=frozenset({"uk"})))["incident_id"].tolist() == ["1"]


HOME = Region(("UA",))
CORNER = st.floats(-89, 89).map(lambda degree: round(degree, 5))
SCOPES = st.builds(
    Scope,
    first=st.none(),
    last=st.none(),
    types=st.frozensets(st.sampled_from(list(TYPES))),
    statuses=st.frozensets(st.sampled_from(STATUSES)),
    precisions=st.frozensets(st.sampled_from(PRECISIONS)),
    sources=st.frozensets(
        st.text(st.characters(codec="utf-8", exclude_characters="|"), min_size=1, max_size=8), max_size=3
    ),
    sub_types=st.frozensets(st.sampled_from(SUB_TYPES)),
    actors=st.frozensets(st.text(st.characters(codec="utf-8", exclude_characters="|"), min_size=1), max_size=3),
    confidences=st.frozensets(st.sampled_from(CONFIDENCES)),
    text=st.text(max_size=12),
    area=st.just(()) | st.lists(st.tuples(CORNER, CORNER), min_size=3, max_size=6).map(tuple),
    background=st.booleans(),
    languages=st.frozensets(st.sampled_from(["en", "uk", "ckb"])),
    region=st.sampled_from([HOME, EVERYWHERE]),
)


@given(SCOPES, st.none() | st.tuples(st.dates(), st.dates()))
def test_an_address_restores_the_same_scope(scope: Scope, window: tuple[date, date] | None) -> None:
    if window:
        scope = Scope(
            **{f: getattr(scope, f) for f in Scope.__dataclass_fields__} | {"first": min(window), "last": max(window)}
        )
    address: dict[str, str] = {"type": "old", "other": "kept"}
    write_address(scope, address, HOME)
    assert address.pop("other") == "kept"
    assert read_address(address, HOME) == scope


@pytest.mark.parametrize("asked", [{"from": "yesterday"}, {"type": "<script>"}, {"from": "2024-13-01"}])
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(asked: dict[str, str]) -> None:
    scope = read_address(asked)
    assert scope.first is None
    assert scope.types <= frozenset(TYPES)


def test_a_window_from_end_to_start_is_turned_round() -> None:
    assert read_address({"from": "2024-03-09", "to": "2024-03-01"}).first == date(2024, 3, 1)


def test_regions_are_ranked_with_their_change() -> None:
    now = frame({}, {}, {"admin1": "Sumy"})
    before = frame({"admin1": "Sumy"}, {"admin1": "Sumy"})
    ranking = region_ranking(now, before)
    assert ranking.to_dict("list") == {
        "country": ["UA", "UA"], "region": ["Kherson", "Sumy"], "incidents": [2, 1], "change": [2, -1],
    }  # fmt: skip
    assert region_ranking(frame(), before).empty


def test_the_window_before_has_the_same_length() -> None:
    scope = previous(Scope(first=date(2024, 3, 4), last=date(2024, 3, 10)))
    assert (scope.first, scope.last) == (date(2024, 2, 26), date(2024, 3, 3))


def test_a_long_chart_has_wider_bars_and_loses_no_incident() -> None:
    days = pd.Series(pd.date_range("2020-01-01", "2024-01-01", freq="30D"))
    counts, unit = per_period(pd.Series(["battle"] * len(days)), days, days.min().date(), days.max().date())
    assert unit == "month"
    assert counts.to_numpy().sum() == len(days)
