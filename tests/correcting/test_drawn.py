"""Places by drawing: what makes an area, how it is kept, and where it goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from geo.correcting.values import check
from geo.dashboard.room_acts import Act, carry_out
from geo.desk import export_corrections, import_corrections
from geo.errors import InputError, UsageError
from geo.export.coarse import LEVELS, coarsen
from geo.export.look import LIGHT
from geo.export.surfaces import draw_surfaces
from geo.maps.columns import encode
from geo.outlines import MOST_CORNERS, MOST_DRAWN, PREFIX, drawn, id_between, id_of, line_of, ring_of
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store

TEXT = "Shelling killed two people in Kherson on Monday, they said."
NOW = datetime(2024, 3, 7, tzinfo=UTC)
AROUND = [(46.6, 32.5), (46.7, 32.5), (46.7, 32.7), (46.6, 32.7)]
KM2 = 111.195**2
Corner = tuple[float, float]


def shape_of(place_id: str) -> shapely.Polygon:
    ring = ring_of(place_id)
    assert ring is not None
    return shapely.Polygon(ring)


def test_a_rectangle_and_an_area_are_their_corners() -> None:
    one = drawn("rectangle", [AROUND[0], AROUND[2]])
    assert one.id == drawn("area", [AROUND[3], AROUND[0], AROUND[1], AROUND[2]]).id or shape_of(one.id).equals(
        shape_of(drawn("area", AROUND).id)
    )
    assert (one.lat, one.lon) == (46.65, 32.6)
    assert one.radius_km == pytest.approx(9.4, abs=0.2)
    bent = drawn("area", [(0, 0), (0, 3), (3, 3), (3, 2.9), (0.1, 2.9), (0.1, 0)])
    assert shape_of(bent.id).contains(shapely.Point(bent.lon, bent.lat)), "the middle of a bent area lies in it"


@pytest.mark.parametrize("latitude", [0.0, 60.0, -75.0])
def test_a_line_is_the_ground_along_it(latitude: float) -> None:
    one = drawn("line", [(latitude, 10.0), (latitude, 10.5)], line_km=3)
    shape, narrow = shape_of(one.id), np.cos(np.radians(latitude))
    long = 0.5 * 111.195 * narrow
    assert shape.area * KM2 * narrow == pytest.approx(long * 6 + np.pi * 9, rel=0.05)
    assert one.radius_km == pytest.approx(long / 2 + 3, rel=0.05)
    assert len(shape.exterior.coords) <= MOST_CORNERS
    closed = drawn("line", [*AROUND, AROUND[0]], line_km=1)
    assert not shape_of(closed.id).interiors


def test_the_longest_line_still_has_an_outline_that_is_kept() -> None:
    wild = [(50 + 0.3 * (k % 2), 20 + 0.1 * k) for k in range(MOST_DRAWN)]
    for km in (0.05, 2, 30):
        assert ring_of(drawn("line", wild, km).id) is not None


@pytest.mark.parametrize(
    ("kind", "corners", "why"),
    [
        ("circle", AROUND, "one of rectangle, area, line"),
        ("rectangle", AROUND, "two corners"),
        ("rectangle", [(1, 1), (1, 2)], "two corners"),
        ("area", [(1, 1), (2, 2), (1, 1)], "three corners"),
        ("area", [AROUND[0], AROUND[2], AROUND[1], AROUND[3]], "cross each other"),
        ("line", [(1, 1), (1, 1)], "two points"),
        ("area", [(1, 1), (float("nan"), 2), (3, 3)], "a latitude and a longitude"),
        ("area", [(89, 1), (88, 2), (80, 3)], "between 85"),
        ("area", [(0, -60), (40, 0), (0, 60)], "at most 1,500 km"),
        ("area", [(0, k / 100) for k in range(MOST_DRAWN + 1)], "at most 60 corners"),
    ],
)
def test_what_makes_no_area_is_refused(kind: str, corners: list[Any], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        drawn(kind, corners)


@pytest.mark.parametrize("said", ["", "POINT (1 2)", "POLYGON ((1 2, 3 4))", "POLYGON ((1 2, 3 4, x y, 1 2))",
                                  "POLYGON ((1 2, 3 400, 5 6, 1 2))", "POLYGON ((1 2, 3 4, 5 6, 7 8))"])  # fmt: skip
def test_an_id_that_is_no_outline_is_none_and_no_correction(said: str) -> None:
    assert ring_of(PREFIX + said) is None
    place = {"id": PREFIX + said, "name": "x", "lat": 1.0, "lon": 2.0, "level": "region"}
    with pytest.raises(UsageError):
        check("place", {"place": place})
    spot = {"name": "x", "precision": "area", "lat": 1.0, "lon": 2.0, "place_id": PREFIX + said}
    with pytest.raises(UsageError):
        check("places", {"places": [spot]})


@pytest.fixture
def store(gazetteer: Gazetteer) -> Store:
    made = Store.open("sqlite://")
    ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], made, gazetteer)
    return made


def draw(store: Store, gazetteer: Gazetteer, **told: Any) -> str:
    reading = store.reading(store.articles()["article_id"][0])
    assert reading is not None
    span = {"s": TEXT.index("Kherson"), "e": TEXT.index("Kherson") + 7}
    told = {"do": "draw", "kind": "area", "corners": AROUND, "km": 2, "scope": "article", **span, **told}
    return carry_out(
        Act(
            told,
            reading,
            store,
            gazetteer,
            "Ada",
            "I looked",
            NOW + timedelta(minutes=len(store.corrections.history())),
            lambda _: [],
        )
    )


def test_a_place_that_was_drawn_is_kept_shown_and_carried_along(store: Store, gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="cross"):
        draw(store, gazetteer, corners=[AROUND[0], AROUND[2], AROUND[1], AROUND[3]])
    assert draw(store, gazetteer).startswith("Placed in Kherson")
    rows = store.incidents()
    row = rows.iloc[0]
    assert row["place_id"] == id_of([(lon, lat) for lat, lon in AROUND])
    assert (row["place"], row["place_precision"], row["country"]) == ("Kherson", "area", "UA")
    assert row["radius_km"] == pytest.approx(9.4, abs=0.2)
    (surface,) = encode(rows).meta["surfaces"]
    assert surface["rings"] == [[[lon, lat] for lat, lon in [*AROUND, AROUND[0]]]]
    for level in LEVELS:
        assert (
            not coarsen(rows, level)["place_id"].iloc[0].startswith(PREFIX)
            if level in ("admin1", "country")
            else (coarsen(rows, level)["place_id"].isna().all())
        )
    elsewhere = Store.open("sqlite://")
    import_corrections(elsewhere, export_corrections(store), gazetteer)
    ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], elsewhere, gazetteer)
    assert elsewhere.incidents()["place_id"].iloc[0] == row["place_id"]
    with pytest.raises(InputError, match="outline"):
        import_corrections(elsewhere, export_corrections(store).replace("POLYGON ((", "POLYGON ((x"), gazetteer)


def test_a_picture_hatches_what_was_drawn(store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(store, gazetteer, kind="line", corners=[(46.6, 32.5), (46.7, 32.9)], km=1)
    rows = store.incidents()

    class Plane:
        theme = LIGHT

        def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
            return lon, lat

    class NoProvinces:
        shapes = np.array([])

        def known(self, _: str) -> list[str]:
            return []

    monkeypatch.setattr("geo.export.surfaces.visible", lambda *_: NoProvinces())
    (surface,) = draw_surfaces(Figure().subplots(), Plane(), rows)  # type: ignore[arg-type]
    assert surface.shape.equals(shape_of(rows["place_id"].iloc[0]))


@given(*(st.tuples(st.floats(-180, 180), st.floats(-85, 85)) for _ in "ab"))
def test_what_lies_between_two_points_is_one_line_in_whatever_order(a: Corner, b: Corner) -> None:
    assert id_between(a, b) == id_between(b, a)
    line = line_of(id_between(a, b))
    assert (line is None) == (abs(round(a[0], 4) - round(b[0], 4)) > 180)  # it would go around the globe
    if line is not None:
        assert np.abs(np.array(line) - np.array(sorted((a, b)))).max() <= 0.0001


@pytest.mark.parametrize(
    "said", ["between:", "between:LINESTRING (1 2, 3 4)", "between:LINESTRING (999.0 2.0, 3.0 4.0)"]
)
def test_what_is_no_line_is_none(said: str) -> None:
    assert line_of(said) is None


def test_an_incident_is_given_a_place_that_no_name_gives_it(store: Store, gazetteer: Gazetteer) -> None:
    reading = store.reading(store.articles()["article_id"][0])
    assert reading is not None
    one = reading.reports[0].id
    draw(store, gazetteer, report=one, kind="rectangle", corners=[AROUND[0], AROUND[2]])
    row = store.incidents().iloc[0]
    assert (row["place"].startswith("near "), row["place_precision"], row["country"]) == (True, "area", "UA")
    assert ring_of(row["place_id"]) is not None
    draw(store, gazetteer, report=one, kind="point", corners=[AROUND[0]])
    row = store.incidents().iloc[0]
    assert (row["place_id"], row["place_precision"], row["lat"]) == ("hand:46.6,32.5", "near", 46.6)
    assert row["confirmed"] == "place"
