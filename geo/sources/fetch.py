"""Fetch one public web page, where the user has allowed it: for bytes and their type, never to follow what they say.

Nothing of this machine goes along: no cookie, no password, no proxy of the environment, no referrer. The whole of it,
redirects and all, ends after ``TIME_S``, and holds ``MAX_BYTES`` at most, packed or unpacked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from geo import __version__
from geo.errors import InputError, UsageError
from geo.settings import Settings
from geo.sources.address import Resolve, Target, parse, public_addresses

TIME_S = 10.0
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 3
#: The name that servers and their robots.txt know us by.
AGENT = "sitmap"
#: What an article or a feed may come as.
TYPES = frozenset(
    {
        "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "application/rss+xml",
        "application/atom+xml",
    }
)  # fmt: skip
HEADERS: Mapping[str, str] = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain, application/rss+xml, application/atom+xml, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 1 << 16
#: Longest header that is kept (characters).
MAX_STAMP = 500
#: Opens a connection to (address, port) within so many seconds.
Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a server calls a version of a page by, so that it is sent again only when it has changed."""

    etag: str = ""
    last_modified: str = ""

    def asks(self) -> dict[str, str]:
        """The headers that ask whether there is another version by now."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


#: Nothing is here yet.
NEVER = Stamp()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address gave."""

    url: str  #: where it came from in the end, after redirects
    content: bytes  #: unpacked
    type: str  #: media type, lower case, such as ``text/html``
    charset: str | None  #: as the server says
    stamp: Stamp = NEVER  #: to ask again with
    changed: bool = True  #: False: it is as the stamp says that was sent along, and nothing came


class AnsweredError(InputError):
    """A server refused, with a status; some say when to come again."""

    def __init__(self, message: str, status: int, retry_after: str) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after  #: as the server writes it: seconds, or a day and time; "" where it says nothing


def check_allowed(settings: Settings) -> None:
    """Refuse where the user has not allowed web addresses to be fetched.

    Raises
    ------
    UsageError
        Unless ``GEO_FETCH`` is on.
    """
    if not settings.fetch:
        msg = (
            "web addresses are not fetched: nothing leaves this machine unless you ask. GEO_FETCH=on allows it; the "
            "site then sees your network address and which page you want"
        )
        raise UsageError(msg)


def fetch(
    url: str,
    *,
    types: frozenset[str] = TYPES,
    known: Stamp = NEVER,
    resolve: Resolve | None = None,
    connect: Connect | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """The content of a public web page.

    Parameters
    ----------
    url
        Its address, http or https.
    types
        Media types that are taken.
    known
        The version that is here already: then nothing comes but the word that it is the same.
    resolve, connect, clock
        The resolver, what opens connections (None: the system's), and seconds since any moment; given by tests.

    Raises
    ------
    InputError
        When the address may not be fetched, or what it gives is too large, too slow, or of another type.
    """
    end, asked = clock() + TIME_S, ""
    for _ in range(MAX_REDIRECTS + 1):
        target = parse(url)
        addresses = public_addresses(target, timeout_s=_left(url, end, clock), resolve=resolve or socket.getaddrinfo)
        asked = asked or target.host
        same = known.asks() if target.host == asked else {}  # no other host learns of it
        exchange = _Exchange(url, target, connect or socket.create_connection, types, same)
        answer = exchange.ask(addresses[0], _left(url, end, clock))
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
        if target.scheme == "https" and not url.lower().startswith("https:"):
            raise _failed(target.host, "it sends from https to an address that is not")
    raise _failed(url, f"it was sent on more than {MAX_REDIRECTS} times")


def _left(url: str, end: float, clock: Callable[[], float]) -> float:
    left = end - clock()
    if left <= 0:
        raise _slow(url)
    return left


class _Exchange:
    """One question and its answer, on a connection that a watch cuts when the time is over."""

    def __init__(
        self, url: str, target: Target, connect: Connect, types: frozenset[str], more: Mapping[str, str]
    ) -> None:
        self._url, self._target, self._connect, self._types, self._more = url, target, connect, types, more
        self._late = False

    def ask(self, address: str, seconds: float) -> Fetched | str:
        """What came, or where it sends on to."""
        line: socket.socket | None = None
        # A limit for each piece would let a slow drip go on for hours.
        held: list[socket.socket] = []
        watch = threading.Timer(seconds, self._cut, (held,))
        watch.daemon = True
        watch.start()
        try:
            line = self._connect((address, self._target.port), seconds)
            held.append(line)
            line.settimeout(seconds)
            if self._target.scheme == "https":
                line = _context().wrap_socket(line, server_hostname=self._target.host, do_handshake_on_connect=False)
                held[:] = [line]
                line.do_handshake()
            return self._talk(line)
        except ssl.SSLError as error:
            raise _slow(self._url) if self._late else _failed(self._url, f"no safe connection ({error})") from error
        except (OSError, http.client.HTTPException, zlib.error) as error:
            slow = self._late or isinstance(error, TimeoutError)
            raise _slow(self._url) if slow else _failed(self._url, str(error) or type(error).__name__) from error
        finally:
            watch.cancel()
            if line is not None:
                line.close()

    def _cut(self, held: list[socket.socket]) -> None:
        self._late = True
        for line in held:
            try:
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # below TLS: at once
            except OSError:
                continue  # it has ended by itself

    def _talk(self, line: socket.socket) -> Fetched | str:
        link = http.client.HTTPConnection(self._target.host, self._target.port)
        link.sock = line
        link.putrequest("GET", self._target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": self._target.host_header, **HEADERS, **self._more}.items():
            link.putheader(name, value)
        link.endheaders()
        answer = link.getresponse()
        if answer.status in _REDIRECTS:
            return answer.headers.get("Location") or ""
        stamp = Stamp(*(_header(answer, name) for name in ("ETag", "Last-Modified")))
        if answer.status == 304 and self._more:
            return Fetched(self._url, b"", "", None, stamp, changed=False)
        if answer.status != 200:
            why = _failed(self._url, f"the server answers {answer.status} {answer.reason[:60]}")
            raise AnsweredError(str(why), answer.status, _header(answer, "Retry-After"))
        kind = answer.headers.get_content_type().lower()
        if kind not in self._types:
            raise _failed(self._url, f"it is {kind[:60]}, no article")
        content = self._body(answer)
        return Fetched(self._url, content, kind, answer.headers.get_content_charset(), stamp)

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            raise _failed(self._url, f"it is packed as {packing[:30]!r}, which was not asked for")
        if (answer.length or 0) > MAX_BYTES:
            raise _large(self._url)
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packing != "identity" else None
        content, came = bytearray(), 0
        while piece := answer.read1(_PIECE):
            came += len(piece)
            content += piece if unpack is None else unpack.decompress(piece, MAX_BYTES + 1 - len(content))
            if len(content) > MAX_BYTES or came > MAX_BYTES:
                raise _large(self._url)
        if self._late:
            raise _slow(self._url)
        if answer.length or (unpack is not None and not unpack.eof):
            raise _failed(self._url, "it ended before all of it was there")
        return bytes(content)


def _header(answer: http.client.HTTPResponse, name: str) -> str:
    """A header that is kept and sent again: short, and nothing in it that would begin another line."""
    value = (answer.headers.get(name) or "").strip()
    return value if len(value) <= MAX_STAMP and value.isascii() and value.isprintable() else ""


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _slow(url: str) -> InputError:
    return _failed(url, f"it took longer than {TIME_S:.0f} s")


def _large(url: str) -> InputError:
    return _failed(url, f"it is larger than {MAX_BYTES / 1e6:.0f} MB")


def _failed(url: str, why: str) -> InputError:
    clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in f"{url[:100]}: not fetched: {why[:300]}")
    return InputError(clean)
