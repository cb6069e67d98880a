"""What the browser fetches beside the page: right bytes, revalidated by ETag, for this machine only."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.dashboard.guard import guards
from geo.dashboard.routes import (
    fetched_ahead,
    offered_grounds,
    publish_columns,
    publish_given,
    publish_mask,
    publish_overlay,
    publish_script,
    routes,
    withdraw,
)
from tests.maps.test_tiles import PNG, make_mbtiles

client = TestClient(Starlette(routes=routes(), middleware=guards()), base_url="http://127.0.0.1:8501")


def test_columns_come_once_and_are_then_known_by_their_tag() -> None:
    url = publish_columns("v1", b"\x01\x02")
    answer = client.get(url)
    assert answer.content == b"\x01\x02"
    assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_map_is_also_where_its_name_says_with_window_and_filters_as_they_are() -> None:
    for url, there in (("/map", "./"), ("/map?from=2024-01-01&type=battle", "./?from=2024-01-01&type=battle")):
        answer = client.get(url, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, there)


def test_a_script_is_javascript_and_nothing_else() -> None:
    answer = client.get(publish_script("abc", b"var a;".strip))
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_belongs_to_columns_comes_as_far_as_the_browser_lacks_it() -> None:
    publish_given("v3", lambda since: f'["{since}"]'.encode())
    assert client.get("/sitmap/given/v3?from=v2").json() == ["v2"]
    answers = [client.get(f"/sitmap/given/v3{query}") for query in ("", "?from=%22%0d%0aX-A:%201", "?from=é")]
    assert [one.json() for one in answers] == [[""]] * 3, "what is no version is none"
    assert {one.headers["etag"] for one in answers} == {'"v3-"'}
    withdraw()
    assert client.get("/sitmap/given/v3").status_code == 404


def test_the_page_of_the_map_names_what_it_will_ask_for() -> None:
    withdraw()
    named = re.findall(r"<([^>]+)>; rel=(\w+)", fetched_ahead())
    assert ("/sitmap/mount.js", "modulepreload") in named
    assert all(client.get(url).status_code == 200 for url, _ in named)
    mount = client.get("/sitmap/mount.js").text
    assert all(url in mount for url, kind in named if kind == "preload")
    one = publish_columns("v1", b"\x01")
    assert f"<{one}>; rel=preload; as=fetch; crossorigin" in fetched_ahead()
    publish_columns("v2", b"\x02")  # now nobody knows which
    assert "columns/" not in fetched_ahead()


def test_the_shapes_of_an_overlay_come_as_json() -> None:
    answer = client.get(publish_overlay("abc", gzip.compress(b'{"dated": "always", "features": []}')))
    assert answer.json()["features"] == []
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["/sitmap/leaflet/leaflet.js", "/sitmap/leaflet/leaflet.css", "/sitmap/static/stage.js"]
)
def test_leaflet_and_our_scripts_come_from_this_machine(path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/sitmap/columns/nothing", "/sitmap/static/../routes.py", "/sitmap/script/x.js", "/sitmap/given/x"]
)
def test_what_was_never_published_is_not_there(path: str) -> None:
    assert client.get(path).status_code == 404


def test_tiles_of_a_file_that_was_named_are_served_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_mbtiles(tmp_path / "a.mbtiles")
    monkeypatch.setenv("GEO_TILES", str(path))
    answer = client.get("/sitmap/tiles/0/1/1/0")
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert offered_grounds(str(path))[0]["url"] == "/sitmap/tiles/0/{z}/{x}/{y}"
    for gone in ("0/1/0/0", "1/1/1/0", "7/1/1/0", "0/99/1/0"):
        assert client.get(f"/sitmap/tiles/{gone}").status_code == 404
    assert client.get("/sitmap/tiles/0/1/1/0", headers={"Host": "evil.example"}).status_code == 403


def test_a_mask_and_the_style_sheet_come_by_their_addresses() -> None:
    assert client.get(publish_mask(b"\x05")).content == b"\x05"
    assert "sm-of-battle" in client.get("/sitmap/look.css").text
    mount = client.get("/sitmap/mount.js")
    assert mount.headers["content-type"].startswith("text/javascript")
    assert client.get("/sitmap/mount.js", headers={"If-None-Match": mount.headers["etag"]}).status_code == 304
