from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder

from geo.places.gazetteer import Gazetteer
from geo.places.geocoder import GazetteerGeocoder


@pytest.fixture
def geocoder(gazetteer: Gazetteer) -> GazetteerGeocoder:
    return GazetteerGeocoder(gazetteer)


def test_it_is_a_geopy_geocoder(geocoder: GazetteerGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)


@pytest.mark.parametrize(
    ("query", "name", "admin1"),
    [
        ("Sumy", "Sumy", "Sumy Oblast"),
        ("Sumy, Ukraine", "Sumy", "Sumy Oblast"),
        ("Springfield, Illinois, US", "Springfield", "Illinois"),
        ("Springfield, MO", "Springfield", "Missouri"),
        ("Odessa, Texas", "Odessa", "Texas"),
    ],
)
def test_wider_places_after_commas_choose_among_namesakes(
    geocoder: GazetteerGeocoder, query: str, name: str, admin1: str
) -> None:
    found = geocoder.geocode(query)
    assert (found.raw["name"], found.raw["admin1"]) == (name, admin1)


def test_nothing_is_none_and_never_an_empty_list(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Qzxqyy") is None
    assert geocoder.geocode("Qzxqyy", exactly_one=False) is None
    assert geocoder.geocode("Sumy, Peru") is None
    assert geocoder.reverse((-48.9, -123.4)) is None
    assert geocoder.reverse((-48.9, -123.4), exactly_one=False) is None


def test_countries_and_a_limit_narrow_the_answer(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Odessa", exactly_one=False, country_codes=["us"], limit=2)
    assert [place.raw["country"] for place in found] == ["US", "US"]


def test_reverse_gives_the_settlement_at_a_point(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse((48.5942, 37.9989)).raw["id"] == "gn:713174"


@pytest.mark.parametrize("query", [None, 3, ["Sumy"]])
def test_a_query_that_is_no_text_is_refused(geocoder: GazetteerGeocoder, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)
