"""Where the answer of a look-up changes: distances, sizes, ages and orders, just before and just behind."""

from __future__ import annotations

import logging
import zipfile
from pathlib import Path
from threading import Event
from threading import enumerate as threads
from types import SimpleNamespace
from typing import Any

import pytest
from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderTimedOut

from geo.errors import InputError
from geo.model import Level, Place
from geo.places import addition_files, around, dump, online_places
from geo.places.adapter import BoundedAdapter
from geo.places.addition_files import open_source
from geo.places.addition_rows import BadRowError
from geo.places.browse import Hit, why_first
from geo.places.cache import AnswerCache, Outcome
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA

KM = 1 / 111.19
COUNTRY = Place("country:XX", "X", 0.0, 0.0, "country", "XX")


class Areas:
    """Stands for a gazetteer of some areas."""

    def __init__(self, *places: Place) -> None:
        self._places = places

    def of_level(self, level: Level) -> tuple[Place, ...]:
        return tuple(place for place in self._places if place.level == level)


@pytest.mark.parametrize(("km", "found"), [(79.5, True), (80.5, False)])
def test_a_district_is_told_within_eighty_kilometres(km: float, found: bool) -> None:
    district = Place("d", "District", km * KM, 0.0, "admin2", "XX")
    told = around._district(Areas(district), 0.0, 0.0, COUNTRY, None)  # type: ignore[arg-type]
    assert (told is not None) == found


def test_the_four_smallest_regions_that_hold_a_point_are_told() -> None:
    discs = [Place(str(km), str(km), 0.0, 0.0, "region", radius_km=km) for km in (50.0, 40.0, 30.0, 20.0, 10.0, 501.0)]
    told = around._discs(Areas(*discs), "region", 0.0, 0.0)  # type: ignore[arg-type]
    assert [place.id for place in told] == ["10.0", "20.0", "30.0", "40.0"]


def test_eight_settlements_are_told_around_a_point(gazetteer: Gazetteer) -> None:
    assert len(around.around(gazetteer, DATA, 50.91, 34.80).settlements) == 8


@pytest.mark.parametrize(
    ("people", "words"),
    [(220_000, "220,000 people live there, twice as many"), (290_000, "3 times as many"), (190_000, "not by much")],
)
def test_a_namesake_is_beaten_by_twice_its_people(people: int, words: str) -> None:
    hits = [
        Hit(Place(f"x:{count}", "X", 1.0, 2.0, "city", population=count), f"X, {count}", 0.5, ())
        for count in (people, 100_000)
    ]
    assert words in why_first("Ex", tuple(hits))


def test_a_name_of_its_own_comes_before_a_known_town_that_is_also_called_so(gazetteer: Gazetteer) -> None:
    assert [place.id for place in gazetteer.lookup("Florencia")[:2]] == ["gn:3682426", "gn:3176959"]


def test_a_hint_brings_a_village_before_the_country_of_its_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Ukraine")[0].level == "country"
    assert gazetteer.lookup("Ukraine", level_hint="city")[0].level == "city"


def test_a_slip_of_spelling_finds_the_town_and_a_word_of_nationality_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Khersonn")[0].name == "Kherson"
    assert gazetteer.lookup("Irish") == gazetteer.lookup("Kuwaiti") == ()


def test_nothing_is_near_in_mid_ocean(gazetteer: Gazetteer) -> None:
    assert gazetteer.nearest(42.0, -20.0) is None
    assert gazetteer.nearest(40.0, -24.0) is not None


def answer(**raw: Any) -> SimpleNamespace:
    """What geopy gives for one answer of Nominatim."""
    raw = {"osm_type": "node", "osm_id": 5, "addresstype": "village", "name": "X"} | raw
    return SimpleNamespace(raw=raw, latitude=50.0, longitude=30.0)


@pytest.mark.parametrize(("level", "km"), [("state", 80.0), ("county", 25.0), ("country", 300.0), ("village", 3.0)])
def test_an_answer_without_bounds_has_the_radius_of_its_level(level: str, km: float) -> None:
    (place,) = online_places.read("nominatim", [answer(addresstype=level)])
    assert place.radius_km == km


def test_an_answer_with_bounds_has_theirs_unless_they_are_those_of_a_house() -> None:
    (town,) = online_places.read("nominatim", [answer(boundingbox=["49.99", "50.01", "30.0", "30.0"])])
    (house,) = online_places.read("nominatim", [answer(boundingbox=["49.999", "50.001", "30.0", "30.0"])])
    assert (town.radius_km, house.radius_km) == (1.1, 3.0)


def test_an_answer_without_a_name_has_the_first_part_of_its_address() -> None:
    (place,) = online_places.read("nominatim", [answer(name="", display_name="Mill Lane, Sumy, Ukraine")])
    assert place.name == "Mill Lane"
    (place,) = online_places.read("nominatim", [answer(name="Mill", display_name="Mill Lane, Sumy, Ukraine")])
    assert place.name == "Mill"


@pytest.mark.parametrize(("code", "country"), [("ua", "UA"), ("ukr", None), (None, None), ("", None)])
def test_a_country_is_told_by_two_letters(code: str | None, country: str | None) -> None:
    (place,) = online_places.read("nominatim", [answer(address={"country_code": code})])
    assert place.country == country


@pytest.mark.parametrize(
    ("kind", "place_id"), [("W", "osm:way/5"), ("relation", "osm:relation/5"), ("x", "osm:object/5")]
)
def test_photon_names_its_objects_by_a_letter_or_a_word(kind: str, place_id: str) -> None:
    raw = {"properties": {"osm_type": kind, "osm_id": 5, "name": "X"}}
    (place,) = online_places.read("photon", [SimpleNamespace(raw=raw, latitude=50.0, longitude=30.0)])
    assert place.id == place_id


KEY = ("photon", "https://photon.example.org", "Sumy")


def test_a_failure_is_remembered_for_ten_minutes(tmp_path: Path) -> None:
    kept = AnswerCache(tmp_path / "geocoder.db")
    kept.put(KEY, Outcome("error", message="busy"), 1_000.0)
    assert kept.get(KEY, 1_599.0) == Outcome("error", message="busy")
    assert kept.get(KEY, 1_600.0) is None
    kept.close()


def test_a_cache_that_cannot_be_read_counts_nothing_and_one_without_a_folder_is_kept_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        kept = AnswerCache(tmp_path / "file" / "geocoder.db")
    assert "in memory" in caplog.text
    kept.put(KEY, Outcome("miss"), 1_000.0)
    assert kept.counts(KEY[:2], 1_001.0) == {"miss": 1}
    kept.close()
    assert kept.counts(KEY[:2], 1_001.0) == {}


def test_what_hangs_does_not_keep_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()

    def hang(self: URLLibAdapter, url: str, **_: Any) -> str:
        go_on.wait(10)
        return ""

    monkeypatch.setattr(URLLibAdapter, "get_text", hang)
    with pytest.raises(GeocoderTimedOut, match=r"within 0\.05 s"):
        BoundedAdapter(proxies=None, ssl_context=None).get_text("https://example.org", timeout=0.05, headers={})
    asking = [thread for thread in threads() if thread.name == "geocoder"]
    assert asking
    assert all(thread.daemon for thread in asking)
    go_on.set()
    for thread in asking:
        thread.join()


def test_a_row_of_a_dump_says_how_many_columns_it_has() -> None:
    with pytest.raises(BadRowError, match="expected 19 columns separated by tabs, got 2"):
        dump._row(b"1\tX", {}, {})


def test_an_empty_file_is_read_without_a_share(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with open_source(tmp_path / "empty.txt") as source:
        assert (list(source.lines()), source.share_read()) == ([], 0.0)


def test_a_file_may_be_as_large_as_is_said_and_no_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rows.txt"
    file.write_bytes(b"a\nb\n")
    monkeypatch.setattr(addition_files, "MAX_BYTES", 4)
    with open_source(file) as source:
        assert list(source.lines()) == [(1, b"a"), (2, b"b")]
    file.write_bytes(b"a\nb\nc")
    with pytest.raises(InputError, match="at most 4 bytes"), open_source(file):
        pass


def test_an_archive_may_shrink_a_table_as_far_as_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "rows.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("rows.txt", "a\nb\n")
    monkeypatch.setattr(addition_files, "MAX_RATIO", 1)
    with open_source(tmp_path / "rows.zip") as source:
        assert source.first_line == b"a\n"
