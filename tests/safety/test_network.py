"""Nothing leaves this machine unless asked: every page and every command, on a hostile store, reaches for nobody."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from streamlit.testing.v1 import AppTest

from geo.cli.main import cli
from geo.dashboard.shell import PAGES
from geo.pipeline import open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from tests.commands import Run, runner
from tests.maps.hostile import CANARY
from tests.safety.hostile_store import fill_with_payloads, payload_folder

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of payloads."""
    return payload_folder(tmp_path_factory.mktemp("network"))


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whoever is asked for, by name or by address, but this machine; asking is refused as without a network."""
    seen: list[str] = []

    def refuse(where: object) -> None:
        seen.append(str(where))
        msg = "no network in this test"
        raise OSError(msg)

    def watched(name: str) -> None:
        real = getattr(socket.socket, name)

        def call(self: socket.socket, *given: Any) -> Any:
            address = next((one for one in reversed(given) if isinstance(one, tuple)), None)
            inet = self.family in (socket.AF_INET, socket.AF_INET6)
            if inet and address is not None and not str(address[0]).startswith(LOOPBACK):
                refuse(address)
            return real(self, *given)

        monkeypatch.setattr(socket.socket, name, call)

    for name in ("connect", "connect_ex", "sendto"):
        watched(name)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        real = getattr(socket, name)

        def asked(host: Any, *given: Any, real: Any = real, **more: Any) -> Any:
            if host not in (None, "") and not str(host).startswith(LOOPBACK):
                refuse(host)
            return real(host, *given, **more)

        monkeypatch.setattr(socket, name, asked)
    yield seen
    assert seen == []
    assert CANARY not in os.environ


def test_the_watch_sees_every_way_out(attempts: list[str]) -> None:
    for ask in (
        lambda: socket.create_connection(("trap.example", 80)),
        lambda: socket.socket().connect(("93.184.216.34", 80)),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("93.184.216.34", 53)),
    ):
        with pytest.raises(OSError, match="no network"):
            ask()
    assert len(attempts) == 3
    attempts.clear()


@pytest.mark.parametrize("name", [path for _, path, _, _ in PAGES])
def test_no_page_asks_anybody(
    at_home: str, filled: Path, name: str, attempts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_STORE", f"sqlite:///{filled / 'store.db'}")
    module = next(module for _, path, module, _ in PAGES if path == name)
    script = f"from geo.dashboard.{module} import show\nfrom geo.dashboard.state import desk\nshow(desk())"
    at = AppTest.from_string(script, default_timeout=120).run()
    assert not at.exception
    assert attempts == []


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


#: Each command as a user may give it; {} is a folder of the test. A new command needs a line.
GIVEN: dict[tuple[str, ...], tuple[str, ...]] = {
    ("ingest",): ("{}/news.txt",),
    ("extract",): ("{}/news.txt",),
    ("geocode",): ("Kherson", "trap.example", "Nowhereatall"),
    ("gazetteer", "info"): (),
    ("gazetteer", "add"): ("{}/places.csv",),
    ("gazetteer", "remove"): ("places",),
    ("evaluate",): ("{}",),
    ("articles", "list"): (),
    ("articles", "remove"): ("a001",),
    ("articles", "failed"): (),
    ("articles", "retry"): (),
    ("articles", "forget"): ("--all",),
    ("alerts", "add"): ("near Kherson", "--near", "Kherson"),
    ("alerts", "list"): (),
    ("alerts", "check"): (),
    ("alerts", "remove"): ("near-kherson",),
    ("corrections", "list"): (),
    ("corrections", "undo"): ("nothing", "--author", "Ada"),
    ("corrections", "export"): ("{}/corrections.json",),
    ("corrections", "import"): ("{}/corrections.json",),
    ("corrections", "gold"): ("{}/gold",),
    ("export",): ("{}/out.kml",),
    ("snapshot",): ("{}/out.html",),
    ("report",): ("{}/out2.html", "--from", "2024-03-07", "--to", "2024-03-08"),
    ("import",): ("{}/cells.csv",),
    ("datasets", "list"): (),
    ("datasets", "remove"): ("cells",),
    ("overlays", "add"): ("{}/shapes.geojson",),
    ("overlays", "list"): (),
    ("overlays", "remove"): ("shapes",),
    ("doctor",): (),
    ("backup",): ("{}/copy.db",),
    ("restore",): ("{}/copy.db",),
    ("watch",): ("{}", "--once"),
    ("jobs", "add"): ("{}/news.txt",),
    ("jobs", "pause"): ("1",),
    ("jobs", "resume"): ("1",),
    ("work",): ("--until-idle",),
    ("jobs", "list"): (),
    ("jobs", "cancel"): ("1",),
    ("jobs", "clear"): (),
    ("scale",): ("{}/news.txt",),  # refused without --out; tests/scale runs it under the watch of tests/conftest.py
    ("projects", "new"): ("watched",),
    ("projects", "list"): (),
    ("projects", "show"): ("watched", "--countries", "UA"),
    ("projects", "use"): ("main",),
    ("feeds", "add"): ("https://trap.example/feed.xml",),
    ("feeds", "list"): (),
    ("feeds", "poll"): (),
    ("feeds", "remove"): ("https://trap.example/feed.xml",),
    ("copy",): ("sqlite:///{}/second.db",),
    ("where",): (),
    ("delete-everything",): ("--yes",),
}
#: Commands that are watched elsewhere.
ELSEWHERE = {("gazetteer", "build")}  # the fixture builds it, under the watch of tests/conftest.py


def test_no_command_asks_anybody(
    at_home: str, gazetteer: Gazetteer, filled: Path, attempts: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    run: Run = runner(capfd)
    (filled / "news.txt").write_text("Shelling of Kherson killed two people. http://trap.example/x", encoding="utf-8")
    (filled / "places.csv").write_text("name,lat,lon,country\nTestovo,48.1,36.2,UA\n", encoding="utf-8")
    fill_with_payloads(open_store(Settings.from_env()), filled).close()
    for command, given in GIVEN.items():
        outcome = run(*command, *(one.format(filled) for one in given))
        assert outcome.code in (0, 2, 65, 69), (command, outcome.err)
        assert attempts == [], command


def test_no_command_is_forgotten() -> None:
    assert set(commands(cli)) == {*GIVEN, *ELSEWHERE}


def test_a_web_address_is_asked_for_only_where_it_is_allowed(
    at_home: str, attempts: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Run = runner(capfd)
    assert run("ingest", "https://trap.example/a").code == 2
    assert attempts == []
    monkeypatch.setenv("GEO_FETCH", "on")
    assert run("ingest", "https://trap.example/a").code == 65
    assert attempts == ["trap.example"]
    attempts.clear()
