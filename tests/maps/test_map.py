"""The Folium map and the page made of it: whole from this machine, the same each time, and deaf to hostile names."""

from __future__ import annotations

import base64
import gzip
import json
import re
from datetime import date

import folium
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, shape

from geo.maps import basemap
from geo.maps.assemble import MAP_ID, ServedScripts, incident_map, map_script
from geo.maps.columns import encode
from geo.maps.offline import SCRIPTS, leaflet_inline
from geo.maps.packed import Cards, pack_columns, pack_numbers, unpack_numbers
from geo.maps.standalone import standalone_html
from tests.makers import make_frame, make_place, make_report
from tests.maps.hostile import PAYLOADS, RAN, Page, packed_in


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    places = [make_place(name=payload, lat=46.0 + k / 10, lon=32.0) for k, payload in enumerate(PAYLOADS)]
    return make_frame(*(make_report(f"r{k}", places=(place,)) for k, place in enumerate(places)))


@pytest.fixture(scope="module")
def page(frame: pd.DataFrame) -> str:
    columns = encode(frame)
    names = ("head", "place", "evidence", "line", "source", "url")
    cards = Cards(names, [np.arange(len(PAYLOADS), dtype="<u4")] * len(names), [list(PAYLOADS)] * len(names))
    return standalone_html(
        columns,
        cards,
        title=" ".join(PAYLOADS),
        subtitle=PAYLOADS[0],
        note=PAYLOADS[7],
        foot=PAYLOADS,
        marks=[(p, p, p) for p in PAYLOADS],
        manifest={"title": list(PAYLOADS), **dict.fromkeys(PAYLOADS, 1)},
        window=(date(2024, 3, 1), date(2024, 3, 31)),
        filters={"background": True},
    )


@pytest.fixture(scope="module")
def folium_page(frame: pd.DataFrame) -> str:
    return str(incident_map(encode(frame)).get_root().render())


def test_hostile_place_names_are_inert_in_a_rendered_folium_map(folium_page: str) -> None:
    parsed = Page(folium_page)
    assert not parsed.handlers
    assert RAN not in folium_page
    for payload in PAYLOADS:
        assert payload not in folium_page


def test_a_folium_map_asks_no_other_machine_for_anything(folium_page: str) -> None:
    assert not Page(folium_page).loads()
    assert folium_page.count('src="data:text/javascript;base64,') == len(SCRIPTS) + 1  # Leaflet


def test_hostile_text_is_inert_on_a_page_that_opens_from_disk(page: str) -> None:
    parsed = Page(page)
    assert not parsed.handlers
    assert {"img", "svg", "iframe"}.isdisjoint(parsed.tags)
    assert parsed.tags.count("script") == len(parsed.scripts) == len(SCRIPTS) + 5
    assert all("1234*1000" not in content for kind, content in parsed.scripts if kind != "application/json")
    assert "{{1234*1000}}" in parsed.text, "a title shows as it is written"


def test_the_page_loads_nothing(page: str) -> None:
    assert Page(page).loads() == []


def test_the_policy_lets_exactly_the_pages_own_scripts_run(page: str) -> None:
    parsed = Page(page)
    assert parsed.policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in parsed.policy
    assert "'unsafe-inline'" not in parsed.policy.partition("script-src")[2]
    assert parsed.unlisted_scripts() == []
    assert parsed.policy.count("'sha256-") == len(SCRIPTS) + 5, "one more for the map's own script, which is unpacked"


def test_the_manifest_is_data_that_reads_back(page: str) -> None:
    (text,) = [content for kind, content in Page(page).scripts if kind == "application/json"]
    assert json.loads(text)["title"] == list(PAYLOADS)
    assert not set("<>&\u2028\u2029") & set(text)


def test_cards_and_columns_read_back_as_they_were_given(page: str, frame: pd.DataFrame) -> None:
    packed = packed_in(Page(page))
    words = json.loads(gzip.decompress(base64.b64decode(packed["cards"]["words"])))
    assert words == [list(PAYLOADS)] * 6
    assert packed["cards"]["at"] == [0] * 6, "equal codes are written once"
    (codes,) = unpack_numbers(packed["cards"]["codes"])
    assert np.frombuffer(codes, "<u4").tolist() == list(range(len(PAYLOADS)))
    assert b"".join(unpack_numbers(packed["columns"])) == encode(frame).data


def test_any_number_is_packed_and_read_back(frame: pd.DataFrame) -> None:
    none = encode(frame.iloc[:0])
    assert b"".join(unpack_numbers(pack_columns(none))) == none.data
    rng = np.random.default_rng(3)
    parts = [
        np.array([-5, -5, 2**31 - 1], "<i4"),
        np.array([0, 2**32 - 1, 2**32 - 1], "<u4"),
        rng.random(3).astype("<f4"),
        np.array([9, 1, 255], "u1"),
        np.array([7, 3, 9], "<u4"),
    ]
    assert unpack_numbers(pack_numbers(parts)) == [part.tobytes() for part in parts]


def test_the_same_rows_make_the_same_script_and_the_same_page(frame: pd.DataFrame) -> None:
    first, again = (map_script(incident_map(encode(rows))) for rows in (frame, frame.iloc[::-1]))
    assert first == again
    assert MAP_ID in first[1]
    served = ServedScripts()
    for rows in (
        frame,
        frame.iloc[1:],
        frame,
    ):  # the ground is drawn up once, and the script is as if it were each time
        columns = encode(rows)
        wanted = map_script(incident_map(columns, url="/columns/1", base="/sitmap"))
        assert served.script(columns, url="/columns/1", theme="light", base="/sitmap") == wanted[1]
    dark, _text = map_script(incident_map(encode(frame), theme="dark"))
    assert dark != first[0]
    pages = {standalone_html(encode(frame), Cards(), title="a") for _ in range(2)}
    assert len(pages) == 1


def test_columns_by_address_are_not_put_into_the_script(frame: pd.DataFrame) -> None:
    columns = encode(frame)
    _sha, script = map_script(incident_map(columns, url="columns/1"))
    assert base64.b64encode(columns.data).decode() not in script


def test_leaflet_comes_whole_with_its_images() -> None:
    script, style = leaflet_inline()
    assert "1.9.3" in script[:300]
    assert "sourceMappingURL" not in script
    assert "url(images/" not in style


def test_crimea_is_in_ukraine() -> None:
    lands = {f["properties"]["id"]: shape(f["geometry"]) for f in basemap.layer("world")["features"]}
    simferopol, sevastopol = Point(34.10, 44.95), Point(33.60, 44.58)
    for place in (simferopol, sevastopol):
        assert lands["UA"].buffer(0.02).contains(place)
        assert not lands["RU"].contains(place)
    provinces = {f["properties"]["id"]: f for f in basemap.layer("admin1")["features"]}
    assert provinces["admin1:UA.11"]["properties"]["country"] == "UA"
    assert shape(provinces["admin1:UA.11"]["geometry"]).contains(simferopol)


def test_a_basemap_for_folium_carries_no_names() -> None:
    bare = basemap.bare("admin1", ["UA"])
    assert len(bare["features"]) == 27
    assert {tuple(f["properties"]) for f in bare["features"]} == {("d",)}
    assert any(f["properties"]["d"] for f in basemap.bare("world")["features"])


def test_countries_are_named_as_the_gazetteer_names_them() -> None:
    labels = {label["name"]: label for label in basemap.country_labels()}
    assert {"Ukraine", "DR Congo", "South Sudan", "Central African Republic"} <= set(labels)
    assert labels["Russia"]["rank"] < labels["Lebanon"]["rank"]
    assert shape(_land("UA")).contains(Point(labels["Ukraine"]["lon"], labels["Ukraine"]["lat"]))


def _land(code: str) -> dict[str, object]:
    found: dict[str, object] = next(
        f["geometry"] for f in basemap.layer("world")["features"] if f["properties"]["id"] == code
    )
    return found


def test_the_shapes_of_the_ground_are_read_as_json_and_stay_what_they_are(frame: pd.DataFrame) -> None:
    _sha, script = map_script(incident_map(encode(frame), base="/sitmap"))
    texts = re.findall(r"geo_json_\d+_add\(JSON\.parse\('(.*)'\)\);", script)
    assert len(texts) == script.count("_add(") >= 3  # land, rivers and lakes, and provinces where countries are known
    drawn = [one["geometry"] for one in json.loads(texts[0])["features"]]
    assert drawn == [one["geometry"] for one in basemap.bare("world")["features"]]


@pytest.mark.parametrize("name", ["it's", "a\\b", "</script>", "Київ"])
def test_what_would_need_care_in_quotes_is_no_text(name: str) -> None:
    page = folium.Map(tiles=None)
    shape = {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    folium.GeoJson({"type": "FeatureCollection", "features": [shape]}).add_to(page)
    assert ("JSON.parse" in map_script(page)[1]) is False
