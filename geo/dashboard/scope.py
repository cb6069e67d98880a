"""What a person asked to see: window and filters, and the address of a page that shows the same.

Which rows that leaves, and how many, is in ``index``; the widgets are in ``filters``.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date

from geo.export.narrow import CONFIDENCES, Area, Narrow
from geo.language import LANGUAGE
from geo.model import DRAWN_STATUSES, PRECISIONS, STATUSES, TYPES, Selection
from geo.settings import EVERYWHERE, Region

SUB_TYPES = tuple(code for codes in TYPES.values() for code in codes)
#: Stands for "no type at all" in a ``Selection``, where an empty set means all.
NOTHING = frozenset({"nothing"})
#: In the address: the region of the project does not hold.
ALL = "all"
#: Corners that a drawn area may have, and the decimals of a degree that are kept of them: a metre.
MAX_CORNERS, CORNER_DECIMALS = 200, 5
#: Characters of a search or another line that is typed: more were pasted by mistake, and make no address.
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Scope:
    """Window and filters. Empty ``types`` or ``statuses`` mean none; anything else that is empty means all."""

    first: date | None = None
    last: date | None = None
    types: frozenset[str] = frozenset(TYPES)
    statuses: frozenset[str] = DRAWN_STATUSES
    precisions: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sub_types: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    confidences: frozenset[str] = frozenset()  #: words: high, medium, low
    text: str = ""
    background: bool = False
    area: Area = ()  #: the corners (lon, lat) of a drawn polygon
    sides: frozenset[str] = frozenset()  #: who says so (``geo.sides``)
    by_side: bool = False  #: the map is coloured by who says so, not by type
    languages: frozenset[str] = frozenset()  #: of the articles (ISO 639)
    region: Region = EVERYWHERE  #: of the project, while only that is looked at

    def selection(self) -> Selection:
        """Window, types, statuses and background; ``narrow`` holds the rest."""
        return Selection(
            first=self.first,
            last=self.last,
            types=frozenset() if self.types == frozenset(TYPES) else self.types or NOTHING,
            statuses=self.statuses or NOTHING,
            background=self.background,
        )

    def narrow(self) -> Narrow:
        """The filters that a ``Selection`` does not hold."""
        return Narrow(
            *(self.precisions, self.sub_types, self.actors, self.confidences, self.sources, self.text, self.area),
            *(self.languages, self.region, self.sides),
        )

    def opened(self, opening: tuple[date, date] | None) -> Scope:
        """The same with a window: the one that a map opens with where none was chosen."""
        if self.first is not None or self.last is not None or opening is None:
            return self
        return replace(self, first=opening[0], last=opening[1])

    @property
    def needs_text(self) -> bool:
        """Whether a filter is set that only the server can test: the browser holds codes and no text."""
        names = self.sources or self.sub_types or self.actors or self.confidences or self.languages or self.sides
        return bool(self.text or names or not self.region.is_everywhere)

    def widest(self) -> Scope:
        """The same search, with every type, status, precision and place, and background, let through."""
        return replace(
            self, types=frozenset(TYPES), statuses=frozenset(STATUSES), precisions=frozenset(), area=(), background=True
        )

    @property
    def is_narrow(self) -> bool:
        """Whether any filter differs from its default (window, region and colours aside)."""
        return replace(self, first=None, last=None, region=EVERYWHERE, by_side=False) != Scope()


def read_address(params: Mapping[str, str], home: Region = EVERYWHERE) -> Scope:
    """The scope that a page's address asks for; what it does not say, or says wrongly, has its default.

    `home` is the region of the project, which holds unless the address asks for all of the world.
    """
    scope = Scope(
        first=_day(params.get("from", "")),
        last=_day(params.get("to", "")),
        precisions=_codes(params.get("precision", ""), PRECISIONS),
        sources=frozenset(s for s in params.get("source", "").split("|") if s),
        sub_types=_codes(params.get("kind", ""), SUB_TYPES),
        actors=frozenset(a for a in params.get("actor", "").split("|") if a),
        confidences=_codes(params.get("confidence", ""), CONFIDENCES),
        text=params.get("q", "")[:LONGEST_LINE],
        background=params.get("background") == "1",
        area=read_area(params.get("area", "")),
        sides=frozenset(one for one in params.get("side", "").split("|") if one),
        by_side=params.get("colour") == "side",
        languages=frozenset(code for code in params.get("language", "").split(",") if LANGUAGE.fullmatch(code)),
        region=EVERYWHERE if params.get("region") == ALL else home,
    )
    if scope.first and scope.last and scope.first > scope.last:
        scope = replace(scope, first=scope.last, last=scope.first)
    if "type" in params:
        scope = replace(scope, types=_codes(params["type"], TYPES))
    if "status" in params:
        scope = replace(scope, statuses=_codes(params["status"], STATUSES))
    return scope


def write_address(scope: Scope, params: MutableMapping[str, str], home: Region = EVERYWHERE) -> None:
    """Bring the page's address up to date; only what differs from the default stands in it."""
    asked = {
        "from": scope.first.isoformat() if scope.first else "",
        "to": scope.last.isoformat() if scope.last else "",
        "precision": ",".join(p for p in PRECISIONS if p in scope.precisions),
        "source": "|".join(sorted(scope.sources)),
        "kind": ",".join(code for code in SUB_TYPES if code in scope.sub_types),
        "actor": "|".join(sorted(scope.actors)),
        "confidence": ",".join(word for word in CONFIDENCES if word in scope.confidences),
        "q": scope.text,
        "background": "1" if scope.background else "",
        "side": "|".join(sorted(scope.sides)),
        "colour": "side" if scope.by_side else "",
        "area": ";".join(f"{lon},{lat}" for lon, lat in scope.area),
        "language": ",".join(sorted(scope.languages)),
        "region": ALL if scope.region.is_everywhere and not home.is_everywhere else "",
    }
    if scope.types != frozenset(TYPES):
        asked["type"] = ",".join(t for t in TYPES if t in scope.types) or "none"
    if scope.statuses != DRAWN_STATUSES:
        asked["status"] = ",".join(s for s in STATUSES if s in scope.statuses) or "none"
    news = {name: value for name, value in asked.items() if value and params.get(name) != value}
    if news:  # all at once: each change by itself is a message to the browser
        params.update(news)
    for name in {**asked, "type": "", "status": ""}:
        if not asked.get(name) and name in params:
            del params[name]


def read_area(text: str) -> Area:
    """The corners in "lon,lat;lon,lat;…"; none where that is no polygon on the globe."""
    corners = []
    for pair in text.split(";")[:MAX_CORNERS]:
        try:
            lon, lat = (float(part) for part in pair.split(","))
        except ValueError:
            return ()
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return ()
        corners.append((round(lon, CORNER_DECIMALS), round(lat, CORNER_DECIMALS)))
    return tuple(corners) if len(corners) > 2 else ()


def _codes(joined: str, known: Mapping[str, object] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in joined.split(",") if code in known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
