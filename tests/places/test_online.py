"""Online geocoders against a server on this machine: polite, cached, and asked only when that is wanted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.errors import BusyError, MissingError, UsageError
from geo.places import online
from geo.places.chain import GeocoderChain
from geo.places.gazetteer import Gazetteer
from geo.places.online import OnlineGeocoder
from geo.settings import DATA, Settings

NOMINATIM = [
    {
        "osm_type": "node",
        "osm_id": 5,
        "lat": "50.9",
        "lon": "35.2",
        "name": "Prykladivka",
        "display_name": "Prykladivka, Sumy Oblast, Ukraine",
        "class": "place",
        "type": "village",
        "addresstype": "village",
        "address": {"state": "Sumy Oblast", "country_code": "ua"},
        "boundingbox": ["50.85", "50.95", "35.15", "35.25"],
    },
    {
        "osm_type": "node",
        "osm_id": 6,
        "lat": "0",
        "lon": "0",
        "name": "Nowhere",
        "display_name": "Nowhere",
        "type": "village",
    },
]
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [35.2, 50.9]},
            "properties": {
                "osm_type": "N",
                "osm_id": 5,
                "name": "Prykladivka",
                "osm_key": "place",
                "osm_value": "village",
                "type": "city",
                "countrycode": "UA",
                "state": "Sumy Oblast",
            },
        }
    ]
}
PELIAS = {
    "features": [
        {
            "geometry": {"coordinates": [35.2, 50.9]},
            "bbox": [35.15, 50.85, 35.25, 50.95],
            "properties": {
                "gid": "whosonfirst:locality:5",
                "name": "Prykladivka",
                "label": "Prykladivka, Ukraine",
                "layer": "locality",
                "country_code": "UA",
                "region": "Sumy Oblast",
                "source": "whosonfirst",
            },
        }
    ]
}


@dataclass
class Server:
    """Gives the prepared answers one by one, the last one again and again, and remembers what it was asked."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            made.asked.append((parts.path, parse_qs(parts.query), self.headers["User-Agent"]))
            status, headers, body = made.answers.pop(0) if len(made.answers) > 1 else made.answers[0]
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{http.server_address[1]}"
    yield made
    http.shutdown()
    http.server_close()
    thread.join()


Make = Callable[..., OnlineGeocoder]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(online, "_PACE", online._Pace())
    return Clock()


@pytest.fixture
def make(server: Server, clock: Clock, tmp_path: Path) -> Iterator[Make]:
    opened: list[OnlineGeocoder] = []

    def made(name: str = "nominatim", **given: str) -> OnlineGeocoder:
        settings = Settings(
            "sqlite://",
            tmp_path,
            DATA / "models",
            geocoder=name,
            geocoder_url=given.get("url", server.url),
            geocoder_contact=given.get("contact", ""),
            geocoder_key=given.get("key", ""),
        )
        opened.append(OnlineGeocoder(settings, clock=clock, sleep=clock.sleep))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


@pytest.mark.parametrize(("name", "answer"), [("nominatim", NOMINATIM), ("photon", PHOTON), ("pelias", PELIAS)])
def test_each_service_gives_places_with_level_country_and_attribution(
    make: Make, server: Server, name: str, answer: Any
) -> None:
    server.answers = [(200, {}, answer)]
    found = make(name).ask("Prykladivka")
    (place,) = found.places
    assert (place.name, place.lat, place.lon, place.level, place.country) == ("Prykladivka", 50.9, 35.2, "city", "UA")
    assert place.admin1 == "Sumy Oblast"
    assert 0 < place.radius_km < 15
    assert "OpenStreetMap" in found.attribution


def test_the_user_agent_says_who_asks_and_the_key_goes_along(make: Make, server: Server) -> None:
    server.answers = [(200, {}, PELIAS)]
    make("pelias", contact="desk@example.org", key="k1").ask("Prykladivka")
    ((path, query, agent),) = server.asked
    assert path == "/v1/search"
    assert (query["text"], query["api_key"]) == (["Prykladivka"], ["k1"])
    assert agent.startswith("sitmap/")
    assert "desk@example.org" in agent


def test_nothing_but_the_name_is_sent(make: Make, server: Server) -> None:
    server.answers = [(200, {}, [])]
    make().ask("  Prykladivka,\n Ukraine ")
    assert server.asked[0][1]["q"] == ["Prykladivka, Ukraine"]
    assert set(server.asked[0][1]) <= {"q", "format", "limit", "addressdetails", "accept-language"}


def test_hits_and_misses_are_remembered_until_they_are_too_old(make: Make, server: Server, clock: Clock) -> None:
    server.answers = [(200, {}, NOMINATIM), (200, {}, [])]
    asker = make()
    first, second = asker.ask("Prykladivka"), asker.ask("Prykladivka")
    assert (first.places, first.remembered) == (second.places, False)
    assert second.remembered
    assert asker.ask("Nowhere").places == make().ask("Nowhere").places == ()
    assert len(server.asked) == 2
    clock.now += 8 * 86_400
    asker.ask("Nowhere")
    assert asker.ask("Prykladivka").remembered
    assert len(server.asked) == 3
    clock.now += 200 * 86_400
    assert not asker.ask("Prykladivka").remembered


def test_one_request_a_second_for_all_geocoders_of_the_process(make: Make, server: Server, clock: Clock) -> None:
    server.answers = [(200, {}, [])]
    first, second = make(), make("nominatim", contact="x")
    for number in range(3):
        first.ask(f"A{number}")
        second.ask(f"B{number}")
    assert clock.slept == [pytest.approx(1.1)] * 5


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_the_server_asks_for_is_kept_and_then_it_is_asked_again(
    make: Make, server: Server, clock: Clock, status: int
) -> None:
    server.answers = [(status, {"Retry-After": "7"}, {}), (200, {}, NOMINATIM)]
    assert make().ask("Prykladivka").places
    assert 7.0 in clock.slept
    assert len(server.asked) == 2


def test_a_long_pause_is_not_waited_for_but_said_and_remembered(make: Make, server: Server, clock: Clock) -> None:
    server.answers = [(429, {"Retry-After": "3600"}, {})]
    asker = make()
    with pytest.raises(BusyError, match="in 3600 s"):
        asker.ask("Prykladivka")
    clock.now += 1_800
    with pytest.raises(BusyError, match="a moment ago"):
        asker.ask("Prykladivka")
    assert len(server.asked) == 1
    clock.now += 1_801
    server.answers = [(200, {}, NOMINATIM)]
    assert asker.ask("Prykladivka").places


def test_after_three_tries_it_is_given_up_and_left_alone_for_five_minutes(
    make: Make, server: Server, clock: Clock
) -> None:
    server.answers = [(504, {}, b"")]
    asker = make()
    with pytest.raises(BusyError, match="does not answer now"):
        asker.ask("Prykladivka")
    assert len(server.asked) == 3
    assert [seconds for seconds in clock.slept if seconds > 1.1] == [2.0, 6.0]
    clock.now += 299
    with pytest.raises(BusyError, match="Try again in 1 s"):
        asker.ask("Another")
    clock.now += 1
    server.answers = [(200, {}, NOMINATIM)]
    assert asker.ask("Another").places


def test_what_is_remembered_is_counted_in_words(make: Make, server: Server, clock: Clock) -> None:
    server.answers = [(200, {}, NOMINATIM)]
    asker = make()
    words = "Answers remembered on this machine: {} with places, 0 with none, 0 failed."
    assert (asker.remembers("Prykladivka"), asker.cache_words(clock.now)) == (False, words.format(0))
    asker.ask("Prykladivka")
    assert (asker.remembers("Prykladivka"), asker.cache_words(clock.now)) == (True, words.format(1))


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>a login page</html>"), (200, {"other": 1}), (403, {}), (500, {}), (200, b"\xff\xfe")],
)
def test_an_answer_that_is_none_is_an_error_and_never_a_miss(
    make: Make, server: Server, status: int, body: Any
) -> None:
    server.answers = [(status, {}, body)]
    asker = make("photon")
    with pytest.raises(MissingError, match="GEO_GEOCODER_URL"):
        asker.ask("Prykladivka")


def test_a_server_that_is_not_there_is_an_error(make: Make) -> None:
    with pytest.raises((BusyError, MissingError)):
        make(url="http://127.0.0.1:9").ask("Prykladivka")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("google", ""),
        ("", ""),
        ("pelias", ""),
        ("nominatim", "ftp://example.org"),
        ("nominatim", "example.org"),
        ("nominatim", "http://[x"),
    ],
)
def test_wrong_settings_are_said_before_anything_is_sent(make: Make, server: Server, name: str, url: str) -> None:
    with pytest.raises(UsageError, match="GEO_GEOCODER"):
        make(name, url=url)
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["https://ada:lovelace@geocoder.example", "ada:lovelace@geocoder.example", "x://lovelace@[y"]
)
def test_a_password_in_its_address_is_refused_and_not_repeated(make: Make, server: Server, url: str) -> None:
    with pytest.raises(UsageError, match="GEO_GEOCODER_URL") as refused:
        make("nominatim", url=url)
    assert "lovelace" not in str(refused.value)
    assert server.asked == []


def test_the_notice_says_what_leaves_the_machine_and_where_to(make: Make, server: Server) -> None:
    notice = make().notice
    assert server.url in notice
    assert "leave this machine" in notice


def test_a_damaged_cache_is_made_anew(make: Make, server: Server, tmp_path: Path) -> None:
    (tmp_path / "geocoder.db").write_bytes(b"not a database" * 100)
    server.answers = [(200, {}, NOMINATIM)]
    assert make().ask("Prykladivka").places
    assert make().ask("Prykladivka").remembered
    with sqlite3.connect(tmp_path / "geocoder.db") as database:
        database.execute("UPDATE answer SET places = '[{'")
    database.close()
    assert not make().ask("Prykladivka").remembered


def test_the_chain_asks_online_only_for_what_the_gazetteer_lacks(
    make: Make, server: Server, gazetteer: Gazetteer
) -> None:
    server.answers = [(200, {}, NOMINATIM)]
    chain = GeocoderChain(gazetteer, make())
    assert not chain.places("Sumy").online
    assert server.asked == []
    found = chain.places("Qzxqyy")
    assert found.online
    assert found.places[0].id == "osm:node/5"
    assert GeocoderChain(gazetteer).places("Qzxqyy").places == ()
