"""Words that tell of an act in one sentence and not in the next, and which of two places an act has."""

from __future__ import annotations

import pytest

from geo.model import Place, Relation, Span
from geo.reading.document import Name
from geo.reading.linking import incident_place
from tests.reading.told import kinds, reports, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Since the siege began, food has run out.", [], id="since the siege"),
        pytest.param("Before the protest shops shut.", [], id="before the protest"),
        pytest.param("Food has run out since the siege began.", [], id="since, later in the sentence"),
        pytest.param("The siege of Goma began on Monday.", ["blockade"], id="the siege itself"),
        pytest.param("Fled fighting in Goma: 900 people.", ["displacement"], id="'fled' describes nobody"),
        pytest.param("All around her fled Goma on Monday.", ["displacement"], id="'her fled Goma' is no thing of hers"),
        pytest.param("Paris is holding up the next package of sanctions.", [], id="a phrase is not its own object"),
    ],
)
def test_an_act_is_told_or_only_named(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A truce was agreed on Monday in talks about Idlib.", ["Idlib"], id="what a truce is about"),
        pytest.param("The governor in Sumy said shells hit a school on Monday.", [], id="where a speaker sits"),
        pytest.param("Doctors at the hospital in Sumy had been shelled on Monday.", ["Sumy"], id="staff who were hit"),
        pytest.param("Doctors at the hospital in Sumy treated nine after the shelling.", [], id="staff at work"),
        pytest.param("Lawyers in Goma said soldiers shot nine people on Monday.", [], id="where lawyers sit"),
        pytest.param("Shells hit Sumy on Monday, whose mayor fled to Kharkiv.", ["Sumy"], id="a town has no finer one"),
        pytest.param(
            "Shells hit Sumy district on Monday, which includes Bilopillia.", ["Sumy Raion"], id="nor has a district"
        ),
    ],
)
def test_the_place_of_an_act_among_the_names_of_its_sentence(text: str, expected: list[str]) -> None:
    assert [name for report in reports(text) for name in spots(report) if name] == expected


def test_towns_listed_behind_a_colon_are_said_to_be_listed() -> None:
    told = reports("Three towns were shelled on Monday: Sumy, Kharkiv and Lyman.")[0]
    assert spots(told) == ["Sumy", "Kharkiv", "Lyman"]
    assert told.confidence_reason.endswith("place: listed behind a colon")


def test_a_spot_between_two_close_towns_is_no_finer_than_five_kilometres() -> None:
    near, far = (Place(f"t:{n}", n, 48.0, lon, "city", "UA") for n, lon in (("A", 37.0), ("B", 37.02)))
    ends = Span(0, 1), Span(4, 5)
    one, two = (
        Name(here.start, here.end, place.name, "literal", "", place, relation=Relation("between", other=there))
        for here, there, place in ((ends[0], ends[1], near), (ends[1], ends[0], far))
    )
    spot = incident_place(one, (two,))
    assert spot is not None
    assert (spot.name, spot.precision, spot.radius_km) == ("between A and B", "area", 5.0)
