"""A server on this machine that plays a foreign one, and a resolver and connector that lead to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

#: What the resolver of the tests knows.
NAMES = {
    "good.example": ["93.184.216.34"],
    "other.example": ["93.184.216.35", "2606:2800:220:1::1"],
    "mixed.example": ["93.184.216.34", "169.254.169.254"],
    "inside.example": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "shared.example": ["100.100.100.200"],
    "nat.example": ["64:ff9b::a9fe:a9fe"],
    "mapped.example": ["::ffff:10.0.0.5"],
    "sixtofour.example": ["2002:7f00:1::"],
    "teredo.example": ["2001:0:4136:e378:8000:63bf:80ff:fffe"],  # carries 127.0.0.1
    "nobody.example": [],
}


def resolve(host: str, port: int, **_more: Any) -> list[Any]:
    """As ``socket.getaddrinfo``, for the names of the tests and for addresses that are written out."""
    if host in NAMES:
        return [(0, 0, 0, "", (address, port)) for address in NAMES[host]]
    if host.endswith(".example"):
        msg = "Name or service not known"
        raise socket.gaierror(msg)
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)


@dataclass
class Trap:
    """What came to the server, and where the guard wanted to go."""

    port: int
    heard: list[bytes] = field(default_factory=list)
    wanted: list[tuple[str, int]] = field(default_factory=list)

    def connect(self, address: tuple[str, int], seconds: float) -> socket.socket:
        """Notes where to, and leads here."""
        self.wanted.append(address)
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@contextmanager
def serving(*answers: bytes | Callable[[socket.socket], None]) -> Iterator[Trap]:
    """A server that gives these answers, one a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        trap = Trap(listening.getsockname()[1])
        served = threading.Thread(target=_serve, args=(listening, answers, trap), daemon=True)
        served.start()
        yield trap


def _serve(listening: socket.socket, answers: tuple[Any, ...], trap: Trap) -> None:
    for answer in answers:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line:
            try:
                trap.heard.append(line.recv(65536))
                if callable(answer):
                    answer(line)
                else:
                    line.sendall(answer)
            except OSError:
                continue  # the guard has gone


def page(body: bytes, kind: str = "text/plain; charset=utf-8", *more: str, status: str = "200 OK") -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def sent_to(place: str, status: int = 302) -> bytes:
    """A redirect."""
    return page(b"", "text/html", f"Location: {place}", status=f"{status} Found")
