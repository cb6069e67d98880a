"""Small parts of the gazetteer by themselves: radii, kinds by type words, keys, votes, searches, hashes of models."""

from __future__ import annotations

import json
from math import pi, sqrt
from pathlib import Path

import pytest

from geo.model import Level, Place
from geo.places import leaning, tables, user_table, weights
from geo.places.build import rank
from geo.places.gazetteer import Gazetteer
from geo.places.key_filter import make
from geo.places.search import parse_point, search
from geo.places.types import Kind, TypeWords
from geo.settings import DATA, Interest


@pytest.mark.parametrize(
    ("people", "km"), [(0, 3.0), (300, 3.0), (4_000, 5.0), (100_000, 9.5), (1_000_000, 15.0), (30_000_000, 15.0)]
)
def test_the_radius_of_a_town_grows_with_its_people(people: int, km: float) -> None:
    assert tables.town_radius_km(people) == km


def test_the_radius_of_a_country_is_that_of_a_disc_of_its_area() -> None:
    lines = {line["iso2"]: line for line in tables.own_table(DATA, "countries.csv")}
    found = {row.place.country: row.place for row in tables.country_rows(DATA)}
    assert found["UA"].radius_km == round(sqrt(float(lines["UA"]["area_km2"]) / pi), 1)
    assert 400 < found["UA"].radius_km < 500


def test_towns_are_read_one_by_one_with_the_share_that_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cities.json"
    path.write_text(json.dumps({str(n): {"name": f"Town {n}"} for n in range(20)}), encoding="utf-8")
    monkeypatch.setattr(tables, "_CHUNK", 64)
    found = list(tables.read_cities(path))
    assert [item["name"] for _, item in found] == [f"Town {n}" for n in range(20)]
    shares = [share for share, _ in found]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1
    assert 0.95 < shares[-1] <= 1.0


def test_a_place_gets_the_names_that_other_tables_have_for_it() -> None:
    row = tables.Row(Place("gn:1", "Sumy", 50.9, 34.8, "city"), ("Sumy",))
    more = tables.MoreNames(own={"gn:1": ["Ssumy"]})
    assert more.given_to(row).own == ("Sumy", "Ssumy")
    assert tables.MoreNames(codes={"gn:1": ["SUM"]}).given_to(row).codes == ("SUM",)
    assert tables.MoreNames(own={"gn:2": ["Ssumy"]}).given_to(row) is row


def test_an_area_outside_of_all_countries_has_none() -> None:
    line = dict.fromkeys(tables.AREA_COLUMNS, "") | {
        "id": "x:1",
        "name": "Sea",
        "lat": "1",
        "lon": "2",
        "level": "water",
    }
    assert tables.area_row(line | {"radius_km": "9"}).place.country is None
    assert tables.area_row(line | {"radius_km": "9", "country": "UA"}).place.country == "UA"


def _kept(level: str, **given: str) -> dict[str, str]:
    line = dict.fromkeys(user_table.KEPT_COLUMNS, "") | {"id": "user:1", "name": "X", "lat": "1", "lon": "2"}
    return line | {"level": level} | given


@pytest.mark.parametrize(
    ("level", "km"),
    [("", 3.0), ("city", 3.0), ("admin1", 80.0), ("admin2", 25.0), ("country", 300.0), ("facility", 3.0)],
)
def test_a_place_of_one_s_own_without_a_radius_has_that_of_its_level(level: str, km: float) -> None:
    assert user_table.new_row(_kept(level)).place.radius_km == km


def test_a_town_of_one_s_own_has_the_radius_of_its_people() -> None:
    assert user_table.new_row(_kept("city", population="100000")).place.radius_km == 9.5
    assert user_table.new_row(_kept("facility", population="100000")).place.radius_km == 3.0


@pytest.mark.parametrize(
    ("level", "people", "expected"), [("city", 100_000, 5.0), ("admin1", 1_000_000, 4.8), ("admin2", 10, 2.5)]
)
def test_how_well_known_a_place_is_has_a_floor(level: Level, people: int, expected: float) -> None:
    assert rank(Place("x:1", "X", 1.0, 2.0, level, population=people)) == pytest.approx(expected)


LINES = [
    {"word": "oblast", "position": "after|before", "levels": "admin1", "town_may_stand_in": "no"},
    {"word": "district", "position": "after|of", "levels": "admin2|nonsense", "town_may_stand_in": "yes"},
    {"word": "site for the displaced", "position": "after", "levels": "facility", "town_may_stand_in": "yes"},
    {"word": "site for all the displaced", "position": "after", "levels": "facility", "town_may_stand_in": "yes"},
]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("sumy oblast", ("sumy", Kind(("admin1",), town_may_stand_in=False))),
        ("novhorod siverskyi oblast", ("novhorod siverskyi", Kind(("admin1",), town_may_stand_in=False))),
        ("oblast sumy", ("sumy", Kind(("admin1",), town_may_stand_in=False))),
        ("sumy district", ("sumy", Kind(("admin2",), town_may_stand_in=True))),
        ("district of sumy", ("sumy", Kind(("admin2",), town_may_stand_in=True))),
        ("district of the capital", ("capital", Kind(("admin2",), town_may_stand_in=True))),
        ("district sumy", None),
        ("oblast", None),
        ("sumy", None),
        ("bor site for the displaced", ("bor", Kind(("facility",), town_may_stand_in=True))),
        ("bor site for all the displaced", None),
    ],
)
def test_a_type_word_of_up_to_four_words_is_told_from_the_name(key: str, expected: tuple[str, Kind] | None) -> None:
    assert TypeWords.read(LINES).split(key) == expected


@pytest.mark.parametrize(
    ("count", "size"),
    [(0, 1 << 11), (1_024, 1 << 11), (2_048, 1 << 12), (2_049, 1 << 13), (100_000_000, 1 << 24)],
)
def test_the_filter_of_keys_has_sixteen_bits_a_key_within_its_bounds(count: int, size: int) -> None:
    assert len(make((), count)) == size


def test_the_countries_of_a_project_and_the_home_of_an_outlet_have_a_vote_each() -> None:
    interest = Interest(countries=("UA", "MD"), outlets=(("Kyiv Post", "UA"), ("Ziarul", "RO")))
    assert dict(leaning.votes(interest, None)) == {"UA": 1.0, "MD": 1.0}
    assert dict(leaning.votes(interest, " kyiv post ")) == {"UA": 2.0, "MD": 1.0}
    assert dict(leaning.votes(interest, "Ziarul")) == {"UA": 1.0, "MD": 1.0, "RO": 1.0}
    assert dict(leaning.votes(Interest(outlets=(("", "RO"),)), "")) == {}


def test_what_reading_depends_on_is_stamped_with_eight_digits() -> None:
    one, two = leaning.stamp(Interest(countries=("UA",))), leaning.stamp(Interest(countries=("MD",)))
    assert len(one) == len(two) == 8
    assert one != two
    assert one == leaning.stamp(Interest(countries=("UA",), box=(0.0, 0.0, 1.0, 1.0)))


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("48.5, 180", (48.5, 180.0)),
        ("48.5, 180.5", None),
        ("90, 38", (90.0, 38.0)),
        ("90.5, 38", None),
        ("48.5, 38".ljust(200), (48.5, 38.0)),
        ("48.5, 38".ljust(201), None),
    ],
)
def test_a_point_lies_on_earth_and_in_a_short_text(text: str, point: tuple[float, float] | None) -> None:
    assert parse_point(text) == point


def test_ten_places_are_given_unless_more_are_asked_for(gazetteer: Gazetteer) -> None:
    assert len(search(gazetteer, "San")) == 10
    assert len(search(gazetteer, "San", limit=12)) == 12


def test_the_hash_of_all_models_is_short_and_changes_with_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_MODELS", str(tmp_path / "one"))
    for folder, weight in (("one", "0.5"), ("two", "0.6")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ranker.tsv").write_text(f"alone\tpeople\t{weight}\n", encoding="utf-8")
    first = weights.version()
    monkeypatch.setenv("GEO_MODELS", str(tmp_path / "two"))
    assert len(first) == 12
    assert weights.version() != first


def test_a_sealed_card_stays_readable_to_people(tmp_path: Path) -> None:
    path = tmp_path / "ranker.tsv"
    path.write_text("alone\tpeople\t0.5\n", encoding="utf-8")
    path.with_suffix(".json").write_text('{"licence": "frei für alle"}', encoding="utf-8")
    weights.seal(path)
    assert path.with_suffix(".json").read_text("utf-8").splitlines()[1] == '  "licence": "frei für alle",'
