"""An online geocoder, asked only where the user has set one up and asks for it: polite, cached, and never silent.

Nominatim, Photon or Pelias through geopy. One request a second for the whole process, a user agent that says who asks,
retries that obey Retry-After, and a cache of hits, misses and errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, get_retry_after
from geopy.exc import (
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders import Nominatim, Pelias, Photon
from geopy.geocoders.base import Geocoder

from geo import __version__
from geo.errors import BusyError, GeoError, MissingError, UsageError
from geo.model import Place, web_host
from geo.places import online_places
from geo.places.adapter import BoundedAdapter
from geo.places.cache import AnswerCache, Outcome
from geo.settings import Settings

#: What OpenStreetMap's Nominatim allows at most; kept for every service.
SECONDS_BETWEEN = 1.1
TIMEOUT_S = 15.0
#: Waits before the second and third try, where the server names none.
WAITS_S = (2.0, 6.0)
#: A server that asks for a longer pause is not waited for.
LONGEST_WAIT_S = 60.0
#: A service that did not answer three times is left alone for so long, whatever the name.
REST_S = 300.0
LIMIT = 10
MAX_QUERY = 200


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a kind of geocoder."""

    url: str  #: its public server; "" where there is none
    attribution: str


SERVICES = {
    "nominatim": Service(
        "https://nominatim.openstreetmap.org", "Data © OpenStreetMap contributors, ODbL 1.0, through Nominatim"
    ),
    "photon": Service("https://photon.komoot.io", "Data © OpenStreetMap contributors, ODbL 1.0, through Photon"),
    "pelias": Service("", "Data of OpenStreetMap (ODbL 1.0), Who's On First and others, through Pelias"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Places that a service knows under a name; none is a true answer too."""

    places: tuple[Place, ...]
    attribution: str
    remembered: bool  #: from the cache: nothing was sent now


class _Pace:
    """Hands out moments to ask, one a second, to all threads of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._next = 0.0
        self.resting: dict[str, float] = {}  #: address of a service -> when it may be asked again

    def wait(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        with self._lock:
            now = clock()
            # a clock that was set back must not stop us for long
            start = max(now, min(self._next, now + LONGEST_WAIT_S))
            self._next = start + SECONDS_BETWEEN
        if start > now:
            sleep(start - now)


_PACE = _Pace()


class OnlineGeocoder:
    """The geocoder of the settings. Nothing is sent before ``ask``."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Read the settings.

        Parameters
        ----------
        settings
            With ``geocoder`` set.
        clock
            Seconds since 1970, for the age of cached answers and the pace.
        sleep
            Waits for so many seconds.

        Raises
        ------
        UsageError
            If no geocoder is set up, or its settings are wrong.
        """
        self.name = settings.geocoder
        if self.name not in SERVICES:
            msg = f"expected GEO_GEOCODER to be one of {', '.join(SERVICES)}, got {self.name!r}"
            raise UsageError(msg)
        self.service = SERVICES[self.name]
        self.url = (settings.geocoder_url or self.service.url).rstrip("/")
        self._geopy = _geopy(self.name, self.url, settings)
        self._cache = AnswerCache(settings.cache_dir / "geocoder.db")
        self._clock, self._sleep = clock, sleep

    @property
    def notice(self) -> str:
        """In plain words: what leaves the machine when this is asked."""
        return (
            f"Asking {self.name} at {self.url}: the place names you look up leave this machine, nothing of your "
            "articles does. That server sees the names together with your network address."
        )

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def cache_words(self, now_s: float) -> str:
        """In plain words: what is remembered of this service's answers, so that it is not asked again."""
        kept = self._cache.counts((self.name, self.url), now_s)
        parts = [
            f"{kept.get('hit', 0)} with places",
            f"{kept.get('miss', 0)} with none",
            f"{kept.get('error', 0)} failed",
        ]
        return f"Answers remembered on this machine: {', '.join(parts)}."

    def remembers(self, query: str) -> bool:
        """Whether ``ask`` would answer without sending anything."""
        return self._cache.get(self._key(query), self._clock()) is not None

    def ask(self, query: str) -> Answer:
        """The places of a name.

        Parameters
        ----------
        query
            A place name, with wider places after commas or not.

        Raises
        ------
        BusyError
            If the service cannot answer now: it is slow, not reached, or asked for a pause.
        MissingError
            If it refuses or gives an answer that cannot be read.
        """
        key = self._key(query)
        now = self._clock()
        known = self._cache.get(key, now)
        if known is not None and known.kind == "error":
            msg = f"{self.name} could not answer a moment ago: {known.message}"
            raise BusyError(msg)
        if known is not None:
            return Answer(known.places, self.service.attribution, remembered=True)
        left_s = _PACE.resting.get(self.url, 0.0) - now
        if 0 < left_s <= REST_S:
            msg = f"{self.name} at {self.url} did not answer a moment ago. Try again in {left_s:.0f} s"
            raise BusyError(msg)
        try:
            places = online_places.read(self.name, self._tried(key[-1]))
        except GeopyError as error:
            failure = _failure(self.name, self.url, error)
            if isinstance(failure, BusyError):
                _PACE.resting[self.url] = self._clock() + REST_S
            self._cache.put(key, Outcome("error", message=str(failure)), now, _pause_s(error))
            raise failure from error
        self._cache.put(key, Outcome("hit" if places else "miss", places), now)
        return Answer(places, self.service.attribution, remembered=False)

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def _key(self, query: str) -> tuple[str, str, str]:
        plain = " ".join(query.split())
        if not plain or len(plain) > MAX_QUERY:
            msg = f"expected a place name of at most {MAX_QUERY} letters, got {plain[:60]!r}"
            raise UsageError(msg)
        return self.name, self.url, plain

    def _tried(self, query: str) -> list[Any]:
        """What geopy found, after up to three tries."""
        more: dict[str, Any] = {} if self.name == "pelias" else {"limit": LIMIT}
        if self.name == "nominatim":
            more["addressdetails"] = True
        for wait_s in (*WAITS_S, None):
            _PACE.wait(self._clock, self._sleep)
            try:
                return self._geopy.geocode(query, exactly_one=False, language="en", **more) or []
            except (GeocoderRateLimited, GeocoderTimedOut, GeocoderUnavailable) as error:
                pause_s = _pause_s(error)
                if wait_s is None or (pause_s or 0.0) > LONGEST_WAIT_S:
                    raise
                self._sleep(wait_s if pause_s is None else pause_s)
            except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError) as error:
                msg = f"its answer has another form than expected ({type(error).__name__})"
                raise GeocoderServiceError(msg) from error
        return []  # not reached: the last try returns or raises


def _geopy(name: str, url: str, settings: Settings) -> Geocoder:
    if "@" in url:  # it would stand in messages, on a page and in the cache
        msg = "expected GEO_GEOCODER_URL without a user name or password in it; a key goes in GEO_GEOCODER_KEY"
        raise UsageError(msg)
    if web_host(url) is None:
        msg = f"expected GEO_GEOCODER_URL to be an address such as https://geocoder.example.org, got {url!r}"
        raise UsageError(msg)
    parts = urlsplit(url)
    contact = settings.geocoder_contact
    common = {
        "scheme": parts.scheme,
        "domain": f"{parts.netloc}{parts.path}",
        "timeout": TIMEOUT_S,
        "user_agent": f"sitmap/{__version__}" + (f" ({contact})" if contact else ""),
        "adapter_factory": BoundedAdapter,
    }
    if name == "pelias":
        return Pelias(api_key=settings.geocoder_key or None, **common)
    return {"nominatim": Nominatim, "photon": Photon}[name](**common)


def _pause_s(error: GeopyError) -> float | None:
    """What Retry-After says, in seconds."""
    if isinstance(error, GeocoderRateLimited):
        return None if error.retry_after is None else float(error.retry_after)
    cause = error.__cause__
    if isinstance(cause, AdapterHTTPError) and cause.headers:
        found = get_retry_after(cause.headers)
        return None if found is None else float(found)
    return None


def _failure(name: str, url: str, error: GeopyError) -> GeoError:
    """The same in words of ours, with what to do."""
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    if isinstance(error, GeocoderRateLimited | GeocoderTimedOut | GeocoderUnavailable):
        pause_s = _pause_s(error)
        later = "later" if pause_s is None else f"in {pause_s:.0f} s"
        return BusyError(f"{name} at {url} does not answer now ({said}). Try again {later}")
    return MissingError(f"{name} at {url} gave no answer ({said}). Check GEO_GEOCODER_URL and GEO_GEOCODER_KEY")
