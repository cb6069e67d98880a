"""Candidates of a name with why the first one wins, and what lies around a point."""

from __future__ import annotations

import pytest

from geo.places.around import around
from geo.places.browse import browse
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA


def test_candidates_have_a_score_other_names_and_a_reason_why_the_first_wins(gazetteer: Gazetteer) -> None:
    found = browse(gazetteer, "Tripoli")
    first, second = found.hits[:2]
    assert (first.place.country, second.place.country) == ("LY", "LB")
    assert first.score is not None
    assert second.score is not None
    assert first.score > second.score
    assert "times as many as in Tripoli" in found.why_first
    assert "tripoli" in first.names
    assert found == browse(gazetteer, "Tripoli")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Georgia", "as a country it is meant more often than the province"),
        ("Kharki", "No place is called just that"),
        ("Springfield, Illinois", "The only place of that name"),
        ("Springfield", "the rest of an article may say otherwise"),
    ],
)
def test_the_reason_fits_the_case(gazetteer: Gazetteer, text: str, why: str) -> None:
    assert why in browse(gazetteer, text).why_first


@pytest.mark.parametrize("text", ["", "Qzxqyy", "{{ 7 * 7 }}", "x" * 5000, ", , ,"])
def test_a_name_that_is_nowhere_has_no_candidates(gazetteer: Gazetteer, text: str) -> None:
    assert browse(gazetteer, text).hits == ()
    assert browse(gazetteer, text).why_first == ""


def test_a_point_lies_in_its_country_province_and_district(gazetteer: Gazetteer) -> None:
    found = around(gazetteer, DATA, 50.91, 34.80)
    assert (found.country_name, found.province and found.province.name) == ("Ukraine", "Sumy Oblast")
    assert found.district is not None
    assert found.district[0].name == "Sumy Raion"
    assert found.settlements[0][0].name == "Sumy"
    assert [km for _, km in found.settlements] == sorted(km for _, km in found.settlements)


def test_crimea_lies_in_ukraine_and_the_donbas_is_told(gazetteer: Gazetteer) -> None:
    assert around(gazetteer, DATA, 44.95, 34.1).country_name == "Ukraine"
    assert "Donbas" in {place.name for place in around(gazetteer, DATA, 48.59, 38.0).regions}


def test_a_point_at_sea_lies_in_no_country(gazetteer: Gazetteer) -> None:
    found = around(gazetteer, DATA, 43.5, 34.0)
    assert (found.country_name, found.province, found.district) == (None, None, None)
    assert "Black Sea" in {place.name for place in found.regions}
    assert around(gazetteer, DATA, -90.0, 180.0).settlements == ()
