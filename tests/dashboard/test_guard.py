"""Before every page: other sites are refused, answers say what they may load, and open to others it wants a login."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from geo.dashboard import login
from geo.dashboard.guard import guards, policy
from geo.dashboard.routes import publish_columns, routes
from geo.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
HOME = "http://127.0.0.1:8501"


async def page(_request: Any) -> PlainTextResponse:
    return PlainTextResponse("a page")


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("what is looked at")
    await websocket.close()


def served(server: str = "127.0.0.1") -> TestClient:
    """What stands behind the guard, asked at an address of this machine."""
    all_routes = [*routes(), Route("/", page), Route("/media/x.png", page), WebSocketRoute("/_stcore/stream", stream)]
    app = Starlette(routes=all_routes, middleware=guards())

    async def at(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "server": (server, 8501)} if "server" in scope else scope, receive, send)

    return TestClient(at, base_url=HOME)


PATHS = ("/", "/sitmap/leaflet/leaflet.js", "/media/x.png")
FOREIGN = (
    "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "[::ffff:8.8.8.8]", "",
    "127.0.0.1@evil.example", "evil.example:8501", "127.0.0.1:8501/x", "127.0.0.1:x", "2130706433",
)  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN)
def test_no_name_turned_to_this_machine_gets_an_answer(host: str) -> None:
    client = served()
    for path in PATHS:
        assert client.get(path, headers={"Host": host}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers={"Host": host}):
        pass


@pytest.mark.parametrize("host", ["localhost:8501", "LOCALHOST.", "127.0.0.1", "127.0.0.2:80", "[::1]:8501"])
def test_this_machine_by_any_of_its_names_gets_one(host: str) -> None:
    for path in PATHS:
        assert served().get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://[x", "null", "http://127.0.0.1:9999", "http://localhost:8501"]
)
def test_a_page_of_another_origin_gets_none(origin: str) -> None:
    client = served()
    for path in PATHS:
        assert client.get(path, headers={"Origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers={"Origin": origin}):
        pass


def test_our_own_pages_get_one() -> None:
    own = {"Origin": HOME, "Host": "127.0.0.1:8501", "Sec-Fetch-Site": "same-origin"}
    assert served().get("/", headers=own).status_code == 200
    with served().websocket_connect("/_stcore/stream", headers=own) as socket:
        assert socket.receive_text() == "what is looked at"


def test_what_a_foreign_page_embeds_is_refused_and_a_link_to_us_works() -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert served().get("/", headers={**foreign, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert served().get("/", headers={**foreign, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_the_answers_say_what_may_be_loaded() -> None:
    found = served().get("/").headers
    rules = dict(part.split(" ", 1) for part in found["content-security-policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert "http" not in rules["script-src"] + rules["connect-src"] + rules["style-src"] + rules["font-src"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    refused = served().get("/", headers={"Host": "evil.example"}).headers
    assert refused["x-content-type-options"] == "nosniff"


def test_only_the_page_of_the_map_says_what_to_fetch_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/sitmap/mount.js" in served().get("/").headers["link"]
    assert "link" not in served().get("/media/x.png").headers
    publish_columns("guarded", b"\x01")
    monkeypatch.setattr("geo.dashboard.routes.must_log_in", lambda: True)
    assert "sitmap/columns" not in served().get("/").headers["link"]


def test_a_file_of_ours_may_load_nothing() -> None:
    answer = served().get(publish_columns("guarded", b"\x01"))
    assert answer.headers["content-security-policy"] == "default-src 'none'"


def test_pictures_come_from_the_grounds_that_may_be_chosen_and_from_no_other_host() -> None:
    entries = "https://{s}.tiles.example/{z}/{x}/{y}.png|http://user@maps.example:8080/{z}/{x}/{y}.png"
    rules = dict(part.split(" ", 1) for part in policy(entries).split("; "))
    assert rules["img-src"].split() == [
        "'self'", "data:", "blob:", "http://maps.example:8080", "https://*.tiles.example",
        "https://tile.openstreetmap.org",
    ]  # fmt: skip


def test_the_app_stands_behind_the_guard_and_tells_nobody_of_its_use() -> None:
    app = (ROOT / "app.py").read_text("utf-8")
    assert "start()\n" in app
    assert "middleware=guards()" in app
    assert [one.cls.__name__ for one in guards() if isinstance(one, Middleware)] == ["Guard"]
    settings = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    wanted = (
        "gatherUsageStats = false", 'address = "127.0.0.1"', "enableXsrfProtection = true", "enableCORS = true",
        "enableAgentApi = false", 'showErrorDetails = "none"', "maxUploadSize = 20",
    )  # fmt: skip
    for line in wanted:
        assert line in settings.splitlines()


# -- open to others

SIGNED_WITH = "what the cookies of the tests are signed with"
AUTH = {
    "redirect_uri": "https://map.example/oauth2callback",
    "cookie_secret": SIGNED_WITH,
    "client_id": "sitmap",
    "client_secret": "s",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Serve to other machines, under a name, with these ``[auth]`` secrets."""
    monkeypatch.delenv("GEO_WITHOUT_LOGIN", raising=False)
    before = {name: config.get_option(name) for name in ("server.address", "server.allowedHosts")}

    def make(address: str = "0.0.0.0", names: tuple[str, ...] = (), **auth: str) -> None:  # noqa: S104 that is the point
        config.set_option("server.address", address)
        config.set_option("server.allowedHosts", list(names))
        monkeypatch.setattr(secrets_singleton, "load_if_toml_exists", lambda: True)
        monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": auth})
        monkeypatch.setattr(login, "is_authlib_installed", lambda: True)

    yield make
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize(
    ("address", "names"),
    [("0.0.0.0", ()), ("", ()), ("192.168.1.7", ()), ("::", ()), ("127.0.0.1", ("map.example",))],  # noqa: S104
)
def test_open_to_others_it_does_not_start_without_a_login(
    opened: Any, address: str, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(address, names)
    with pytest.raises(UsageError, match="GEO_WITHOUT_LOGIN"):
        login.check_start()
    opened(address, names, **{**AUTH, "cookie_secret": "short"})
    with pytest.raises(UsageError, match="cookie_secret"):
        login.check_start()
    opened(address, names, **AUTH)
    login.check_start()
    opened(address, names)
    monkeypatch.setenv("GEO_WITHOUT_LOGIN", "on")
    login.check_start()


def test_at_home_it_starts_without_one(opened: Any) -> None:
    for address in ("127.0.0.1", "localhost", "::1"):
        opened(address)
        login.check_start()


def test_a_server_that_was_bound_elsewhere_answers_nobody() -> None:
    assert served("192.168.1.7").get("/", headers={"Host": "192.168.1.7:8501"}).status_code == 403


def cookie(**told: Any) -> str:
    value = json.dumps({"origin": "https://map.example", "is_logged_in": True, "sub": "x"} | told)
    return create_signed_value(SIGNED_WITH, "_streamlit_user", value).decode()


def test_our_files_ask_for_the_same_login_as_the_pages(opened: Any) -> None:
    opened(names=("map.example",), **AUTH)
    client = served()
    url = publish_columns("behind", b"secret")
    for path in (url, "/media/x.png", "/sitmap/script/x.js"):
        assert client.get(path, headers={"Host": "map.example"}).status_code == 403
    ask = {"Host": "map.example", "Cookie": f"_streamlit_user={cookie()}"}
    assert client.get(url, headers=ask).content == b"secret"
    for wrong in (cookie(is_logged_in=False), cookie(origin="https://evil.example"), cookie()[:-4] + "AAAA", "x"):
        assert client.get(url, headers={**ask, "Cookie": f"_streamlit_user={wrong}"}).status_code == 403
    assert client.get("/sitmap/look.css", headers={"Host": "map.example"}).status_code == 200


def test_the_pages_show_nothing_before_the_login(opened: Any) -> None:
    opened(names=("map.example",), **AUTH)
    at = AppTest.from_string(
        "from geo.dashboard.login import log_in\nlog_in()\nimport streamlit\nstreamlit.text('map')"
    )
    at.run()
    assert [one.label for one in at.button] == ["Log in"]
    assert "map" not in [one.value for one in at.text]
