"""A chat endpoint in the form that many servers share (POST …/chat/completions), asked politely and never trusted.

Nothing is sent before ``ask``. No redirect is followed, so that text and key reach the named host alone.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from geo import __version__
from geo.errors import BusyError, MissingError, UsageError
from geo.model import web_host
from geo.settings import Settings

#: The longest that one answer may take from first to last byte, and the most bytes it may have.
DEADLINE_S, MAX_BYTES = 180.0, 2_000_000
#: Waits before the second and third try where the server names none; a longer pause than the last is not waited for.
WAITS_S, LONGEST_WAIT_S = (2.0, 6.0), 60.0
_CHUNK = 65_536
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model answers, and how it is asked."""

    url: SplitResult
    model: str
    key: str = field(default="", repr=False)
    deadline_s: float = DEADLINE_S
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of(cls, settings: Settings, **more: Any) -> Endpoint:
        """The endpoint of ``GEO_READER_URL``, ``GEO_READER_MODEL`` and ``GEO_READER_KEY``.

        Raises
        ------
        UsageError
            If none is set up, the address is none, or the key would travel in the clear.
        """
        if web_host(settings.reader_url) is None or not settings.reader_model:
            msg = (
                "a remote reader needs GEO_READER_URL, an address such as http://127.0.0.1:8080/v1, and "
                f"GEO_READER_MODEL; got {settings.reader_url!r} and {settings.reader_model!r}"
            )
            raise UsageError(msg)
        parts = urlsplit(settings.reader_url.rstrip("/"))
        made = cls(parts, settings.reader_model, settings.reader_key, **more)
        if made.key and parts.scheme == "http" and not made.is_local:
            msg = f"GEO_READER_KEY is not sent over http to {made.host}: use https, or leave the key out"
            raise UsageError(msg)
        return made

    @property
    def host(self) -> str:
        """The machine that is asked, with its port."""
        return self.url.netloc.rpartition("@")[2]

    @property
    def is_local(self) -> bool:
        """Whether that is this machine."""
        name = self.url.hostname or ""
        try:
            return name == "localhost" or ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    def ask(self, messages: list[dict[str, str]]) -> str:
        """What the model answers.

        Raises
        ------
        BusyError
            If it cannot answer now: not reached, too slow, or it asks for a pause.
        MissingError
            If it refuses, or answers in another form than expected.
        """
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0}).encode("utf-8", "replace")
        for wait_s in (*WAITS_S, None):
            status, pause_s, content = self._once(body)
            if status not in _BUSY:
                break
            pause_s = wait_s if pause_s is None else pause_s
            if wait_s is None or pause_s is None or pause_s > LONGEST_WAIT_S:
                later = "" if pause_s is None else f" for {pause_s:.0f} s"
                msg = f"{self.host} asks for a pause{later} (HTTP {status}). Try again later"
                raise BusyError(msg)
            self.sleep(pause_s)
        if status != 200:
            msg = f"{self.host} refused (HTTP {status}). Check GEO_READER_URL, GEO_READER_MODEL and GEO_READER_KEY"
            raise MissingError(msg)
        return self._answer(content)

    def _once(self, body: bytes) -> tuple[int, float | None, bytes]:
        """One try: status, the pause that the server asks for in seconds, content."""
        end = time.monotonic() + self.deadline_s
        kind = HTTPSConnection if self.url.scheme == "https" else HTTPConnection
        connection = kind(self.url.hostname or "", self.url.port, timeout=self.deadline_s)
        headers = {"Content-Type": "application/json", "User-Agent": f"sitmap/{__version__}"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            connection.request("POST", f"{self.url.path}/chat/completions", body, headers)
            response = connection.getresponse()
            return response.status, _pause_s(response), self._read(response, connection, end)
        except TimeoutError as error:
            msg = f"{self.host} did not answer within {self.deadline_s:g} s"
            raise BusyError(msg) from error
        except (OSError, HTTPException) as error:
            msg = f"{self.host} is not reached ({error or type(error).__name__}). Is the server running?"
            raise BusyError(msg) from error
        finally:
            connection.close()

    def _read(self, response: HTTPResponse, connection: HTTPConnection, end: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if connection.sock is not None:
                connection.sock.settimeout(left)
            part = response.read1(_CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                msg = f"{self.host} gave an answer of more than {MAX_BYTES:,} bytes; it was not read"
                raise MissingError(msg)

    def _answer(self, content: bytes) -> str:
        try:
            text = json.loads(content)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            msg = f"{self.host} gave an answer in another form than expected ({type(error).__name__})"
            raise MissingError(msg) from error
        if not isinstance(text, str):
            msg = f"{self.host} gave an answer without text"
            raise MissingError(msg)
        return text


def _pause_s(response: HTTPResponse) -> float | None:
    """What Retry-After says, where it is a number of seconds."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return None
