from __future__ import annotations

import pytest

from geo.places.gazetteer import Gazetteer
from geo.places.search import parse_point, search


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("48.59, 38.0", (48.59, 38.0)),
        ("-1.68 29.22", (-1.68, 29.22)),
        ("48;38", (48.0, 38.0)),
        ("91, 0", None),
        ("48.59", None),
        ("Sumy, 3", None),
        ("1" * 100_000, None),
    ],
)
def test_a_point_is_two_numbers_on_earth(text: str, point: tuple[float, float] | None) -> None:
    assert parse_point(text) == point


def test_a_point_gives_the_settlements_around_it_nearest_first(gazetteer: Gazetteer) -> None:
    found = search(gazetteer, "48.5942, 37.9989", limit=4)
    distances = [one.distance_km for one in found]
    assert found[0].place.id == "gn:713174"
    assert len(found) == 4
    assert distances == sorted(distance for distance in distances if distance is not None)
    assert search(gazetteer, "-48.9, -123.4") == ()


def test_a_name_gives_its_places_told_apart_and_then_those_that_begin_like_it(gazetteer: Gazetteer) -> None:
    found = search(gazetteer, "Sumy")
    assert found[0].label == "Sumy, Sumy Oblast, Ukraine"
    assert len({one.place.id for one in found}) == len(found) >= 2
    assert {one.place.admin1 for one in search(gazetteer, "Springfield, Illinois")[:1]} == {"Illinois"}
    assert "Kharkiv" in {one.place.name for one in search(gazetteer, "Khark")}
    assert search(gazetteer, "Qzxqyy") == search(gazetteer, "") == ()
