"""An overlay that a person brought stands on pictures below the incidents, in its state, with its credit."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from geo.export.credits import credit_lines
from geo.export.formats import Snapshot, take_snapshot
from geo.export.look import Look
from geo.export.overlays import Brought, in_days, load_overlays, through_days
from geo.export.request import Request
from geo.imports.overlay import read_overlay
from geo.model import Selection
from geo.store.store import Store
from tests.makers import make_date, make_frame, make_report

MARCH = (date(2024, 3, 1), date(2024, 3, 31))


def front(folder: Path, day: str, lon: float) -> Path:
    line = {"type": "LineString", "coordinates": [[lon, 45.5], [lon, 47.5]]}
    area = {"type": "Polygon", "coordinates": [[[lon, 46], [lon + 1, 46], [lon + 1, 47], [lon, 46]]]}
    shapes = [{"type": "Feature", "properties": {}, "geometry": one} for one in (line, area)]
    path = folder / f"front_{day}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> tuple[Brought, ...]:
    folder = tmp_path_factory.mktemp("front")
    paths = [front(folder, "20240301", 31.5), front(folder, "20240315", 33.5)]
    store = Store.open("sqlite://")
    store.overlays.save(*read_overlay(paths, title="Front line", licence="CC0"))
    return load_overlays(store.overlays)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(make_report("r1"), make_report("r2", date=make_date(date(2024, 3, 20))))


def shot(frame: pd.DataFrame, brought: tuple[Brought, ...], fmt: str = "png", every: str | None = None) -> Snapshot:
    window = Selection(*MARCH, background=True)
    return take_snapshot(Request(fmt, window, look=Look(scale=1), every=every), frame, brought=brought)


def test_of_states_the_last_that_has_begun_is_there(brought: tuple[Brought, ...]) -> None:
    assert [one.state for one in in_days(brought, *MARCH)] == ["2024-03-15"]
    assert [one.state for one in in_days(brought, date(2024, 3, 2), date(2024, 3, 3))] == ["2024-03-01"]
    assert in_days(brought, date(2024, 1, 1), date(2024, 2, 1)) == ()


def test_a_picture_shows_it_and_names_its_state_and_licence(frame: pd.DataFrame, brought: tuple[Brought, ...]) -> None:
    drawn, bare = shot(frame, brought), shot(frame, ())
    assert drawn.content != bare.content
    assert drawn.content == shot(frame, brought).content
    (told,) = drawn.manifest["overlays"]
    assert (told["state"], told["shapes"], len(told["sha256"])) == ("2024-03-15", 2, 64)
    assert "Overlay: Front line, state of 2024-03-15 (CC0)" in credit_lines(drawn.manifest)
    assert bare.manifest["overlays"] == []
    assert not any("Overlay" in line for line in credit_lines(bare.manifest))


def test_a_page_carries_all_states_of_its_window(frame: pd.DataFrame, brought: tuple[Brought, ...]) -> None:
    (both,) = through_days(brought, *MARCH)
    (later,) = through_days(brought, date(2024, 3, 16), date(2024, 3, 31))
    assert ([one["from"] for one in both.features], both.state) == (["2024-03-01"] * 2 + ["2024-03-15"] * 2, None)
    assert (len(later.features), later.state) == (2, "2024-03-15")
    assert through_days(brought, date(2024, 1, 1), date(2024, 2, 1)) == ()
    page = shot(frame, brought, "html")
    assert [(one["state"], one["shapes"]) for one in page.manifest["overlays"]] == [(None, 4)]
    content = page.content.decode()
    assert "Overlay: Front line (CC0)" in content
    shapes = content.split('"shapes": "')[1].split('"')[0]
    assert len(json.loads(gzip.decompress(base64.b64decode(shapes)))["features"]) == 4


@pytest.mark.parametrize(("fmt", "every"), [("svg", "week"), ("gif", "week")])
def test_small_maps_and_films_follow_it_through_its_states(
    fmt: str, every: str, frame: pd.DataFrame, brought: tuple[Brought, ...], tmp_path: Path
) -> None:
    drawn = shot(frame, brought, fmt, every)
    assert "Overlay: Front line (CC0)" in credit_lines(drawn.manifest)
    assert drawn.content != shot(frame, (), fmt, every).content
    if fmt == "gif":
        (tmp_path / "film.gif").write_bytes(drawn.content)
        film = Image.open(tmp_path / "film.gif")
        frames = []
        for number in (0, film.n_frames - 1):
            film.seek(number)
            frames.append(np.asarray(film.convert("RGB"))[200:400])
        assert (frames[0] != frames[1]).any()
