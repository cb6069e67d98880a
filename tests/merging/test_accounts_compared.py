"""Why two reports were joined, point by point, and on what the reports of one event contradict each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from geo.merging.accounts import Ground, differences, fit, fit_words, grounds
from geo.model import Actor, Figure, Report
from tests.makers import DAY, MOSCOW, make_date, make_place, make_report


def told(article: str = "a", **more: Any) -> Report:
    return make_report(id=f"{article}-1", article_id=article, **more)


def point(on: str, one: dict[str, Any], other: dict[str, Any]) -> tuple[str, float | None]:
    (found,) = (ground for ground in grounds(told("a", **one), told("b", **other)) if ground.on == on)
    return found.words, None if found.fit is None else round(found.fit, 3)


SHELLING = {"type": "explosion_remote", "sub_type": "shelling_missile"}
STRIKE = {"type": "explosion_remote", "sub_type": "air_drone_strike"}
CLASH = {"type": "battle", "sub_type": "armed_clash"}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (SHELLING, SHELLING, ("both tell of: shelling missile", 1.0)),
        (SHELLING, STRIKE, ("“shelling missile” and “air drone strike” are told of one event", 0.8)),
        (SHELLING, CLASH, ("“shelling missile” and “armed clash” are two kinds of event", 0.0)),
    ],
)
def test_kinds_compared(one: dict[str, Any], other: dict[str, Any], said: tuple[str, float]) -> None:
    assert point("type", one, other) == said


def between(first: int, last: int) -> dict[str, Any]:
    begin, end = DAY + timedelta(days=first), DAY + timedelta(days=last)
    return {"date": make_date(begin, end, "day" if first == last else "range")}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (between(0, 0), between(0, 0), ("same time: 2024-03-04", 1.0)),
        (between(0, 1), between(0, 1), ("same time: 2024-03-04 to 2024-03-05", 1.0)),
        (between(0, 1), between(1, 1), ("2024-03-04 to 2024-03-05 and 2024-03-05 have 1 of 2 days in common", 0.5)),
        (
            between(0, 2),
            between(1, 3),
            ("2024-03-04 to 2024-03-06 and 2024-03-05 to 2024-03-07 have 2 of 4 days in common", 0.5),
        ),
        (between(0, 0), between(1, 1), ("no day in common: 2024-03-04 and 2024-03-05", 0.0)),
        (between(0, 0), between(9, 9), ("no day in common: 2024-03-04 and 2024-03-13", 0.0)),
        (between(0, 0), {"date": make_date(None, None, "unknown")}, ("one of them has no day", None)),
    ],
)
def test_days_compared(one: dict[str, Any], other: dict[str, Any], said: tuple[str, float | None]) -> None:
    assert point("date", one, other) == said


def at(north_km: float, **more: Any) -> dict[str, Any]:
    given = {"name": f"Place {north_km:g}", "lat": 46.6558 + north_km / 111.195, "place_id": f"gn:{north_km}"}
    return {"places": (make_place(**(given | more)),)}


MEETING = {"type": "diplomatic", "sub_type": "talks"}
UKRAINE = {"places": (make_place(name="Ukraine", precision="country", place_id="country:UA", lat=49.0),)}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (at(0), at(0), ("same place: Place 0", 1.0)),
        (at(0), at(0, precision="near"), ("Place 0 and near Place 0, 0.0 km apart", 1.0)),
        (at(0), at(10), ("Place 0 and Place 10, 10.0 km apart", 0.5)),
        (at(0), at(30), ("Place 0 and Place 30, 30.0 km apart", 0.25)),
        (at(0, name="near Kherson", precision="near"), at(0, precision="near"), ("same place: near Kherson", 1.0)),
        (at(0, name=None), at(0), ("same place: a place without a name", 1.0)),
        (MEETING | UKRAINE, MEETING | at(0), ("Ukraine and Place 0: one is the country of the other", 0.8)),
        (MEETING | UKRAINE, CLASH | at(0), ("Ukraine and Place 0, 260.7 km apart", 0.037)),
        (at(0, role="origin"), at(0, role="destination"), ("one of them has no place", None)),
        ({"places": ()}, at(0), ("one of them has no place", None)),
        ({"places": (*at(0)["places"], *at(40)["places"])}, at(50), ("Place 40 and Place 50, 10.0 km apart", 0.5)),
        ({"places": (*at(0)["places"], *at(40)["places"])}, at(-10), ("Place 0 and Place -10, 10.0 km apart", 0.5)),
    ],
)
def test_places_compared(one: dict[str, Any], other: dict[str, Any], said: tuple[str, float | None]) -> None:
    assert point("place", one, other) == said


def by(*names: str) -> dict[str, Any]:
    return {"actors": tuple(Actor(name, "initiator", "state") for name in names)}


SILENT = "who did it: one of them does not say, or it does not count for this kind"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (by("Russia"), by("Russia"), ("both name Russia", 1.0)),
        (by("Wagner", "Russia"), by("Russia", "Wagner"), ("both name Russia, Wagner", 1.0)),
        (by("Russia"), by("Russia's army", "Wagner"), ("Russia and Russia's army, Wagner", 0.8)),
        (by("Russia"), by(), (SILENT, None)),
        (by(), by("Russia"), (SILENT, None)),
        (by("police") | {"type": "riot", "sub_type": "mob_violence"}, by("police"), (SILENT, None)),
    ],
)
def test_actors_compared(one: dict[str, Any], other: dict[str, Any], said: tuple[str, float | None]) -> None:
    assert point("actors", one, other) == said


def figures(killed: Figure | None, injured: Figure | None = None) -> dict[str, Any]:
    return {"fatalities": killed, "injured": injured}


def exactly(number: int) -> Figure:
    return Figure(number, number, number)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (figures(exactly(2)), figures(exactly(2)), ("killed: both 2", 1.0)),
        (figures(exactly(2)), figures(exactly(5)), ("killed: 2 and 5", 0.5)),
        (figures(exactly(0)), figures(exactly(9)), ("killed: 0 and 9", 0.1)),
        (figures(exactly(2)), figures(Figure(5, 5, None)), ("killed: 2 and 5", 0.8)),
        (figures(exactly(8)), figures(Figure(9, 9, None)), ("killed: 8 and 9", 0.9)),
        (figures(Figure(None, 3, None)), figures(exactly(3)), ("killed: at least 3 and 3", 1.0)),
        (figures(Figure(None, None, 5)), figures(exactly(3)), ("killed: at most 5 and 3", 0.8)),
        (figures(Figure(None, 20, 1300)), figures(exactly(20)), ("killed: 20 to 1,300 and 20", 1.0)),
        (figures(Figure(None, None, 5)), figures(Figure(None, None, 0)), ("killed: at most 5 and at most 0", 0.8)),
        (figures(Figure(None, 1000, None)), figures(Figure(1200, 1, 1)), ("killed: at least 1,000 and 1,200", 0.833)),
        (figures(None, exactly(3)), figures(None, exactly(7)), ("injured: 3 and 7", 0.5)),
        (figures(exactly(2), exactly(3)), figures(exactly(2), exactly(7)), ("killed: both 2; injured: 3 and 7", 0.5)),
        (figures(exactly(2)), figures(None, exactly(7)), ("no figure that both of them give", None)),
    ],
)
def test_figures_compared(one: dict[str, Any], other: dict[str, Any], said: tuple[str, float | None]) -> None:
    assert point("numbers", one, other) == said
    assert point("numbers", other, one)[1] == said[1]


def test_the_fit_weighs_place_and_day_most_and_leaves_out_what_is_silent() -> None:
    points = [("type", 1.0), ("date", 0.0), ("place", 0.5), ("actors", None), ("numbers", 1.0)]
    found = [Ground(on, "", value) for on, value in points]
    assert fit(found) == pytest.approx((0.2 + 0.3 * 0.5 + 0.15) / 0.9)
    assert fit([Ground("place", "", 0.0), Ground("actors", "", 1.0)]) == pytest.approx(0.25)
    assert fit([Ground("date", "", 0.0), Ground("actors", "", 1.0)]) == pytest.approx(0.1 / 0.35)


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.0, "very close"), (0.9, "very close"), (0.89, "close"), (0.7, "close"), (0.69, "loose"), (0.0, "loose")],
)
def test_the_fit_in_words(value: float, words: str) -> None:
    assert fit_words(value) == words


@pytest.mark.parametrize(
    ("one", "other", "on"),
    [
        ({}, {}, ()),
        (between(0, 0), between(0, 1), ("date",)),
        (between(0, 0), {"date": make_date(None, None, "unknown")}, ()),
        ({}, {"places": (make_place(MOSCOW),)}, ("place",)),
        ({}, {"places": (make_place(precision="near"),)}, ("place",)),
        ({}, {"places": ()}, ()),
        (at(0, place_id=None, name="depot"), at(0, place_id=None, name="port"), ("place",)),
        (at(0, place_id=None, name="depot"), at(0, place_id=None, name="depot"), ()),
        ({"status": "occurred"}, {"status": "claimed"}, ("status",)),
        (figures(exactly(2), exactly(3)), figures(exactly(2), exactly(4)), ("injured",)),
        (figures(exactly(2), exactly(3)), figures(exactly(3), None), ("fatalities",)),
        (by("Russia"), by("Ukraine"), ("initiator",)),
        (by("Russia"), by(), ()),
        ({"attribution": ("police",)}, {"attribution": ("the army",)}, ("attribution",)),
        ({"attribution": ("police",)}, {"attribution": ("Police",)}, ()),
        ({"attribution": ("police",)}, {"attribution": ()}, ()),
    ],
)
def test_two_reports_contradict_each_other_on(one: dict[str, Any], other: dict[str, Any], on: tuple[str, ...]) -> None:
    assert differences([told("a", **one), told("b", **other)]) == on


def test_one_report_contradicts_nobody() -> None:
    assert differences([told("a")]) == ()
