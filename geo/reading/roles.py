"""The last word on every name: does an incident stand there, is it only around one, or is it background?

What a name stands for (its sense) is known before; for the literal ones a small trained model weighs the words beside
the name, its place in the text and the incidents near it. The heaviest reasons are kept and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from math import exp

from geo.model import Role
from geo.places.weights import load
from geo.reading.document import Name
from geo.reading.role_features import features
from geo.reading.role_surroundings import Surroundings
from geo.reading.standing import standing

#: A name must be a location at least this surely to be one; otherwise it is the better of the other two. On five folds
#: of the development articles 0 gives 0.010 more right roles, but 7 false pins in a hundred instead of 5.
LOCATION_SURE = 0.65
#: Standings of names that are no scene unless an incident says so.
_NO_SCENE = frozenset({"seat", "care", "home", "border", "origin", "way", "about", "clock"})
_TRAINED: tuple[Role, ...] = ("location", "container", "background")
_PLAIN: Mapping[Role, str] = {
    "location": "an incident stands here",
    "container": "a wider place around an incident",
    "background": "named, but no incident stands here",
}


def final_roles(around: Surroundings) -> dict[tuple[int, int], tuple[Role, str]]:
    """Role and reason of every name of a document, by its offsets."""
    weights = load("roles")
    roles: dict[tuple[int, int], tuple[Role, str]] = {}
    for name in around.document.names:
        key = (name.start, name.end)
        if name.sense != "literal":
            roles[key] = (name.sense, name.sense_reason)
            continue
        found = features(name, around)
        role, sure = choose(weights, found)
        if role == "location" and key not in around.used and _elsewhere(name, around):
            role = "background"
        roles[key] = (role, _reason(name, role, sure, around))
    return roles


def _elsewhere(name: Name, around: Surroundings) -> bool:
    """Whether the words before a name that no incident uses say that it is a seat, a home or only a topic."""
    sentence = around.sentence_of.get((name.start, name.end))
    return sentence is not None and standing(name, sentence).kind in _NO_SCENE


def choose(weights: Mapping[str, Mapping[str, float]], found: Iterable[str]) -> tuple[Role, float]:
    """The role that the model gives to features, and how surely, 0..1."""
    names = list(found)
    scores: dict[Role, float] = {}
    for role in _TRAINED:
        scores[role] = sum(map(weights[role].get, names, repeat(0.0)))
    top = max(scores.values())
    parts = {role: exp(score - top) for role, score in scores.items()}
    total = sum(parts.values())
    shares: dict[Role, float] = {role: part / total for role, part in parts.items()}
    best = max(_TRAINED, key=lambda r: shares[r])
    if best == "location" and shares[best] < LOCATION_SURE:
        best = max(_TRAINED[1:], key=lambda r: shares[r])
    return best, shares[best]


def _reason(name: Name, role: Role, sure: float, around: Surroundings) -> str:
    """The role in words, with what the sentence shows and how sure it is."""
    sentence = around.sentence_of.get((name.start, name.end))
    stands = standing(name, sentence) if sentence is not None else None
    draft = around.used.get((name.start, name.end))
    why = _PLAIN[role]
    if role == "background" and stands is not None and stands.kind:
        why = stands.reason
    elif role == "location" and draft is not None:
        why = f"{why} ({draft.placed.how})"
    elif role == "location":
        why = "read like the scene of an act"
    words = "surely" if sure >= 0.85 else "probably" if sure >= 0.6 else "perhaps"
    return f"{words}: {why}"
