"""The rules by which two reports tell of one event, at their borders: just within is one incident, just beyond two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from geo.merging.merge import merge
from geo.merging.same import block_keys, distance_km, same_event, same_place
from geo.model import Actor, Figure, IncidentPlace
from tests.makers import DAY, KHERSON, make_date, make_place, make_report

KM_PER_DEG = 111.195
ONE, TWO = True, False


def spot(north_km: float = 0.0, **more: Any) -> IncidentPlace:
    """A place so many km north of Kherson, of its own row where nothing else is said."""
    given = {"lat": KHERSON.lat + north_km / KM_PER_DEG, "place_id": f"gn:{north_km}"}
    return make_place(**(given | more))


def area(place_id: str | None = "admin1:UA-65", precision: str = "admin1", **more: Any) -> IncidentPlace:
    return make_place(precision=precision, place_id=place_id, radius_km=90.0, **more)


def at(lat: float, lon: float, place_id: str = "gn:1", **more: Any) -> IncidentPlace:
    return make_place(lat=lat, lon=lon, place_id=place_id, **more)


def days(first: int | None, last: int | None, precision: str = "range") -> Any:
    """From so many days after the usual one to so many."""
    begin, end = (None if n is None else DAY + timedelta(days=n) for n in (first, last))
    return make_date(begin, end, precision) if end else make_date(None, None, "unknown")


def by(*names: str, role: str = "initiator", group: str = "state") -> tuple[Actor, ...]:
    return tuple(Actor(name, role, group) for name in names)


def expect(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    """By the rule and by the merger, whichever of them comes first."""
    for first, second in ((one, other), (other, one)):
        a, b = make_report("r1", "a", **first), make_report("r2", "b", **second)
        assert same_event(a, b) is same
        assert len(merge([a, b])) == (1 if same else 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(spot(), spot(2.9), ONE, id="two rows of one town"),
        pytest.param(spot(), spot(3.1), TWO, id="a village next to the town"),
        pytest.param(spot(), spot(10.0), TWO, id="two towns, however large"),
        pytest.param(spot(place_id="x"), spot(17.9, place_id="x", precision="near"), ONE, id="within both radii"),
        pytest.param(spot(place_id="x"), spot(18.1, place_id="x", precision="near"), TWO, id="beyond both radii"),
        pytest.param(spot(radius_km=20.0), spot(24.9, precision="near", radius_km=20.0), ONE, id="up to 25 km"),
        pytest.param(spot(radius_km=20.0), spot(25.1, precision="near", radius_km=20.0), TWO, id="never beyond 25 km"),
        pytest.param(spot(), spot(12.0, precision="near", radius_km=15.0), ONE, id="near a town of another name"),
        pytest.param(spot(radius_km=None), spot(4.9, precision="near", radius_km=5.0), ONE, id="one without a radius"),
        pytest.param(spot(radius_km=None), spot(5.5, precision="near", radius_km=5.0), TWO, id="beyond the only one"),
        pytest.param(spot(precision="near"), spot(7.9, precision="near"), ONE, id="near A and near B"),
        pytest.param(spot(precision="near"), spot(8.1, precision="near"), TWO, id="near A and near another B"),
        pytest.param(
            spot(precision="near", radius_km=3.0), spot(6.5, precision="near", radius_km=3.0), TWO, id="two small spots"
        ),
        pytest.param(
            spot(precision="facility", radius_km=5.0),
            spot(9.5, precision="facility", radius_km=5.0),
            ONE,
            id="two large facilities that overlap",
        ),
        pytest.param(
            spot(precision="facility", radius_km=1.0),
            spot(2.5, precision="facility", radius_km=1.0),
            TWO,
            id="two small facilities side by side",
        ),
        pytest.param(spot(), spot(9.5, precision="facility", radius_km=1.0), ONE, id="a facility of the town"),
        pytest.param(area(), area(lat=47.0), ONE, id="one province"),
        pytest.param(area(), area("admin1:UA-59"), TWO, id="two provinces with one point"),
        pytest.param(area(None), area(None), TWO, id="areas that no row stands for"),
        pytest.param(
            area(name="between Kherson and Odesa"), area(name="between Odesa and Kherson"), ONE, id="both ends"
        ),
        pytest.param(
            area(name="between Kherson and Odesa"), area(name="between Kherson and Sumy"), TWO, id="another end"
        ),
        pytest.param(area(name="between Kherson and Odesa"), area(name="Kherson"), TWO, id="a road and its area"),
        pytest.param(area(name=None), area(name=None), ONE, id="an area without a name"),
        pytest.param(spot(place_id="x"), area("x"), TWO, id="a town and an area"),
        pytest.param(area("country:UA", "country"), spot(), TWO, id="a country and its town"),
        pytest.param(spot(role="origin"), spot(role="destination"), TWO, id="where from and where to"),
        pytest.param(spot(role="origin"), spot(role="origin"), ONE, id="where from, twice"),
        pytest.param(at(0.0, 0.0), at(0.0, 0.02), ONE, id="on the equator"),
        pytest.param(at(0.0, 10.5), at(-0.01, 10.5), ONE, id="south of the equator"),
        pytest.param(at(10.5, 0.0), at(10.5, -0.01), ONE, id="west of Greenwich"),
        pytest.param(at(60.0, 20.0), at(60.0, 20.30), ONE, id="16.7 km, in the north"),
        pytest.param(at(60.0, 20.0), at(60.0, 20.33), TWO, id="18.3 km, in the north"),
        *(
            pytest.param(at(50.001, 30.001), at(50.001 + up, 30.001 + right), ONE, id=f"across a degree {up} {right}")
            for up, right in ((-0.01, 0.0), (0.0, -0.01), (-0.01, -0.01))
        ),
        *(
            pytest.param(at(50.999, 30.999), at(50.999 + up, 30.999 + right), ONE, id=f"across a degree {up} {right}")
            for up, right in ((0.01, 0.0), (0.0, 0.01), (0.01, 0.01))
        ),
        pytest.param(at(50.999, 30.001), at(51.001, 29.999), ONE, id="across a degree to the north-west"),
        pytest.param(at(-17.0, 179.99), at(-17.0, -179.99), ONE, id="across the line of dates"),
        pytest.param(at(-17.0, 180.0), at(-17.0, -179.99), ONE, id="on the line of dates"),
        pytest.param(at(-17.0, 178.99), at(-17.0, 179.01), ONE, id="next to the line of dates"),
    ],
)
def test_two_places_are_one_up_to_a_border(one: IncidentPlace, other: IncidentPlace, same: bool) -> None:
    expect({"places": (one,)}, {"places": (other,)}, same)
    assert same_place(one, other, "battle") is same_place(other, one, "battle") is same


MEETING: dict[str, Any] = {"type": "diplomatic", "sub_type": "talks", "fatalities": None, "actors": ()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(area("country:UA", "country"), spot(), ONE, id="its own country"),
        pytest.param(area("country:PL", "country", country="PL"), spot(), TWO, id="another country"),
        pytest.param(area("x", "country", country=None), spot(country=None), TWO, id="no country is known"),
        pytest.param(area(), spot(), TWO, id="a province of its country"),
    ],
)
def test_talks_in_a_town_are_those_in_its_country(one: IncidentPlace, other: IncidentPlace, same: bool) -> None:
    expect(MEETING | {"places": (one,)}, MEETING | {"places": (other,)}, same)


HERE, NEXT, ELSEWHERE, FAR = spot(), spot(1.0), spot(80.0), spot(300.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param((HERE,), (HERE, ELSEWHERE), ONE, id="one names more places"),
        pytest.param((HERE, FAR), (HERE, ELSEWHERE), TWO, id="each names one that the other lacks"),
        pytest.param((HERE, NEXT), (HERE, ELSEWHERE), TWO, id="as many, but one is elsewhere"),
        pytest.param((HERE, FAR), (HERE, ELSEWHERE, NEXT), TWO, id="fewer, but one is elsewhere"),
        pytest.param((HERE, ELSEWHERE), (ELSEWHERE, HERE), ONE, id="in another order"),
        pytest.param((HERE,), (), TWO, id="no place"),
        pytest.param((HERE, spot(lat=None)), (HERE,), ONE, id="a name without a point does not count"),
    ],
)
def test_the_places_of_one_report_lie_among_those_of_the_other(one: Any, other: Any, same: bool) -> None:
    expect({"places": one}, {"places": other}, same)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(days(0, 0), days(0, 0), ONE, id="one day"),
        pytest.param(days(0, 2), days(1, 1), ONE, id="a day of a weekend"),
        pytest.param(days(0, 3), days(1, 1), TWO, id="a day of four days"),
        pytest.param(days(0, 30), days(0, 30), ONE, id="the same month"),
        pytest.param(days(0, 30), days(0, 29), TWO, id="nearly the same month"),
        pytest.param(days(0, 1), days(1, 2), ONE, id="the end of one is the beginning of the other"),
        pytest.param(days(0, 1), days(2, 3), TWO, id="the next two days"),
        pytest.param(days(None, 0, "on_or_before"), days(0, 0), ONE, id="at the latest on that day"),
        pytest.param(days(None, 0, "on_or_before"), days(-1, -1), ONE, id="at the latest a day after"),
        pytest.param(days(None, 0, "on_or_before"), days(-2, -2), TWO, id="at the latest two days after"),
        pytest.param(days(None, 0, "on_or_before"), days(1, 1), TWO, id="at the latest a day before"),
        pytest.param(days(-9, 0, "on_or_before"), days(-1, -1), ONE, id="a bound with a first day"),
        pytest.param(days(None, 0), days(-1, -1), ONE, id="an open beginning"),
        pytest.param(days(None, None), days(0, 0), TWO, id="one without a day"),
        pytest.param(days(None, None), days(None, None), TWO, id="both without a day"),
    ],
)
def test_short_times_that_overlap_are_one_and_long_ones_only_when_equal(one: Any, other: Any, same: bool) -> None:
    expect({"date": one}, {"date": other}, same)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(Figure(1, 1, 1), Figure(11, 11, 11), ONE, id="ten more"),
        pytest.param(Figure(1, 1, 1), Figure(12, 12, 12), TWO, id="eleven more, and many times the other"),
        pytest.param(Figure(2, 2, 2), Figure(10, 10, 10), ONE, id="few more, though five times the other"),
        pytest.param(Figure(20, 20, 20), Figure(60, 60, 60), ONE, id="three times the other"),
        pytest.param(Figure(20, 20, 20), Figure(61, 61, 61), TWO, id="more than three times the other"),
        pytest.param(Figure(5, 5, None), Figure(40, 40, 40), ONE, id="at least five may be forty"),
        pytest.param(Figure(40, 40, None), Figure(5, 5, 5), TWO, id="at least forty are not five"),
        pytest.param(Figure(30, None, None), Figure(5, 5, 5), TWO, id="a best figure alone is a lower bound"),
        pytest.param(Figure(None, None, 5), Figure(15, 15, 15), ONE, id="at most five, and ten more"),
        pytest.param(Figure(None, None, 5), Figure(16, 16, 16), TWO, id="at most five, and eleven more"),
        pytest.param(Figure(0, 0, 0), Figure(12, 12, 12), TWO, id="none and a dozen"),
        pytest.param(None, Figure(400, 400, 400), ONE, id="no figure"),
    ],
)
def test_tolls_may_grow_but_not_out_of_proportion(one: Figure | None, other: Figure | None, same: bool) -> None:
    expect({"fatalities": one}, {"fatalities": other}, same)


FIGHT: dict[str, Any] = {"type": "battle", "sub_type": "ground_assault", "fatalities": None}


@pytest.mark.parametrize(
    ("more", "one", "other", "same"),
    [
        pytest.param({}, by("Russia"), by("Russia’s army"), ONE, id="of the same word"),
        pytest.param({}, by("Russia"), by("Russia's army"), ONE, id="with a straight apostrophe"),
        pytest.param({}, by("Hamas"), by("Israel"), TWO, id="two sides"),
        pytest.param({}, by("Hamas"), by("Israel", group="unknown"), ONE, id="a side that is not known"),
        pytest.param({}, by("Hamas"), by("Israel", role="target"), ONE, id="one that it was done to"),
        pytest.param({}, by("Hamas"), (), ONE, id="nobody is named"),
        pytest.param(
            FIGHT, by("rebels"), by("army") + by("rebels", role="target"), ONE, id="a fight with a common side"
        ),
        pytest.param(FIGHT, by("rebels"), by("army"), TWO, id="a fight without a common side"),
        pytest.param(
            {"type": "riot", "sub_type": "mob_violence"}, by("police"), by("youths"), ONE, id="a crowd and the police"
        ),
    ],
)
def test_those_who_are_named_as_having_done_it_share_a_word(more: Any, one: Any, other: Any, same: bool) -> None:
    expect({**more, "actors": one}, {**more, "actors": other}, same)


def kind(of: str, sub_type: str, status: str = "occurred", **more: Any) -> dict[str, Any]:
    return {"type": of, "sub_type": sub_type, "status": status, "actors": (), **more}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (kind("protest", "peaceful"), kind("protest", "intervention"), ONE),
        (kind("protest", "peaceful"), kind("protest", "excessive_force"), TWO),
        (kind("explosion_remote", "air_drone_strike"), kind("explosion_remote", "shelling_missile"), ONE),
        (kind("battle", "armed_clash"), kind("battle", "territory_gained"), TWO),
        (kind("battle", "armed_clash", "claimed"), kind("battle", "armed_clash", "alleged"), ONE),
        (kind("battle", "armed_clash", "occurred"), kind("battle", "armed_clash", "alleged"), ONE),
        (kind("battle", "armed_clash", "planned"), kind("battle", "armed_clash", "planned"), ONE),
        (kind("battle", "armed_clash", "planned"), kind("battle", "armed_clash", "threatened"), TWO),
        (kind("battle", "armed_clash", aggregate=True), kind("battle", "armed_clash", aggregate=True), ONE),
        (kind("battle", "armed_clash", background=True), kind("battle", "armed_clash"), TWO),
        (kind("battle", "armed_clash"), kind("violence_civilians", "attack"), TWO),
    ],
    ids=str,
)
def test_kinds_and_statuses_that_articles_use_for_one_event(one: Any, other: Any, same: bool) -> None:
    expect(one, other, same)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (at(0.0, 0.0), at(0.0, 90.0), 10_007.5),
        (at(0.0, 0.0), at(90.0, 0.0), 10_007.5),
        (at(78.6, -104.0), at(-78.6, 76.0), 20_015.1),
        (at(60.0, 20.0), at(60.0, 21.0), 55.6),
        (at(50.45, 30.523), at(55.752, 37.616), 755.4),
        (at(46.0, 32.0), at(46.0, 32.0), 0.0),
    ],
    ids=str,
)
def test_distances_are_those_on_the_globe(one: IncidentPlace, other: IncidentPlace, km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, abs=0.1)
    assert distance_km(other, one) == pytest.approx(km, abs=0.1)


def test_what_has_no_day_is_filed_nowhere() -> None:
    assert block_keys(make_report(date=make_date(None, None, "unknown"))) == (set(), set())
