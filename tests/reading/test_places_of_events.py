"""Where an incident stands: the clause, the list, the scene, the heading; seats, ways and topics hold nothing."""

from __future__ import annotations

import pytest

from geo.outlines import line_of
from geo.places.gazetteer import Gazetteer
from geo.reading.document import Name, Sentence
from geo.reading.standing import generic, standing
from geo.sphere import destination, midpoint
from tests.reading.told import gazetteer, reports, roles, spots


def test_the_clause_comes_before_the_rest_of_the_sentence() -> None:
    text = "Shells hit a farm in Kharkiv on Monday while talks went on in Geneva."
    assert [spots(report) for report in reports(text)] == [["Kharkiv"], ["Geneva"]]


def test_a_list_behind_a_colon_gives_the_places() -> None:
    (report,) = reports("Three towns of the Donetsk region were shelled on Monday: Toretsk, Siversk and Lyman.")
    assert spots(report) == ["Toretsk", "Siversk", "Lyman"]


def test_the_scene_of_the_sentence_before_goes_on() -> None:
    text = "Rebels entered the town of Sake on Monday and held it. They abducted two nurses there."
    assert spots(reports(text)[-1]) == ["Sake"]


def test_the_seat_of_a_source_is_no_scene() -> None:
    text = "Officials in Kinshasa said on Monday that rebels had captured the town of Sake."
    assert spots(reports(text)[0]) == ["Sake"]
    assert roles(text)["Kinshasa"] == "background"


def test_a_distance_and_a_bearing_move_the_point() -> None:
    (report,) = reports("A drone hit a convoy 60 km north of El Obeid on Monday.")
    place = report.places[0]
    assert place.precision == "near"
    assert place.lat is not None
    assert 13.5 < place.lat < 13.9


def test_between_two_towns_is_an_area_around_the_middle() -> None:
    (report,) = reports("Gunmen ambushed a patrol on the road between Bandiagara and Bankass on Monday.")
    place = report.places[0]
    assert place.precision == "area"
    (west, south), (east, north) = line_of(place.place_id) or ((0, 0), (0, 0))
    assert place.lon == pytest.approx((west + east) / 2, abs=0.01)
    assert place.lat == pytest.approx((south + north) / 2, abs=0.01)
    (turned,) = reports("Gunmen ambushed a patrol on the road between Bankass and Bandiagara on Monday.")
    assert turned.places[0].place_id == place.place_id


def test_without_a_place_there_is_none() -> None:
    (report,) = reports("The two sides exchanged 90 prisoners each on Thursday.")
    assert report.places[0].lat is None
    assert report.places[0].precision == "none"


def test_talks_by_video_have_no_place() -> None:
    (report,) = reports("The ministers of France and Poland held talks by video link on Monday.")
    assert not report.mapped


def test_what_is_talked_about_is_no_venue() -> None:
    (report,) = reports("The foreign ministers met in Paris on Monday for talks on the situation in Aleppo.")
    assert spots(report) == ["Paris"]


def test_a_province_around_its_town_is_a_container() -> None:
    found = roles("Bandits killed nine farmers in Maradun, in Zamfara state, on Monday.")
    assert found["Maradun"] == "location"
    assert found["Zamfara"] == "container"


def test_quiet_places_hold_nothing() -> None:
    text = "Shells hit Nikopol on Monday. Marhanets was quiet."
    assert roles(text) == {"Nikopol": "location", "Marhanets": "background"}


STANDING = [
    ("Prosecutors in Lublin said so.", "Lublin", "seat"),
    ("Nine people were taken to a hospital in Gao.", "Gao", "care"),
    ("The driver was a resident of Gao.", "Gao", "home"),
    ("They cut the road to Gao.", "Gao", "way"),
    ("He spoke of peace in Sudan.", "Sudan", "topic"),
    ("It closed its border with Belarus.", "Belarus", "border"),
    ("The missiles were launched from Engels.", "Engels", "origin"),
    ("They died in Ardamata, a suburb of Geneina.", "Geneina", "apposed"),
    ("The mayor of Gao was killed.", "Gao", "office"),
    ("Shells fell in Gao.", "Gao", ""),
    ("People fled from Gao.", "Gao", ""),
]


@pytest.mark.parametrize(("text", "name", "kind"), STANDING)
def test_a_name_stands_in_its_sentence(text: str, name: str, kind: str) -> None:
    at = text.index(name)
    found = Name(at, at + len(name), name, "literal", "")
    assert standing(found, Sentence(0, 0, len(text), text, 0)).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in Poonch district", "admin2"),
        ("in Poonch province", "admin1"),
        ("the Poonch direction", "sector"),
        ("Poonch", ""),
    ],
)
def test_the_word_beside_a_name_makes_it_an_area(text: str, kind: str) -> None:
    at = text.index("Poonch")
    assert generic(Name(at, at + 6, "Poonch", "literal", ""), text) == kind


def test_a_point_goes_north_along_the_meridian() -> None:
    lat, lon = destination(10.0, 20.0, 0.0, 111.19)
    assert (round(lat, 2), round(lon, 2)) == (11.0, 20.0)


def test_the_middle_lies_between() -> None:
    held: Gazetteer = gazetteer()
    a, b = held.lookup("Kyiv")[0], held.lookup("Kharkiv")[0]
    lat, lon, half = midpoint(a, b)
    assert min(a.lat, b.lat) - 0.5 < lat < max(a.lat, b.lat) + 0.5
    assert min(a.lon, b.lon) < lon < max(a.lon, b.lon)
    assert 150 < half < 260
