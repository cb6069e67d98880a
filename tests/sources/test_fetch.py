"""Fetching by address: off unless allowed, only public machines, at the address that was checked, within limits."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from geo.errors import InputError, UsageError
from geo.model import Article
from geo.settings import Settings
from geo.sources import fetch as fetching
from geo.sources.address import is_public, parse, public_addresses
from geo.sources.failure import Failure
from geo.sources.fetch import MAX_BYTES, fetch
from geo.sources.web import read_address
from tests.commands import Run, runner
from tests.makers import TEXT
from tests.sources.trap import NAMES, Trap, page, resolve, sent_to, serving

#: Addresses that must not be asked, with a word of why.
REFUSED = {
    "file:///etc/passwd": "only http",
    "ftp://good.example/a": "only http",
    "gopher://127.0.0.1:6379/_x": "only http",
    "javascript:alert(1)": "only http",
    "data:text/html,x": "only http",
    "//good.example/a": "only http",
    "http:good.example": "host name",
    "http:///nohost": "host name",
    "http://good.example:8080/": "ports 80 and 443",
    "https://good.example:22/": "ports 80 and 443",
    "http://good.example:0/": "ports 80 and 443",
    "http://good.example:99999/": "ort",
    "http://good.example:x/": "ort",
    "http://user:pass@good.example/": "user name",
    "http://good.example@127.0.0.1/": "user name",
    "http://@good.example/": "user name",
    "http://good.example\\@127.0.0.1/": "blanks",
    "http://good.example\r\nX-Evil: 1/": "blanks",
    "http://good.example/a\tb": "blanks",
    "http://good.example/ a": "blanks",
    "http://good.example/\u202egnp": "blanks",
    "http://127.0.0.1/": "this machine",
    "http://127.1/": "this machine",
    "http://2130706433/": "this machine",
    "http://0x7f000001/": "this machine",
    "http://0177.0.0.1/": "this machine",
    "http://①②⑦.⓪.⓪.①/": "this machine",
    "http://127。0。0。1/": "this machine",
    "http://0.0.0.0/": "this machine",
    "http://0/": "this machine",
    "http://255.255.255.255/": "this machine",
    "http://224.0.0.1/": "this machine",
    "http://240.0.0.1/": "this machine",
    "http://10.1.2.3/": "this machine",
    "http://172.31.255.255/": "this machine",
    "http://192.168.1.1/": "this machine",
    "http://169.254.169.254/latest/meta-data/": "this machine",
    "http://192.0.2.1/": "this machine",
    "http://198.18.0.1/": "this machine",
    "http://192.88.99.1/": "this machine",
    "http://[::1]/": "this machine",
    "http://[::]/": "this machine",
    "http://[::ffff:127.0.0.1]/": "this machine",
    "http://[::127.0.0.1]/": "this machine",
    "http://[fe80::1]/": "this machine",
    "http://[fec0::1]/": "this machine",
    "http://[fc00::1]/": "this machine",
    "http://[64:ff9b:1::7f00:1]/": "this machine",
    "http://[2600:1::5efe:7f00:1]/": "this machine",
    "http://[ff02::1]/": "this machine",
    "http://[fe80::1%25eth0]/": "[Nn]ot fetched",
    "http://[::1/": "Invalid",
    "http://mixed.example/": "169.254.169.254",
    "http://inside.example/": "127.0.0.1",
    "http://inside.example./": "127.0.0.1",
    "http://metadata.example/": "169.254.169.254",
    "http://shared.example/": "100.100.100.200",
    "http://nat.example/": "this machine",
    "http://mapped.example/": "this machine",
    "http://sixtofour.example/": "this machine",
    "http://teredo.example/": "this machine",
    "http://nobody.example/": "not known",
    "http://unknown.example/": "not known",
    "http://" + "a" * 300 + ".example/": "host name",
    "http://good.example/" + "a" * 3000: "at most",
}


def got(trap: Trap, url: str = "http://good.example/a") -> Any:
    return fetch(url, resolve=resolve, connect=trap.connect)


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_may_lead_inside_is_not_asked(url: str) -> None:
    with serving(page(b"secret")) as trap, pytest.raises(InputError, match=REFUSED[url]):
        got(trap, url)
    assert trap.wanted == []


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "2002:808:808::"]
)
def test_an_address_of_the_whole_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("good.example")


def test_a_public_page_comes_from_the_address_that_was_checked_under_its_name() -> None:
    with serving(page(b"text")) as trap:
        found = got(trap, "http://GOOD.example./a%20b/ü?q=1#part")
    assert (found.content, found.type, found.charset) == (b"text", "text/plain", "utf-8")
    assert trap.wanted == [("93.184.216.34", 80)]
    asked = trap.heard[0].decode().split("\r\n")
    assert asked[0] == "GET /a%20b/%C3%BC?q=1 HTTP/1.1"
    assert "Host: good.example" in asked


def test_nothing_of_this_machine_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving(page(b"text")) as trap:
        got(trap)
    names = {line.split(":")[0].lower() for line in trap.heard[0].decode().split("\r\n")[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_a_name_that_changes_its_address_is_asked_for_it_once() -> None:
    asked: list[str] = []

    def turning(host: str, port: int, **more: Any) -> list[Any]:
        asked.append(host)
        return resolve("good.example" if len(asked) == 1 else "inside.example", port, **more)

    with serving(page(b"text")) as trap:
        assert fetch("http://turning.example/", resolve=turning, connect=trap.connect).content == b"text"
    assert (asked, trap.wanted) == (["turning.example"], [("93.184.216.34", 80)])


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.1/", "http://inside.example/", "//[::1]/", "file:///etc/passwd", "http://good.example:8501/"],
)
def test_each_hop_is_checked_anew(place: str) -> None:
    with serving(sent_to(place), page(b"secret")) as trap, pytest.raises(InputError):
        got(trap)
    assert trap.wanted == [("93.184.216.34", 80)]


def test_it_is_sent_on_three_times_at_most() -> None:
    hops = [sent_to(f"http://other.example/{k}", status) for k, status in enumerate((301, 302, 303, 307, 308))]
    with serving(*hops[:3], page(b"there")) as trap:
        found = got(trap)
    assert (found.content, found.url) == (b"there", "http://other.example/2")
    with serving(*hops, page(b"there")) as trap, pytest.raises(InputError, match="more than 3 times"):
        got(trap)
    assert len(trap.wanted) == 4


def test_a_safe_page_does_not_send_on_to_an_unsafe_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching._Exchange, "ask", lambda *_: "http://good.example/a")
    with pytest.raises(InputError, match="from https"):
        fetch("https://good.example/", resolve=resolve)


def test_the_name_is_told_in_the_handshake_and_a_server_without_one_is_refused() -> None:
    with serving(b"this is no TLS at all, whatever it says\n") as trap, pytest.raises(InputError, match="no safe"):
        got(trap, "https://good.example/")
    assert trap.wanted == [("93.184.216.34", 443)]
    assert b"good.example" in trap.heard[0]  # SNI


def drip(line: socket.socket) -> None:
    for _ in range(2000):  # the other end has enough of it long before
        line.sendall(b"H")
        time.sleep(0.02)


def drip_in_the_body(line: socket.socket) -> None:
    line.sendall(page(b"", "text/plain").replace(b"Content-Length: 0", b"Content-Length: 9000"))
    drip(line)


def silence(line: socket.socket) -> None:
    while line.recv(4096):  # until the other end has had enough
        pass


@pytest.mark.parametrize("slow", [drip, drip_in_the_body, silence])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_slow_drip_ends_with_the_whole_time(slow: Any, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIME_S", 0.3)
    with serving(slow) as trap, pytest.raises(InputError, match=r"longer than|no safe"):
        got(trap, f"{scheme}://good.example/")


def test_a_silent_resolver_ends_with_the_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIME_S", 0.2)

    over = threading.Event()

    def silent(*_: Any, **__: Any) -> list[Any]:
        over.wait(60)
        return []

    with pytest.raises(InputError, match="not resolved within"):
        fetch("http://good.example/", resolve=silent)
    over.set()


BOMB = gzip.compress(b"0" * (MAX_BYTES * 20))
BAD = {
    "a bomb": (page(BOMB, "text/plain", "Content-Encoding: gzip"), "larger than 5 MB"),
    "too long": (page(b"", "text/plain").replace(b"h: 0", b"h: 6000000"), "larger than 5 MB"),
    "too long, not said": (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * (MAX_BYTES + 1), "larger"),
    "brotli": (page(b"x", "text/plain", "Content-Encoding: br"), "not asked for"),
    "twice packed": (page(b"x", "text/plain", "Content-Encoding: gzip, gzip"), "not asked for"),
    "broken gzip": (page(b"\x1f\x8b\x08nothing", "text/plain", "Content-Encoding: gzip"), "not fetched"),
    "cut gzip": (page(gzip.compress(TEXT.encode())[:-9], "text/plain", "Content-Encoding: gzip"), "ended before"),
    "cut": (page(b"half", "text/plain").replace(b"h: 4", b"h: 9"), "ended before"),
    "a picture": (page(b"x", "image/png"), "image/png"),
    "a program": (page(b"x", "application/octet-stream"), "no article"),
    "not there": (page(b"x", status="404 Not Found"), "404"),
    "forbidden": (page(b"x", status="403 \x1b[31mred"), "403"),
    "no HTTP": (b"SSH-2.0-x\r\n", "not fetched"),
    "nothing": (b"", "not fetched"),
    "endless header": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", "not fetched"),
    "many headers": (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 1000 + b"\r\n", "not fetched"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_too_large_broken_or_no_article_is_refused(name: str) -> None:
    answer, why = BAD[name]
    with serving(answer) as trap, pytest.raises(InputError, match=why) as caught:
        got(trap)
    assert str(caught.value).isprintable()


def test_a_packed_page_is_unpacked() -> None:
    with serving(page(gzip.compress(TEXT.encode()), "text/html", "Content-Encoding: gzip")) as trap:
        assert got(trap).content == TEXT.encode()


def test_nothing_is_fetched_unless_it_is_allowed(tmp_path: Path, capfd: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "fetch", lambda *_, **__: pytest.fail("fetched"))
    monkeypatch.setenv("GEO_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    run: Run = runner(capfd)
    for off in ("", "off", "0", "no"):
        monkeypatch.setenv("GEO_FETCH", off)
        outcome = run("ingest", "https://good.example/a")
        assert outcome.code == 2
        assert "GEO_FETCH=on" in outcome.err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError):
        list(read_address("https://good.example/a", Settings.from_env({})))


def test_an_article_that_was_fetched_is_known_by_its_address() -> None:
    allowed = Settings.from_env({"GEO_FETCH": "on"})
    with serving(page("Обстрел Херсона".encode("cp1251"), "text/plain; charset=windows-1251")) as trap:
        (found,) = read_address("http://good.example/a?b", allowed, resolve=resolve, connect=trap.connect)
    assert isinstance(found, Article)
    assert (found.url, found.identity) == ("http://good.example/a?b", "url:http://good.example/a?b")
    assert found.text == "Обстрел Херсона"


def test_a_page_does_not_take_the_place_of_an_article_from_elsewhere() -> None:
    allowed = Settings.from_env({"GEO_FETCH": "on"})
    body = (
        f"<html><head><link rel=canonical href=https://trusted.example/1></head><body><p>{TEXT * 5}</p></body></html>"
    )
    for content, kind in ((body, "text/html"), (f"url: https://trusted.example/1\n\n{TEXT}", "text/plain")):
        with serving(page(content.encode(), kind)) as trap:
            (found,) = read_address("http://good.example/a", allowed, resolve=resolve, connect=trap.connect)
        assert isinstance(found, Article)
        assert (found.url, found.identity) == ("http://good.example/a", "url:http://good.example/a")


def test_a_page_that_cannot_be_fetched_or_read_is_a_failure_among_others() -> None:
    allowed = Settings.from_env({"GEO_FETCH": "on"})
    for url in ("http://127.0.0.1/", "http://inside.example/"):
        (found,) = read_address(url, allowed, resolve=resolve)
        assert isinstance(found, Failure)
        assert "this machine" in str(found.error)
    with serving(page(b"x", "text/plain; charset=nonsense")) as trap:
        (found,) = read_address("http://good.example/", allowed, resolve=resolve, connect=trap.connect)
    assert isinstance(found, Failure)


def test_every_name_of_the_tests_is_answered() -> None:
    good = parse("http://other.example/")
    assert public_addresses(good, timeout_s=60, resolve=resolve) == tuple(NAMES["other.example"])
