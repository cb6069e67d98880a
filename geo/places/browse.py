"""A name's candidates with all that tells them apart: score, kind, people, other names, and why the first one wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.places.geocoder import label
from geo.places.resolve import MAX_ROWS, NameInText, resolve
from geo.places.search import search

#: Other names that are told of a place.
MAX_NAMES = 10
#: What a place is, in a word.
LEVEL_WORDS: Mapping[str, str] = {
    "city": "town", "neighbourhood": "part of a town", "facility": "site", "admin2": "district", "admin1": "province",
    "country": "country", "region": "region", "water": "water", "line": "line",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a name may mean."""

    place: Place
    label: str  #: "Sumy, Sumy Oblast, Ukraine"
    score: float | None  #: 0..1, in a text that names nothing else; None: it only begins like the name
    names: tuple[str, ...]  #: as the gazetteer finds it: lower case, accents folded


@dataclass(frozen=True, slots=True)
class Browsed:
    """The candidates of a name, best first, and why the first one is the first; empty where there is none."""

    hits: tuple[Hit, ...]
    why_first: str


def browse(gazetteer: Gazetteer, text: str, *, limit: int = 10) -> Browsed:
    """Look a name up as a person would: nothing is asked elsewhere.

    Parameters
    ----------
    gazetteer
        Where to look.
    text
        A name, with wider places after commas or not, or its beginning.
    limit
        At most so many places.
    """
    found = search(gazetteer, text, limit=max(limit, MAX_ROWS))
    exact = {place.id for place in gazetteer.lookup(text)} | {
        place.id for place in gazetteer.lookup(text.split(",")[0])
    }
    scores = _scores(tuple(one.place for one in found if one.place.id in exact), text)
    order = sorted(range(len(found)), key=lambda n: (-scores.get(found[n].place.id, -1.0), n))[:limit]
    places = [found[n].place for n in order]
    names = gazetteer.names([place.id for place in places])
    hits = tuple(
        Hit(place, label(place, gazetteer), scores.get(place.id), names.get(place.id, ())[:MAX_NAMES])
        for place in places
    )
    return Browsed(hits, why_first(text, hits))


def _scores(places: tuple[Place, ...], text: str) -> dict[str, float]:
    """The share that the resolver gives each place of a name that stands alone."""
    name, *wider = (part.strip() for part in text.split(","))
    (answer,) = resolve([NameInText(name, parents=tuple(wider))], lambda _: places, countries={})
    given = {one.place.id: one.score for one in answer.alternatives}
    if answer.place is not None:
        given[answer.place.id] = answer.score
    return {place.id: given.get(place.id, 0.0) for place in places}


def why_first(text: str, hits: tuple[Hit, ...]) -> str:
    """Why the first candidate comes first, in a sentence."""
    if not hits:
        return ""
    first, rivals = hits[0], [hit for hit in hits[1:] if hit.score is not None]
    if first.score is None:
        return f"No place is called just that; {first.place.name} is the best known whose name begins like it."
    if not rivals:
        return "The only place of that name in the gazetteer."
    reasons = []
    if "," in text:
        reasons.append("it lies in the wider place that was named")
    rival = rivals[0]
    people, others = first.place.population or 0, rival.place.population or 0
    if first.place.level != rival.place.level:
        kinds = (LEVEL_WORDS[hit.place.level] for hit in (first, rival))
        reasons.append("as a {} it is meant more often than the {}".format(*kinds))
    if people and others and people >= 2 * others:
        reasons.append(f"{people:,} people live there, {_times(people / others)} as many as in {rival.label}")
    elif people and not others:
        reasons.append(f"{people:,} people are known to live there, none in {rival.label}")
    spelt = text.split(",")[0].strip().casefold()
    if first.place.name.casefold() == spelt != rival.place.name.casefold():
        reasons.append("it bears exactly this name")
    if not reasons:
        reasons.append("it is the better known one, though not by much: the rest of an article may say otherwise")
    return f"{first.label} comes first: {'; '.join(reasons)}."


def _times(ratio: float) -> str:
    return "twice" if ratio < 2.5 else f"{ratio:.0f} times"
