"""Corrections of values: applied to a reading by pure functions, in any order, bound anew to what newer readers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.correcting.apply import correct
from geo.correcting.values import check, date_of, figure_of
from geo.errors import UsageError
from geo.merging.fold import fold
from geo.model import CONFIRMABLE, DRAWN_STATUSES, STATUSES, TYPES, Figure, Place, Reading, Report
from geo.store.codec import dump, load, plain
from geo.store.remembered import Correction, anchor_of, find_spot, spot_of
from tests.makers import KHERSON, MOSCOW, TEXT, make_article, make_reading, make_report

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
OTHER = Place("gn:1", "Kherson", 40.0, -80.0, "city", "US", "Ohio", 1, 5.0, 900, "test")
READING = make_reading(make_article(identity="path:/a.txt", source="wire"))


def of_report(field: Any, value: dict[str, Any], hours: int = 0, report: Report | None = None) -> Correction:
    anchor = anchor_of("path:/a.txt", report or READING.reports[0], TEXT)
    return Correction(
        f"{field}{hours}", field, (anchor,), (), "Ada", NOON + timedelta(hours=hours), "I looked", None, value
    )


def of_text(field: Any, quote: str, value: dict[str, Any], hours: int = 0, **more: Any) -> Correction:
    start = TEXT.index(quote)
    spot = spot_of(READING.article, start, start + len(quote))
    made = NOON + timedelta(hours=hours)
    return Correction(f"{field}{quote}{hours}", field, (), (), "Ada", made, "I looked", spot, value, **more)


def lead(reading: Reading) -> Report:
    return reading.reports[0]


def test_a_value_of_a_report_is_set_and_said_to_be_confirmed() -> None:
    said = [
        of_report("status", {"status": "claimed"}),
        of_report("type", {"type": "battle", "sub_type": "armed_clash"}),
        of_report("date", {"first": "2024-03-01", "last": "2024-03-01"}),
        of_report("fatalities", {"figure": {"best": 3, "low": 3, "high": None}}),
        of_report("injured", {"figure": None}),
        of_report("actors", {"actors": [{"name": "Wagner", "role": "initiator", "group": "militia"}]}),
        of_report("attribution", {"attribution": ["the mayor"]}),
    ]
    now = lead(correct(READING, said))
    assert (now.status, now.sub_type, now.fatalities) == ("claimed", "armed_clash", Figure(3, 3, None))
    assert (now.date.first, now.date.precision, now.date.rule) == (date(2024, 3, 1), "day", "set by hand")
    assert [actor.name for actor in now.actors] == ["Wagner"]
    assert now.confirmed == ("type", "status", "date", "actors", "fatalities", "injured", "attribution")


def test_a_name_that_is_no_location_takes_the_incident_off_the_map() -> None:
    now = correct(READING, [of_text("role", "Kherson", {"role": "metonym"})])
    assert now.mentions[0].role == "metonym"
    assert "by hand (Ada, 2024-03-05: I looked)" in now.mentions[0].role_reason
    assert not lead(now).mapped
    assert lead(now).confirmed == ("place",)
    assert correct(READING, [of_text("not_a_name", "Kherson", {})]).mentions == READING.mentions[1:]


def test_another_place_of_the_same_name_moves_the_incident() -> None:
    now = correct(READING, [of_text("place", "Kherson", {"place": plain(OTHER)})])
    (place,) = lead(now).places
    assert (place.country, place.place_id, place.precision) == ("US", "gn:1", "settlement")


def test_a_missed_name_in_the_sentence_of_an_incident_without_a_place_puts_it_on_the_map() -> None:
    bare = make_reading(READING.article, [make_report(places=())], mentions=())
    said = of_text("mention", "Kherson", {"role": "location", "place": plain(KHERSON)})
    now = correct(bare, [said])
    assert [m.name for m in now.mentions] == ["Kherson"]
    assert [p.place_id for p in lead(now).places] == [KHERSON.id]


def test_an_incident_and_a_date_that_were_missed_are_added() -> None:
    value = {"type": "riot", "sub_type": "mob_violence", "status": "occurred", "date": {"last": "2024-03-04"}}
    said = [of_text("incident", "Moscow denied it.", value), of_text("timex", "on Monday", {"last": "2024-03-04"})]
    now = correct(make_reading(READING.article), said)
    added = now.reports[-1]
    assert TEXT[added.evidence.start : added.evidence.end] == "Moscow denied it."
    assert (added.sub_type, added.date.precision, added.extractor) == ("mob_violence", "on_or_before", "by hand 1")
    assert [one.text for one in now.dates] == ["on Monday"]


def test_a_rejected_report_is_left_out_with_its_reason_and_an_accepted_one_is_confirmed() -> None:
    rejected = of_report("verdict", {"verdict": "rejected"})
    now = correct(READING, [rejected])
    assert now.reports == ()
    assert now.skipped[0].reason == "rejected by Ada, 2024-03-05: I looked"
    later = of_report("verdict", {"verdict": "accepted"}, hours=1)
    assert lead(correct(READING, [later, rejected])).confirmed == CONFIRMABLE


def test_a_name_is_set_for_a_mention_an_article_a_source_or_everywhere() -> None:
    elsewhere = make_reading(make_article("b", TEXT + " More.", identity="path:/b.txt", source="daily"))
    same_source = make_reading(make_article("c", "Kherson again.", identity="path:/c.txt", source="wire"))
    same_source = replace(same_source, mentions=(replace(READING.mentions[0], start=0, end=7),), reports=())

    def roles(scope: Any) -> list[str]:
        said = of_text("role", "Kherson", {"role": "org"}, scope=scope)
        return [correct(one, [said]).mentions[0].role for one in (READING, same_source, elsewhere)]

    assert roles("here") == roles("article") == ["org", "location", "location"]
    assert roles("source") == ["org", "org", "location"]
    assert roles("always") == ["org", "org", "org"]
    narrow = of_text("role", "Kherson", {"role": "background"})
    wide = of_text("role", "Kherson", {"role": "org"}, hours=5, scope="always")
    assert correct(READING, [narrow, wide]).mentions[0].role == "background"


def test_a_correction_finds_its_report_and_its_name_in_a_newer_reading() -> None:
    said = [of_report("status", {"status": "claimed"}), of_text("role", "Moscow", {"role": "org"})]
    text = "Updated. " + TEXT
    article = make_article("a2", text, identity="path:/a.txt")
    report = make_report("a2#7", "a2", evidence=replace(READING.reports[0].evidence, start=9, end=73), places=())
    mention = replace(READING.mentions[1], start=74, end=80)
    now = correct(make_reading(article, [report], mentions=(mention,)), said)
    assert (lead(now).status, now.mentions[0].role) == ("claimed", "org")
    spot = said[1].spot
    assert spot is not None
    assert find_spot(spot, "Moscow stands here in quite other surroundings.") is None


def test_what_a_person_confirmed_stands_above_what_others_only_read() -> None:
    read = make_report("r2", "b", fatalities=Figure(9, 9, 9), confidence=0.95)
    now = lead(correct(READING, [of_report("fatalities", {"figure": {"best": 4, "low": 4, "high": 4}})]))
    incident = fold("i", [read, now])
    assert incident.fatalities == Figure(4, 4, 4)
    assert incident.confirmed == ("fatalities",)
    assert fold("i", [read]).confirmed == ()


@pytest.mark.parametrize(
    ("field", "value", "scope"),
    [
        ("status", {"status": "perhaps"}, "here"),
        ("type", {"type": "battle", "sub_type": "talks"}, "here"),
        ("date", {"first": "2024-03-09", "last": "2024-03-01"}, "here"),
        ("date", {"first": "soon", "last": None}, "here"),
        ("fatalities", {"figure": {"best": 3, "low": 5, "high": 9}}, "here"),
        ("injured", {"figure": {"best": -1}}, "here"),
        ("places", {"places": [{"name": "x", "precision": "settlement", "lat": 95.0, "lon": 3.0}]}, "here"),
        ("places", {"places": [{"name": "x", "precision": "roughly"}]}, "here"),
        ("place", {"place": {"id": "", "name": "", "lat": 1.0, "lon": 1.0, "level": "city"}}, "here"),
        ("role", {"role": "villain"}, "here"),
        ("role", {}, "here"),
        ("verdict", {"verdict": "maybe"}, "here"),
        ("status", {"status": "claimed"}, "always"),
        ("colour", {}, "here"),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_was_wrong(field: Any, value: Any, scope: str) -> None:
    with pytest.raises(UsageError, match=r"must be one of|cannot be set to|only what a name means"):
        check(field, value, scope)


FIGURES = st.none() | st.lists(st.integers(0, 99), min_size=3, max_size=3).map(
    lambda n: dict(zip(("low", "best", "high"), sorted(n), strict=True))
)
PLACES = st.sampled_from([plain(OTHER), plain(MOSCOW), None])


def _made(case: tuple[int, int, Any, Any, Any, Any]) -> Correction:
    which, hours, status, sub_type, figure, place = case
    kind = next(kind for kind, subs in TYPES.items() if sub_type in subs)
    return [
        lambda: of_report("status", {"status": status}, hours),
        lambda: of_report("type", {"type": kind, "sub_type": sub_type}, hours),
        lambda: of_report("fatalities", {"figure": figure}, hours),
        lambda: of_report("verdict", {"verdict": "accepted" if hours % 3 else "rejected"}, hours),
        lambda: of_text("place", "Kherson", {"place": place}, hours, scope="article" if hours % 2 else "here"),
        lambda: of_text("role", "Kherson", {"role": "metonym" if hours % 2 else "location"}, hours),
        lambda: of_text("mention", "Moscow", {"role": "background", "place": place}, hours),
    ][which]()


CORRECTIONS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(0, 20),
        st.sampled_from(STATUSES),
        st.sampled_from(TYPES["battle"]),
        FIGURES,
        PLACES,
    ).map(_made),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(CORRECTIONS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_corrections_come_does_not_matter_and_undone_they_leave_no_trace(
    said: list[Correction], random: Any
) -> None:
    now = correct(READING, said)
    shuffled = said[:]
    random.shuffle(shuffled)
    assert correct(READING, shuffled) == now
    undone = [replace(one, undone=NOON, undone_by="Bo") for one in said]
    assert correct(READING, undone) == READING
    assert [load(Correction, dump(one)) for one in said] == said
    for one in now.reports:
        assert one.mapped == (one.status in DRAWN_STATUSES and one.places[0].lat is not None)


@given(st.dictionaries(st.sampled_from(["first", "last", "precision", "best"]), st.text(max_size=12) | st.integers()))
@settings(max_examples=60, deadline=None)
def test_no_value_from_outside_breaks_more_than_its_own_check(value: dict[str, Any]) -> None:
    for field in ("date", "fatalities", "timex", "places", "actors"):
        try:
            check(field, value)  # type: ignore[arg-type]
        except UsageError:
            continue
        assert date_of(value) is not None if field in ("date", "timex") else figure_of(value) is not None
