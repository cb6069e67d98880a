"""Every kind of picture and film opens in software that is not ours, says what it must, and is the same each time."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from PIL import Image
from pypdf import PdfReader

from geo.errors import MissingError, UsageError
from geo.export import film, symbols
from geo.export.credits import credit_lines
from geo.export.formats import FILM_FORMATS, Snapshot, take_snapshot
from geo.export.look import PAGES, THEMES, Look, type_styles
from geo.export.request import Request
from geo.model import Selection
from tests.makers import make_date, make_frame, make_place, make_report

ALL = Selection(background=True)
SMALL = Look(scale=1)
ODESA = make_place(name="Odesa", lat=46.48, lon=30.73)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(
        make_report("r1"),
        make_report("r2", status="claimed", date=make_date(date(2024, 4, 6))),
        make_report("r3", type="battle", sub_type="armed_clash", places=(ODESA,), date=make_date(date(2024, 4, 20))),
        make_report("r4", status="alleged", places=(ODESA,), date=make_date(date(2024, 5, 2))),
    )


def shot_of(fmt: str, frame: pd.DataFrame, **more: Any) -> Snapshot:
    return take_snapshot(Request(fmt, ALL, **({"look": SMALL} | more)), frame)


@pytest.mark.parametrize("fmt", ["svg", "pdf", "gif", "webp"])
def test_the_same_rows_give_the_same_bytes_in_every_kind(fmt: str, frame: pd.DataFrame) -> None:
    assert shot_of(fmt, frame, every="month").content == shot_of(fmt, frame.copy(), every="month").content


def test_a_pdf_holds_its_words_as_text_on_one_page_of_its_paper(frame: pd.DataFrame) -> None:
    shot = shot_of("pdf", frame, look=Look("a4-portrait"))
    (page,) = PdfReader(io.BytesIO(shot.content)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [round(72 * side) for side in PAGES["a4-portrait"]]
    text = page.extract_text()
    for words in ("Reported incidents in Ukraine", "Odesa", "4 incidents", "GeoNames (CC BY 4.0)", "N"):
        assert words in text
    assert shot.manifest["dataset_sha256_16"] in text


def test_an_svg_is_xml_without_scripts_and_links(frame: pd.DataFrame) -> None:
    shot = shot_of("svg", frame, title='<script>alert(1)</script> & "x" ]]> -->')
    tree = ET.fromstring(shot.content)  # noqa: S314 our own file
    names = {element.tag.rsplit("}", 1)[-1] for element in tree.iter()}
    assert not names & {"script", "image", "foreignObject", "a"}
    assert not [value for element in tree.iter() for value in element.attrib.values() if "javascript" in value]
    assert shot.manifest["dataset_sha256_16"] in shot.content.decode()


@pytest.mark.parametrize(("scale", "size"), [(1, (990, 765)), (4, (3960, 3060))])
def test_a_picture_has_one_to_four_times_the_pixels(scale: int, size: tuple[int, int], frame: pd.DataFrame) -> None:
    assert Image.open(io.BytesIO(shot_of("png", frame, look=Look(scale=scale)).content)).size == size


@pytest.mark.parametrize("inks", list(THEMES))
def test_a_picture_is_light_dark_or_grey(inks: str, frame: pd.DataFrame) -> None:
    pixels = np.asarray(Image.open(io.BytesIO(shot_of("png", frame, look=Look(inks=inks, scale=1)).content)))[:, :, :3]
    corner = tuple(int(v) for v in pixels[2, 2])
    assert corner == tuple(round(255 * v) for v in to_rgb(THEMES[inks].paper))
    colourful = (pixels.max(axis=2).astype(int) - pixels.min(axis=2) > 60).any()
    assert colourful == (inks != "grey")


def test_where_colours_are_missing_shapes_tell_the_types_apart() -> None:
    grey = THEMES["grey"]
    assert len({grey.shape(kind) for kind in type_styles()}) == len(type_styles())


@pytest.mark.parametrize("fmt", ["gif", "webp"])
def test_a_film_has_a_frame_for_each_period(fmt: str, frame: pd.DataFrame) -> None:
    moving = Image.open(io.BytesIO(shot_of(fmt, frame, every="month").content))
    assert moving.n_frames == 3  # type: ignore[attr-defined]
    frames = []
    for number in range(3):
        moving.seek(number)
        frames.append(np.asarray(moving.convert("RGB")).astype(int))
    assert all((np.abs(one - two) > 40).any() for one, two in itertools.pairwise(frames))


def test_a_film_keeps_the_colours_of_the_types(frame: pd.DataFrame) -> None:
    moving = Image.open(io.BytesIO(shot_of("gif", frame, every="month").content))
    pixels = np.asarray(moving.convert("RGB")).reshape(-1, 3)
    for kind in ("battle", "explosion_remote"):  # in the legend of every frame
        colour = np.array([round(255 * v) for v in to_rgb(type_styles()[kind].colour)])
        assert (np.abs(pixels - colour).max(axis=1) <= 1).any()


def test_a_film_chooses_its_step_and_is_stopped_by_its_report(frame: pd.DataFrame) -> None:
    told: list[str] = []

    def stop(_share: float, words: str) -> None:
        told.append(words)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_snapshot(Request("gif", ALL, look=SMALL), frame, report=stop)
    assert told == ["4 Mar 2024", "5 Mar 2024"]


def test_without_ffmpeg_a_film_says_what_to_do(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film.shutil, "which", lambda _name: None)
    with pytest.raises(MissingError, match=r"ffmpeg.*\.gif"):
        shot_of("mp4", frame)


@pytest.mark.skipif(not shutil.which("ffmpeg") or not shutil.which("ffprobe"), reason="ffmpeg is not installed")
def test_an_mp4_is_read_by_ffprobe(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(shot_of("mp4", frame, every="month").content)
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "h264,990,766"
    assert shot_of("mp4", frame, every="month").content == path.read_bytes()


def test_small_multiples_have_a_map_for_each_period(frame: pd.DataFrame) -> None:
    told: list[str] = []
    request = Request("pdf", ALL, look=SMALL, every="month")
    shot = take_snapshot(request, frame, report=lambda _share, words: told.append(words))
    (page,) = PdfReader(io.BytesIO(shot.content)).pages
    text = page.extract_text()
    assert told == ["March 2024", "April 2024", "May 2024"]
    assert all(words in text for words in (*told, "by month", "2 incidents"))


@pytest.mark.parametrize("fmt", ["png", *FILM_FORMATS[:2]])
def test_too_many_periods_and_no_dates_are_refused_in_plain_words(fmt: str, frame: pd.DataFrame) -> None:
    long = Request(fmt, Selection(date(1900, 1, 1), date(2024, 12, 31)), look=SMALL, every="day")
    with pytest.raises(UsageError, match="choose a year"):
        take_snapshot(long, frame)
    with pytest.raises(UsageError, match="dated"):
        take_snapshot(Request(fmt, ALL, look=SMALL, every="day"), frame.iloc[:0])


def test_very_many_spots_are_dots_in_one_image(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "MAX_SPOTS", 1)
    monkeypatch.setattr("geo.export.panel.MAX_SPOTS", 1)
    text = PdfReader(io.BytesIO(shot_of("pdf", frame).content)).pages[0].extract_text()
    assert "one dot a spot" in text
    assert "Odesa" in text
    pixels = np.asarray(Image.open(io.BytesIO(shot_of("png", frame).content)).convert("RGB")).reshape(-1, 3)
    battle = np.array([round(255 * v) for v in to_rgb(type_styles()["battle"].colour)])
    assert (np.abs(pixels - battle).max(axis=1) < 40).sum() > 40


def test_imported_datasets_are_credited_with_their_licence() -> None:
    manifest = {
        "sources": [{"id": "a", "source": "Wire\u202e B"}, {"id": "b", "source": None}],
        "datasets": [{"id": "ged", "title": "UCDP", "citation": "Sundberg & Melander 2013", "licence": "CC BY 4.0"}],
        "versions": {"sitmap": "1"},
        "dataset_sha256_16": "0" * 16,
    }
    lines = credit_lines(manifest)
    assert lines[0] == "Evidence from 2 articles: Wire B."
    assert lines[1] == "Imported: Sundberg & Melander 2013 (CC BY 4.0)"
    assert "0" * 16 in lines[-1]


@pytest.mark.parametrize("wrong", [{"page": "a9"}, {"inks": "pink"}, {"scale": 9}])
def test_a_look_that_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="must be one of"):
        Look(**wrong)
