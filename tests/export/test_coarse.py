"""Places made coarser on purpose: nothing finer is left in any format, and each says so."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import UsageError
from geo.export.coarse import LEVELS, coarse_sources, coarsen, said
from geo.export.formats import EXPORT_FORMATS, take_snapshot, write_data
from geo.export.manifest import manifest_json
from geo.export.narrow import Narrow
from geo.export.request import Request
from geo.export.rows import Rows
from geo.model import COARSER, Actor, Selection, Span
from geo.store.store import Store
from tests.commands import Run, runner
from tests.makers import KHERSON, fill_store, make_article, make_place, make_reading, make_report

#: A village of the province of Kherson, and what tells of it.
VILLAGE = replace(KHERSON, id="gn:1", name="Antonivka", lat=46.6795, lon=32.7205, geonameid=987123)
SECRETS = ("Antonivka", "46.6795", "32.7205", "Shelling of", "987123", "gn:1")


def filled() -> Store:
    actors = (Actor("Russia", "initiator", "state"), Actor("police of Antonivka", "target", "civilians"))
    report = make_report(
        places=(make_place(VILLAGE, mention=Span(12, 19)),),
        actors=actors,
        confidence_reason="Antonivka is named",
        attribution=("the mayor of Antonivka",),
    )
    article = make_article("a1", title="Antonivka shelled", url="https://wire.example/a")
    return fill_store(Store.open("sqlite://"), make_reading(article, [report]))


@pytest.fixture
def store() -> Store:
    return filled()


def test_the_levels_are_those_that_may_be_asked_for() -> None:
    assert tuple(LEVELS) == COARSER


@pytest.mark.parametrize("level", COARSER)
def test_no_cell_of_a_coarse_row_tells_the_spot(store: Store, level: str) -> None:
    frame = store.incidents()
    made = coarsen(frame, level)
    assert list(made.columns) == list(frame.columns)
    assert made.dtypes.to_dict() == frame.dtypes.to_dict()
    told = made.to_csv()
    assert not [secret for secret in SECRETS if secret in told]
    (row,) = made.to_dict("records")
    far_km = 111.2 * np.hypot(row["lat"] - 46.6795, (row["lon"] - 32.7205) * np.cos(np.radians(46.68)))
    assert far_km < row["radius_km"] or level == "country"
    assert row["actors"] == "Russia (initiator)"
    assert (row["fatalities_best"], row["date_start"]) == (2, frame["date_start"].iloc[0])


@settings(max_examples=30, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(("0.1", "1")))
def test_every_point_of_a_square_becomes_its_middle(lat: float, lon: float, level: str) -> None:
    frame = pd.DataFrame(
        {"lat": [lat], "lon": [lon], "place": ["x"], "place_precision": ["settlement"], "country": [None]}
    ).astype({"place": "str", "place_precision": "str", "country": "str"})
    once = coarsen(frame, level)
    assert coarsen(once, level)[["lat", "lon"]].equals(once[["lat", "lon"]])
    half = float(level) / 2
    assert abs(once["lat"].iloc[0] - lat) <= half + 1e-6
    assert abs(once["lon"].iloc[0] - lon) <= half + 1e-6
    assert abs(once["lat"].iloc[0]) <= 90
    assert "x" not in once["place"].iloc[0]


def test_what_is_coarse_already_keeps_its_place_but_not_its_sentence(store: Store) -> None:
    frame = store.incidents().assign(place="Ukraine", place_precision="country", lat=49.0, lon=32.0)
    made = coarsen(frame, "admin1").iloc[0]
    assert (made["place"], made["lat"], made["lon"]) == ("Ukraine", 49.0, 32.0)
    assert pd.isna(made["evidence"])
    sea = store.incidents().assign(place="x", place_precision="sea_air", radius_km=5.0, country=pd.NA)
    assert coarsen(sea.astype({"country": "str"}), "country").iloc[0]["place"].startswith("about 46.5° N")


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_no_file_of_data_tells_the_spot(store: Store, fmt: str) -> None:
    rows = Rows.stored(store, Selection(background=True), coarsen="0.1")
    assert len(rows) == 1
    out = io.BytesIO()
    write_data(out, fmt, rows)
    assert not [secret for secret in SECRETS if secret.encode() in out.getvalue()]
    same = io.BytesIO()
    write_data(same, fmt, coarsen(store.incidents(), "0.1"))
    assert fmt in ("xlsx", "gpkg") or out.getvalue() == same.getvalue()


@pytest.mark.parametrize("fmt", ["html", "svg", "report.html"])
def test_a_snapshot_says_that_its_places_are_coarse_and_tells_no_spot(store: Store, fmt: str) -> None:
    request = Request(fmt, Selection(), coarsen="0.1")
    assert Request.of(json.loads(json.dumps(request.plain()))) == request
    made = take_snapshot(request, store.incidents(), sources=store.sources())
    manifest = manifest_json(made.manifest)
    assert said("0.1") in made.manifest["filters"]["words"]
    assert made.manifest["request"]["coarsen"] == "0.1"
    assert made.manifest["sources"][0]["url"] is None
    kept = take_snapshot(replace(request, addresses=True), store.incidents(), sources=store.sources())
    assert kept.manifest["sources"][0]["url"] == "https://wire.example/a"
    text = made.content.decode("utf-8", "replace")
    assert fmt == "svg" or "made coarser on purpose" in text
    for told in (manifest, text):
        assert not [secret for secret in SECRETS if secret in told]


def test_words_that_are_searched_for_cannot_be_exported_coarsely(store: Store) -> None:
    request = Request("svg", Selection(), Narrow(text="Antonivka"), coarsen="admin1")
    with pytest.raises(UsageError, match="tell where"):
        take_snapshot(request, store.incidents(), sources=[])


def test_a_box_is_asked_of_the_coarse_points(store: Store) -> None:
    box = Selection(bbox=(32.72, 46.67, 32.73, 46.68), background=True)
    assert len(Rows.stored(store, box)) == 1
    assert len(Rows.stored(store, box, coarsen="0.1")) == 0


def test_titles_of_articles_go_and_datasets_stay() -> None:
    sources: list[dict[str, Any]] = [{"id": "a", "title": "t"}, {"id": "d", "title": "UCDP", "kind": "ucdp"}]
    assert coarse_sources(sources, "1") == [{"id": "a", "title": None}, {"id": "d", "title": "UCDP", "kind": "ucdp"}]
    assert coarse_sources(sources, None) == sources


def test_the_command_writes_what_it_says(at_home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    geo: Run = runner(capfd)
    article = make_article("a1", title="Antonivka shelled")
    fill_store(Store.open(at_home), make_reading(article)).close()
    assert geo("export", tmp_path / "x.csv", "--coarsen", "0.1").code == 0
    assert geo("export", tmp_path / "y.csv", "--from-manifest", tmp_path / "x.csv.manifest.json").code == 0
    assert (tmp_path / "x.csv").read_bytes() == (tmp_path / "y.csv").read_bytes()
    for end in ("", ".manifest.json", ".datapackage.json"):
        assert "Antonivka" not in (tmp_path / f"x.csv{end}").read_text()
    assert "on purpose" in (tmp_path / "x.csv.manifest.json").read_text()
    assert "on purpose" in (tmp_path / "x.csv.datapackage.json").read_text()
