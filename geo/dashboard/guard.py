"""What stands before every page and file of the dashboard: who asks, from where, and what the answer may load.

A site elsewhere may point a name of its own at this machine (DNS rebinding), or load from here across origins: both are
refused before Streamlit sees them, which would even ask a server elsewhere for this machine's outer address.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from geo.dashboard.login import has_logged_in, is_loopback, must_log_in, own_names
from geo.dashboard.routes import fetched_ahead
from geo.maps.tiles import grounds
from geo.settings import Settings

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
#: What only those may have who may see the pages; the rest is the frame in which the login stands.
PRIVATE = ("/sitmap/columns/", "/sitmap/script/", "/sitmap/overlay/", "/sitmap/mask/", "/sitmap/tiles/", "/media/",
           "/_stcore/upload_file/")  # fmt: skip
#: For every answer. The policies of single answers are stricter and go before.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def guards() -> list[Middleware]:
    """What ``app.py`` puts before Streamlit."""
    return [Middleware(Guard)]


class Guard:
    """Refuses foreign requests, and says to browsers what our answers may load."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = why_refused(scope)
        if refusal and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refusal:
            await PlainTextResponse(refusal, 403, headers=HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send, scope) if scope["type"] == "http" else send)


def why_refused(scope: Scope) -> str:
    """Why a request gets no answer; empty where it gets one."""
    headers = Headers(scope=scope)
    server = (scope.get("server") or ("",))[0]
    host = _host_of(headers.get("host", ""))
    if not is_loopback(server) and server and not (Settings.from_env().open_to_network or must_log_in()):
        return "Sitmap answers to this machine only"
    if not _is_ours(host, server):
        return "Sitmap answers to this machine only: another name, or none, was asked for"
    origin = headers.get("origin")
    if origin is not None and _place_of(origin) != headers.get("host", "").lower():
        return "Sitmap answers to its own pages only"
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
        return "Sitmap answers to its own pages only"
    private = scope["path"].startswith(PRIVATE)
    if private and must_log_in() and not has_logged_in(HTTPConnection(scope).cookies):
        return "Log in first"
    return ""


def _place_of(origin: str) -> str:
    """Host and port of an ``Origin`` header; empty where it is damaged."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _host_of(value: str) -> str:
    """The host of a ``Host`` header, without its port; empty where it is none."""
    try:
        parts = urlsplit(f"//{value}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    odd = "@" in parts.netloc or parts.path or parts.query or parts.fragment
    return "" if odd else (parts.hostname or "").rstrip(".")


def _is_ours(host: str, server: str) -> bool:
    if not host:
        return False
    if is_loopback(host) or host == server:  # an address that is written out is no name that could be turned
        return True
    names = own_names()
    return "*" in names or host in names or any(host.endswith(name[1:]) for name in names if name.startswith("*."))


def _with_headers(send: Send, scope: Scope) -> Send:
    map_page = scope["path"].removeprefix(scope.get("root_path", "")) == "/"

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**HEADERS, "Content-Security-Policy": policy(Settings.from_env().tiles)}.items():
                headers.setdefault(name, value)
            if map_page:
                headers.setdefault("Link", fetched_ahead())
        await send(message)

    return sending


@lru_cache(maxsize=4)
def policy(tiles: str) -> str:
    """What Streamlit's page may load: from here alone, and pictures of the map's grounds that may be chosen.

    Streamlit writes styles into its page and starts our components from blobs; of scripts in the page it has those of
    its own file, which are let through by their hashes. Nothing needs ``eval``.
    """
    hosts = sorted({_source(one.url) for one in grounds(tiles) if one.url})
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "blob:", *_streamlits_scripts()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": " ".join(["'self'", "data:", "blob:", *hosts]),
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "media-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _streamlits_scripts() -> list[str]:
    """The hashes of the scripts that stand in Streamlit's own page."""
    page = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]{0,200}>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inline if one]


def _source(url: str) -> str:
    """A template's address as a source of a policy; a part of the host that changes is any."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{'*.' + host.split('}.', 1)[-1] if '{' in host else host}"
