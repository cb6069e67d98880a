"""Where an incident stands: which of the names around its trigger hold it, at what precision, and which do not.

A name in the trigger's own clause comes first, then the opening of the sentence and its heading, then the place
of the scene that goes on; a nationality gives at most a country. No name, no place: nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.model import IncidentPlace, Level, Place, Precision, Relation, Span
from geo.outlines import id_between
from geo.reading.clauses import Clause
from geo.reading.document import Name, Sentence
from geo.reading.lexicon import words_of
from geo.reading.nesting import contains, narrow
from geo.reading.standing import (
    as_sector,
    holds_across,
    in_quotes,
    list_lead,
    of_building,
    on_carrier,
    speaks_nearby,
    standing,
)
from geo.reading.triggers import SentenceView, Trigger
from geo.reading.venues import behind_topic, further, held, says_there, taken_up, venue
from geo.reading.wider import closes_chain
from geo.sphere import destination, midpoint

#: Radius of a bare "near X", and the floor and share of "N km from X" (research note on place precision, 2.2).
NEAR_KM, OFFSET_FLOOR_KM, OFFSET_SHARE = 15.0, 3.0, 0.15
_PRECISION: Mapping[Level, Precision] = {
    "facility": "facility",
    "neighbourhood": "settlement",
    "city": "settlement",
    "line": "area",
    "admin2": "admin2",
    "admin1": "admin1",
    "region": "area",
    "country": "country",
    "water": "sea_air",
}
#: Words of people who speak: "police in X said" says where the police are, not where it happened.
_SPEAKERS = words_of("SPEAKER")
#: Words that open the subject of talks, unless a time follows.
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning", "discuss", "discussing", "discussed"})
_DISCUSS = frozenset({"discuss", "discussing", "discussed"})
_VENUE = frozenset({"at", "off", "aboard", "outside", "near"})
_FOCUSED = frozenset({"focused", "centred", "centered", "concentrated", "focusing", "held"})
_TIMES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {"april", "may", "june", "july", "august", "september", "october", "november", "december", "the"}
)
#: Words before the place that a movement leaves, and before the one that it goes to.
_FROM = frozenset({"from", "left", "leave", "leaving", "leaves", "fled", "quit", "quitted", "abandoned", "out"})
_TO = frozenset({"to", "into", "towards", "toward", "for", "reached", "in", "at", "entered", "near"})
#: What runs between two countries.
_LINES = frozenset(
    {"cable", "cables", "pipeline", "pipelines", "flights", "trade", "ferry", "ferries", "ships", "trains"}
)
_MODALS = frozenset({"might", "could", "would", "may", "should"})
#: Acts that leave from where people or things were.
_TAKEN_FROM = frozenset({"displacement", "force_movement", "abduction", "weapons_seized"})
#: Acts that hit or take a building: "captured the army's headquarters in X".
_HITS = frozenset({"battle", "explosion_remote", "riot", "violence_civilians"})
#: A finite verb ends what talks are about: "talks about grain are expected in X".
_FINITE = frozenset({"is", "are", "was", "were", "will", "would", "began", "begin", "begins", "ended", "took", "take"})
#: Acts that stand nowhere unless the text says "in X".
_SELDOM_PLACED = frozenset({"sanctions", "prisoner_exchange", "agreement"})


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of one incident, how surely they are its own, and why."""

    places: tuple[IncidentPlace, ...]
    used: tuple[Name, ...]
    containers: tuple[Name, ...]
    how: str
    certainty: float  #: 0..1


NOWHERE = IncidentPlace(name=None, precision="none")
#: How a town is found that "entered the town" takes up.
HEADED = "the town that heads the passage"
UNPLACED = Placed((NOWHERE,), (), (), "the text names no place", 0.6)


def incident_place(name: Name, others: Sequence[Name] = (), role: str | None = None) -> IncidentPlace | None:
    """The place that a name gives, moved and widened as its relation says; None where the gazetteer knows none."""
    place = name.place
    if place is None:
        return None
    lat, lon, precision, radius, title = place.lat, place.lon, _PRECISION[place.level], place.radius_km, place.name
    place_id = place.id
    relation = name.relation
    if relation is not None and relation.kind == "between":
        other = next((o for o in others if relation.other == Span(o.start, o.end) and o.place), None)
        if other is not None and other.place is not None:
            lat, lon, half = midpoint(place, other.place)
            precision, radius, title = "area", max(half, 5.0), f"between {place.name} and {other.place.name}"
            place_id = id_between((place.lon, place.lat), (other.place.lon, other.place.lat))
    elif relation is not None and place.level != "water":
        lat, lon, radius = _moved(place, relation)
        precision = "near"
        title = f"near {place.name}" if not relation.distance_km else f"{relation.distance_km:g} km from {place.name}"
    return IncidentPlace(
        name=title,
        precision=precision,
        lat=lat,
        lon=lon,
        level=place.level,
        country=place.country,
        admin1=place.admin1,
        geonameid=place.geonameid,
        place_id=place_id,
        radius_km=radius,
        role=role,
        score=name.score,
        mention=Span(name.start, name.end),
    )


def _moved(place: Place, relation: Relation) -> tuple[float, float, float]:
    distance = relation.distance_km
    if distance and relation.bearing_deg is not None:
        lat, lon = destination(place.lat, place.lon, relation.bearing_deg, distance)
        return lat, lon, max(OFFSET_FLOOR_KM, OFFSET_SHARE * distance)
    return place.lat, place.lon, max(place.radius_km, distance or NEAR_KM)


def country_place(country: Place, mention: Span | None) -> IncidentPlace:
    """A country that only a nationality word names: no pin, a badge."""
    return IncidentPlace(
        name=country.name,
        precision="country",
        lat=country.lat,
        lon=country.lon,
        level="country",
        country=country.country,
        place_id=country.id,
        radius_km=country.radius_km,
        score=0.5,
        mention=mention,
    )


def usable(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """Literal names of a sentence that may hold a trigger's incident: no seats of sources, no starting points."""
    free = [n for n in names if n.sense == "literal" and _free(n, seen, trigger)]
    return [n for n in free if not any(closes_chain(o, n, seen.sentence) for o in names if o not in free)]


def _free(name: Name, seen: SentenceView, trigger: Trigger) -> bool:
    kind = standing(name, seen.sentence).kind
    if kind == "origin":
        return trigger.sub_type in _TAKEN_FROM
    if kind == "border":  # "sought shelter across the border in X"
        return trigger.sub_type == "displacement" and holds_across(seen.sentence, name)
    if kind == "quoted":
        return in_quotes(seen.sentence.text, trigger.start - seen.sentence.start)
    if kind == "topic":
        return trigger.type != "diplomatic" or trigger.sub_type == "agreement"
    if kind == "seat" and trigger.rule == "swap_red_cross":
        return name.start > trigger.end and not speaks_nearby(seen.sentence, name)
    if (
        kind == "seat"
        and trigger.sub_type == "talks"
        and name.start > trigger.end
        and not speaks_nearby(seen.sentence, name)
    ):
        return True  # "meets officials in X"
    struck = trigger.type in _HITS and trigger.end < name.start < trigger.clause.end
    if kind == "way" and trigger.sub_type == "displacement" and on_carrier(seen.sentence, name):
        return name.start > trigger.end
    if kind == "seat" and (struck or _before_house(name, seen, trigger)) and of_building(seen.sentence, name):
        return not speaks_nearby(seen.sentence, name)
    if kind == "about":
        return trigger.sub_type == "agreement"
    if kind and kind != "apposed":
        return False
    if seat_of_source(name, seen.sentence) or _quiet(name, seen) or _joined_by_line(name, seen):
        return False
    return trigger.type != "diplomatic" or not _talked_about(name, seen, trigger)


def _before_house(name: Name, seen: SentenceView, trigger: Trigger) -> bool:
    """Whether a crowd stands before the building that a name places: "marched to the embassy in X"."""
    return trigger.type == "protest" and trigger.end < name.start < trigger.clause.end


def _joined_by_line(name: Name, seen: SentenceView) -> bool:
    """Whether a country is only an end of what runs between two: "a cable between Finland and Germany"."""
    between = name.relation is not None and name.relation.kind == "between"
    if not between or name.place is None or name.place.level != "country":
        return False
    lead = seen.sentence.text[: name.start - seen.sentence.start].lower().split()[-8:]
    return bool(_LINES & set(lead))


def _quiet(name: Name, seen: SentenceView) -> bool:
    """Whether the name's own clause says that nothing happened there."""
    clause = next((c for c in seen.clauses if seen.span(c).start <= name.start < seen.span(c).end), None)
    return clause is not None and any(clause.first <= m.first < clause.last for m in seen.marked.of("NOT_QUIET"))


def _talked_about(name: Name, seen: SentenceView, trigger: Trigger) -> bool:
    """Whether a name behind the talks only says what they are about ("talks on the situation in X")."""
    if name.start < trigger.end:
        return False
    start = seen.sentence.start
    between = [t for t in seen.marked.tokens if trigger.end - start <= t.start < name.start - start]
    if {t.text for t in between[-2:]} & _VENUE or behind_topic(name, seen, trigger):
        return False
    if any(t.text in _DISCUSS for t in between):
        return True
    if any(t.text in _FINITE for t in between[1:]):
        return False
    if [t.text for t in between] == ["on"] and name.place is not None and name.place.level == "country":
        return True
    at = 1 if between and between[0].text in _FOCUSED else 0
    if len(between) < at + 2 or between[at].text not in _ABOUT or between[at + 1].text[:1].isdigit():
        return False
    return between[at + 1].text not in _TIMES


def seat_of_source(name: Name, sentence: Sentence) -> bool:
    """Whether a name only says where a speaker sits ("police in X said", "X-based")."""
    if standing(name, sentence).kind == "seat":
        return True
    at = name.start - sentence.start
    before = sentence.text[max(0, at - 60) : at].split()
    if len(before) >= 2 and before[-1].lower() in {"in", "of", "from", "at"}:
        who = {w.lower().strip(',.“”"’') for w in before[-5:-1]}
        return bool(who & _SPEAKERS) and speaks_nearby(sentence, name)
    return False


def place_trigger(
    trigger: Trigger, names: Sequence[Name], seen: SentenceView, taken: Sequence[Trigger]
) -> Placed | None:
    """Places that a trigger's own sentence gives it, None when it gives none.

    ``taken`` are the other triggers of the sentence: a name in another trigger's clause belongs to that one.
    """
    free = held(names, seen, trigger) or usable(names, seen, trigger) or venue(names, seen, trigger)
    if trigger.sub_type in _SELDOM_PLACED:
        free = [n for n in free if _told_where(n, seen)]
    own = [n for n in free if trigger.clause.start <= n.start < trigger.clause.end] or taken_up(names, seen, trigger)
    listed = _listed(free, seen, trigger)
    found = _build(listed, [*names], trigger, "listed behind a colon", 0.9, seen, around=own) if listed else None
    found = found or _build(own, names, trigger, "named in the same clause", 0.95, seen)
    finer = [n for n in further(names, seen, trigger, taken) if found and _inside(found, n)]
    if finer:
        found = _build(finer, names, trigger, "named in a clause of its own", 0.8, seen, around=own)
    if found or trigger.sub_type in _SELDOM_PLACED:
        return found
    before = [n for n in free if n.start < trigger.start and says_there(trigger, seen)]
    if before:
        return _build(narrow(before)[0][-1:], names, trigger, "“there” points back to it", 0.85, seen)
    others = [t.clause for t in taken if t is not trigger and t.clause != trigger.clause]
    unreal = [seen.span(c) for c in seen.clauses if c.kind == "report" or _may_be(c, seen)]
    rest = [n for n in free if not any(c.start <= n.start < c.end for c in [*others, *unreal])]
    first, last = _segment(trigger, seen)
    rest = [n for n in rest if first <= n.start < last] or rest
    found = _build(rest, names, trigger, "named in the same sentence", 0.85, seen)
    if found:
        return found
    opening = [n for n in free if n.start < trigger.start and n.start - seen.sentence.start <= 40]
    return (
        _build(opening, names, trigger, "named at the head of the sentence", 0.75, seen)
        or _build(
            [n for n in free if n.start < trigger.start], names, trigger, "named earlier in the sentence", 0.6, seen
        )
        or _build(_left_over(names, seen, trigger), names, trigger, "only an office or a way names a place", 0.45, seen)
    )


def _inside(found: Placed, name: Name) -> bool:
    """Whether a name lies in each of the wide places that an incident has so far."""
    wide = found.places and all(p.precision in ("country", "admin1") for p in found.places)
    return bool(wide) and all(contains(w, name) for w in found.used)


def _left_over(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """Names that hold an incident only where nothing else does: the mayor's town, the road towards X."""
    if trigger.type == "diplomatic" or trigger.sub_type in ("displacement", "force_movement"):
        return []
    kinds = {"office", "way"} if trigger.sub_type == "blockade" else {"office"}
    if trigger.sub_type in ("arrest", "abduction"):
        kinds.add("home")
    return [n for n in names if n.sense == "literal" and standing(n, seen.sentence).kind in kinds]


def _segment(trigger: Trigger, seen: SentenceView) -> tuple[int, int]:
    """Offsets of the part between semicolons in which a trigger stands."""
    text, start = seen.sentence.text, seen.sentence.start
    at = trigger.start - start
    last = text.find(";", at)
    return start + text.rfind(";", 0, at) + 1, start + (last if last >= 0 else len(text))


def _may_be(clause: Clause, seen: SentenceView) -> bool:
    """Whether a clause only tells of what may be."""
    return any(t.text in _MODALS for t in seen.marked.tokens[clause.first : clause.last])


def _told_where(name: Name, seen: SentenceView) -> bool:
    """Whether a preposition of place stands right before a name."""
    at = name.start - seen.sentence.start
    before = seen.sentence.text[max(0, at - 40) : at].lower().split()[-3:]
    return bool({"in", "at", "near", "outside", "along", "around", "across"} & set(before))


def _listed(free: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """Names of a list behind a colon that follows the trigger's clause ("were attacked: A, B and C")."""
    after = seen.clauses[trigger.clause_index + 1 :]
    if not after or seen.marked.tokens[after[0].first - 1].text != ":":
        return []
    span = seen.span(after[0])
    if any(after[0].first <= v < after[0].last for v in seen.marked.verbs):
        return []
    return [n for n in free if span.start <= n.start < span.end]


def _build(
    chosen: Sequence[Name],
    names: Sequence[Name],
    trigger: Trigger,
    how: str,
    certainty: float,
    seen: SentenceView,
    *,
    around: Sequence[Name] = (),
) -> Placed | None:
    exact, wide = narrow(chosen, seen.sentence)
    wide += [n for n in around if n not in exact and n not in wide]
    loose = [n for n in exact if _loose(n, trigger, seen)]
    if loose and len(loose) < len(exact):
        exact = [n for n in exact if n not in loose]
        wide += loose
    places = []
    used: list[Name] = []
    for name in exact:
        relation = name.relation
        if (
            relation is not None
            and relation.kind == "between"
            and any(relation.other == Span(u.start, u.end) for u in used)
        ):
            used.append(name)
            continue
        place = incident_place(name, names, _movement_role(name, trigger, seen))
        if place is not None:
            places.append(place)
            used.append(name)
    if not places:
        return None
    return Placed(tuple(places), tuple(used), tuple(wide), how, certainty)


def _loose(name: Name, trigger: Trigger, seen: SentenceView) -> bool:
    """Whether a name only tells where another one lies: a river, a stretch of front, the town of a suburb."""
    if standing(name, seen.sentence).kind == "apposed" or as_sector(name, seen.sentence):
        return True
    moving = trigger.sub_type in ("displacement", "force_movement", "interception", "exercise")
    return name.place is not None and name.place.level == "water" and not moving


def _movement_role(name: Name, trigger: Trigger, seen: SentenceView) -> str | None:
    """Whether a movement starts or ends at a place, by the word before the name or its list."""
    if trigger.sub_type not in ("displacement", "force_movement"):
        return None
    text = seen.sentence.text
    lead = list_lead(text, name.start - seen.sentence.start).lower().split()[-4:]
    if set(lead) & _FROM:
        return "origin"
    return "destination" if set(lead) & _TO else None
