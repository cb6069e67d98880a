"""What the browser fetches beside the page: Leaflet, Sitmap's scripts, the map's script and the incidents' columns.

All of it from this machine; ``geo.dashboard.guard`` stands before it and refuses foreign requests.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any, Generic, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo.dashboard.login import is_loopback, must_log_in
from geo.dashboard.look import look
from geo.dashboard.speech import LANGUAGES, catalogue
from geo.export.narrow import CONFIDENCES
from geo.export.words import glossary
from geo.maps.assemble import MAP_ID
from geo.maps.columns import type_words
from geo.maps.offline import SCRIPTS, STATIC, STYLE, leaflet_folder
from geo.maps.tiles import Ground, grounds, tile
from geo.settings import Settings

#: Where the routes are mounted, and how a page at the root names them.
MOUNT = "/sitmap"
BASE = MOUNT
#: Published things that are kept: a few versions of the data and their maps.
_KEPT = 8
_PIECE = 1 << 20
_FOREVER = "public, max-age=31536000, immutable"
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
}


T = TypeVar("T")


class _Published(Generic[T]):
    """A small shelf of bytes, or of what makes them, by name; the oldest leave."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._items: OrderedDict[str, T] = OrderedDict()

    def put(self, name: str, content: T) -> None:
        with self._lock:
            self._items[name] = content
            self._items.move_to_end(name)
            while len(self._items) > _KEPT:
                self._items.popitem(last=False)

    def get(self, name: str) -> T | None:
        with self._lock:
            return self._items.get(name)

    def only(self) -> str | None:
        """The name of what is on it, where that is one thing."""
        with self._lock:
            return next(iter(self._items)) if len(self._items) == 1 else None

    def clear(self) -> None:
        with self._lock:
            self._items.clear()


_columns = _Published[bytes]()
_scripts = _Published[Callable[[], bytes]]()
_given = _Published[Callable[[str], bytes]]()
_overlays = _Published[bytes]()
_masks = _Published[bytes]()


def publish_columns(version: str, data: bytes) -> str:
    """Offer columns to the browser; returns their URL, which names their version."""
    _columns.put(version, data)
    return f"{BASE}/columns/{version}"


def publish_given(version: str, make: Callable[[str], bytes]) -> None:
    """Offer what belongs to columns beside them (JSON); `make` is told which version the browser has."""
    _given.put(version, make)


def publish_script(name: str, make: Callable[[], bytes]) -> str:
    """Offer a map's script to the browser, made when it is asked for; returns its URL. One that is there stays."""
    _scripts.put(name, _scripts.get(name) or make)
    return f"{BASE}/script/{name}.js"


def publish_overlay(sha: str, body: bytes) -> str:
    """Offer the shapes of an overlay (gzipped JSON) to the browser; returns their URL, which names their hash."""
    _overlays.put(sha, gzip.decompress(body))
    return f"{BASE}/overlay/{sha}.json"


def publish_mask(bits: bytes) -> str:
    """Offer which incidents pass, a bit each, to the browser; returns its URL, which names its hash."""
    name = hashlib.sha256(bits).hexdigest()[:16]
    _masks.put(name, bits)
    return f"{BASE}/mask/{name}"


def withdraw() -> None:
    """Offer nothing any more that was published: something in it was deleted."""
    for shelf in (_columns, _scripts, _given, _overlays, _masks):
        shelf.clear()


def fetched_ahead() -> str:
    """What the map's page will ask for, as a ``Link`` header: the browser fetches it while it reads Streamlit's own.

    The columns are among it where there is no doubt which: one version of the data was drawn up, not two.
    """
    script, styles = _scripts_of_any_map(), _styles_of_any_map()
    columns = None if must_log_in() else _columns.only()
    found = [f"<{MOUNT}/mount.js>; rel=modulepreload"]
    found += [f"<{url}>; rel=preload; as=script" for url in script]
    found += [f"<{url}>; rel=preload; as=style" for url in styles]
    found += [f"<{MOUNT}/columns/{columns}>; rel=preload; as=fetch; crossorigin"] if columns else []
    return ", ".join(found)


def _scripts_of_any_map() -> list[str]:
    return [f"{BASE}/leaflet/leaflet.js", *(f"{BASE}/static/{name}" for name in SCRIPTS)]


def _styles_of_any_map() -> list[str]:
    return [f"{BASE}/leaflet/leaflet.css", f"{BASE}/static/{STYLE}"]


def routes() -> list[BaseRoute]:
    """The routes of the app object in ``app.py``."""
    return [
        Route("/map", _to_the_map),
        Route(f"{MOUNT}/columns/{{version}}", _send_columns),
        Route(f"{MOUNT}/given/{{version}}", _send_given),
        Route(f"{MOUNT}/script/{{sha}}.js", _send_script),
        Route(f"{MOUNT}/overlay/{{sha}}.json", _send_overlay),
        Route(f"{MOUNT}/mask/{{name}}", _send_mask),
        Route(f"{MOUNT}/tiles/{{number:int}}/{{z:int}}/{{x:int}}/{{y:int}}", _send_tile),
        Route(f"{MOUNT}/mount.js", _send_mount),
        Route(f"{MOUNT}/tour.js", _send_tour),
        Route(f"{MOUNT}/table.js", _send_table),
        Route(f"{MOUNT}/look.css", _send_look),
        Mount(f"{MOUNT}/leaflet", StaticFiles(directory=leaflet_folder())),
        Mount(f"{MOUNT}/static", StaticFiles(directory=STATIC)),
    ]


async def _to_the_map(request: Request) -> Response:
    """The first page by its name: Streamlit serves it at the root alone."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./", headers=_SAFE)


def _answer(request: Request, name: str, content: bytes | None, media_type: str) -> Response:
    if content is None:
        raise HTTPException(404, "no longer here; reload the page")
    headers = {"ETag": f'"{name}"', "Cache-Control": _FOREVER, **_SAFE}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if request.client is not None and is_loopback(request.client.host):
        # Streamlit would compress it anew for each load of the page: seconds, where the way is no way at all.
        headers["Content-Encoding"] = "identity"
    if len(content) <= _PIECE:
        return Response(content, media_type=media_type, headers=headers)
    # In pieces: a server that takes it whole copies it whole.
    view = memoryview(content)
    pieces = (bytes(view[at : at + _PIECE]) for at in range(0, len(content), _PIECE))
    headers["Content-Length"] = str(len(content))
    return StreamingResponse(pieces, media_type=media_type, headers=headers)


async def _send_columns(request: Request) -> Response:
    version = request.path_params["version"]
    return _answer(request, version, _columns.get(version), "application/octet-stream")


def _answer_changing(request: Request, text: str, media_type: str) -> Response:
    """A file whose address stays when it changes: the browser asks each time whether it has."""
    content = text.encode("utf-8")
    answer = _answer(request, hashlib.sha256(content).hexdigest()[:16], content, media_type)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


async def _send_mount(request: Request) -> Response:
    script = files("geo.dashboard").joinpath("static/mount.js").read_text(encoding="utf-8")
    always = {
        "base": BASE,
        "map": MAP_ID,
        "scripts": _scripts_of_any_map(),
        "styles": _styles_of_any_map(),
        "grounds": offered_grounds(Settings.from_env().tiles),
        "words": {code: _stage_words(code) for code in LANGUAGES},
        "nouns": {code: dict(catalogue(code)["nouns"]) for code in LANGUAGES},
    }
    return _answer_changing(request, f"const ALWAYS = {json.dumps(always)};\n{script}", "text/javascript")


def _stage_words(code: str) -> dict[str, str]:
    """What the map's scripts say in a language: own sentences, and the names of types, countries and provinces."""
    held = catalogue(code)
    places = {**held["countries"], **held["provinces"]}
    return {**places, **held["stage"], **{one: held["words"][one] for one in type_words() if one in held["words"]}}


async def _send_tour(request: Request) -> Response:
    script = files("geo.dashboard").joinpath("static/tour.js").read_text(encoding="utf-8")
    return _answer_changing(request, script, "text/javascript")


async def _send_table(request: Request) -> Response:
    script = files("geo.dashboard").joinpath("static/table.js").read_text(encoding="utf-8")
    always = {
        "words": {code: dict(catalogue(code)["table"]) for code in LANGUAGES},
        "codes": {code: _terms(catalogue(code)["words"]) for code in LANGUAGES},
        "colours": {code: term.colour for (kind, code), term in glossary().items() if kind == "type"},
    }
    return _answer_changing(request, f"const ALWAYS = {json.dumps(always)};\n{script}", "text/javascript")


def _terms(words: Mapping[str, str]) -> dict[str, list[str]]:
    """What the codes of a table are called and mean, in a language: "status:claimed" -> both."""
    kinds = ("type", "sub_type", "status", "date_precision")
    found = {
        f"{kind}:{code}": [words.get(text, text) for text in (term.label, term.meaning)]
        for (kind, code), term in glossary().items()
        if kind in kinds
    }
    return found | {f"confidence:{word}": [words.get(word, word), ""] for word in CONFIDENCES}


async def _send_look(request: Request) -> Response:
    return _answer_changing(request, look(), "text/css")


def offered_grounds(entries: str) -> list[dict[str, Any]]:
    """The grounds that the map offers, for its script; those in a file come by a route of ours."""
    return [
        {
            "name": one.name,
            "url": one.url or f"{BASE}/tiles/{number}/{{z}}/{{x}}/{{y}}",
            "host": one.host,
            "credit": one.credit,
            "max_zoom": one.max_zoom,
        }
        for number, one in enumerate(_grounds(entries))
    ]


@lru_cache(maxsize=4)
def _grounds(entries: str) -> tuple[Ground, ...]:
    return grounds(entries)


def _send_tile(request: Request) -> Response:
    number, z, x, y = (request.path_params[name] for name in ("number", "z", "x", "y"))
    known = _grounds(Settings.from_env().tiles)
    path = known[number].path if number < len(known) else None
    found = tile(path, z, x, y) if path else None
    if found is None:
        raise HTTPException(404, "no such tile")
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "private, max-age=3600", **_SAFE})


async def _send_mask(request: Request) -> Response:
    name = request.path_params["name"]
    return _answer(request, name, _masks.get(name), "application/octet-stream")


# These two make what they send: in a thread, while others are answered.
def _send_script(request: Request) -> Response:
    sha = request.path_params["sha"]
    make = _scripts.get(sha)
    return _answer(request, sha, make and make(), "text/javascript")


def _send_given(request: Request) -> Response:
    version, since = request.path_params["version"], request.query_params.get("from", "")
    since = since if since.isascii() and since.isalnum() else ""
    make = _given.get(version)
    return _answer(request, f"{version}-{since}", make and make(since), "application/json")


async def _send_overlay(request: Request) -> Response:
    sha = request.path_params["sha"]
    return _answer(request, sha, _overlays.get(sha), "application/json")
