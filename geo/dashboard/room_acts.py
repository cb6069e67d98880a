"""What a person does in the reading room, carried out: a small message of the browser becomes a signed correction.

The message comes from a browser: nothing of it is believed before it was checked against the article and the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from geo import desk
from geo.dashboard.room_data import check_days, choice, figure_typed, names_typed
from geo.dashboard.speech import retold, t
from geo.errors import GeoError, UsageError
from geo.model import TYPES, IncidentPlace, Mention, Place, Precision, Reading, Report
from geo.outlines import PREFIX, Drawn, drawn, ring_of
from geo.places.geocoder import label as place_label
from geo.places.search import parse_point, search
from geo.reading.linking import incident_place
from geo.store.codec import plain
from geo.store.remembered import Correction, Spot, spot_of

if TYPE_CHECKING:
    from geo.model import Incident
    from geo.places.gazetteer import Gazetteer
    from geo.store.store import Store

#: Radius in km of a place that was set by hand, and of an incident whose place is known to so much.
POINT_KM = 2.0
RADIUS_KM = {"facility": 1.0, "settlement": 5.0, "near": 15.0, "admin2": 30.0, "area": 30.0, "admin1": 100.0}
HITS = 8
#: At so many ends of an area by hand the country is looked at.
ENDS = 12
KIND_OF = {sub: kind for kind, subs in TYPES.items() for sub in subs}
BARE_ROLES = ("initiator", "target", "side_a", "side_b", "mediator", "host", "visitor", "initiator_alleged")


@dataclass(slots=True)
class Act:
    """One message, and all that it is carried out with."""

    told: Mapping[str, Any]
    reading: Reading
    store: Store
    gazetteer: Gazetteer
    author: str
    reason: str
    now: datetime
    near: Callable[[Incident], list[dict[str, str]]]
    answer: dict[str, Any] = field(default_factory=dict)  #: what the room shows beside what it showed

    def signed(self) -> dict[str, Any]:
        """Who, when and why."""
        if not self.author.strip():
            msg = t("say who you are first: your name or initials, above the article")
            raise UsageError(msg)
        return {"author": self.author, "made": self.now, "reason": self.reason}

    def spot(self) -> Spot:
        """The stretch of text that the message is about."""
        s, e = (int(self.told[end]) for end in "se")
        if not 0 <= s < e <= len(self.reading.article.text):
            msg = t("that stretch is not in the article: it has changed. Open it anew")
            raise UsageError(msg)
        return spot_of(self.reading.article, s, e)

    def report(self) -> Report:
        """The report that the message is about."""
        found = next((one for one in self.reading.reports if one.id == self.told["report"]), None)
        if found is None:
            msg = t("that incident is no longer in the article: it was read again. Open it anew")
            raise UsageError(msg)
        return found

    def incident(self) -> Incident:
        """The incident that the report is told of in."""
        report = self.report()
        incident = self.store.incident(self.store.incident_of((report.article_id, report.id)) or "")
        if incident is None:
            msg = t("that incident is no longer there. Open the article anew")
            raise UsageError(msg)
        return incident

    def of_report(self, name: Any, value: Mapping[str, Any]) -> str:
        """Set a value of the report."""
        report = self.report()
        return desk.correct(self.store, name, value, reports=[(report.article_id, report.id)], **self.signed())

    def of_text(self, name: Any, value: Mapping[str, Any], *, scoped: bool = False) -> str:
        """Set what a stretch of text means."""
        scope: Any = self.told.get("scope", "here") if scoped else "here"
        return desk.correct(self.store, name, value, spot=self.spot(), scope=scope, **self.signed())


def carry_out(act: Act) -> str:
    """Do what the message asks; returns what to say, "" for nothing.

    Raises
    ------
    GeoError
        Where it cannot be done, with what was wrong.
    """
    does = ACTS.get(str(act.told.get("do")))
    if does is None:
        return ""
    try:
        return does(act)
    except UsageError as error:
        msg = t("that cannot be set: {why}", why=retold(str(error)))
        raise UsageError(msg) from error
    except GeoError:
        raise
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise UsageError(t("that cannot be set")) from error  # a message that is none: no person can answer to more


def _role(act: Act) -> str:
    act.of_text("role", {"role": act.told["role"]}, scoped=True)
    return t("The role is set.")


def _place(act: Act) -> str:
    place = _chosen(act)
    act.of_text("place", {"place": plain(place)}, scoped=True)
    return t("Placed in {place}.", place=place_words(place, act.gazetteer))


def _chosen(act: Act) -> Place:
    """The place of the message: a row of the gazetteer, one that was made of a point, or one that a name may mean."""
    wanted = str(act.told["id"])
    if wanted.startswith("hand:"):
        point = parse_point(wanted.removeprefix("hand:"))
        if point is not None:
            return by_point(act.spot().quote, *point, act.gazetteer)
    for mention in act.reading.mentions:
        for place in (mention.place, *(c.place for c in mention.alternatives)):
            if place is not None and place.id == wanted:
                return place
    found = act.gazetteer.get(wanted)
    if found is None:
        msg = t("there is no place {place} in the gazetteer", place=repr(wanted))
        raise UsageError(msg)
    return found


def by_point(name: str, lat: float, lon: float, gazetteer: Gazetteer) -> Place:
    """A place by hand: a name of the text at a point, in the country and province of the nearest settlement."""
    near = next(iter(gazetteer.nearby(lat, lon, limit=1)), None)
    country, admin1 = (near[0].country, near[0].admin1) if near else (None, None)
    lat, lon = round(lat, 5), round(lon, 5)
    return Place(f"hand:{lat},{lon}", name, lat, lon, "city", country, admin1, None, POINT_KM, None, "set by hand")


def by_drawing(name: str, area: Drawn, gazetteer: Gazetteer) -> Place:
    """An area by hand: a name of the text, in the country and province that the settlements at all its ends share."""
    ring = ring_of(area.id) or ()
    ends = [(area.lat, area.lon), *((lat, lon) for lon, lat in ring[:: max(1, len(ring) // ENDS)])]
    towns = [next(iter(gazetteer.nearby(lat, lon, limit=1)), None) for lat, lon in ends]
    where = {(town[0].country, town[0].admin1) if town else (None, None) for town in towns}
    country, admin1 = next(iter(where)) if len(where) == 1 else (None, None)
    if len(where) > 1 and len(one := {country for country, _ in where}) == 1:
        (country,) = one
    lat, lon, km = area.lat, area.lon, area.radius_km
    return Place(area.id, name, lat, lon, "region", country, admin1, None, km, None, "drawn by hand")


def _draw(act: Act) -> str:
    corners = [(float(lat), float(lon)) for lat, lon in act.told["corners"]]
    name = "" if act.told.get("report") else act.spot().quote
    if act.told["kind"] == "point":
        place = by_point(name, *corners[0], act.gazetteer)
    else:
        place = by_drawing(name, drawn(str(act.told["kind"]), corners, float(act.told["km"])), act.gazetteer)
    if act.told.get("report"):
        return _place_incident(act, place)
    act.of_text("place", {"place": plain(place)}, scoped=True)
    return t("Placed in {place}.", place=place_words(place, act.gazetteer))


def _place_incident(act: Act, place: Place) -> str:
    """Give an incident a place that no name of the article gives it; it is called by the nearest settlement."""
    town = next(iter(act.gazetteer.nearby(place.lat, place.lon, limit=1)), None)
    name = f"near {town[0].name}" if town else "set by hand"
    precision: Precision = "area" if place.id.startswith(PREFIX) else "near"
    where = (place.lat, place.lon, place.level, place.country, place.admin1, None, place.id, place.radius_km)
    act.of_report("places", {"places": [plain(IncidentPlace(name, precision, *where))]})
    return t("Placed in {place}.", place=name)


def place_words(place: Place, gazetteer: Gazetteer) -> str:
    """How a place is told from its namesakes, and from what was set by hand."""
    drawn_by_hand, hand = place.id.startswith(PREFIX), place.id.startswith("hand:")
    said = t("area drawn by hand") if drawn_by_hand else t("point set by hand") if hand else ""
    return f"{place_label(place, gazetteer)} ({said})" if said else place_label(place, gazetteer)


def _search(act: Act) -> str:
    query = str(act.told["q"])
    point = parse_point(query)
    if point is not None:
        place = by_point(act.spot().quote, *point, act.gazetteer)
        act.answer["hits"] = [{"id": place.id, "label": f"{point[0]:.4f}, {point[1]:.4f}", "score": None}]
    else:
        act.answer["hits"] = [
            choice(hit.place, None, lambda p: place_words(p, act.gazetteer))
            for hit in search(act.gazetteer, query, limit=HITS)
        ]
    act.answer["asked"] = query
    return ""


def _not_a_name(act: Act) -> str:
    act.of_text("not_a_name", {}, scoped=True)
    return t("It is no place name any more.")


def _offer(act: Act) -> str:
    said: Correction | None = next((c for c in act.store.corrections.history() if c.id == act.told["id"]), None)
    if said is None or said.field not in ("role", "place"):
        msg = t("that correction is no longer there")
        raise UsageError(msg)
    act.of_text(said.field, said.value, scoped=True)
    return t("Set as elsewhere.")


def _add_name(act: Act) -> str:
    place = _best(act.spot().quote, act)
    act.of_text("mention", {"role": act.told["role"], "place": plain(place)})
    if place is None:
        return t("Added; nothing in the gazetteer is called so: search for it, or give its point.")
    return t("Added, as {place}.", place=place_words(place, act.gazetteer))


def _best(name: str, act: Act) -> Place | None:
    """What a missed name most likely means: what the article means by it elsewhere, else a place in its countries."""
    known = [m.place for m in act.reading.mentions if m.name == name and m.place]
    found = act.gazetteer.lookup(name)
    countries = [m.place.country for m in act.reading.mentions if m.place and m.role != "org"]
    near = [place for place in found if place.country and place.country in countries]
    return next(iter([*known, *sorted(near, key=lambda p: -countries.count(p.country)), *found]), None)


def _add_date(act: Act) -> str:
    check_days(act.told)
    act.of_text("timex", {"first": act.told["first"], "last": act.told["last"], "precision": "day"})
    spot = act.spot()
    start = int(act.told["s"])
    held = [one for one in act.reading.reports if one.evidence.start <= start < one.evidence.end]
    for one in held:
        value = {"first": act.told["first"], "last": act.told["last"], "precision": "day", "expression": spot.quote}
        desk.correct(act.store, "date", value, reports=[(one.article_id, one.id)], **act.signed())
    if held:
        return t("The date is marked, and the incident of its sentence has it.")
    return t("The date is marked.")


def _add_incident(act: Act) -> str:
    start, end = int(act.told["s"]), int(act.told["e"])
    inside = [m for m in act.reading.mentions if start <= m.start and m.end <= end and m.place]
    here = [m for m in inside if m.role == "location"] or [m for m in inside if m.role not in ("metonym", "org")][:1]
    places = [placed for m in here if (placed := as_place(m)) is not None]
    published = act.reading.article.published
    dates = [d for d in act.reading.dates if start <= d.start and d.end <= end and d.last]
    day: dict[str, Any] = {"last": published.isoformat(), "precision": "on_or_before"} if published else {}
    if dates:
        day = {**plain(dates[0]), "expression": dates[0].text}
    sub_type = str(act.told["sub_type"])
    act.of_text(
        "incident",
        {
            "type": KIND_OF.get(sub_type, ""),
            "sub_type": sub_type,
            "status": "occurred",
            "date": {name: day.get(name) for name in ("first", "last", "precision", "expression")},
            "places": [plain(replace(place, mention=None)) for place in places],
        },
    )
    return t("The incident is added: set its status, date and figures.")


def as_place(mention: Mention) -> IncidentPlace | None:
    """The place that a mention gives to an incident."""
    from geo.reading.document import Name

    return incident_place(
        Name(mention.start, mention.end, mention.name, "literal", "", mention.place, mention.score, (), None)
    )


def _set(act: Act) -> str:
    name, value = str(act.told["field"]), dict(act.told["value"])
    said = {"status": t("The status is set."), "type": t("The type is set."), "date": t("The date is set.")}
    marked = t("It is set why the sentence is sensitive."), t("It is not sensitive.")
    said["sensitive"] = marked[not value.get("sensitive")]
    if name not in said:
        return ""
    if name == "date":
        check_days(value)
    act.of_report(name, value | {"type": KIND_OF.get(value["sub_type"], "")} if name == "type" else value)
    return said[name]


def _precision(act: Act) -> str:
    precision = act.told["precision"]
    radius = RADIUS_KM.get(precision)
    places = [
        place if place.name is None else replace(place, precision=precision, radius_km=radius or place.radius_km)
        for place in act.report().places
    ]
    act.of_report("places", {"places": [plain(place) for place in places if place.name]})
    return t("The precision is set.")


def _figure(act: Act) -> str:
    if act.told["field"] not in ("fatalities", "injured"):
        return ""
    act.of_report(act.told["field"], {"figure": figure_typed(str(act.told["said"]))})
    return t("The figure is set.")


def _list(act: Act) -> str:
    said = names_typed(str(act.told["said"]))
    if act.told["field"] == "attribution":
        act.of_report("attribution", {"attribution": said})
        return t("Who says so is set.")
    known = {actor.name: actor.group for actor in act.report().actors}
    actors = []
    for one in said:
        name, _, role = one.rstrip(")").partition("(")
        role = role.strip() or "initiator"
        if role not in BARE_ROLES:
            msg = t("a role is one of {roles}, got {role}", roles=", ".join(BARE_ROLES), role=repr(role))
            raise UsageError(msg)
        actors.append({"name": name.strip(), "role": role, "group": known.get(name.strip(), "unknown")})
    act.of_report("actors", {"actors": actors})
    return t("Who did it is set.")


def _verdict(act: Act) -> str:
    verdict = str(act.told["verdict"])
    incident = act.incident()
    keys = [(one.article_id, one.id) for one in incident.reports] if verdict == "accepted" else []
    if keys:
        desk.correct(act.store, "verdict", {"verdict": verdict}, reports=keys, **act.signed())
        return t("Accepted.")
    act.of_report("verdict", {"verdict": verdict})
    return t("Rejected: it is off the map, and “Not on the map” says why.")


def _take_out(act: Act) -> str:
    desk.take_out(act.store, act.incident(), act.report(), **act.signed())
    return t("Taken out: it is an incident of its own.")


def _near(act: Act) -> str:
    act.answer["near"] = {"report": act.report().id, "list": act.near(act.incident())}
    return ""


def _join(act: Act) -> str:
    other = act.store.incident(str(act.told["other"]))
    if other is None:
        msg = t("the other incident is no longer there")
        raise UsageError(msg)
    desk.join(act.store, act.incident(), other, **act.signed())
    return t("Joined: they are one incident.")


def _undo(act: Act) -> str:
    mine = [c for c in act.store.corrections.history() if c.undone is None and c.author == act.author.strip()]
    if not mine:
        return t("There is nothing of yours to undo.")
    desk.undo(act.store, mine[-1].id, author=act.author, made=act.now)
    return t("Undone: {what}.", what=retold(mine[-1].field.replace("_", " ")))


ACTS: Mapping[str, Callable[[Act], str]] = {
    "role": _role,
    "place": _place,
    "draw": _draw,
    "search": _search,
    "not_a_name": _not_a_name,
    "offer": _offer,
    "add_name": _add_name,
    "add_date": _add_date,
    "add_incident": _add_incident,
    "set": _set,
    "precision": _precision,
    "figure": _figure,
    "list": _list,
    "verdict": _verdict,
    "take_out": _take_out,
    "near": _near,
    "join": _join,
    "undo": _undo,
}
