"""The command line: results on standard output, messages on standard error, documented exit codes, no traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo import __version__, pipeline
from geo.cli import articles, evaluate, extract, gazetteer, places
from geo.cli.main import cli
from geo.model import Article, Candidate, Demonym, Mention, Reading, Relation, Span, Timex
from geo.scoring.prediction import prediction
from geo.store.columns import COLUMNS
from tests.commands import FakeGazetteer, Run, runner
from tests.makers import DAY, KHERSON, MOSCOW, make_article, make_date, make_place, make_reading, make_report

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [[], *([name] for name in cli.commands), ["articles", "list"], ["articles", "remove"], ["gazetteer", "info"]]


@pytest.fixture
def geo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with a store of its own, a small gazetteer and a fixed reader."""

    def read(article: Article, _gazetteer: Any) -> Reading:
        if "explode" in article.text:
            msg = "a fault"
            raise RuntimeError(msg)
        return make_reading(article, [make_report(date=make_date(article.published or DAY))])

    monkeypatch.setenv("GEO_STORE", f"sqlite:///{tmp_path}/store/store.db")
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}/cache")
    monkeypatch.setattr(pipeline, "read", read)
    for module in (articles, evaluate, extract, gazetteer, places):
        monkeypatch.setattr(module, "open_gazetteer", lambda _settings: FakeGazetteer())

    return runner(capfd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for n in range(3):
        (made / f"{n}.txt").write_text(
            f"title: Story {n}\npublished: 2024-03-0{n + 1}\n\nStory {n}. " + "Shelling. " * 12
        )
    return made


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_and_says_its_exit_codes(geo: Run, command: list[str]) -> None:
    found = geo(*command, "--help")
    assert found.code == 0
    assert "Usage: python -m geo" in found.out
    if len(command) < 2:
        assert "65" in found.out
        assert "75" in found.out


def test_the_version_is_the_package_s(geo: Run) -> None:
    assert geo("--version").out.strip() == f"sitmap, version {__version__}"


def test_ingest_goes_on_past_bad_files_names_them_and_ends_with_65(geo: Run, folder: Path) -> None:
    (folder / "broken.txt").write_bytes(b"\x89PNG\x00\x00")
    (folder / "fault.txt").write_text("This will explode.")
    first = geo("ingest", folder, folder / "gone.txt")
    assert first.code == 65
    assert first.out.startswith("articles: 3 added, 0 replaced, 0 unchanged, 3 failed")
    for name in ("broken.txt", "fault.txt", "gone.txt"):
        assert name in first.err
    assert first.err.count("failed: ") == 3


def test_ingesting_twice_leaves_the_export_the_same_to_the_byte(geo: Run, folder: Path, tmp_path: Path) -> None:
    exports = []
    for _ in range(2):
        assert geo("ingest", folder).code == 0
        assert geo("export", tmp_path / "out.csv").code == 0
        exports.append((tmp_path / "out.csv").read_bytes())
    assert exports[0] == exports[1]
    assert exports[0].count(b"\n") == 4


@pytest.mark.parametrize(("command", "name"), [("export", "out.csv"), ("snapshot", "out.svg"), ("report", "out.html")])
def test_a_manifest_makes_its_file_again_to_the_byte(
    geo: Run, folder: Path, tmp_path: Path, command: str, name: str
) -> None:
    assert geo("ingest", folder).code == 0
    made, again, manifest = tmp_path / name, tmp_path / f"again-{name}", tmp_path / f"{name}.manifest.json"
    assert geo(command, made, "--bbox", "-170,-60,179,80").code == 0
    assert geo(command, again, "--from-manifest", manifest).code == 0
    assert again.read_bytes() == made.read_bytes()
    told = json.loads(manifest.read_text("utf-8"))
    assert {"sitmap", "reader", "models", "gazetteer", "basemap", "merging", "store"} <= set(told["versions"])
    other = geo(command, tmp_path / "other.kml", "--format", "kml", "--from-manifest", manifest)
    assert other.code == 2
    key = "sha256" if command == "export" else "dataset_sha256_16"
    manifest.write_text(json.dumps(told | {key: "0"}), encoding="utf-8")
    refused = geo(command, again, "--from-manifest", manifest)
    assert refused.code == 65
    assert "no longer holds" in refused.err


def test_export_of_an_empty_store_is_a_header_only(geo: Run) -> None:
    found = geo("export", "-", "--format", "csv")
    assert found.code == 0
    assert found.out.strip() == ",".join(COLUMNS)
    assert json.loads(geo("export", "-", "--format", "geojson").out)["features"] == []


def test_export_selects_by_window_area_type_and_status(geo: Run, folder: Path) -> None:
    geo("ingest", folder)

    def days(*options: str) -> list[str]:
        found = geo("export", "-", "--format", "csv", *options)
        assert found.code == 0, found.err
        return [row["date_start"] for row in csv.DictReader(io.StringIO(found.out))]

    assert days() == ["2024-03-01", "2024-03-02", "2024-03-03"]
    assert days("--from", "2024-03-02", "--to", "2024-03-02") == ["2024-03-02"]
    assert len(days("--bbox", "30,45,35,48", "--type", "explosion_remote", "--status", "occurred")) == 3
    assert days("--bbox", "-10,45,-5,48") == []
    assert days("--type", "riot", "--type", "protest") == []


@pytest.mark.parametrize(
    "wrong",
    [
        ["export", "out.pdf"],
        ["export", "-"],
        ["export", "out.csv", "--bbox", "1,2,3"],
        ["export", "out.csv", "--bbox", "1,50,2,40"],
        ["export", "out.csv", "--from", "2024-02-31"],
        ["export", "out.csv", "--from", "2024-03-02", "--to", "2024-03-01"],
        ["export", "out.csv", "--type", "war"],
        ["snapshot", "out.tiff"],
        ["ingest"],
        ["extract"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_a_word_of_advice(geo: Run, wrong: list[str]) -> None:
    found = geo(*wrong)
    assert found.code == 2
    assert found.err.strip()
    if wrong[-1] == "out.pdf":
        assert ".csv" in found.err
        assert ".geojson" in found.err


def test_an_output_that_cannot_be_written_leaves_nothing_behind(geo: Run, tmp_path: Path) -> None:
    assert geo("export", tmp_path / "nowhere" / "out.csv").code == 69
    (tmp_path / "out.csv").mkdir()
    assert geo("export", tmp_path / "out.csv").code == 69
    assert not list(tmp_path.glob(".out.csv*"))


def test_articles_are_listed_and_removed(geo: Run, folder: Path) -> None:
    geo("ingest", folder)
    listed = geo("articles", "list").out.splitlines()
    assert "Story 2" in listed[0]
    assert "2024-03-03 (header)" in listed[0]
    ids = [json.loads(line)["article_id"] for line in geo("articles", "list", "--json").out.splitlines()]
    found = geo("articles", "remove", ids[0], "nobody")
    assert (found.code, found.out.strip()) == (65, "removed 1 of 2 articles")
    assert "nobody" in found.err
    assert geo("articles", "remove", *ids[1:]).code == 0
    assert geo("articles", "list").out == ""


def test_an_article_in_another_language_is_listed_as_such(geo: Run, tmp_path: Path) -> None:
    said = "Російські війська обстріляли Херсон у понеділок, унаслідок чого загинули двоє людей, повідомив голова."
    (tmp_path / "uk.txt").write_text(f"title: Обстріл\n\n{said}", encoding="utf-8")
    (tmp_path / "en.txt").write_text("title: Shelling\n\nShelling of Kherson killed two on Monday.", encoding="utf-8")
    geo("ingest", tmp_path / "uk.txt", tmp_path / "en.txt")
    listed = geo("articles", "list", "--language", "uk").out
    assert "in Ukrainian\tОбстріл" in listed
    assert listed.count("\n") == 1
    assert " in " not in geo("articles", "list", "--language", "en").out
    assert json.loads(geo("articles", "list", "--language", "UK", "--json").out)["language"] == "uk"
    assert geo("articles", "list", "--language", "fr").out == ""


def test_extract_answers_every_line_in_order_and_a_bad_one_with_an_error(
    geo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": "b", "text": "Zażółć “gęślą”\u2028jaźń"}, {"id": "bad"}, {"id": "x", "text": "explode"}]
    records = [json.dumps(line) for line in lines] + ["{", json.dumps({"id": 7, "text": "Two", "published": None})]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(records))
    found = geo("extract", "--jsonl", file)
    assert found.code == 65
    answers = [json.loads(line) for line in found.out.split("\n") if line]
    assert [answer["id"] for answer in answers] == ["b", "bad", "x", None, "7"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert "Zażółć" not in found.err

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(records[0].encode())))
    assert geo("extract", "--jsonl", "-").out == found.out.split("\n")[0] + "\n"


def test_extract_takes_text_files_too_and_names_them_by_their_stem(geo: Run, folder: Path) -> None:
    found = geo("extract", folder / "0.txt", folder / "1.txt")
    answers = [json.loads(line) for line in found.out.splitlines()]
    assert [(one["id"], one["published"], one["published_basis"]) for one in answers] == [
        ("0", "2024-03-01", "header"),
        ("1", "2024-03-02", "header"),
    ]
    assert geo("extract", "--jsonl", folder / "gone.jsonl").code == 65


def test_geocode_prints_places_or_says_that_there_is_none(geo: Run) -> None:
    found = geo("geocode", "Kherson", "Nowhere")
    assert found.code == 0
    assert "46.6558\t32.6178" in found.out
    assert "Nowhere\tnot in the gazetteer" in found.out
    (line,) = geo("geocode", "--json", "Kherson").out.splitlines()
    assert json.loads(line)["places"][0]["geonameid"] == KHERSON.geonameid
    assert "not in the gazetteer" in geo("geocode", "--country", "PL", "Kherson").out


def test_the_gazetteer_says_what_it_holds(geo: Run) -> None:
    assert "places: 1" in geo("gazetteer", "info").out


def test_a_prediction_has_exactly_the_fields_of_the_contract() -> None:
    offset = Mention(12, 19, "Kherson", "location", "why", KHERSON, 0.9, (Candidate(MOSCOW, 0.1),))
    offset = Mention(
        **{n: getattr(offset, n) for n in Mention.__slots__} | {"relation": Relation("offset", 60.0, 225.0)}
    )
    between = Mention(65, 71, "Moscow", "metonym", "why", relation=Relation("between", other=Span(12, 19)))
    timex = Timex(44, 53, "on Monday", DAY, DAY, "day", "bare weekday", DAY)
    reports = [make_report(), make_report("r2", places=(), status="denied", date=make_date(None, None, "unknown"))]
    reading = make_reading(
        make_article(published=date(2024, 3, 5)),
        reports,
        mentions=(offset, between),
        demonyms=(Demonym(0, 3, "She", None),),
        dates=(timex,),
    )
    found = json.loads(json.dumps(prediction(reading)))
    assert list(found) == [
        *("id", "published", "published_basis", "toponyms", "demonyms", "dates", "incidents", "skipped"),
    ]
    assert found["published"] == "2024-03-05"
    kherson, moscow = found["toponyms"]
    assert kherson["relation"] == {"type": "offset", "distance_km": 60.0, "bearing": "SW"}
    assert kherson["alternatives"][0]["place"] == "Moscow"
    assert moscow["relation"] == {"type": "between", "with": "Kherson"}
    assert (moscow["lat"], moscow["lon"], moscow["geonameid"], moscow["place"]) == (None, None, None, None)
    assert found["dates"][0]["from"] == found["dates"][0]["to"] == "2024-03-04"
    strike, denied = found["incidents"]
    assert (strike["map"], denied["map"]) == (True, False)
    assert strike["fatalities"] == {"best": 2, "low": 2, "high": 2}
    assert strike["evidence"]["text"] == make_article().text[:64]
    assert denied["places"] == [{**dict.fromkeys(strike["places"][0]), "precision": "none"}]
    assert (denied["date"]["start"], denied["date"]["end"]) == (None, None)
    moved = make_report(places=(make_place(role="origin"),))
    assert prediction(make_reading(reports=[moved]))["incidents"][0]["places"][0]["role"] == "origin"


def test_a_reader_that_has_had_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    environment = os.environ | {"GEO_STORE": f"sqlite:///{tmp_path}/store.db"}
    command = f"{sys.executable} -m geo export - --format csv | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, check=False, cwd=ROOT
    )
    assert done.stdout.strip() == "0"
    assert done.stderr == ""


def test_reading_alone_starts_without_pandas_and_the_database(tmp_path: Path) -> None:
    heavy = "{'pandas', 'sqlalchemy', 'streamlit', 'folium', 'matplotlib', 'geopandas'}"
    code = f"import sys, geo.cli.main, geo.pipeline, geo.sources.jsonl; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_picture_is_drawn_without_what_reads_articles_and_what_makes_pages(tmp_path: Path) -> None:
    heavy = "{'streamlit', 'folium', 'geo.reading.read', 'geopandas'}"
    draw = "import sys; from geo.cli.main import main; main(['snapshot', sys.argv[1]])"
    code = f"{draw}; print({heavy} & set(sys.modules))"
    environment = os.environ | {"GEO_STORE": f"sqlite:///{tmp_path}/store.db"}
    command = [sys.executable, "-c", code, f"{tmp_path}/o.png"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("command", [["ingest", "x.txt", "--remote"], ["extract", "x.txt", "--remote"]], ids=" ".join)
def test_a_remote_reader_that_nobody_set_up_is_wrong_usage(
    geo: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.delenv("GEO_READER_URL", raising=False)
    found = geo(*command)
    assert found.code == 2
    assert "a remote reader needs GEO_READER_URL" in found.err
