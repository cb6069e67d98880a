"""The gazetteer behind geopy's contract, so that an online geocoder can stand beside it or take its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.places.keys import fold

#: A runner-up of the same name has a share of this per place in the order.
_SHARE = 0.5
_US = "US"
_MAX_WIDER = 20


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """geopy's ``geocode`` and ``reverse`` on the offline gazetteer; it never asks a server."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(scheme="https", user_agent="sitmap", timeout=1)
        self._gazetteer = gazetteer

    def geocode(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        country_codes: str | Iterable[str] | None = None,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Places of a name, with wider places after commas: "Sumy", "Sumy, Ukraine", "Springfield, Illinois, US".

        Parameters
        ----------
        query
            The name.
        exactly_one
            The best-known place alone, or a list of them.
        country_codes
            One or several ISO 3166-1 alpha-2 codes; places elsewhere are left out.
        limit
            At most so many places.
        timeout
            Not needed; nothing is fetched.

        Returns
        -------
        Location, list of Location or None
            None where nothing has that name, also when a list was asked for.

        Raises
        ------
        GeocoderQueryError
            If the query is not text, or the limit is below 1.
        """
        if not isinstance(query, str):
            msg = f"expected a place name, got {query!r}"
            raise GeocoderQueryError(msg)
        if limit is not None and limit < 1:
            msg = f"expected a limit of at least 1, got {limit!r}"
            raise GeocoderQueryError(msg)
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
        wanted = {code.upper() for code in codes}
        places = [place for place in self.places(query) if not wanted or place.country in wanted]
        return self._answer(places[:limit], exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The settlement nearest to a point.

        Parameters
        ----------
        query
            (lat, lon) in WGS 84 degrees, or text that geopy can read as a point.
        exactly_one
            The place alone, or a list of it.
        timeout
            Not needed; nothing is fetched.

        Returns
        -------
        Location, list of Location or None
            None where no settlement is within about 400 km.

        Raises
        ------
        GeocoderQueryError
            If the query is not a point.
        """
        try:
            point = Point(query)
        except (TypeError, ValueError) as error:
            msg = f"expected a point (lat, lon in degrees), got {query!r}"
            raise GeocoderQueryError(msg) from error
        place = self._gazetteer.nearest(point.latitude, point.longitude)
        return self._answer([place] if place else [], exactly_one=exactly_one)

    def places(self, query: str) -> tuple[Place, ...]:
        """The gazetteer's rows for a query, wider places after commas taken into account.

        Parameters
        ----------
        query
            The name.
        """
        whole = self._gazetteer.lookup(query)
        name, *wider = [part.strip() for part in query.split(",")]
        if whole or not wider:
            return whole
        found = self._gazetteer.lookup(name)
        for part in filter(None, wider):
            around = self._gazetteer.lookup(part)[:_MAX_WIDER]
            code = self._gazetteer.country(part) if len(part) == 2 and part.isupper() else None
            state = self._gazetteer.get(f"admin1:{_US}.{part}") if len(part) == 2 and part.isupper() else None
            areas = [place for place in around if place.level in ("country", "admin1")]
            outer = [place for place in (code, state, *(areas or around)) if place is not None]
            found = tuple(place for place in found if any(_inside(place, one) for one in outer))
        return found

    def _answer(self, places: Sequence[Place], *, exactly_one: bool) -> Location | list[Location] | None:
        if not places:
            return None
        found = [_location(place, _SHARE**order, self._gazetteer) for order, place in enumerate(places)]
        return found[0] if exactly_one else found


def _inside(place: Place, wider: Place) -> bool:
    """Whether a place lies in a country or province."""
    if place.id == wider.id:
        return False
    if wider.level == "country":
        return place.country == wider.country
    if place.country != wider.country or not place.admin1:
        return False
    return fold(place.admin1) in (fold(wider.name), fold(wider.admin1 or wider.name))


def _location(place: Place, score: float, gazetteer: Gazetteer) -> Location:
    raw = {
        "id": place.id,
        "name": place.name,
        "level": place.level,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "geonameid": place.geonameid,
        "radius_km": place.radius_km,
        "source": place.source,
        "score": round(score, 3),
    }
    return Location(label(place, gazetteer), Point(place.lat, place.lon), raw)


def label(place: Place, gazetteer: Gazetteer) -> str:
    """A place with what it lies in: "Sumy, Sumy Oblast, Ukraine".

    Parameters
    ----------
    place
        Of this or another source.
    gazetteer
        Knows the countries' names.
    """
    country = gazetteer.country(place.country) if place.country else None
    parts = [place.name, place.admin1, country.name if country and country.id != place.id else None]
    return ", ".join(dict.fromkeys(part for part in parts if part))
