from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import MissingError
from geo.places import build as building
from geo.places import tables
from geo.places.build import database_path, seal_path
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Ukraine", "country:UA"),
        ("Sumy", "gn:692194"),
        ("Sumy Oblast", "admin1:UA.21"),
        ("Kherson region", "admin1:UA.08"),
        ("Kiev", "gn:703448"),
        ("Artyomovsk", "gn:713174"),
        ("Virginia", "admin1:US.VA"),
        ("Washington", "gn:4140963"),
        ("Georgia", "country:GE"),
        ("Dnipro River", "sitmap:dnipro-river"),
        ("U.S.", "country:US"),
        ("UAE", "country:AE"),
        ("Crimea", "admin1:UA.11"),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert gazetteer.lookup(name)[0].id == place_id


def test_a_bare_name_is_the_town_and_a_hint_turns_the_order(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Donetsk")[0].level == "city"
    assert gazetteer.lookup("Donetsk", level_hint="admin1")[0].level == "admin1"
    assert gazetteer.lookup("Zaporizhzhia", level_hint="facility")[0].name == "Zaporizhzhia Nuclear Power Plant"


def test_crimea_and_sevastopol_are_in_ukraine(gazetteer: Gazetteer) -> None:
    assert {gazetteer.lookup(name)[0].country for name in ("Crimea", "Sevastopol", "Simferopol", "Kerch")} == {"UA"}


@pytest.mark.parametrize("name", ["", "   ", "the", "us", "and", "March", "Xqzzyj", "x" * 100_000, "Oblast"])
def test_what_is_no_name_of_a_place_is_not_found(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == ()
    assert not gazetteer.known(name)


def test_no_place_stands_at_the_null_island_by_default(gazetteer: Gazetteer) -> None:
    assert all((place.lat, place.lon) != (0.0, 0.0) for name in ("Sumy", "Africa") for place in gazetteer.lookup(name))


def test_words_of_nationality_give_their_country(gazetteer: Gazetteer) -> None:
    found = {word: gazetteer.demonym(word) for word in ("Ukrainian", "Israelis", "TURKS", "Martian")}
    assert {word: place.country if place else None for word, place in found.items()} == {
        "Ukrainian": "UA",
        "Israelis": "IL",
        "TURKS": "TR",
        "Martian": None,
    }


def test_the_nearest_settlement_is_found_across_the_date_line_and_not_in_mid_ocean(gazetteer: Gazetteer) -> None:
    near_kyiv = gazetteer.nearest(50.45, 30.52)
    fiji = gazetteer.nearest(-16.8, -179.999)
    assert near_kyiv is not None
    assert near_kyiv.country == "UA"
    assert fiji is not None
    assert fiji.country == "FJ"
    assert gazetteer.nearest(-48.9, -123.4) is None


def test_every_polygon_of_the_basemap_is_a_place(gazetteer: Gazetteer) -> None:
    features = json.loads((DATA / "basemap" / "admin1.geojson").read_text(encoding="utf-8"))["features"]
    ids = {feature["properties"]["id"] for feature in features}
    assert {place_id for place_id in ids if gazetteer.get(place_id) is None} == set()
    assert len([place_id for place_id in ids if place_id.startswith("admin1:UA.")]) == 27


def test_a_damaged_file_is_built_again_and_that_is_said(
    gazetteer: Gazetteer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(settings, cache_dir=tmp_path)
    path = database_path(own)
    path.write_bytes(gazetteer.path.read_bytes()[:-1])
    seal_path(path).write_bytes(seal_path(gazetteer.path).read_bytes())
    sound = gazetteer.path.read_bytes()
    said: list[str] = []

    def rebuilt(_settings: Settings, _progress: object) -> Path:
        path.write_bytes(sound)
        return path

    monkeypatch.setattr("geo.places.gazetteer.build", rebuilt)
    again = Gazetteer.open(own, lambda _share, what: said.append(what))
    assert any("damaged" in what for what in said)
    assert again.known("Sumy")


def test_a_copied_file_is_checked_by_its_bytes_and_then_trusted(
    gazetteer: Gazetteer, settings: Settings, tmp_path: Path
) -> None:
    own = replace(settings, cache_dir=tmp_path)
    path = database_path(own)
    path.write_bytes(gazetteer.path.read_bytes())
    seal_path(path).write_bytes(seal_path(gazetteer.path).read_bytes())
    assert Gazetteer.open(own).version == gazetteer.version
    assert json.loads(seal_path(path).read_text(encoding="utf-8"))["mtime_ns"] == path.stat().st_mtime_ns


def test_a_changed_table_gives_another_gazetteer(settings: Settings, tmp_path: Path) -> None:
    other = replace(settings, data_dir=tmp_path)
    assert building.inputs_hash(other) != building.inputs_hash(settings)
    with pytest.raises(MissingError, match="type_words"):
        building.build(replace(other, cache_dir=tmp_path / "cache"))
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Calif.", "admin1:US.CA"),
        ("W.Va.", "admin1:US.WV"),
        ("W. Va.", "admin1:US.WV"),
        ("La.", "admin1:US.LA"),
        ("L.A.", "gn:5368361"),
        ("D.C.", "admin1:US.DC"),
        ("NSW", "admin1:AU.02"),
        ("DRC", "country:CD"),
        ("U.K.", "country:GB"),
        ("CAR", "country:CF"),
        ("Congo", "country:CD"),
        ("Burma", "country:MM"),
        ("Czech Republic", "country:CZ"),
        ("Leningrad", "gn:498817"),
        ("Saigon", "gn:1566083"),
        ("Artemivsk", "gn:713174"),
        ("Shushi", "gn:147105"),
    ],
)
def test_abbreviations_and_other_names_in_common_use_are_known(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert gazetteer.lookup(name)[0].id == place_id


@pytest.mark.parametrize("name", ["Calif", "Ind", "IND", "Miss", "Ore", "Wash"])
def test_an_abbreviation_needs_its_dot(gazetteer: Gazetteer, name: str) -> None:
    assert not any(place.level == "admin1" for place in gazetteer.lookup(name))


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Сумы", "gn:692194"),
        ("Сумська область", "admin1:UA.21"),
        ("Курская область", "admin1:RU.41"),
        ("Україна", "country:UA"),
        ("Чёрное море", "sitmap:black-sea"),
        ("الرقة", "gn:172955"),
        ("رقة", "gn:172955"),
        ("محافظة إدلب", "admin1:SY.12"),
        ("ادلب", "gn:169389"),
        ("سوریه", "country:SY"),
        ("البحر الأحمر", "sitmap:red-sea"),
        ("قطاع غزة", "sitmap:gaza-strip"),
    ],
)
def test_cyrillic_and_arabic_names_are_found_with_and_without_marks_and_articles(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert gazetteer.lookup(name)[0].id == place_id


@pytest.mark.parametrize(
    ("name", "level", "country"),
    [
        ("Strait of Malacca", "water", None),
        ("Shatt al-Arab", "water", None),
        ("Sahara", "region", None),
        ("Western Asia", "region", None),
        ("Pokrovsk Raion", "admin2", "UA"),
        ("Twic East", "admin2", "SS"),
        ("Panjwayi", "admin2", "AF"),
        ("Kozloduy Nuclear Power Plant", "facility", "BG"),
        ("Burj el-Barajneh", "facility", "LB"),
        ("Al-Qaim crossing", "facility", "IQ"),
        ("Donetsk airport", "facility", "UA"),
        ("Mosul airport", "facility", "IQ"),
        ("Baba Amr", "neighbourhood", "SY"),
    ],
)
def test_waters_regions_districts_and_facilities_are_there(
    gazetteer: Gazetteer, name: str, level: str, country: str | None
) -> None:
    place = gazetteer.lookup(name)[0]
    assert (place.level, place.country) == (level, country)


def test_the_airport_of_a_town_is_found_only_where_the_text_says_airport(gazetteer: Gazetteer) -> None:
    assert not any(place.id.startswith("airport:") for place in gazetteer.lookup("Mosul"))


def test_every_added_row_of_ours_names_its_source_and_licence_and_lies_where_it_says(gazetteer: Gazetteer) -> None:
    for table in ("supplement.csv", "sites.csv", "airports.csv"):
        rows = tables.own_table(DATA, table)
        assert len({row["id"] for row in rows}) == len(rows)
        assert all(row["source"] and row["licence"] for row in rows)
        assert all((float(row["lat"]), float(row["lon"])) != (0.0, 0.0) for row in rows)
    far = [
        row["name"]
        for row in (*tables.own_table(DATA, "supplement.csv"), *tables.own_table(DATA, "sites.csv"))
        if row["country"] and row["level"] in ("facility", "neighbourhood", "city")
        for around in [gazetteer.nearby(float(row["lat"]), float(row["lon"]), limit=60)]
        if around and around[0][1] < 30 and row["country"] not in {near.country for near, _ in around}
    ]
    assert far == []
