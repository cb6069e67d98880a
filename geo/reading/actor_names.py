"""Names of those who act: states with their capitals and nationalities, armies, armed groups, and nouns for people.

``data/lexicons/actors.csv`` gives every alias its canonical name, group and country; states come from the gazetteer's
own tables, so that a country is spelled once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.quantities import Word, words
from geo.settings import DATA

#: Longest alias, in words.
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class ActorName:
    """A canonical actor and how an alias names it."""

    name: str
    group: str  #: as in ``Actor.group``
    country: str | None  #: ISO 3166-1 alpha-2
    #: "name" (group, army), "country", "capital", "demonym", "noun" (gunmen, protesters)
    form: str


@dataclass(frozen=True, slots=True)
class Found:
    """An actor's name in a text; words ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    actor: ActorName


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], ActorName]:
    """Words of an alias in lower case -> actor; a proper name wins over a state's."""
    table: dict[tuple[str, ...], ActorName] = {}
    states: dict[str, str] = {}
    for row in read_rows(DATA / "gazetteer" / "countries.csv"):
        states[row["iso2"]] = row["name"]
        for alias in (row["name"], *row["names"].split("|"), *row["codes"].split("|")):
            _put(table, alias, ActorName(row["name"], "state", row["iso2"], "country"))
    for path, column, form in (
        (DATA / "gazetteer" / "demonyms.csv", "demonym", "demonym"),
        (LEXICONS / "toponym_capitals.csv", "name", "capital"),
    ):
        for row in read_rows(path):
            if row["country"] in states:
                _put(table, row[column], ActorName(states[row["country"]], "state", row["country"], form))
    for row in read_rows(LEXICONS / "actors.csv"):
        actor = ActorName(row["name"], row["group"], row["country"] or None, row["form"])
        for alias in row["aliases"].split("|"):
            table[_key(alias)] = actor
    return table


@lru_cache(maxsize=1)
def _reach() -> dict[str, int]:
    """First word of an alias -> words of the longest alias that it opens."""
    longest: dict[str, int] = {}
    for key in _table():
        longest[key[0]] = min(_LONGEST, max(longest.get(key[0], 0), len(key)))
    return longest


def _key(alias: str) -> tuple[str, ...]:
    return tuple(w.text for w in words(alias))


def _put(table: dict[tuple[str, ...], ActorName], alias: str, actor: ActorName) -> None:
    if alias.strip():
        table.setdefault(_key(alias), actor)


def actor_names() -> frozenset[ActorName]:
    """All that an alias may mean."""
    return frozenset(_table().values())


def find_actor_names(ws: Sequence[Word]) -> list[Found]:
    """All names of actors in a sentence, the longest first where they overlap, left to right."""
    found: list[Found] = []
    at = 0
    table, longest = _table(), _reach()
    texts = tuple(w.text for w in ws)
    while at < len(texts):
        reach = longest.get(texts[at])
        if reach is None:
            at += 1  # as at most words
            continue
        for size in range(min(reach, len(texts) - at), 0, -1):
            actor = table.get(texts[at : at + size])
            if actor is not None and (actor.form == "noun" or ws[at].raw[:1].isupper()):
                found.append(Found(at, at + size, actor))
                at += size - 1
                break
        at += 1
    return found


def capital_of(name: str) -> str | None:
    """ISO code of the state that a bare capital or country stands for, None for any other name."""
    actor = _table().get(_key(name))
    return actor.country if actor is not None and actor.form in ("capital", "country") else None
