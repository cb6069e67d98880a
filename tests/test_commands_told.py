"""Commands say what they left out, what to do about it, and the same as JSON where it is asked for."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from geo.cli import imports, progress, watch
from geo.cli import main as entry
from geo.errors import InputError
from geo.settings import Settings
from geo.store.store import Store
from tests.commands import FakeGazetteer, Run, runner
from tests.imports.test_import import UCDP, row
from tests.makers import KHERSON, fill_store

HEADER = "date,place,lat,lon,event_type\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty store of the test's own."""
    made = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setenv("GEO_STORE", made)
    return made


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    return runner(capfd)


def table(path: Path, good: int, bad: int = 0) -> Path:
    rows = [f"2024-03-05,Kherson,46.{n:02},32.6,shelling\n" for n in range(good)]
    rows += [f"2024-03-05,Kherson,north {n},32.6,shelling\n" for n in range(bad)]
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def test_an_import_names_a_few_bad_rows_counts_the_rest_and_lists_all_on_demand(
    url: str, run: Run, tmp_path: Path
) -> None:
    told = run("import", table(tmp_path / "own.csv", 2, imports.NAMED + 3), "--errors", tmp_path / "bad.csv")
    assert told.code == InputError.exit_code
    assert told.err.count("rejected: line ") == imports.NAMED
    assert "rejected: 3 more (" in told.err
    assert "--errors FILE.csv lists them all" in told.err
    listed = (tmp_path / "bad.csv").read_text(encoding="utf-8").splitlines()
    assert listed[0] == "line,reason"
    assert len(listed) == imports.NAMED + 4


def test_an_import_takes_columns_by_name_and_refuses_a_pair_without_its_second(
    url: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Datum,Ort,lat,lon\n2024-03-05,Kherson,46.6,32.6\n", encoding="utf-8")
    assert run("import", path, "--column", "date=Datum", "--column", "place = Ort").code == 0
    assert Store.open(url).incidents()["place"].tolist() == ["Kherson"]
    told = run("import", path, "--column", "Datum")
    assert (told.code, "TARGET=HEADER" in told.err) == (2, True)


def test_rows_that_another_dataset_of_the_kind_has_are_told_as_left_out(url: str, run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(UCDP + row(1), encoding="utf-8")
    assert "left out" not in run("import", tmp_path / "a.csv").out
    assert "1 left out, for another ucdp dataset has them" in run("import", tmp_path / "b.csv").out


def test_datasets_and_overlays_are_listed_as_json_and_a_missing_one_is_named(
    url: str, run: Run, tmp_path: Path
) -> None:
    run("import", table(tmp_path / "own.csv", 2))
    gpd.GeoDataFrame(geometry=[box(37, 48, 38, 49)], crs="EPSG:4326").to_file(tmp_path / "area.geojson")
    run("overlays", "add", tmp_path / "area.geojson")
    assert [json.loads(line)["rows"] for line in run("datasets", "list", "--json").out.splitlines()] == [2]
    assert [json.loads(line)["id"] for line in run("overlays", "list", "--json").out.splitlines()] == ["area"]
    told = run("overlays", "remove", "area", "gone")
    assert (told.code, told.out) == (InputError.exit_code, "removed 1 of 2 overlays\n")
    assert "there is no overlay 'gone'" in told.err


def test_what_is_held_is_listed_as_json_and_forgotten_only_where_it_is_said_what(url: str, run: Run) -> None:
    store = Store.open(url)
    store.quarantine.put("a.txt", "it is no text", path="/a.txt")
    store.quarantine.put("pasted", "it has no letters")
    store.close()
    told = [json.loads(line) for line in run("articles", "failed", "--json").out.splitlines()]
    assert [(one["origin"], one["retry"]) for one in told] == [("a.txt", True), ("pasted", False)]
    for wrong in ((), ("a.txt", "--all")):
        assert "give ORIGINs, or --all" in run("articles", "forget", *wrong).err
    assert run("articles", "forget", "--all").out == "forgot 2\n"


def test_rules_and_their_hits_are_told_as_json_and_a_place_that_is_none_is_refused(
    url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.cli import alerts

    monkeypatch.setattr(alerts, "open_gazetteer", lambda _settings: FakeGazetteer())
    refused = run("alerts", "add", "x", "--near", "Nowhere")
    assert (refused.code, "give LAT,LON instead" in refused.err) == (InputError.exit_code, True)
    assert run("alerts", "add", "Near Kherson", "--near", "Kherson").code == 0
    fill_store(Store.open(url)).close()
    (rule,) = (json.loads(line) for line in run("alerts", "list", "--json").out.splitlines())
    assert (rule["lat"], rule["lon"], rule["km"]) == (KHERSON.lat, KHERSON.lon, 30.0)
    (hit,) = (json.loads(line) for line in run("alerts", "check", "--json").out.splitlines())
    assert (hit["alert"], hit["first"], hit["places"]) == ("near-kherson", "2024-03-04", ["Kherson"])


def test_the_message_of_a_job_stands_below_it(url: str, run: Run, tmp_path: Path) -> None:
    store = Store.open(url)
    now = datetime(2024, 3, 5, tzinfo=UTC)
    store.jobs.add("paths", "a.txt", {"paths": [str(tmp_path / "a.txt")]}, now)
    assert run("jobs", "list").out.count("\n") == 1
    taken = store.jobs.claim("worker", now)
    assert taken is not None
    assert store.jobs.leave(taken, "failed", now, message="the disk is full")
    store.close()
    assert run("jobs", "list").out.splitlines()[1:] == ["\tthe disk is full"]


@pytest.mark.parametrize("wrong", ["0m", "15 minutes", "-5", "1w"])
def test_a_time_that_is_none_is_refused(url: str, run: Run, wrong: str) -> None:
    told = run("feeds", "poll", "--every", wrong)
    assert (told.code, "expected a time such as 15m, 2h or 90s" in told.err) == (2, True)


def test_a_folder_is_looked_through_again_and_again_until_it_is_stopped(
    url: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look takes what has not changed since the first; Ctrl-C at the third ends it quietly."""
    monkeypatch.setattr(watch, "open_gazetteer", lambda _settings: FakeGazetteer())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"\x89PNG\x00\x00")
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", wait)
    told = run("watch", tmp_path / "in", "--every", "7")
    assert (told.code, looks) == (entry.STOPPED, [7.0, 7.0, 7.0])
    assert told.out == "articles: 0 added, 0 replaced, 0 unchanged, 1 failed\n"


def test_on_a_terminal_there_is_a_bar_whose_words_can_draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress.progress("Reading [red]x[/red]\x1b[2J") as report:
        report(0.0, "first")
        report(0.5, "[bold]a.txt[/bold]\x1b]0;owned\x07")
    assert "[red]x[/red]" in screen.getvalue()
    assert "\x1b[2J" not in screen.getvalue()
    assert "\x1b]0;" not in screen.getvalue()


def test_off_a_terminal_one_line_is_said_however_often_progress_is_made(capfd: pytest.CaptureFixture[str]) -> None:
    with progress.progress("Building") as report:
        report(0.0, "")
        report(0.5, "half")
    with progress.progress("Reading", quiet=True) as report:
        report(0.5, "half")
    assert capfd.readouterr().err == "Building …\n"


def test_a_gazetteer_that_cannot_be_kept_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Unkept(FakeGazetteer):
        is_kept = False

    monkeypatch.setattr("geo.places.gazetteer.Gazetteer.open", lambda *_: Unkept())
    made: Any = progress.open_gazetteer(Settings.from_env())
    assert made.version == "test"
    assert "the gazetteer is built anew each time" in capfd.readouterr().err
