"""Which side says so: who stands behind the words of an attribution, such as "Russia's defence ministry"."""

from __future__ import annotations

from functools import lru_cache

from geo.errors import UsageError
from geo.reading.actor_names import actor_names, find_actor_names
from geo.reading.quantities import words

#: Somebody says so who is of no side that the text names ("the governor"), and nobody is said to say so.
OTHER, NOBODY = "other", "none"
#: More letters of an attribution are not looked at, nor kept.
MOST = 400


@lru_cache(maxsize=20_000)
def sides_of(attribution: str) -> frozenset[str]:
    """The sides in the attributions of an incident, joined as the store does ("Kyiv; Russian officials").

    A side is a state or an armed group by its name in ``data/lexicons/actors.csv`` or the gazetteer: "Hamas".
    """
    parts = [part.strip() for part in attribution[:MOST].split(";")]
    found = {side for part in parts if part for side in [_side(part)]}
    return frozenset(found or {NOBODY})


def _side(name: str) -> str:
    actors = [one.actor for one in find_actor_names(words(name))]
    return next((one.name for one in actors if one.form != "noun"), OTHER)


def side_named(said: str) -> str:
    """The side that a person means: by its own name, or as articles call it ("Kyiv", "Russian").

    Raises
    ------
    UsageError
        Where no state and no armed group is called so.
    """
    if said in (OTHER, NOBODY):
        return said
    known = {one.name.casefold(): one.name for one in actor_names() if one.form != "noun"}
    found = known.get(said.casefold()) or _side(said)
    if found == OTHER:
        msg = f"no state and no armed group is called {said!r}; others of no side are {OTHER!r}, nobody is {NOBODY!r}"
        raise UsageError(msg)
    return found
