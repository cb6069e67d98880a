"""The last word on every name: does an incident stand there, is it only around one, or is it background?

What a name stands for (its sense) is known before; for the literal ones a small trained model weighs the words beside
the name, its place in the text and the incidents near it. The heaviest reasons are kept and shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import repeat
from math import exp

from geo.model import Role
from geo.places.weights import load
from geo.reading.document import Name
from geo.reading.role_features import features
from geo.reading.role_surroundings import Surroundings
from geo.reading.standing import as_sector, standing
from geo.reading.wider import closes_chain, opens_chain, part_of

#: A name must be a location at least this surely to be one; otherwise it is the better of the other two. On five folds
#: of the development articles 0.6 gives 0.0035 more right roles and 0.6 more false pins in a hundred, and a pin that
#: should not be there does more harm than one that is missing.
LOCATION_SURE = 0.72
#: Standings of names that are no scene unless an incident says so.
_NO_SCENE = frozenset({"seat", "care", "home", "border", "origin", "way", "about", "clock", "likened"})
#: A longer first line is no title (characters).
TITLE_CHARS = 140
#: So many characters before a name are looked at; prepositions of place; ways to go to a venue with or without papers.
_LEAD = 60
_AT = (" in ", " at ", " near ", " on ", " outside ", " in the ", " at the ")
_GOES_TO = re.compile(
    r"\b(?:bring|brings|brought|take|takes|took|travel|travels|travelled|go|goes|went|fly|flies|flew|return|returns"
    r"|come|head|heads|headed|send|sends|sent)\b[^.;:]{0,40}\sto\s$"
)
#: What goes on at a place, or was counted there, as a text names an incident for the second time.
_GOES_ON = re.compile(
    r"\b(?:(?:isolate|liberate|retake|recapture|encircle|besiege|isolating|liberating|retaking|encircling)"
    r"(?:\sthe\s(?:city|town)\sof)?|(?:isolation|liberation|encirclement|siege|battle)\s(?:of|for)"
    r"(?:\sthe\s(?:city|town)\sof)?|surrounding|villages\saround"
    r"|(?:toll|dead|injured|wounded|casualties)\s(?:in|at)(?:\sthe)?)\s$"
)
#: Role and reason of names by their offsets.
Roles = dict[tuple[int, int], tuple[Role, str]]
_TRAINED: tuple[Role, ...] = ("location", "container", "background")
_PLAIN: Mapping[Role, str] = {
    "location": "an incident stands here",
    "container": "a wider place around an incident",
    "background": "named, but no incident stands here",
}


def final_roles(around: Surroundings) -> Roles:
    """Role and reason of every name of a document, by its offsets."""
    weights = load("roles")
    roles: Roles = {}
    for name in around.document.names:
        key = (name.start, name.end)
        if name.sense != "literal":
            roles[key] = (name.sense, name.sense_reason)
            continue
        found = features(name, around)
        role, sure = choose(weights, found)
        free = key not in around.used and _elsewhere(name, around)
        if free and (role == "location" or (role == "container" and not _holds(name, around))):
            role = "background"
        roles[key] = (role, _reason(name, role, sure, around))
    roles |= _around_scenes(roles, around)
    return roles | _named_again(roles, around)


def _around_scenes(roles: Roles, around: Surroundings) -> Roles:
    """Names that only narrow down where a scene lies: an end of its chain, its sector, the town of a suburb."""
    found: Roles = {}
    names = around.document.names
    for at, name in enumerate(names):
        key = (name.start, name.end)
        sentence = around.sentence_of.get(key)
        part = names[at - 1] if at and sentence is not None else None
        if part is not None and sentence is not None and key in around.used and part_of(part, name, sentence):
            found[part.start, part.end] = ("location", f"an incident stands here, in {name.name}")
            found[key] = ("container", f"says where {part.name} lies, which no gazetteer row fits")
            continue
        if name.sense != "literal" or key in around.used or sentence is None or roles[key][0] == "container":
            continue
        beside = [n for n in names[max(0, at - 1) : at + 2] if roles[n.start, n.end][0] == "location"]
        scene = next((n for n in beside if closes_chain(n, name, sentence) or opens_chain(name, n, sentence)), None)
        if scene is not None:
            found[key] = ("container", f"says where {scene.name} lies")
        elif as_sector(name, sentence) and any(sentence.start <= h.start < sentence.end for h in around.holders):
            found[key] = ("container", "a stretch of front, its scenes are named")
        elif roles[key][0] == "location" and standing(name, sentence).kind == "apposed":
            found[key] = ("container", "the larger place of the one just named")
    return found


def _named_again(roles: Roles, around: Surroundings) -> Roles:
    """Scenes named without an act of their own: in a title ("New Talks in X"), and a venue that somebody goes to."""
    found: Roles = {}
    text = around.document.article.text
    scenes = {n.place.id for n in around.document.names if n.place and roles[n.start, n.end][0] == "location"}
    venues = {p.place_id for d in around.drafts if d.trigger.sub_type == "talks" for p in d.placed.places}
    titled = around.first_line_end <= TITLE_CHARS
    for name in around.document.names:
        if name.place is None or name.sense != "literal" or name.place.id not in scenes:
            continue
        lead = text[max(0, name.start - _LEAD) : name.start].lower()
        sentence = around.sentence_of.get((name.start, name.end))
        headed = titled and name.start < around.first_line_end and lead.endswith(_AT)
        headed = headed and (sentence is None or not standing(name, sentence).kind)
        if headed or _GOES_ON.search(lead) or (name.place.id in venues and _GOES_TO.search(lead)):
            found[name.start, name.end] = ("location", "named again where an incident stands")
    return found


def _elsewhere(name: Name, around: Surroundings) -> bool:
    """Whether the words before a name that no incident uses say that it is a seat, a home or only a topic."""
    sentence = around.sentence_of.get((name.start, name.end))
    return sentence is not None and standing(name, sentence).kind in _NO_SCENE


def _holds(name: Name, around: Surroundings) -> bool:
    """Whether a place where an incident stands lies inside a name's."""
    return name.place is not None and bool(around.inside(name.place, name)[0])


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
