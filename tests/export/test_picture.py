"""A picture is a whole PNG, the same each time, and its words and symbols say what its rows say."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import matplotlib
import matplotlib.image
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.export import cartography, paper
from geo.export.cartography import fit_extent, visible
from geo.export.formats import Snapshot, take_snapshot
from geo.export.look import Look, type_styles
from geo.export.narrow import Narrow
from geo.export.request import Request
from geo.export.room import one_line, width_of
from geo.export.symbols import ink_on, legend_marks, stacks
from geo.model import IncidentPlace, Report, Selection
from tests.makers import make_date, make_frame, make_place, make_report

MAY = date(2024, 5, 6)
ALL = Selection(background=True)
CRIMEA = IncidentPlace("Crimea", "admin1", 45.3, 34.4, "admin1", "UA", place_id="admin1:UA.11", radius_km=120.0)
UKRAINE = IncidentPlace("Ukraine", "country", 49.0, 32.0, "country", "UA", place_id="country:UA")
SEA = IncidentPlace("Black Sea", "sea_air", 43.4, 34.0, "water", None, place_id="sitmap:black-sea", radius_km=450.0)


def near(name: str, lat: float, lon: float, **more: Any) -> Report:
    given = {"precision": "near", "radius_km": 10.0, "place_id": f"near:{name}"}
    return make_report(name, places=(make_place(name=name, lat=lat, lon=lon, **given),), **more)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(
        make_report("r1"),
        make_report("r2", status="claimed", date=make_date(MAY)),
        make_report("r3", status="planned", places=(make_place(name="Odesa", lat=46.48, lon=30.73),)),
        make_report("r4", status="alleged", type="battle", sub_type="armed_clash", places=(CRIMEA,)),
        make_report("r5", places=(UKRAINE,)),
        make_report("r6", type="strategic", sub_type="blockade", places=(SEA,)),
        make_report("r7", status="denied"),
        make_report("r8", places=(IncidentPlace(name=None, precision="none"),)),
        near("near $Mykolaiv$ {{7*7}}", 46.97, 32.0),
    )


@pytest.fixture(scope="module")
def shot(frame: pd.DataFrame) -> Snapshot:
    return take_snapshot(Request("png", ALL), frame)


def words_of(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame, selection: Selection, **more: Any) -> list[str]:
    """Everything that is written on a picture."""
    drawn: list[Figure] = []

    class Kept(Figure):
        def __init__(self, *args: Any, **given: Any) -> None:
            super().__init__(*args, **given)
            drawn.append(self)

    monkeypatch.setattr(paper, "Figure", Kept)
    monkeypatch.setattr(Kept, "savefig", lambda self, out, **_: out.write(b""))
    request = {name: more.pop(name) for name in ("title", "look") if name in more}
    take_snapshot(Request("png", selection, **request), frame, **more)
    texts = [*drawn[0].texts, *(t for ax in drawn[0].axes for t in ax.texts)]
    return [t.get_text() for t in texts]


def test_a_picture_is_a_png_of_the_promised_size(shot: Snapshot) -> None:
    pixels = matplotlib.image.imread(io.BytesIO(shot.content))
    assert pixels.shape[:2] == (1530, 1980)
    assert shot.media_type == "image/png"
    orange = np.array([int(type_styles()["explosion_remote"].colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    assert (np.abs(pixels[300:1200, :, :3] - orange) < 0.02).all(axis=2).any(), "a strike is on the map"


def test_the_same_rows_give_the_same_bytes(frame: pd.DataFrame, shot: Snapshot) -> None:
    again = take_snapshot(Request("png", ALL), frame.copy())
    assert again.content == shot.content
    assert again.manifest == shot.manifest


def test_the_file_names_its_dataset(shot: Snapshot) -> None:
    assert shot.manifest["dataset_sha256_16"].encode() in shot.content


def test_a_picture_says_scope_window_filters_counts_credits_and_provenance(
    monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame, shot: Snapshot
) -> None:
    words = words_of(monkeypatch, frame, ALL)
    text, counts = "\n".join(words), shot.manifest["counts"]
    assert words[0] != ""
    assert "Reported incidents in Ukraine" in words
    assert "All dates: 4 March 2024 to 6 May 2024" in words
    assert "with background events" in words
    parts = ", ".join(f"{n} {status}" for status, n in counts["by_status"].items())
    assert f"{counts['incidents']} incidents: {parts}." in words
    assert f"On the map: {counts['on_the_map']} (1 of them by country only)." in text
    assert f"Left out: {counts['not_dated']} not dated, {counts['filtered_out']} by the filters." in words
    assert "Natural Earth" in text
    assert "GeoNames (CC BY 4.0)" in text
    assert f"dataset {shot.manifest['dataset_sha256_16']}" in text


def test_the_manifest_counts_what_the_picture_shows(shot: Snapshot) -> None:
    counts = shot.manifest["counts"]
    assert counts["incidents"] == counts["on_the_map"] + counts["without_place"] + counts["listed_only"] == 9
    assert counts["incidents"] == sum(counts["by_status"].values()) == sum(counts["by_type"].values())
    assert (counts["on_the_map"], counts["in_the_margin"], counts["listed_only"], counts["without_place"]) == (
        7,
        1,
        1,
        1,
    )


def test_an_empty_picture_says_so_and_has_no_legend(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame) -> None:
    empty = Selection(first=date(1999, 1, 1), last=date(1999, 1, 31))
    words = words_of(monkeypatch, frame, empty)
    assert "No reported incidents" in words
    assert "No incidents in this window with these filters." in words
    assert "occurred" not in words
    assert take_snapshot(Request("png", empty), frame).manifest["sources"] == []


def test_a_country_stands_in_the_margin_and_a_province_has_a_count(
    monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame
) -> None:
    words = words_of(monkeypatch, frame, ALL)
    at = words.index("is known")
    assert words[at : at + 4] == ["is known", "■", "Ukraine", "1"]
    alone = words_of(monkeypatch, frame[frame["place_precision"].eq("admin1")], ALL)
    assert "province or area" in alone
    assert "1" in alone
    assert "Crimea" not in alone, "a province has no pin and no name of a spot"


def test_a_picture_of_a_country_alone_shows_that_country(frame: pd.DataFrame) -> None:
    lon, lat = cartography.corners(frame.loc[frame["place_precision"].eq("country"), "country"])
    west, south, east, north = fit_extent(lon, lat, None)
    assert 15 < west < 22
    assert 40 < east < 46
    assert south < 44.4 < 52.4 < north


def test_sample_articles_are_marked(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame) -> None:
    assert "SAMPLE ARTICLES" in words_of(monkeypatch, frame, ALL, sample=True)
    assert "SAMPLE ARTICLES" not in words_of(monkeypatch, frame, ALL)


@pytest.mark.parametrize("title", ["$\\frac{1}{", "a\nb\x00c", "\u202eturned", "{{7*7}}", "x" * 400, "Київ"])
def test_any_title_can_be_drawn(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame, title: str) -> None:
    words = words_of(monkeypatch, frame.iloc[:1], ALL, title=title)
    (first, *_rest) = [w for w in words if w.removesuffix(" …") in one_line(title)]
    assert "\n" not in first
    assert "\u202e" not in first


def test_the_legend_holds_only_what_is_drawn(frame: pd.DataFrame) -> None:
    claimed = frame[frame["status"].eq("claimed")]
    assert [words for _shape, _colour, words in legend_marks(claimed)] == [
        "Strikes and explosions",
        "claimed by a side",
    ]
    shapes = [shape for shape, _colour, _words in legend_marks(frame[frame["mapped"]])]
    assert shapes[-3:] == ["near", "surface", "sea_air"]
    assert legend_marks(frame.iloc[:0]) == []
    badges = frame[frame["place_precision"].eq("country")]
    assert [shape for shape, _colour, _words in legend_marks(badges)] == ["type"], "a badge has no outline"


def test_a_stack_shows_its_newest_event_and_never_a_plan_before_a_fact() -> None:
    rows = make_frame(
        make_report("r1", date=make_date(date(2024, 3, 1))),
        make_report("r2", status="claimed", date=make_date(date(2024, 3, 2))),
        make_report("r3", status="planned", date=make_date(date(2024, 3, 9))),
        make_report("r4", date=make_date(date(2024, 3, 5)), background=True),
    )
    (spot,) = stacks(rows).to_dict("records")
    assert (spot["n"], spot["status"], spot["planned"], spot["faint"]) == (4, "claimed", False, False)


def test_numbers_in_pins_can_be_read_on_every_colour() -> None:
    assert ink_on("#CC3311") == ink_on("#0077BB") == "white"
    assert ink_on("#DDCC77") != "white"


@pytest.mark.parametrize(
    ("box", "wide"), [((22, 44, 40.5, 52.5), False), ((170, -20, -170, 20), False), ((-170, -50, 170, 70), True)]
)
def test_a_frame_shows_all_of_its_extent_also_across_the_180th_meridian(box: Any, wide: bool) -> None:
    extent = fit_extent(np.array([]), np.array([]), box)
    frame = cartography.make_frame(extent, 1.5)
    assert frame.wide is wide
    x, y = frame.xy(np.array([extent[0], extent[2]]), np.array([extent[1], extent[3]]))
    assert frame.xlim[0] <= min(x) + 1
    assert max(x) <= frame.xlim[1] + 1
    assert frame.ylim[0] <= min(y) + 1
    assert max(y) <= frame.ylim[1] + 1
    assert len(visible("world", frame).shapes) > 3


def test_a_picture_of_the_world_for_a_screen_is_no_higher_than_the_world(frame: pd.DataFrame) -> None:
    world = (-170.0, -50.0, 170.0, 70.0)
    assert 1.8 < cartography.most_aspect(world) < 2.4
    assert cartography.most_aspect((22.0, 44.0, 40.5, 52.5)) == 0.0
    sizes = {}
    for page, box in (("screen", world), ("a4", world), ("screen", (22.0, 44.0, 40.5, 52.5))):
        shot = take_snapshot(Request("png", replace(ALL, bbox=box), look=Look(page, scale=1)), frame)
        high, wide = matplotlib.image.imread(io.BytesIO(shot.content)).shape[:2]
        sizes[page, box is world] = (wide, high)
    assert sizes["screen", True][0] == sizes["screen", False][0]
    assert sizes["screen", True][1] < 0.85 * sizes["screen", False][1]
    assert sizes["a4", True][1] / sizes["a4", True][0] == pytest.approx(8.27 / 11.69, abs=0.01)  # paper stays paper


def test_one_town_is_shown_with_its_surroundings() -> None:
    west, south, east, north = fit_extent(np.array([32.6]), np.array([46.6]), None)
    assert 4 < east - west < 8
    assert 3 < north - south < 6


def test_filters_beyond_the_selection_narrow_the_picture_and_are_named(frame: pd.DataFrame) -> None:
    kept = take_snapshot(Request("png", ALL, Narrow(text="mykolaiv")), frame)
    assert kept.manifest["counts"]["incidents"] == 1
    assert "text: “mykolaiv”" in kept.manifest["filters"]["words"]
    assert (
        kept.manifest != take_snapshot(Request("png", replace(ALL, last=MAY), Narrow(text="mykolaiv")), frame).manifest
    )


@pytest.mark.parametrize(("extent", "aspect"), [((33.0, 45.0, 38.0, 57.0), 1.8), ((14.0, 4.0, 28.0, 12.0), 3.0)])
def test_the_ground_reaches_into_every_corner_of_a_picture(extent: cartography.Extent, aspect: float) -> None:
    frame = cartography.make_frame(extent, aspect)
    drawn, whole = (shapely.union_all(one.shapes) for one in (visible("world", frame), cartography.layer("world")))
    x, y = (side.ravel() for side in np.meshgrid(np.linspace(*frame.xlim, 15), np.linspace(*frame.ylim, 9)))
    land = shapely.contains_xy(whole, *frame.to_xy.transform(x, y, direction="INVERSE"))
    assert land.mean() > 0.3
    assert (shapely.contains_xy(drawn, x, y) == land).mean() > 0.98  # straight lines bend a little


@pytest.mark.parametrize(("lon", "lat"), [(112.089, 32.683), (13.001, 55.606), (-79.996, 40.441), (114.933, 25.847)])
def test_shapes_can_be_joined_and_cut_wherever_a_frame_cuts_them(lon: float, lat: float) -> None:
    """Around these towns a cut and projected ring crosses itself."""
    frame = cartography.make_frame(fit_extent(np.array([lon]), np.array([lat]), None), 1.6)
    for name in ("world", "admin1", "lakes"):
        assert shapely.is_valid(visible(name, frame).shapes).all()
    land, _disputed = cartography._land(frame, fine=True)
    edge = shapely.box(frame.xlim[0], frame.ylim[0], frame.xlim[1], frame.ylim[1])
    assert shapely.union_all(shapely.intersection(land, edge)).area > 0.3 * edge.area


def test_no_line_of_words_is_wider_than_it_was_measured_at_any_scale() -> None:
    words = "Imported: Davies, Pettersson and Öberg, Organized violence, Journal of Peace Research; Sundberg (2013)"
    for scale in (1, 2):
        sheet = paper.Paper(Look(scale=scale))
        sheet.write(20, 20, words, 7.2)
        with matplotlib.rc_context(paper.LETTERS):
            box = sheet.figure.texts[0].get_window_extent(FigureCanvasAgg(sheet.figure).get_renderer())
        assert box.width * 72 / sheet.look.dpi <= width_of(words, 7.2) * 1.02
