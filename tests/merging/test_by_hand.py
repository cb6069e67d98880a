"""What a person decides stands above the rules of merging: in any order, again and again, and the last word counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.merging.accounts import differences, fit, fit_words, grounds
from geo.merging.by_hand import key_of
from geo.merging.merge import merge
from geo.merging.same import same_event
from geo.model import Actor, Decision, Figure, Report
from tests.makers import DAY, MOSCOW, make_date, make_place, make_report
from tests.merging.test_merge import _reports

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def told(article: str, **more: Any) -> Report:
    return make_report(id=f"{article}-1", article_id=article, **more)


def decide(kind: Any, one: Iterable[Report], other: Iterable[Report], hours: int = 0) -> Decision:
    made = NOON + timedelta(hours=hours)
    return Decision(f"{kind}{hours}", kind, tuple(map(key_of, one)), tuple(map(key_of, other)), "Ada", made, "I looked")


def members(reports: Iterable[Report], decisions: Iterable[Decision] = ()) -> list[list[str]]:
    return sorted(sorted(r.article_id for r in incident.reports) for incident in merge(reports, decisions))


def test_a_report_that_was_taken_out_stays_out_and_both_incidents_say_so() -> None:
    a, b, c = (told(name) for name in "abc")
    split = decide("split", [b], [a, c])
    incidents = merge([a, b, c], [split])
    assert members([a, b, c], [split]) == [["a", "c"], ["b"]]
    assert [incident.decisions for incident in incidents] == [(split,), (split,)]


def test_two_incidents_that_were_joined_are_one_and_a_third_account_finds_it() -> None:
    a, b = told("a"), told("b", places=(make_place(MOSCOW),))
    third = told("c", places=(make_place(MOSCOW),))
    merged = decide("merge", [b], [a])
    assert members([a, b]) == [["a"], ["b"]]
    assert members([a, b], [merged]) == [["a", "b"]]
    assert members([a, b, third], [merged]) == [["a", "b", "c"]]
    for reports in ([a, b, third], [a, b]):
        (incident,) = merge(reports, [merged])
        assert incident.decisions == (merged,)


def test_a_second_report_of_an_article_does_not_join_what_was_joined_by_hand() -> None:
    a, b = told("a"), told("b", places=(make_place(MOSCOW),))
    again = make_report(id="a-2", article_id="a", places=(make_place(MOSCOW),))
    assert members([a, b, again], [decide("merge", [b], [a])]) == [["a"], ["a", "b"]]


def test_an_incident_names_no_decision_about_others() -> None:
    a, b, other = told("a"), told("b"), told("z", places=(make_place(MOSCOW),))
    for kind, about in (("split", [1, 1, 0]), ("merge", [1, 0])):
        incidents = merge([a, b, other], [decide(kind, [b], [a])])
        counts = {tuple(r.article_id for r in incident.reports): len(incident.decisions) for incident in incidents}
        assert counts[("z",)] == 0
        assert sorted(counts.values(), reverse=True) == about


def test_one_event_that_an_article_tells_twice_can_be_joined_and_counts_as_one_source() -> None:
    a = told("a")
    again = make_report(id="a-2", article_id="a", date=make_date(DAY + timedelta(days=9)))
    (incident,) = merge([a, again], [decide("merge", [again], [a])])
    assert incident.confidence == a.confidence
    assert "sources" not in incident.confidence_reason


def test_the_last_word_on_two_reports_counts() -> None:
    a, b = told("a"), told("b")
    split, merged = decide("split", [b], [a]), decide("merge", [b], [a], hours=1)
    assert members([a, b], [merged, split]) == [["a", "b"]]
    later = decide("split", [b], [a], hours=2)
    assert members([a, b], [later, split, merged]) == [["a"], ["b"]]


def test_a_merge_never_brings_together_by_a_detour_what_was_parted() -> None:
    a, b, c = (told(name) for name in "abc")
    decisions = [decide("split", [a], [c]), decide("merge", [a], [b], 1), decide("merge", [b], [c], 2)]
    assert members([a, b, c], decisions) == [["a", "b"], ["c"]]


def test_one_decision_may_join_several() -> None:
    a, b, c = (told(name, places=(make_place(MOSCOW, lat=55.0 + n),)) for n, name in enumerate("abc"))
    assert members([a, b, c]) == [["a"], ["b"], ["c"]]
    merged = decide("merge", [b, a], [c])
    assert members([a, b, c], [merged]) == [["a", "b", "c"]]
    assert members([a, b, c], [merged, decide("split", [c], [a, b], 1)]) == [["a"], ["b"], ["c"]]


def test_a_decision_on_reports_that_are_gone_changes_nothing() -> None:
    a, b, gone = told("a"), told("b"), told("z")
    assert merge([a, b], [decide("split", [gone], [a])]) == merge([a, b])


@st.composite
def _decided(draw: st.DrawFn) -> tuple[list[Report], list[Decision]]:
    reports = draw(st.lists(_reports(), min_size=2, max_size=7, unique_by=lambda r: r.id))
    pick = st.lists(st.sampled_from(reports), min_size=1, max_size=2)
    kinds = draw(st.lists(st.tuples(st.sampled_from(["split", "merge"]), pick, pick), max_size=4))
    return reports, [decide(kind, one, other, hours) for hours, (kind, one, other) in enumerate(kinds)]


@given(_decided(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_incidents_depend_on_the_order_of_neither_reports_nor_decisions(
    case: tuple[list[Report], list[Decision]], random: Any
) -> None:
    reports, decisions = case
    incidents = merge(reports, decisions)
    random.shuffle(reports)
    random.shuffle(decisions)
    assert merge(reports, decisions) == incidents
    assert sorted(r.id for incident in incidents for r in incident.reports) == sorted(r.id for r in reports)
    last = max(decisions, key=lambda d: d.made, default=None)
    if last is not None and last.kind == "split":
        for incident in incidents:
            here = {key_of(report) for report in incident.reports}
            parted = [(a, b) for a in last.one for b in last.other if a != b]
            assert not any(a in here and b in here for a, b in parted)


def test_articles_of_one_publisher_are_one_source() -> None:
    a, b, c = (told(name) for name in "abc")
    (alone,) = merge([a, b], publishers={"a": "wire", "b": "wire"})
    assert alone.confidence == a.confidence
    assert "2 articles of one source" in alone.confidence_reason
    (confirmed,) = merge([a, b, c], publishers={"a": "wire", "b": "wire", "c": "daily"})
    assert confirmed.confidence == pytest.approx(a.confidence + 0.05)
    assert "2 sources" in confirmed.confidence_reason


def test_every_point_of_a_merge_is_told_in_words() -> None:
    a = told("a", fatalities=Figure(2, 2, 2))
    b = told(
        "b",
        sub_type="air_drone_strike",
        fatalities=Figure(5, 5, None),
        places=(make_place(precision="near", name="near Kherson", lat=46.7, radius_km=15.0),),
        date=make_date(DAY - timedelta(days=1), DAY, "range"),
    )
    assert same_event(a, b)
    found = {ground.on: ground for ground in grounds(a, b)}
    assert found["type"].words == "“shelling missile” and “air drone strike” are told of one event"
    assert "1 of 2 days in common" in found["date"].words
    assert found["place"].words == "Kherson and near Kherson, 4.9 km apart"
    assert found["actors"].words == "both name Russia"
    assert found["numbers"].words == "killed: 2 and 5"
    assert 0 < fit(tuple(found.values())) < 1
    assert fit_words(fit(grounds(a, a))) == "very close"
    assert fit_words(0.1) == "loose"


@given(_reports(), _reports())
@settings(max_examples=100, deadline=None)
def test_the_fit_of_two_reports_does_not_depend_on_their_order(one: Report, other: Report) -> None:
    assert fit(grounds(one, other)) == pytest.approx(fit(grounds(other, one)))
    assert 0 <= fit(grounds(one, other)) <= 1


def test_contradictions_are_named_and_silence_is_none() -> None:
    a = told("a", fatalities=Figure(2, 2, 2), attribution=())
    b = told("b", fatalities=Figure(5, 5, 5), attribution=("police",), status="claimed")
    c = told("c", fatalities=None, attribution=("police",), actors=(Actor("civilians", "target", "civilians"),))
    assert differences([a]) == ()
    assert differences([a, b]) == ("status", "fatalities")
    assert differences([a, c]) == ()
    (incident,) = merge([a, b])
    assert incident.differs == ("status", "fatalities")
