"""What the ranker is told of rows: columns of one name alone, and of the other names of its article."""

from __future__ import annotations

from math import log10

import numpy as np
import pytest

from geo.model import Level, Place
from geo.places import rank
from geo.places.rank import Ranker, weigh
from geo.places.rank_context import CONTEXT, NONE_CONTEXT, Context
from geo.places.rank_features import ALONE, NONE_ALONE, Case, Numbers, flatten, tenfold
from geo.places.resolve import _answer, _together, calibrated

KM = 1 / 111.19


def place(
    key: str, name: str, lat: float, lon: float, level: Level = "city", country: str = "UA", people: int | None = None
) -> Place:
    return Place(key, name, lat, lon, level, country, population=people)


SUMY = place("sumy", "Sumy", 50.9, 34.8, people=256_000)
OBLAST = place("oblast", "Sumy", 51.0, 34.0, "admin1", people=1_000_000)
UKRAINE = place("UA", "Ukraine", 49.0, 32.0, "country")
ABROAD = place("abroad", "Ukraine", 40.0, -90.0, country="US", people=400)


def alone(*rows: Place, name: str = "sumy") -> dict[str, list[float]]:
    """The columns of one name's rows."""
    table = flatten([Case(name, "none", rows)])
    return {column: table.alone[:, at].tolist() for at, column in enumerate(ALONE)} | {
        column: [float(table.none_alone[0, at])] for at, column in enumerate(NONE_ALONE)
    }


def together(
    *cases: Case, shares: list[float], **peoples: float
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The columns that compare the rows of all names, and those of "none of them"."""
    rows, none = Context(flatten(cases), peoples).columns(np.array(shares))
    return (
        {column: rows[:, at].tolist() for at, column in enumerate(CONTEXT)},
        {column: none[:, at].tolist() for at, column in enumerate(NONE_CONTEXT)},
    )


@pytest.mark.parametrize(
    ("row", "people"),
    [(SUMY, 256_010), (place("v", "V", 1, 2), 310), (place("r", "R", 1, 2, "region"), 10)],
)
def test_a_town_without_a_figure_has_three_hundred_people_and_a_region_none(row: Place, people: int) -> None:
    assert tenfold(row) == pytest.approx(log10(people))


def test_a_metropolis_has_five_million_people() -> None:
    rows = [place(str(people), "Sumy", 1, 2, people=people) for people in (5_000_000, 4_999_999)]
    assert alone(*rows)["metropolis"] == [1.0, 0.0]


def test_a_name_that_the_first_row_bears_itself_is_told() -> None:
    assert alone(SUMY)["none, own name"] == [1.0]
    assert alone(SUMY, name="ssumy")["none, own name"] == [0.0]


def test_a_province_has_its_town_near_and_in_its_own_country() -> None:
    assert alone(SUMY, OBLAST)["area beside its town"] == [0.0, 1.0]
    assert alone(SUMY, OBLAST)["town beside its area"] == [1.0, 0.0]
    over_the_border = place("r", "Sumy", 50.9, 34.9, country="RU")
    far = place("f", "Sumy", 45.0, 20.0)
    assert alone(OBLAST, over_the_border, far)["town beside its area"] == [0.0, 0.0, 0.0]


def test_words_of_nationality_vote_for_their_country() -> None:
    told, _ = together(Case("sumy", "none", (SUMY,)), shares=[0.0], UA=1.0, RU=1.0)
    assert told["country share"] == [0.5]
    assert told["country of a nationality"] == [1.0]
    assert told["country first"] == [1.0]


def test_next_to_no_votes_say_nothing_of_countries() -> None:
    told, _ = together(Case("sumy", "none", (SUMY,)), shares=[0.0], UA=0.3)
    assert (told["country share"], told["nothing else"]) == ([0.0], [1.0])
    told, _ = together(Case("sumy", "none", (SUMY,)), shares=[0.0], UA=0.31)
    assert (told["country share"], told["nothing else"]) == ([1.0], [0.0])


def test_more_neighbours_than_five_count_as_five() -> None:
    cases = [Case(f"town {n}", "none", (place(str(n), f"Town {n}", 50.0, 34.0 + n / 100),)) for n in range(8)]
    told, _ = together(*cases, shares=[1.0] * 8)
    assert told["names within 30 km"] == [1.0] * 8
    told, _ = together(*cases[:3], shares=[1.0] * 3)
    assert told["names within 30 km"] == pytest.approx([0.4] * 3)


def test_a_name_with_a_likely_neighbour_abroad_is_not_alone() -> None:
    near = Case("belgorod", "none", (place("b", "Belgorod", 50.9, 34.9, country="RU"),))
    far = Case("perm", "none", (place("p", "Perm", 58.0, 56.0, country="RU"),))
    assert together(Case("sumy", "none", (SUMY,)), near, shares=[1.0, 1.0])[1]["none, unsupported"][0] == 0.0
    assert together(Case("sumy", "none", (SUMY,)), far, shares=[1.0, 1.0])[1]["none, unsupported"][0] == 1.0


def test_names_of_one_sentence_and_country_stand_beside_each_other() -> None:
    lviv = Case("lviv", "none", (place("l", "Lviv", 49.8, 24.0),))
    perm = Case("perm", "none", (place("p", "Perm", 58.0, 56.0, country="RU"),))
    for other, expected in ((lviv, 0.9), (perm, 0.0)):
        told, _ = together(Case("sumy", "none", (SUMY,), beside={other.name}), other, shares=[1.0, 0.9])
        assert told["beside country"] == pytest.approx([expected, 0.0])


def test_a_town_lies_in_the_country_it_is_said_to_lie_in_and_a_namesake_of_the_country_holds_nothing() -> None:
    inside = Case("sumy", "none", (SUMY,), parents={"ukraine"})
    told, none = together(inside, Case("ukraine", "none", (UKRAINE, ABROAD)), shares=[1.0, 0.8, 0.2])
    assert told["inside a parent"] == pytest.approx([0.8, 0.0, 0.0])
    assert told["holds a child"] == pytest.approx([0.0, 1.0, 0.0])
    assert none["none, inside a parent"] == pytest.approx([0.8, 0.0])


def test_a_name_inside_a_parent_that_may_be_meant_is_not_alone_though_the_article_is_of_another_country() -> None:
    inside = Case("sumy", "none", (SUMY,), parents={"ukraine"})
    told, none = together(inside, Case("ukraine", "none", (UKRAINE,)), shares=[1.0, 0.12], RU=4.0)
    assert told["country share"][0] < 0.05
    assert none["none, unsupported"][0] == 0.0


def test_names_are_weighed_beside_each_other_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights were trained for so many rounds."""
    seen: list[Numbers] = []
    columns = Context.columns

    def counted(self: Context, shares: Numbers) -> tuple[Numbers, Numbers]:
        seen.append(shares)
        return columns(self, shares)

    monkeypatch.setattr(Context, "columns", counted)
    weigh(rank.trained(), [Case("sumy", "none", (SUMY, OBLAST))], {})
    assert len(seen) == 2


def test_scores_without_a_curve_are_left_as_they_are_and_none_is_surer_than_the_surest() -> None:
    zeros = np.zeros(1)
    for ranker in (Ranker.from_weights({}), Ranker(zeros, zeros, zeros, zeros)):
        assert calibrated(0.3, ranker.curve) == pytest.approx(0.3)
    assert calibrated(1.0, (0.0, 1.0)) == pytest.approx(0.9999)
    assert calibrated(0.0, (0.0, 1.0)) == pytest.approx(0.0001)


@pytest.mark.parametrize(("km", "share"), [(29.5, 0.8), (30.5, 0.5)])
def test_rows_within_thirty_kilometres_are_one_place(km: float, share: float) -> None:
    rows = [SUMY, place("d", "Sumy", SUMY.lat + km * KM, SUMY.lon, "admin2")]
    assert _together(rows, np.array([0.5, 0.3])) == pytest.approx(share)


@pytest.mark.parametrize(("share", "told"), [(0.005, 1), (0.0049, 0)])
def test_a_runner_up_is_told_from_half_a_percent_on(share: float, told: int) -> None:
    answer = _answer([SUMY, OBLAST], np.array([0.9, share]), 0.05, (0.0, 1.0))
    assert answer.place == SUMY
    assert len(answer.alternatives) == told
