"""Pictures, films and reports take the colours of the map where it is coloured by who says so; so do manifests."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from geo.dashboard.index import Index
from geo.errors import UsageError
from geo.export.formats import take_snapshot
from geo.export.look import Look, type_styles
from geo.export.request import Request
from geo.export.shades import COLOURS, REST, foremost_of, shades
from geo.model import Selection
from tests.makers import make_frame, make_place, make_report

ALL = Selection(background=True)
BY_SIDE = Look(sides=())


def at(number: int, who: str) -> Any:
    return make_report(
        f"r{number}",
        attribution=(who,) if who else (),
        places=(make_place(name=f"N{number}", lat=46.0 + number, lon=31.0),),
    )


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    told = ["Moscow", "Russian officials", "Kyiv", "the governor", ""]
    return make_frame(*(at(number, who) for number, who in enumerate(told)))


def colours_in(content: bytes) -> set[tuple[int, ...]]:
    pixels = matplotlib.image.imread(io.BytesIO(content))
    return {tuple(one) for one in np.unique((pixels[:, :, :3] * 255).round().astype(int).reshape(-1, 3), axis=0)}


def ink(colour: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in to_rgb(colour))


def test_a_picture_has_the_colours_of_the_sides_and_says_so(frame: pd.DataFrame) -> None:
    shot = take_snapshot(Request("png", ALL, look=BY_SIDE), frame)
    found = colours_in(shot.content)
    assert {ink(one) for one in (*COLOURS[:2], REST["other"], REST["none"])} <= found
    assert ink(type_styles()["explosion_remote"].colour) not in found
    assert "colours: who says so" in shot.manifest["filters"]["words"]
    svg = take_snapshot(Request("svg", ALL, look=BY_SIDE), frame).content.decode()
    assert all(words in svg for words in ("Russia  2", "Ukraine  1", "others, of no side  1", "nobody is named  1"))


def test_its_manifest_makes_the_same_bytes_whatever_else_the_store_holds_by_then(frame: pd.DataFrame) -> None:
    first = Selection(background=True, bbox=(30.0, 45.0, 32.0, 48.5))
    shot = take_snapshot(Request("png", first, look=BY_SIDE), frame)
    assert shot.manifest["request"]["look"]["sides"] == ["Russia", "Ukraine"]
    held = [at(number, who) for number, who in enumerate(["Moscow", "Russian officials", "Kyiv"])]
    far = [replace(at(k, "Kyiv"), places=(make_place(lat=10.0, lon=10.0),)) for k in range(5, 7)]
    more = make_frame(*held, *far)
    assert foremost_of(more) == ("Ukraine", "Russia")
    again = take_snapshot(Request.of(shot.manifest["request"]), more)
    assert again.content == shot.content


def test_the_sides_are_those_of_the_map(frame: pd.DataFrame) -> None:
    held = Index(frame).shades
    own = foremost_of(frame)
    assert held.names[: len(own)] == own
    assert [held.names[k] for k in held.of_row] == shades(frame, own).tolist()


@pytest.mark.parametrize("fmt", ["gif", "report.html", "report.pdf"])
def test_films_and_reports_are_coloured_so_too(frame: pd.DataFrame, fmt: str) -> None:
    asked = Request(fmt, ALL, look=replace(BY_SIDE, scale=1), every="year" if fmt == "gif" else None)
    content = take_snapshot(asked, frame).content
    if fmt == "report.html":
        assert content.count(f"--c:{COLOURS[0]}".encode()) == 2
        assert b"Colour is who says so" in content
    assert content == take_snapshot(asked, frame).content
    assert content != take_snapshot(replace(asked, look=Look(scale=1)), frame).content


def test_grey_inks_and_coarser_places_have_no_sides(frame: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="need colours"):
        Look(inks="grey", sides=())
    with pytest.raises(UsageError, match="who says so"):
        take_snapshot(Request("png", ALL, look=BY_SIDE, coarsen="admin1"), frame)


def test_rows_without_words_of_a_source_are_said_by_nobody() -> None:
    held = pd.DataFrame({"attribution": pd.Categorical(["Kyiv; Moscow", None, "Hamas"])})
    assert shades(held, ("Ukraine",)).tolist() == ["several", "none", "another"]
