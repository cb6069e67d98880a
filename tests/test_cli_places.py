"""The commands about places: added files, points, the online geocoder, and the self-test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.cli import evaluate, gazetteer, places
from geo.model import Article, Place
from geo.places import online
from tests.commands import FakeGazetteer, Run, runner
from tests.makers import KHERSON, make_reading

GOLD = Path(__file__).resolve().parent / "gold"


class NearbyGazetteer(FakeGazetteer):
    """Knows what is near Kherson, too."""

    def nearby(self, lat: float, lon: float, *, limit: int) -> tuple[Any, ...]:
        return ((KHERSON, 1.25),)[:limit] if lat > 0 else ()

    def country(self, code: str) -> Place | None:
        return Place("country:UA", "Ukraine", 49.0, 32.0, "country", "UA") if code == "UA" else None

    def get(self, place_id: str) -> Place | None:
        return None

    def of_level(self, level: str) -> tuple[Place, ...]:
        far = Place("x:far", "Far Raion", 45.0, 32.6, "admin2", "UA")
        return (Place("x:raion", "Kherson Raion", 46.65, 32.6, "admin2", "UA"), far) if level == "admin2" else ()


@pytest.fixture
def geo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with folders of its own, a small gazetteer and a reader that finds nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}/cache")
    monkeypatch.setenv("XDG_DATA_HOME", f"{tmp_path}/data")
    for name in ("", "_URL", "_KEY", "_CONTACT"):
        monkeypatch.delenv(f"GEO_GEOCODER{name}", raising=False)
    monkeypatch.setattr(pipeline, "read", lambda article, _gazetteer: make_reading(article, []))
    monkeypatch.setattr("geo.places.gazetteer.build", lambda _settings, _progress: tmp_path / "built.db")
    for module in (evaluate, gazetteer, places):
        monkeypatch.setattr(module, "open_gazetteer", lambda _settings: NearbyGazetteer())

    return runner(capfd)


def test_a_point_gives_the_settlements_around_it(geo: Run) -> None:
    found = geo("geocode", "--reverse", "46.6,32.6")
    assert found.code == 0
    assert found.out.startswith("in\tUkraine › Kherson Raion (centre 5.6 km away)\n1.2 km\tKherson")
    assert json.loads(geo("geocode", "--reverse", "46.6,32.6", "--json").out)["places"][0]["distance_km"] == 1.25
    assert "no settlement" in (far := geo("geocode", "--reverse", "-50,0").out)
    assert "in no country" in far


@pytest.mark.parametrize(
    "wrong",
    [
        ["geocode"],
        ["geocode", "Kherson", "--reverse", "46,32"],
        ["geocode", "--reverse", "46,32", "--online"],
        ["geocode", "--reverse", "north"],
        ["geocode", "--reverse", "91,0"],
        ["geocode", "Kherson", "--online"],
        ["gazetteer", "add"],
        ["gazetteer", "remove", "nothing"],
        ["evaluate", "nowhere"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(geo: Run, wrong: list[str]) -> None:
    found = geo(*wrong)
    assert found.code == 2
    assert found.err.strip()


def test_online_says_what_leaves_the_machine_and_a_server_that_is_away_is_an_error(
    geo: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "WAITS_S", ())
    monkeypatch.setenv("GEO_GEOCODER", "nominatim")
    monkeypatch.setenv("GEO_GEOCODER_URL", "http://127.0.0.1:9")
    found = geo("geocode", "Kherson", "Nowhere", "--online")
    assert found.code in (69, 75)
    assert "leave this machine" in found.err
    assert "127.0.0.1:9" in found.err
    assert found.out.startswith("Kherson\tKherson")
    assert "failed: Nowhere" in found.err


def test_without_the_option_nothing_is_asked_even_where_a_geocoder_is_set_up(
    geo: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_GEOCODER", "nominatim")
    monkeypatch.setenv("GEO_GEOCODER_URL", "http://127.0.0.1:9")
    found = geo("geocode", "Nowhere")
    assert (found.code, found.err) == (0, "")
    assert "not in the gazetteer" in found.out


def test_places_are_added_listed_and_removed(geo: Run, tmp_path: Path) -> None:
    file = tmp_path / "camps.csv"
    file.write_text("name,lat,lon\nCamp Alfa,15,32\nCamp Beta,north,32\n", encoding="utf-8")
    found = geo("gazetteer", "add", file)
    assert found.code == 65
    assert found.out.strip() == "table-camps added: 1 places, 1 bad rows"
    assert "line 3: expected lat" in found.err
    file.write_text("name,lat,lon\nCamp Alfa,15,32\n", encoding="utf-8")
    assert geo("gazetteer", "add", file).code == 0
    assert "was there already" in geo("gazetteer", "add", file).out
    assert "added: table-camps from camps.csv: 1 places" in geo("gazetteer", "info").out
    assert json.loads(geo("gazetteer", "info", "--json").out)["added"][0]["places"] == 1
    assert geo("gazetteer", "remove", "table-camps").code == 0
    assert "added" not in geo("gazetteer", "info").out


def test_the_self_test_scores_good_files_and_names_bad_ones(geo: Run, tmp_path: Path) -> None:
    gold = sorted(GOLD.glob("*.json"))[:2]
    for file in gold:
        shutil.copy(file, tmp_path)
    found = geo("evaluate", tmp_path, "--verbose")
    assert found.code == 0
    assert "2 articles scored, 0 failed" in found.out
    assert gold[0].stem in found.out
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "empty.json").write_text('{"text": "A."}')
    (tmp_path / "broken.json").write_text("{")
    found = geo("evaluate", tmp_path, "--json")
    assert found.code == 65
    assert json.loads(found.out)["articles"] == 2
    assert json.loads(found.out)["articles_failed"] == 3
    assert found.err.count("failed: ") == 3


def test_the_self_test_declares_the_publication_day(geo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Article] = []

    def read(article: Article, _gazetteer: Any) -> Any:
        seen.append(article)
        return make_reading(article, [])

    monkeypatch.setattr(pipeline, "read", read)
    shutil.copy(sorted(GOLD.glob("*.json"))[0], tmp_path)
    geo("evaluate", tmp_path)
    assert seen[0].published is not None
    assert seen[0].published_basis == "declared"
