"""What a name stands for, and how it stands to the spot described."""

from __future__ import annotations

import pytest

from tests.reading.test_toponyms import names


def senses(text: str) -> list[tuple[str, str]]:
    return [(name.name, name.sense) for name in names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow said it had launched the drones.", "metonym"),
        ("A minister confirmed that Moscow had sent its terms.", "metonym"),
        ("Moscow’s troops crossed the border.", "metonym"),
        ("The Moscow-backed administration denied it.", "metonym"),
        ("About 40 drones were shot down near Moscow.", "literal"),
        ("Two people were killed in Moscow on Monday.", "literal"),
        ("Drone strikes on Moscow killed two people.", "literal"),
    ],
)
def test_a_capital_is_a_government_or_a_town_by_what_stands_around_it(text: str, expected: str) -> None:
    assert [sense for name, sense in senses(text) if name == "Moscow"] == [expected]


def test_governments_in_a_list_share_their_sense() -> None:
    assert senses("Paris and Vienna have announced new sanctions.") == [("Paris", "metonym"), ("Vienna", "metonym")]


def test_towns_in_a_list_share_their_sense() -> None:
    text = "Missiles hit power plants in Sumy, Kherson and Kyiv."
    assert senses(text) == [("Sumy", "literal"), ("Kherson", "literal"), ("Kyiv", "literal")]


@pytest.mark.parametrize("text", ["The Washington Post reported it.", "Gunmen of the Sinaloa Cartel blocked roads."])
def test_a_name_inside_a_longer_proper_name_is_an_organisation(text: str) -> None:
    assert [sense for _, sense in senses(text)] == ["org"]


def test_only_the_head_of_a_report_is_a_dateline() -> None:
    text = "PESHAWAR, Pakistan, Nov 19 — A bomb killed two people in a market in Peshawar on Monday, police said."
    assert senses(text) == [("PESHAWAR", "dateline"), ("Pakistan", "dateline"), ("Peshawar", "literal")]


def test_a_heading_with_a_dash_is_no_dateline() -> None:
    assert senses("UKRAINE – Situation Report, 12 July\nIt was quiet.")[0][1] != "dateline"


def test_every_sense_has_its_reason() -> None:
    assert all(
        name.sense_reason for name in names("Moscow said drones hit Kherson. The Washington Post wrote of Kyiv.")
    )


@pytest.mark.parametrize(
    ("text", "kind", "km", "bearing"),
    [
        ("Rockets fell about 40 km south of Kherson.", "offset", 40.0, 180.0),
        ("They dug in five kilometres north-west of Kherson.", "offset", 5.0, 315.0),
        ("A convoy was hit 10 miles east of Kherson.", "offset", 16.09344, 90.0),
        ("A convoy was hit north of Kherson.", "offset", None, 0.0),
        ("Fighting went on near Kherson.", "near", None, None),
        ("Fighting went on on the outskirts of Kherson.", "near", None, None),
    ],
)
def test_a_distance_is_kept_beside_the_name(text: str, kind: str, km: float | None, bearing: float | None) -> None:
    relation = names(text)[0].relation
    assert relation is not None
    assert (relation.kind, relation.bearing_deg) == (kind, bearing)
    assert relation.distance_km == pytest.approx(km) if km else relation.distance_km is None


@pytest.mark.parametrize("text", ["between Sumy and Kherson", "on the Sumy–Kherson highway"])
def test_both_ends_of_a_road_point_at_each_other(text: str) -> None:
    one, two = names(f"A mine exploded {text} on Monday.")
    assert one.relation is not None
    assert two.relation is not None
    assert (one.relation.kind, two.relation.kind) == ("between", "between")
    assert one.relation.other is not None
    assert (one.relation.other.start, one.relation.other.end) == (two.start, two.end)


def test_the_place_itself_has_no_relation() -> None:
    assert names("Two people were killed in Kherson.")[0].relation is None


@pytest.mark.parametrize(
    "text",
    [
        "Reporters said that Moscow was ready for further talks.",
        "The neighbours accused Moscow of breaking the truce.",
        "Shells hit Sumy, and Moscow rejected the charge.",
        "The map shows the strip that lies north of the area Moscow has taken since March.",
        "Two planes were lost, according to Moscow.",
    ],
)
def test_who_is_ready_accused_or_cited_is_a_government(text: str) -> None:
    assert [sense for name, sense in senses(text) if name == "Moscow"] == ["metonym"]


def test_a_name_that_is_a_line_of_its_own_is_a_heading() -> None:
    text = "Weekly summary of attacks\n\nUkraine\nShells hit a market in Sumy on Monday, killing three people.\n"
    assert senses(text)[0] == ("Ukraine", "literal")


def test_the_ends_of_a_road_are_places() -> None:
    found = senses("The road between Kyiv and Sumy has been cut since Monday.")
    assert found == [("Kyiv", "literal"), ("Sumy", "literal")]
