"""What an incident says when its reports differ: the finest place and day, bounds around all figures, its sources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from geo.merging.fold import combine, fold
from geo.model import Actor, Figure, Incident, IncidentPlace, Report, Span
from tests.makers import DAY, MOSCOW, make_date, make_place, make_report


def told(article: str = "a", **more: Any) -> Report:
    return make_report(id=f"{article}-1", article_id=article, **more)


def folded(*reports: Report, **more: Any) -> Incident:
    return fold("i1", reports, **more)


def exactly(number: int) -> Figure:
    return Figure(number, number, number)


@pytest.mark.parametrize(
    ("one", "other", "leads"),
    [
        ({"status": "claimed", "confidence": 0.9}, {"status": "occurred", "confidence": 0.4}, "b"),
        ({"status": "alleged", "confidence": 0.9}, {"status": "claimed", "confidence": 0.4}, "b"),
        ({"status": "planned", "confidence": 0.9}, {"status": "alleged", "confidence": 0.4}, "b"),
        ({"confidence": 0.5}, {"confidence": 0.7}, "b"),
        ({"confidence": 0.7}, {"confidence": 0.5}, "a"),
        ({}, {}, "a"),
    ],
)
def test_the_surest_report_leads(one: dict[str, Any], other: dict[str, Any], leads: str) -> None:
    for reports in ((told("a", **one), told("b", **other)), (told("b", **other), told("a", **one))):
        assert folded(*reports).reports[0].article_id == leads


def test_kind_and_reason_are_those_of_the_report_that_leads() -> None:
    one = told("a", sub_type="air_drone_strike", confidence=0.9, confidence_reason="seen", aggregate=True)
    clash = {"type": "battle", "sub_type": "armed_clash", "confidence_reason": "heard"}
    incident = folded(told("b", **clash), one)
    assert (incident.type, incident.sub_type) == ("explosion_remote", "air_drone_strike")
    assert incident.aggregate
    assert incident.confidence_reason.startswith("seen; ")


def test_of_one_article_the_earlier_sentence_leads() -> None:
    later, earlier = make_report("r1", evidence=Span(90, 120)), make_report("r2", evidence=Span(0, 20))
    assert [report.id for report in folded(later, earlier).reports] == ["r2", "r1"]


def test_the_shortest_time_stands() -> None:
    week = make_date(DAY - timedelta(days=6), DAY, "week")
    night = make_date(DAY - timedelta(days=1), DAY, "range")
    bound = make_date(None, DAY, "on_or_before")
    nothing = make_date(None, None, "unknown")
    for dates in ((week, night, bound, nothing), (nothing, bound, night, week)):
        reports = [told(name, date=date) for name, date in zip("abcd", dates, strict=True)]
        assert folded(*reports).date == night


def place(precision: str, **more: Any) -> IncidentPlace:
    return make_place(precision=precision, **({"place_id": "x", "radius_km": 9.0} | more))


ORDER = ("facility", "settlement", "near")


@pytest.mark.parametrize(("finer", "coarser"), [(a, b) for n, a in enumerate(ORDER) for b in ORDER[n + 1 :]])
def test_the_finest_telling_of_a_place_stands(finer: str, coarser: str) -> None:
    for first, second in ((finer, coarser), (coarser, finer)):
        incident = folded(told("a", places=(place(first),)), told("b", places=(place(second),)))
        assert [one.precision for one in incident.places] == [finer]


def test_the_report_that_names_most_places_gives_them_and_a_name_without_a_point_is_kept() -> None:
    nowhere = make_place(name="Camp X", lat=None, lon=None, precision="none", place_id=None)
    fullest = told("b", places=(place("settlement"), make_place(MOSCOW), nowhere))
    incident = folded(told("a", places=(place("facility"),)), fullest)
    assert [(one.precision, one.name) for one in incident.places] == [
        ("facility", "Kherson"),
        ("settlement", "Moscow"),
        ("none", "Camp X"),
    ]


def test_one_spot_under_two_names_is_given_once_but_both_ends_of_a_way_are() -> None:
    twice = (place("settlement"), place("settlement", place_id="y", name="Cherson"))
    assert len(folded(told("a", places=twice)).places) == 1
    way = (place("settlement", role="origin"), place("settlement", role="destination"))
    assert len(folded(told("a", places=way)).places) == 2


@pytest.mark.parametrize(
    ("figures", "whole"),
    [
        ([None, None], None),
        ([exactly(3), None], exactly(3)),
        ([exactly(0), None], exactly(0)),
        ([Figure(3, 3, None), Figure(9, 9, None), exactly(7)], Figure(None, 3, None)),
        ([exactly(3), Figure(5, 5, None), exactly(7)], Figure(None, 3, 7)),
        ([exactly(3), exactly(5)], Figure(None, 3, 5)),
        ([exactly(3), Figure(None, 2, 9)], Figure(3, 2, 9)),
        ([Figure(5, 5, None), exactly(7)], Figure(None, 5, 7)),
        ([Figure(9, 9, None), exactly(7)], Figure(None, 7, None)),
        ([Figure(7, 7, None), exactly(7)], exactly(7)),
        ([Figure(9, None, None), exactly(7)], Figure(None, 7, None)),
        ([Figure(None, 4, None), Figure(None, 6, None)], Figure(None, 4, None)),
        ([Figure(None, None, 4), Figure(None, None, 6)], Figure(None, None, 6)),
        ([Figure(None, None, None), exactly(0)], exactly(0)),
        ([Figure(None, None, None), exactly(2)], exactly(2)),
    ],
)
def test_figures_of_one_day_are_bounded(figures: list[Figure | None], whole: Figure | None) -> None:
    reports = [told(name, fatalities=figure) for name, figure in zip("abc", figures, strict=False)]
    assert combine(reports, lambda report: report.fatalities) == whole


def test_the_newest_figure_is_the_best_and_one_of_an_unknown_day_is_the_oldest() -> None:
    def of(day: int | None, number: int, article: str) -> Report:
        anchor = None if day is None else DAY + timedelta(days=day)
        return told(article, fatalities=exactly(number), date=make_date(anchor=anchor))

    for reports in ((of(0, 3, "a"), of(1, 5, "b")), (of(1, 5, "a"), of(0, 3, "b")), (of(None, 3, "a"), of(0, 5, "b"))):
        assert combine(reports, lambda report: report.fatalities) == Figure(5, 3, 5)
    same_day = (of(1, 5, "a"), of(1, 6, "b"), of(0, 3, "c"))
    assert combine(same_day, lambda report: report.fatalities) == Figure(None, 3, 6)


def test_actors_and_sources_are_named_once_and_a_number_by_the_report_that_leads() -> None:
    russia = Actor("Russia", "initiator", "state")
    one = told("a", actors=(russia,), attribution=("police",), numbers={"drones": 4, "houses": 2}, confidence=0.9)
    shout = Actor("RUSSIA", "initiator", "state")
    hit = Actor("Russia", "target", "state")
    two = told("b", actors=(shout, hit), attribution=("Police", "the mayor"), numbers={"drones": 6, "missiles": 1})
    incident = folded(two, one)
    assert incident.actors == (russia, hit)
    assert incident.attribution == ("police", "the mayor")
    assert incident.numbers == {"drones": 4, "houses": 2, "missiles": 1}


def test_what_somebody_confirmed_stands_above_what_was_only_read() -> None:
    read = told("a", status="occurred", fatalities=exactly(9), confidence=0.9)
    seen = told("b", status="claimed", fatalities=exactly(2), confirmed=("status", "fatalities"), confidence=0.2)
    incident = folded(read, seen)
    assert (incident.status, incident.fatalities) == ("claimed", exactly(2))
    assert incident.confirmed == ("status", "fatalities")
    assert incident.reports[0].article_id == "a"


@pytest.mark.parametrize(
    ("confidence", "sources", "whole"),
    [(0.5, 1, 0.5), (0.5, 2, 0.55), (0.5, 4, 0.65), (0.9, 2, 0.95), (0.95, 3, 0.98), (0.99, 3, 0.99)],
)
def test_each_further_source_adds_a_little_confidence_up_to_a_limit(
    confidence: float, sources: int, whole: float
) -> None:
    reports = [told(f"a{n}", confidence=confidence if n == 0 else 0.3) for n in range(sources)]
    assert folded(*reports).confidence == pytest.approx(whole)


def test_the_reason_names_status_place_day_and_sources() -> None:
    assert folded(told("a")).confidence_reason == (
        "day and town are named; place score 0.90; day: bare weekday; one source tells of it"
    )
    assert folded(told("a"), told("b")).confidence_reason.endswith("; 2 sources tell of it")
    bare = told("a", confidence_reason="", places=(make_place(score=None),), date=make_date(None, None, "unknown"))
    assert folded(bare).confidence_reason == "no place in the gazetteer; no day; one source tells of it"
    scores = told("a", places=(make_place(score=0.25), make_place(MOSCOW, score=0.75)))
    assert "place score 0.75" in folded(scores).confidence_reason


@pytest.mark.parametrize(
    ("names", "publishers", "copies", "said"),
    [
        ("ab", {"a": "x", "b": "x"}, {}, "2 articles of one source tell of it"),
        ("abc", {"a": "x", "b": "x", "c": "y"}, {}, "2 sources tell of it"),
        ("abc", {}, {"a": "a", "b": "a"}, "2 sources tell of it, copies of one text counted once"),
        ("ab", {}, {"a": "a", "b": "a"}, "2 articles of one source tell of it, copies of one text counted once"),
        ("ab", {"a": "x", "b": "x"}, {"a": "a", "b": "a"}, "2 articles of one source tell of it"),
        ("ab", {"a": "x"}, {"z": "y"}, "2 sources tell of it"),
    ],
)
def test_articles_of_one_publisher_or_text_count_as_one_source(
    names: str, publishers: dict[str, str], copies: dict[str, str], said: str
) -> None:
    reports = [told(name) for name in names]
    assert folded(*reports, publishers=publishers, copies=copies).confidence_reason.endswith(f"; {said}")
