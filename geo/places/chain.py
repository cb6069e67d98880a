"""The gazetteer first, and where it knows nothing, the online geocoder that the user has set up, if they ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.places.geocoder import GazetteerGeocoder
from geo.places.online import OnlineGeocoder


@dataclass(frozen=True, slots=True)
class ChainAnswer:
    """Places with whom they are from."""

    places: tuple[Place, ...]
    attribution: str
    online: bool  #: the online geocoder's answer, now or from its cache


#: Whom to thank for a place of the gazetteer.
OWN_ATTRIBUTION = "GeoNames (CC BY 4.0), Natural Earth, Sitmap's own tables"


class GeocoderChain:
    """Asks the gazetteer; then, only if it was given one, an online geocoder."""

    def __init__(self, gazetteer: Gazetteer, online: OnlineGeocoder | None = None) -> None:
        self._own = GazetteerGeocoder(gazetteer)
        self._online = online

    def places(self, query: str) -> ChainAnswer:
        """The places of a name.

        Parameters
        ----------
        query
            A place name, with wider places after commas or not.

        Raises
        ------
        BusyError, MissingError
            If the online geocoder was needed and gave no answer: then it is unknown whether there is such a place.
        """
        found = self._own.places(query)
        if found or self._online is None:
            return ChainAnswer(found, OWN_ATTRIBUTION, online=False)
        answer = self._online.ask(query)
        return ChainAnswer(answer.places, answer.attribution, online=True)
