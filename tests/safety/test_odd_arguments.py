"""Arguments that nobody would type: an exit code and words, never a fault of Sitmap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import runner

NO_TEXT = "\udcff"  # a byte of the command line that is no UTF-8
HUGE = "9" * 40
BROKEN = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[3,1],[1,1]]]}}]}'
)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["articles", "remove", NO_TEXT], 2, "no text"),
        (["corrections", "undo", NO_TEXT, "--author", "A"], 2, "no text"),
        (["jobs", "pause", HUGE], 2, "range"),
        (["overlays", "add", "broken.geojson"], 65, "a shape is broken"),
        (["snapshot", "out.svg", "--from-manifest", "deep.json"], 65, "is not JSON"),
        (["corrections", "gold", "file.txt/gold"], 69, "cannot make the folder"),
    ],
)
def test_what_nobody_would_type_is_refused_in_words(
    at_home: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.geojson").write_text(BROKEN)
    Path("deep.json").write_text("[" * 100_000)
    Path("file.txt").write_text("")
    told = runner(capfd)(*arguments)
    assert (told.code, says in told.err, "a fault of Sitmap" in told.err) == (code, True, False)


@pytest.mark.parametrize(("name", "value"), [("GEO_MODELS", "file.txt"), ("GEO_STORE", "sqlite:///" + "x" * 300)])
def test_an_environment_that_names_what_cannot_be_is_refused_in_words(
    at_home: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file.txt").write_text("")
    monkeypatch.setenv(name, value)
    run = runner(capfd)
    told = run("doctor") if name == "GEO_MODELS" else run("articles", "list")
    assert (told.code, "a fault of Sitmap" in told.err) == (69, False)
