"""The nouns of Sitmap: small frozen records that the rooms pass to each other.

Offsets are half-open character offsets into ``Article.text``; days are inclusive ``date`` objects;
places are WGS 84 degrees. ``None`` means that the text does not say. The codes (type, status, role,
precision …) are the vocabulary of the output contract and are spelled out once, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Literal, get_args
from urllib.parse import urlsplit

Role = Literal["location", "container", "metonym", "org", "background", "dateline"]
Level = Literal["city", "neighbourhood", "facility", "admin2", "admin1", "country", "region", "water", "line"]
Precision = Literal["facility", "settlement", "near", "admin2", "admin1", "area", "country", "sea_air", "none"]
Status = Literal["occurred", "claimed", "alleged", "planned", "proposed", "threatened", "denied", "retracted"]
DatePrecision = Literal["day", "weekend", "week", "range", "month", "season", "year", "on_or_before", "unknown"]
PublishedBasis = Literal["declared", "header", "file_name", "dateline", "text", "unknown"]

ROLES: tuple[Role, ...] = get_args(Role)
LEVELS: tuple[Level, ...] = get_args(Level)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
STATUSES: tuple[Status, ...] = get_args(Status)
DATE_PRECISIONS: tuple[DatePrecision, ...] = get_args(DatePrecision)

#: type -> its sub-types, in the order of legends and filters.
TYPES: Mapping[str, tuple[str, ...]] = {
    "battle": ("armed_clash", "ground_assault", "territory_gained"),
    "explosion_remote": (
        "air_drone_strike",
        "shelling_missile",
        "ied_landmine",
        "suicide_bomb",
        "grenade",
        "chemical",
        "interception",
    ),
    "violence_civilians": ("attack", "abduction", "sexual_violence"),
    "protest": ("peaceful", "intervention", "excessive_force"),
    "riot": ("violent_demonstration", "mob_violence"),
    "strategic": (
        "force_movement",
        "offensive_preparation",
        "base_established",
        "arrest",
        "weapons_seized",
        "property_destruction",
        "territory_transfer",
        "exercise",
        "blockade",
        "displacement",
        "other",
    ),
    "diplomatic": ("talks", "agreement", "prisoner_exchange", "sanctions", "humanitarian", "diplomatic_other"),
    "statement": ("threat", "accusation", "attribution", "offer", "refusal"),
}

#: What of a report a person may confirm.
CONFIRMABLE = ("type", "status", "date", "place", "actors", "fatalities", "injured", "attribution")

#: Why a sentence must not be shown or published unasked (``geo.sensitive``).
SENSITIVE = ("graphic", "sexual_violence", "torture", "child", "prisoner", "victim_named")

#: Statuses that may be drawn; the others are listed only.
DRAWN_STATUSES: frozenset[str] = frozenset({"occurred", "claimed", "alleged", "planned"})

#: What places may be made coarser to in an export: squares of so many degrees, provinces, countries.
COARSER = ("0.1", "1", "admin1", "country")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets into ``Article.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            msg = f"a span needs 0 <= start < end, got start={self.start!r}, end={self.end!r}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came, and the declared assumption about its publication day."""

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    #: In plain words, for people: why this day, or why none.
    published_reason: str = "no publication date"
    #: Where the article was found, for people and messages: a file's path, "pasted", or a JSONL file and line.
    origin: str | None = None
    #: What stays the same when the text changes: "id:…", "url:…" or "path:…"; None = the article's id.
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer."""

    #: Namespaced and stable: "gn:703845", "admin1:UA-12", "country:UA", "sitmap:black-sea".
    id: str
    name: str
    lat: float
    lon: float
    level: Level
    country: str | None = None  #: ISO 3166-1 alpha-2; None for disputed, several or none
    admin1: str | None = None  #: name of the province or oblast
    geonameid: int | None = None
    radius_km: float = 5.0  #: radius of the disc that stands for the place when it is drawn
    population: int | None = None
    source: str = ""  #: the table the row came from

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon) and -90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            msg = f"place {self.id!r}: lat, lon must be WGS 84 degrees, got {self.lat!r}, {self.lon!r}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer row that a name may mean; ``score`` in 0..1."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Relation:
    """How a mention stands to the spot it describes: "20 km north of X", "near X", "between X and Y"."""

    kind: Literal["near", "offset", "between"]
    distance_km: float | None = None
    bearing_deg: float | None = None  #: clockwise from north, from the named place to the spot
    other: Span | None = None  #: the second name of "between X and Y"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in the text with its role and what it was resolved to."""

    start: int
    end: int
    name: str
    role: Role
    role_reason: str
    place: Place | None = None  #: None when nothing in the gazetteer fits
    score: float = 0.0  #: 0..1, how sure the resolution is
    alternatives: tuple[Candidate, ...] = ()  #: runners-up, best first
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective or noun of nationality: never a pin, a vote for its country."""

    start: int
    end: int
    name: str
    country: Place | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A calendar expression and the days it stands for."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: DatePrecision
    rule: str
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an incident happened: inclusive days, the phrase that says so, and why."""

    first: date | None = None
    last: date | None = None
    precision: DatePrecision = "unknown"
    expression: str | None = None
    rule: str = "no publication date"
    anchor: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            msg = f"a date interval must not end before it begins: {self.first} .. {self.last}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people as the text bounds it; None = that bound is open."""

    best: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, or to whom."""

    name: str
    #: initiator, target, side_a, side_b, mediator, host, visitor, initiator_alleged
    role: str
    #: state, rebel, militia, rioters, protesters, civilians, external, igo, unknown
    group: str


@dataclass(frozen=True, slots=True)
class IncidentPlace:
    """Where an incident stands: a gazetteer row, or a spot computed from one, with its precision."""

    name: str | None
    precision: Precision
    lat: float | None = None
    lon: float | None = None
    level: Level | None = None
    country: str | None = None
    admin1: str | None = None
    geonameid: int | None = None
    place_id: str | None = None
    radius_km: float | None = None
    role: str | None = None  #: "origin" or "destination" of a movement
    score: float | None = None
    mention: Span | None = None  #: the place name in the text that put it here


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one incident. It cannot exist without its evidence."""

    id: str
    article_id: str
    extractor: str  #: name and version of the reader
    type: str
    sub_type: str
    status: Status
    evidence: Span
    date: EventDate
    places: tuple[IncidentPlace, ...]
    evidence_more: tuple[Span, ...] = ()
    actors: tuple[Actor, ...] = ()
    fatalities: Figure | None = None
    injured: Figure | None = None
    numbers: Mapping[str, int | float | str] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    aggregate: bool = False
    background: bool = False
    confidence: float = 0.5  #: 0..1
    confidence_reason: str = ""
    confirmed: tuple[str, ...] = ()  #: what a person set or accepted, of ``CONFIRMABLE``
    #: A person's word on why it is sensitive, of ``SENSITIVE``, () for not at all; None = as the rules find.
    sensitive: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.sub_type not in TYPES.get(self.type, ()):
            msg = f"report {self.id!r}: {self.sub_type!r} is not a sub-type of {self.type!r}"
            raise ValueError(msg)
        if not (self.article_id and self.extractor):
            msg = f"report {self.id!r} lacks its evidence: article id and extractor are needed"
            raise ValueError(msg)

    @property
    def mapped(self) -> bool:
        """Whether it may be drawn: it has a place, and its status is one that is drawn."""
        return self.status in DRAWN_STATUSES and any(p.lat is not None for p in self.places)


@dataclass(frozen=True, slots=True)
class Skip:
    """A stretch of text that was read and left off the map, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one article."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    demonyms: tuple[Demonym, ...] = ()
    dates: tuple[Timex, ...] = ()
    reports: tuple[Report, ...] = ()
    skipped: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """The row of an imported dataset that an incident came with: its source, in the place of reports."""

    dataset: str  #: id of the dataset
    title: str  #: of the dataset, for people
    licence: str
    citation: str
    file_name: str
    line: int  #: where in the file, counted from 1
    headline: str | None = None  #: of the publication that the row names
    text: str | None = None  #: what the row says of its own source
    url: str | None = None

    def __post_init__(self) -> None:
        if not (self.dataset and self.file_name):
            msg = f"an imported row needs its dataset and file, got {self.dataset!r} and {self.file_name!r}"
            raise ValueError(msg)


#: An article's id and the id of a report of it.
ReportKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: each report of ``one`` stands with (merge) or apart from (split) each of ``other``."""

    id: str
    kind: Literal["split", "merge"]
    one: tuple[ReportKey, ...]
    other: tuple[ReportKey, ...]
    author: str
    made: datetime  #: UTC
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One event in the world: the reports that tell of it, folded into one record, or the row it was imported as."""

    id: str
    reports: tuple[Report, ...]
    type: str
    sub_type: str
    status: Status
    date: EventDate
    places: tuple[IncidentPlace, ...]
    actors: tuple[Actor, ...] = ()
    fatalities: Figure | None = None
    injured: Figure | None = None
    numbers: Mapping[str, int | float | str] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    aggregate: bool = False
    background: bool = False
    confidence: float = 0.5
    confidence_reason: str = ""
    imported: ImportedRow | None = None  #: then there are no reports
    differs: tuple[str, ...] = ()  #: on what its reports contradict each other: "date", "fatalities" …
    decisions: tuple[Decision, ...] = ()  #: of people, that made it what it is; oldest first
    confirmed: tuple[str, ...] = ()  #: what a person set or accepted, of ``CONFIRMABLE``

    def __post_init__(self) -> None:
        if not self.reports and self.imported is None:
            msg = f"incident {self.id!r} has no report and no imported row: nothing is on the map without a source"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which incidents a map, table, picture or export holds. None and empty mean "all".

    An incident is in the window when its interval meets ``first``..``last``; one that is known only
    to have happened on or before a day counts on that day; an undated one is never in a window.
    """

    first: date | None = None
    last: date | None = None
    bbox: tuple[float, float, float, float] | None = None  #: west, south, east, north in degrees
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    background: bool = False  #: background incidents are left out unless asked for


def web_host(url: object) -> str | None:
    """The host of a web address, in small letters; None of what is none, or begins like one and is damaged."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        return parts.hostname if parts and parts.scheme in ("http", "https") else None
    except ValueError:  # such as of "http://[x"
        return None
