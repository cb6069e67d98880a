"""Files of places that the user adds: read with care, kept, and part of the gazetteer from then on."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import InputError, MissingError, UsageError
from geo.places import additions, tables
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings

CITIES = [
    ("703448", "Kyiv", 50.45466, 30.5238, "UA", "12", 2797553, ["Kiev", "Київ"]),
    ("692194", "Sumy", 50.9216, 34.80029, "UA", "21", 294456, ["Сумы"]),
    ("5106834", "Albany", 42.65258, -73.75623, "US", "NY", 97593, []),
]


def dump_line(geonameid: int, name: str, others: str = "", **given: str) -> str:
    """One line of a GeoNames dump."""
    cells = {"lat": "50.1", "lon": "34.5", "class": "P", "code": "PPL", "country": "UA", "admin1": "21", "pop": "0"}
    cells |= given
    parts = [str(geonameid), name, name, others, cells["lat"], cells["lon"], cells["class"], cells["code"]]
    return "\t".join(
        [
            *parts,
            cells["country"],
            "",
            cells["admin1"],
            "",
            "",
            "",
            cells["pop"],
            "",
            "120",
            "Europe/Kyiv",
            "2025-01-01",
        ]
    )


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A gazetteer with three towns, so that it is built in a moment, and an empty folder for additions."""
    names = ("geonameid", "name", "latitude", "longitude", "countrycode", "admin1code", "population", "alternatenames")
    cities = tmp_path / "cities.json"
    cities.write_text(json.dumps({city[0]: dict(zip(names, city, strict=True)) for city in CITIES}), encoding="utf-8")
    data = tmp_path / "data"
    (data / "gazetteer").mkdir(parents=True)
    for name in tables.OWN_TABLES:
        text = (DATA / "gazetteer" / name).read_text(encoding="utf-8")
        rows = text.splitlines(keepends=True)
        (data / "gazetteer" / name).write_text("".join(rows[:300] if name == "admin2.csv" else rows), encoding="utf-8")
    monkeypatch.setattr(tables, "cities_path", lambda: cities)
    monkeypatch.setattr(tables, "cities_hash", lambda: "test")
    return Settings("sqlite://", tmp_path / "cache", DATA / "models", data, additions_dir=tmp_path / "user")


def opened(settings: Settings) -> Gazetteer:
    return Gazetteer.open(settings)


def test_a_dump_adds_its_villages_with_their_names_in_every_script(small: Settings, tmp_path: Path) -> None:
    file = tmp_path / "UA.txt"
    file.write_text(
        "\n".join(
            [
                dump_line(1001, "Prykladivka", "Прикладовка,Prikladovka,prikladowka", lat="50.93", lon="35.27"),
                dump_line(1002, "Ozero Tykhe", **{"class": "H", "code": "LK"}),
                dump_line(1003, "Shkola", **{"class": "S", "code": "SCH"}),
            ]
        ),
        encoding="utf-8",
    )
    added = additions.add(small, file)
    assert (added.addition.kind, added.addition.places, added.addition.left_out, added.addition.bad) == (
        "geonames",
        2,
        1,
        0,
    )
    gazetteer = opened(small)
    for name in ("Prykladivka", "Прикладовка", "Prikladovka"):
        (place,) = gazetteer.lookup(name)
        assert (place.id, place.lat, place.lon, place.admin1) == ("gn:1001", 50.93, 35.27, "Sumy Oblast")
    assert gazetteer.lookup("Ozero Tykhe")[0].level == "water"
    assert not gazetteer.known("Shkola")


def test_a_dump_takes_the_place_of_the_shipped_town_and_adds_names_to_the_shipped_province(
    small: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "UA.txt"
    lines = [
        dump_line(692194, "Sumy", "Sumbourg", lat="50.95", lon="34.81", pop="250000"),
        dump_line(692196, "Sums’ka Oblast’", "Sumshchyna Land", **{"class": "A", "code": "ADM1"}),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    additions.add(small, file)
    gazetteer = opened(small)
    towns = [place for place in gazetteer.lookup("Sumy") if place.level == "city"]
    assert [(place.id, place.lat, place.population) for place in towns] == [("gn:692194", 50.95, 250000)]
    assert [place.id for place in gazetteer.lookup("Sumshchyna Land")] == ["admin1:UA.21"]
    assert gazetteer.lookup("Sumy Oblast")[0].id == "admin1:UA.21"


def test_bad_rows_are_named_with_line_and_reason_counted_and_left_out(small: Settings, tmp_path: Path) -> None:
    file = tmp_path / "UA.txt"
    wrong = [
        dump_line(1, "North", lat="91"),
        dump_line(2, "Nowhere", lat="0", lon="0"),
        dump_line(3, "12345"),
        "4\tToo\tfew",
        dump_line(5, "Half", pop="1.5"),
        dump_line(6, "Long", "x" * 200_000),
        dump_line(7, "Good"),
    ]
    file.write_bytes("\n".join(wrong).encode() + b"\n" + dump_line(8, "B?d").encode().replace(b"?", b"\xff"))
    added = additions.add(small, file)
    assert (added.addition.places, added.addition.bad) == (1, 7)
    for line, word in ((1, "lat"), (2, "0, 0"), (3, "name"), (4, "19 columns"), (5, "population"), (6, "long")):
        assert any(problem.startswith(f"line {line}: ") and word in problem for problem in added.problems)
    assert added.problems[-1] == "line 8: expected UTF-8"


def test_adding_twice_changes_nothing_and_a_newer_file_of_the_same_name_replaces(
    small: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "UA.txt"
    before = opened(small).version
    file.write_text(dump_line(1001, "Prykladivka"), encoding="utf-8")
    assert not additions.add(small, file).unchanged
    version = opened(small).version
    assert version != before
    assert additions.add(small, file).unchanged
    assert opened(small).version == version
    file.write_text(dump_line(1002, "Novenke"), encoding="utf-8")
    additions.add(small, file)
    gazetteer = opened(small)
    assert (gazetteer.known("Novenke"), gazetteer.known("Prykladivka")) == (True, False)
    assert [one.name for one in additions.listing(small)] == ["geonames-ua"]
    assert additions.remove(small, "geonames-ua").places == 1
    assert opened(small).version == before


def test_a_file_added_again_is_said_to_change_nothing(small: Settings, tmp_path: Path) -> None:
    file = tmp_path / "UA.txt"
    file.write_text(dump_line(1001, "Prykladivka"), encoding="utf-8")
    assert [additions.add(small, file).unchanged for _ in range(2)] == [False, True]


def test_a_table_of_one_s_own_corrects_places_and_adds_new_ones(small: Settings, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    rows = [
        "name;latitude;longitude;geonameid;level;country;aliases",
        "Sumy;50.9;34.8;692194;;;Sumograd|Сумград",
        "Camp Alfa;15.5;32.5;;facility;SD;Alfa camp",
        "Sumy Oblast;51;34;;admin1;UA;",
    ]
    file.write_text("\ufeff" + "\n".join(rows), encoding="utf-8")
    assert additions.add(small, file).addition.places == 3
    gazetteer = opened(small)
    (sumy,) = gazetteer.lookup("Sumograd")
    assert (sumy.id, sumy.lat, sumy.admin1, sumy.population) == ("gn:692194", 50.9, "Sumy Oblast", 294456)
    assert gazetteer.lookup("Сумы")[0].id == sumy.id
    (camp,) = gazetteer.lookup("Alfa camp")
    assert (camp.level, camp.country, camp.lat, camp.source) == ("facility", "SD", 15.5, "added by the user")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("X,1", "3 columns"),
        (",1,2", "name"),
        ("A town,north,2", "lat"),
        ("A town,1,181", "lon"),
        ("A town,0,0", "0, 0"),
        ("A town,nan,2", "lat"),
        ('"A town,1,2', "CSV"),
    ],
)
def test_a_bad_row_of_a_table_says_what_is_wrong(small: Settings, tmp_path: Path, row: str, word: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"name,lat,lon\nGood town,1,2\n{row}\n", encoding="utf-8")
    added = additions.add(small, file)
    assert (added.addition.places, added.addition.bad) == (1, 1)
    assert added.problems[0].startswith("line 3: ")
    assert word in added.problems[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [("level", "planet"), ("country", "XX"), ("population", "-3"), ("radius_km", "0"), ("id", "a b")],
)
def test_a_cell_of_a_table_that_is_out_of_its_vocabulary_is_refused(
    small: Settings, tmp_path: Path, column: str, value: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"name,lat,lon,{column}\nGood,1,2,\nBad,1,2,{value}\n", encoding="utf-8")
    added = additions.add(small, file)
    assert (added.addition.places, added.addition.bad) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"place,x,y\nA,1,2\n", b"\x00\x01\x02", b"name,lat,lon\n", b"name,lat,lon\nA,x,y", b"a" * 140_000],
)
def test_a_file_without_any_usable_place_is_refused_and_leaves_nothing(
    small: Settings, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match="expected"):
        additions.add(small, file)
    assert list((tmp_path / "user").iterdir()) == []


def archive_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_an_archive_as_geonames_ships_it_is_read(small: Settings, tmp_path: Path) -> None:
    line = dump_line(1001, "Prykladivka").encode()
    file = archive_of(tmp_path / "UA.zip", {"readme.txt": b"This is a readme", "UA.txt": line})
    assert additions.add(small, file).addition.places == 1


@pytest.mark.parametrize(
    "members",
    [
        {"a.txt": b"1", "b.txt": b"2"},
        {"picture.png": b"1"},
        {"bomb.txt": b"0" * 5_000_000},
        {f"{number}.txt": b"1" for number in range(200)},
    ],
    ids=["two tables", "no table", "a bomb", "many files"],
)
def test_other_archives_are_refused(small: Settings, tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(InputError):
        additions.add(small, archive_of(tmp_path / "x.zip", members))


def test_a_damaged_archive_is_refused(small: Settings, tmp_path: Path) -> None:
    lines = "\n".join(dump_line(number, f"Village {number}") for number in range(1, 500)).encode()
    file = archive_of(tmp_path / "UA.zip", {"UA.txt": lines})
    content = bytearray(file.read_bytes())
    content[200:260] = bytes(60)
    file.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        additions.add(small, file)


def test_a_damaged_record_says_what_to_do(small: Settings, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "geonames-ua.json").write_text("{")
    with pytest.raises(MissingError, match="delete it"):
        additions.listing(small)
    (tmp_path / "user" / "geonames-ua.json").unlink()
    with pytest.raises(UsageError, match="gazetteer info"):
        additions.remove(small, "geonames-ua")


def test_without_a_folder_there_is_nothing_and_nothing_can_be_added(small: Settings, tmp_path: Path) -> None:
    bare = replace(small, additions_dir=None)
    assert additions.listing(bare) == []
    with pytest.raises(UsageError):
        additions.add(bare, tmp_path / "x.csv")
