"""How a literal place name stands in its sentence: free to hold an incident, or only a seat, a way, a topic, a home.

The rules look at the few words around the name; their words stand in ``data/lexicons/place_cues.csv``. Each gives a
reason that is shown with the role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.model import Place
from geo.reading.document import Document, Name, Sentence
from geo.reading.lexicon import LEXICONS, read_rows

#: How many characters before and after a name are looked at; beside it for the word of an area, the latter.
_BEFORE, _AFTER = 90, 40
#: Radius of a district and of a province that is known only by the town that it is named after (km).
DISTRICT_KM, PROVINCE_KM = 40.0, 100.0
_SAYS = re.compile(
    r"\b(?:said|says|say|told|wrote|writes|reported|reports|believe|added|announced|confirmed|posted|suspect|think|warn"
    r"|treat|investigate|(?:is|are)\s(?:treating|investigating|looking))\b"
)
_FLAG = re.compile(r"-(?:flagged|registered|owned|bound|born|made|funded|listed)\b", re.IGNORECASE)
#: Behind the name of a town: the paper that is made there ("the X daily Y wrote").
_PAPER = re.compile(r"\s(?:daily|weekly|newspaper|tabloid|broadcaster|magazine)\s(?:[A-Z]|said|wrote|reported)")
_ARTICLE = r"(?:the\s|a\s|an\s|its\s|their\s|his\s|her\s)?"
_MIDDLE = r"(?:(?:the|eastern|western|northern|southern|central|city\sof|town\sof|village\sof|port\sof|nearby)\s){0,2}"
#: "Doctors at the hospital in X": a seat, unless something is done to them.
_STAFF = re.compile(
    rf"\b(?:doctors|surgeons|nurses|medics|staff)\s(?:at|in|of)\s(?:the|a)\s(?:\w+\s){{0,2}}(?:hospital|clinic)\s"
    rf"(?:in|at|of)\s{_MIDDLE}$"
)
_PASSIVE = re.compile(r"\s(?:was|were|had\sbeen|have\sbeen)\b")
_ACROSS = re.compile(r"\bacross\sthe\s(?:[\w-]+\s)?(?:border|frontier)\s(?:in|into|to)\s(?:the\s)?$")
#: Names and what joins them, up to a name that goes on with a list.
_LISTED = re.compile(
    r"(?:[A-Z][\w’'-]{1,30}(?:\s[A-Z][\w’'-]{1,30}){0,2}(?:,\s(?:and\s)?|\sand\s(?:the\s)?|\sor\s)){1,6}$"
)
#: What may stand before a list so that it holds for all its names.
_LIST_LEADS = tuple(f" {word} {article}" for word in ("from", "to", "in", "of", "at") for article in ("", "the "))
#: No part of a town has the level of one of these.
_NO_QUARTERS = frozenset({"country", "admin1", "region", "water"})
_WORDS = r"(?:[\w’'-]+\s){0,3}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a name is in its sentence."""

    #: "" for free, seat, care, home, way, border, topic, about, origin, quoted, apposed, office, clock, likened
    kind: str
    reason: str


#: Only behind one of these may a name be anything but free.
_LEADS = tuple(
    f"{word} "
    for word in (
        *("in", "of", "from", "at", "to", "toward", "towards", "for", "into", "with", "opposite", "the", "and", "or"),
        *("about", "regarding", "concerning", "via", "like"),
        *("eastern", "western", "northern", "southern", "central", "nearby"),
    )
)
FREE = Standing("", "may hold an incident")
_REASONS = {
    "seat": "where a source sits",
    "care": "where the wounded were taken",
    "home": "where people or goods come from",
    "way": "only the direction of a road, line or ship",
    "border": "a neighbour, named for its border",
    "topic": "what is talked about",
    "about": "what is told about",
    "origin": "where something set out from",
    "quoted": "in a speaker's words",
    "apposed": "the larger town of the place just named",
    "office": "in the title of an office",
    "clock": "only names a time zone",
    "likened": "named for comparison",
}
_STANDINGS = {"": FREE} | {kind: Standing(kind, reason) for kind, reason in _REASONS.items()}


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {
        row["class"]: "|".join(sorted(map(re.escape, row["words"].split("|")), key=lambda w: -len(w))).replace(
            r"\ ", r"\s"
        )
        for row in read_rows(LEXICONS / "place_cues.csv")
    }


@lru_cache(maxsize=1)
def _before() -> tuple[tuple[str, re.Pattern[str]], ...]:
    w = _words()
    shapes = {
        "care": rf"\b(?:{w['CARED']})\b(?!\sfrom\b)[^.;:]{{0,40}}\b(?:{w['CARE']})\s(?:in|at|of)\s{_MIDDLE}$"
        rf"|\b(?:serious|critical|grave|stable)\s(?:condition|state)\sin\s{_MIDDLE}$"
        rf"|\b(?:{w['HURT']})\b[^.;:]{{0,50}}\b(?:{w['FLOWN']})\s(?:on\s)?to\s{_MIDDLE}$",
        "home": rf"\b(?:{w['HOME']})\s(?:of|from)\s{_MIDDLE}$|,\s\d{{1,3}},\s(?:of|from)\s{_MIDDLE}$",
        "way": rf"(?<!\bon\sthe\s)(?<!\balong\sthe\s)(?<!\bon\sa\s)"
        rf"\b(?:{w['WAY']})\s(?:to|from|towards?|for|into)\s{_MIDDLE}$"
        rf"|\b(?:{w['CONDUIT']})\s(?:to|from|for|into)\s{_MIDDLE}$"
        rf"|\b(?:en\sroute|bound|on\s(?:its|their|the)\sway)\s(?:from\s[\w’'-]{{2,20}}\s(?:[\w’'-]{{2,20}}\s)?)?"
        rf"(?:to|for|from)\s{_MIDDLE}$"
        rf"|\b(?:by\sway\sof|via)\s{_MIDDLE}$",
        "border": rf"\b(?:{w['BORDER']})\s(?:with|to)\s{_MIDDLE}$"
        rf"|\bacross\sthe\s(?:\w+\s)?(?:border|river|water)\s(?:in|from)\s{_MIDDLE}$"
        rf"|\bopposite\s{_MIDDLE}$",
        "topic": rf"\b(?:{w['TOPIC']})\s(?:in|of|for)\s{_MIDDLE}$",
        "about": rf"\b(?:about|regarding|concerning)\s{_MIDDLE}$"
        rf"|\b(?:{w['ANGER']})\s(?:at|over)\s(?:the\s|their\s)?(?:[\w-]+\s){{0,2}}(?:of|in)\s{_MIDDLE}$",
        "likened": rf"(?:^|,\s|;\s|\bas\s|—\s)(?:un)?like\s(?:in\s)?{_MIDDLE}$|\bthan\sin\s{_MIDDLE}$"
        rf"|\b(?:compared\swith|similar\sto|reminiscent\sof|as\sonce\sin)\s(?:[\w’'-]+\s){{0,2}}{_MIDDLE}$",
        "apposed": rf",\s(?:a|the|an)\s{_WORDS}(?:{w['PART']})\s(?:of|in)\s{_MIDDLE}$"
        rf"|,\s(?:at|on|by)\sthe\s(?:mouth|banks?|shores?|confluence|edge)\sof\s{_MIDDLE}$",
        "office": rf"\b(?:{w['OFFICE']})\sof\s{_MIDDLE}$",
    }
    return tuple((kind, re.compile(shape)) for kind, shape in shapes.items())


@lru_cache(maxsize=1)
def _seat() -> re.Pattern[str]:
    w = _words()
    return re.compile(
        rf"\b(?:{w['INSTITUTION']})\s(?:in|of|from|at)\s{_MIDDLE}$"
        rf"|\btold\s(?:[\w’'-]+\s){{0,3}}(?:{w['ADDRESSEE']})\s(?:in|at)\s{_MIDDLE}$"
        rf"|\b(?:has\sits\s(?:seat|headquarters)|is\s(?:seated|headquartered)|whose\s(?:seat|office)\sis)\sin\s{_MIDDLE}$"
    )


@lru_cache(maxsize=1)
def _origin() -> tuple[re.Pattern[str], re.Pattern[str]]:
    w = _words()
    base = rf"(?:(?:its|their|the|air|naval)\s)?(?:{w['BASES']})\s(?:in|of|at|on)\s"
    launch = re.compile(rf"\b(?:{w['LAUNCH']})\b[^.;:]{{0,50}}\bfrom\s(?:[\w’'-]+\s(?:and|or)\s)?(?:{base})?{_MIDDLE}$")
    leaving = re.compile(rf"\b(?:{w['LEAVING']})\b")
    return launch, leaving


def standing(name: Name, sentence: Sentence) -> Standing:
    """How a literal name stands in its sentence; the trigger is not looked at here."""
    between = name.relation is not None and name.relation.kind == "between"
    kind = _kind(name.start - sentence.start, len(name.name), sentence.text, between, name.relation is not None)
    return _STANDINGS[kind]


@lru_cache(maxsize=512)
def _kind(at: int, length: int, text: str, between: bool, related: bool) -> str:
    before = list_lead(text, at).lower().replace("\n", " ")[-_BEFORE:]
    if text[at + length : at + length + 6].lower() == "-based" or _PAPER.match(text, at + length):
        return "seat"
    if text[at + length : at + length + 6].rstrip(".,;") == " time":
        return "clock"
    if _FLAG.match(text, at + length):
        return "home"
    if not before.endswith(_LEADS):
        return "quoted" if in_quotes(text, at) else ""
    if _seat().search(before):
        return "seat"
    for kind, pattern in _before():
        if pattern.search(before):
            return "" if between else kind
    if _STAFF.search(before) and not _PASSIVE.match(text, at + length):
        return "care"
    if in_quotes(text, at):
        return "quoted"
    launch, leaving = _origin()
    if before.endswith(("from ", "from the ")) and not leaving.search(before) and not related:
        return "origin"
    return "origin" if launch.search(before) and not related and not leaving.search(before[-40:]) else ""


def list_lead(text: str, at: int) -> str:
    """The words before a name, or before the list of names that it goes on with: "from A, B and | C" gives "from "."""
    before = text[max(0, at - 2 * _BEFORE) : at]
    if "from " not in before or not before.rstrip().endswith((",", "and", "the", "or")):
        return before  # as most do: the pattern is not tried at each of its capitals
    shorter = _LISTED.sub("", before)
    return shorter if shorter.endswith(_LIST_LEADS) else before


def in_quotes(text: str, at: int) -> bool:
    """Whether an offset stands inside quotation marks that hold a whole clause."""
    opened = text.rfind("“", 0, at)
    if opened < 0 or text.find("”", opened, at) >= 0:
        return False
    closed = text.find("”", at)
    return (closed if closed >= 0 else len(text)) - opened > 25


def speaks_nearby(sentence: Sentence, name: Name) -> bool:
    """Whether a verb of saying follows a name closely ("police in X said")."""
    at = name.end - sentence.start
    return bool(_SAYS.search(sentence.text[at : at + _AFTER]))


def holds_across(sentence: Sentence, name: Name) -> bool:
    """Whether a name stands behind "across the border in": those who crossed are there."""
    at = name.start - sentence.start
    return bool(_ACROSS.search(list_lead(sentence.text, at)[-_BEFORE:].lower()))


def on_carrier(sentence: Sentence, name: Name) -> bool:
    """Whether a name is where a train or bus goes, which may carry people away."""
    at = name.start - sentence.start
    return bool(_carrier().search(sentence.text[max(0, at - _BEFORE) : at].lower()))


@lru_cache(maxsize=1)
def _carrier() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()['CARRIER']})\s(?:to|for)\s{_MIDDLE}$")


def of_building(sentence: Sentence, name: Name) -> bool:
    """Whether a name says where a building of an institution stands, which can be hit or taken."""
    at = name.start - sentence.start
    return bool(_building().search(sentence.text[max(0, at - _BEFORE) : at].lower()))


@lru_cache(maxsize=1)
def _building() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()['BUILDING']})\s(?:in|at|of)\s{_MIDDLE}$")


@lru_cache(maxsize=1)
def _generic() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    w = _words()
    found = []
    for level, name in (("admin1", "ADMIN1"), ("admin2", "ADMIN2"), ("sector", "SECTOR")):
        after = re.compile(rf"\s(?:and\s[A-Z][\w’'-]+\s)?(?i:{w[name]})\b")
        before = re.compile(rf"\b(?:{w[name]})\sof\s$")
        found.append((level, after, before))
    return tuple(found)


def generic(name: Name, text: str) -> str:
    """The kind of area that a word beside the name makes of it ("X district"): admin1, admin2, sector or ""."""
    after = text[name.end : name.end + _AFTER]
    before = text[max(0, name.start - _AFTER) : name.start].lower()
    of = before.rstrip().endswith("of")
    if not of and not after[:1].isspace():
        return ""
    for level, behind, ahead in _generic():
        if behind.match(after) or (of and ahead.search(before)):
            return level
    return ""


def as_sector(name: Name, sentence: Sentence) -> bool:
    """Whether a name stands for a stretch of front: "the X direction"."""
    at = name.end - sentence.start
    return bool(_generic()[2][1].match(sentence.text[at : at + _AFTER]))


def as_area(name: Name, text: str) -> Name:
    """A name that was resolved to a town although the text says "X district": the area around that town.

    A country or a region that the text calls a quarter or an hotel is another thing of that name, which nobody knows.
    """
    place = name.place
    if place is not None and place.level in _NO_QUARTERS and in_town(name, text):
        return replace(name, place=None)
    if place is None or place.level not in ("city", "neighbourhood"):
        return name
    kind = generic(name, text)
    if kind == "admin2":
        return replace(name, place=_widened(place, "admin2", DISTRICT_KM))
    return replace(name, place=_widened(place, "admin1", PROVINCE_KM)) if kind == "admin1" else name


def in_town(name: Name, text: str) -> bool:
    """Whether the word behind a name makes it a part of a town or a house in one: "the X estate", "the X hotel"."""
    return bool(_quarter().match(text[name.end : name.end + _AFTER]))


def in_their_town(names: Sequence[Name], document: Document) -> tuple[Name, ...]:
    """The names, without the place where a quarter or a house would stand in a country that nothing else speaks of."""
    text = document.article.text
    parts = [in_town(name, text) for name in names]
    told = {n.place.country for n, part in zip(names, parts, strict=True) if n.place and not part}
    told |= {d.country.country for d in document.demonyms if d.country}
    return tuple(
        replace(n, place=None) if part and n.place and n.place.country not in told else n
        for n, part in zip(names, parts, strict=True)
    )


@lru_cache(maxsize=1)
def _quarter() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_words()['QUARTER']})\b(?!\sof\b)")


def _widened(place: Place, level: str, radius_km: float) -> Place:
    return replace(place, level=level, radius_km=max(place.radius_km, radius_km))  # type: ignore[arg-type]
