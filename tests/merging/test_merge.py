"""Reports of one event become one incident; anything less than clear agreement leaves two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.merging.merge import merge
from geo.merging.same import block_keys, same_event
from geo.model import Actor, Figure, Place, Report, Span
from tests.makers import DAY, KHERSON, make_date, make_place, make_report

SUMY = Place("gn:692194", "Sumy", 50.9216, 34.8003, "city", "UA", "Sumy", 692194, 8.0, 294_456, "test")
TURKEY = Place("country:TR", "Turkey", 39.0, 35.0, "country", "TR", None, 298795, 700.0, None, "test")
ISTANBUL = Place("gn:745044", "Istanbul", 41.0138, 28.9497, "city", "TR", "Istanbul", 745044, 30.0, 15_000_000, "test")


def told(article: str, **more: Any) -> Report:
    return make_report(id=f"{article}-1", article_id=article, **more)


def test_two_articles_on_one_shelling_are_one_incident_with_both_as_sources() -> None:
    (incident,) = merge([told("a"), told("b")])
    assert [report.article_id for report in incident.reports] == ["a", "b"]
    assert incident.confidence == pytest.approx(0.85)


def test_figures_are_bounded_and_never_added() -> None:
    later = make_date(anchor=DAY + timedelta(days=1))
    (incident,) = merge([told("a", fatalities=Figure(3, 3, 3)), told("b", fatalities=Figure(5, 5, 5), date=later)])
    assert incident.fatalities == Figure(best=5, low=3, high=5)


def test_figures_of_one_day_that_differ_leave_the_best_open() -> None:
    (incident,) = merge([told("a", fatalities=Figure(3, 3, 3)), told("b", fatalities=Figure(5, 5, None))])
    assert incident.fatalities == Figure(best=None, low=3, high=None)


def test_the_finest_place_and_day_stand() -> None:
    near = make_place(precision="near", radius_km=15.0)
    camp = make_place(name="depot", precision="facility", lat=46.67, lon=32.63, place_id="x:depot", radius_km=1.0)
    night = make_date(DAY - timedelta(days=1), DAY, "range")
    (incident,) = merge([told("a", places=(near,), date=night), told("b", places=(camp,))])
    assert incident.places == (camp,)
    assert incident.date.first == incident.date.last == DAY


def test_a_claim_that_another_article_states_as_fact_has_occurred() -> None:
    (incident,) = merge([told("a", status="claimed", confidence=0.9), told("b", confidence=0.4)])
    assert incident.status == "occurred"
    assert incident.reports[0].article_id == "b"


def test_talks_in_a_country_and_in_its_town_on_one_day_are_one_meeting() -> None:
    meeting = {"type": "diplomatic", "sub_type": "talks", "fatalities": None, "actors": ()}
    country = make_place(TURKEY, precision="country")
    (incident,) = merge([told("a", places=(country,), **meeting), told("b", places=(make_place(ISTANBUL),), **meeting)])
    assert [place.name for place in incident.places] == ["Istanbul"]


@pytest.mark.parametrize(
    "other",
    [
        {"article_id": "a", "id": "second"},
        {"status": "planned"},
        {"status": "denied"},
        {"sub_type": "interception"},
        {"aggregate": True},
        {"background": True},
        {"places": (make_place(SUMY),)},
        {"places": (make_place(KHERSON, precision="admin1", place_id="admin1:UA-65", radius_km=100.0),)},
        {"places": (make_place(lat=None, lon=None, precision="none"),)},
        {"places": (make_place(lat=46.72, place_id="gn:1", name="Village"),)},
        {"date": make_date(DAY + timedelta(days=1))},
        {"date": make_date(date(2024, 3, 1), date(2024, 3, 31), "month")},
        {"date": make_date(None, None, "unknown")},
        {"fatalities": Figure(40, 40, 40)},
        {"actors": (Actor("Ukraine", "initiator", "state"),)},
    ],
    ids=str,
)
def test_a_report_that_differs_in_one_point_that_matters_stays_an_incident_of_its_own(other: dict[str, Any]) -> None:
    if "article_id" not in other:
        other = {"article_id": "b", **other}
    assert len(merge([told("a"), make_report(**({"id": "r"} | other))])) == 2


def test_a_fight_that_each_side_tells_as_the_other_sides_attack_is_one() -> None:
    fight = {"type": "battle", "sub_type": "ground_assault", "fatalities": None}
    one = told("a", actors=(Actor("Russia", "initiator", "state"), Actor("Ukraine", "target", "state")), **fight)
    two = told("b", actors=(Actor("Ukraine", "initiator", "state"),), **fight)
    taken = told("c", actors=(Actor("Russia", "initiator", "state"),), **(fight | {"sub_type": "territory_gained"}))
    assert len(merge([one, two])) == 1
    assert len(merge([two, taken])) == 2


def test_a_chain_of_overlapping_days_is_not_one_event() -> None:
    days = [make_date(DAY), make_date(DAY, DAY + timedelta(days=1), "range"), make_date(DAY + timedelta(days=1))]
    incidents = merge(told(f"a{number}", date=day) for number, day in enumerate(days))
    assert len(incidents) == 2


def test_an_incident_keeps_its_id_when_a_later_article_joins() -> None:
    (before,) = merge([told("a")])
    (after,) = merge([told("a"), told("b")])
    assert before.id == after.id == "81bb353ee42704a3"


DAYS = st.integers(0, 3).map(lambda n: DAY + timedelta(days=n))
PLACES = st.tuples(
    st.sampled_from(["settlement", "near", "facility", "country", "admin1"]),
    st.floats(46.0, 46.4),
    st.sampled_from([-179.95, 179.95, 31.9999, 32.0001]),
    st.sampled_from(["gn:1", "gn:2"]),
).map(lambda p: make_place(precision=p[0], lat=p[1], lon=p[2], place_id=p[3], radius_km=20.0))


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    day = draw(DAYS)
    precision = draw(st.sampled_from(["day", "range", "on_or_before", "month"]))
    first = {"day": day, "range": day - timedelta(days=1), "on_or_before": None, "month": day - timedelta(days=30)}
    kind, sub_type = draw(
        st.sampled_from([("diplomatic", "talks"), ("battle", "armed_clash"), ("battle", "ground_assault")])
    )
    return make_report(
        id=str(draw(st.integers(0, 10**6))),
        article_id=draw(st.sampled_from("abcd")),
        type=kind,
        sub_type=sub_type,
        status=draw(st.sampled_from(["occurred", "claimed", "planned"])),
        date=make_date(first[precision], day, precision),
        places=tuple(draw(st.lists(PLACES, max_size=2))),
        evidence=Span(0, draw(st.integers(1, 9))),
    )


@given(st.lists(_reports(), max_size=8, unique_by=lambda r: r.id), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_incidents_do_not_depend_on_the_order_of_the_reports_and_lose_none(reports: list[Report], random: Any) -> None:
    incidents = merge(reports)
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert merge(shuffled) == incidents
    assert sorted(r.id for incident in incidents for r in incident.reports) == sorted(r.id for r in reports)
    for incident in incidents:
        assert len({report.article_id for report in incident.reports}) == len(incident.reports)


@given(_reports(), _reports())
@settings(max_examples=150, deadline=None)
def test_reports_of_one_event_always_share_a_key(one: Report, other: Report) -> None:
    assert same_event(one, other) == same_event(other, one)
    if same_event(one, other):
        assert block_keys(one)[0] & block_keys(other)[1]
        assert block_keys(other)[0] & block_keys(one)[1]


def test_nothing_merged_is_nothing() -> None:
    assert merge([]) == ()
