"""Who did it, and to whom: actors of one incident with their role and group.

Who stands before an acting verb, after "by", or as a nationality before a weapon ("Russian drones") did it; who
stands after the verb, or after "on" and "against", suffered it; parties of talks are sides. What the text does not
say stays out.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.model import Actor, Span
from geo.reading.actor_names import Found, find_actor_names
from geo.reading.attribution import find_attribution
from geo.reading.document import Sentence
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.quantities import Word, words

_MEETINGS = frozenset(["talks", "agreement", "prisoner_exchange", "armed_clash"])
_MEDIATE = frozenset(["mediated", "brokered", "facilitated", "mediation", "mediators", "mediator", "mediating"])
_HOST = frozenset(["hosted", "hosts", "host", "hosting"])
_VISITS = frozenset(["visited", "visits", "visit", "arrived", "arrives", "arrive", "travelled", "traveled"])
_BLAME = frozenset(["accused", "accuses", "accuse", "blamed", "blames", "blame", "alleged", "alleges", "suspected"])
_PASSIVE = frozenset(["was", "were", "been", "be", "is", "are", "being"])
_TARGET_BEFORE = frozenset(["on", "against", "at", "into", "in", "over", "across", "near", "from", "towards", "toward"])
#: Nouns that make a nationality before them the one who acts: its arms and its men.
_ARMS = frozenset(row["word"] for row in read_rows(LEXICONS / "actor_arms.csv"))
_WIELDED = frozenset(["with", "using", "firing"])
_MADE = frozenset(
    ["missiles", "missile", "rockets", "shells", "bombs", "drones", "jets", "ammunition", "tanks", "munitions", "guns"]
)
_OWN = frozenset(["its", "their", "our", "it", "they", "we"])
_SUFFERERS = frozenset(["displacement", "sexual_violence"])
_ACTING_CROWDS = frozenset(["protest", "riot"])


def find_actors(
    sentence: Sentence,
    trigger: Span | None,
    type: str,  # noqa: A002 the record's field
    sub_type: str,
    context: str,
) -> tuple[Actor, ...]:
    """Find the actors of one incident.

    Parameters
    ----------
    sentence:
        The sentence that tells of it.
    trigger:
        The word that tells of it, offsets into the article; None for the whole sentence.
    type, sub_type:
        Kind of incident: sides of talks are no attackers.
    context:
        Text around the incident; "accused" and "denied" there make an author alleged.

    Returns
    -------
    tuple
        Initiators before targets; empty where the text names nobody.
    """
    ws = words(sentence.text[:4000])
    every = find_actor_names(ws)
    source = find_attribution(sentence.text)
    told_by = [f for f in every if source is not None and source.start <= ws[f.first].start < source.end]
    found = [f for f in every if f not in told_by]
    found = _nearest_first(ws, found, sentence.text, trigger.start - sentence.start) if trigger is not None else found
    at = _word_at(ws, trigger.start - sentence.start) if trigger is not None else len(ws)
    if sub_type in _MEETINGS or type == "diplomatic":
        return _sides(ws, found, sub_type)
    if type in _ACTING_CROWDS:
        return _crowd(found, type, sub_type)
    blamed = _blames(context[:4000])
    own = _own_act(ws, told_by) if source is not None and source.kind == "belligerent" else None
    return _attackers(ws, found, at, sub_type, alleged=blamed, own=own)


def _nearest_first(ws: Sequence[Word], found: Sequence[Found], text: str, at: int) -> list[Found]:
    """Actors of the part between semicolons that holds the trigger, then others: "they held X; the army took it"."""
    first, last = text.rfind(";", 0, at) + 1, text.find(";", at)
    last = last if last >= 0 else len(text)
    return sorted(found, key=lambda f: not first <= ws[f.first].start < last)


def _blames(context: str) -> bool:
    """Whether somebody is blamed in a text; few texts need a closer look."""
    return any(w in context.lower() for w in _BLAME) and bool(_BLAME & {w.text for w in words(context)})


def _own_act(ws: Sequence[Word], told_by: Sequence[Found]) -> Found | None:
    """Find the party that tells of its own act: "Moscow said its troops had taken X"."""
    after = {w.text for w in ws[told_by[-1].last :]} if told_by else set()
    return told_by[0] if after & _OWN else None


def _word_at(ws: Sequence[Word], offset: int) -> int:
    return next((n for n, w in enumerate(ws) if w.end > offset), max(0, len(ws) - 1))


def _sides(ws: Sequence[Word], found: Sequence[Found], sub_type: str) -> tuple[Actor, ...]:
    """Parties in the order of the text; mediators and hosts by their verbs."""
    actors: list[Actor] = []
    sides = iter(("side_a", "side_b"))
    for one in _distinct(found):
        if one.actor.form == "noun" and (sub_type != "armed_clash" or one.actor.group == "civilians"):
            continue
        near = {w.text for w in ws[max(0, one.first - 3) : one.last + 3]}
        if near & _MEDIATE:
            role = "mediator"
        elif near & _HOST or (one.actor.form == "capital" and ws[one.first - 1].text == "in"):
            role = "host"
        elif one.actor.form in ("capital", "country") and one.first and ws[one.first - 1].text in _TARGET_BEFORE:
            continue
        else:
            side = next(sides, None)
            if side is None:
                break
            role = side
        actors.append(Actor(one.actor.name, role, one.actor.group))
    return tuple(actors)


def _distinct(found: Sequence[Found]) -> list[Found]:
    seen: set[str] = set()
    return [f for f in found if not (f.actor.name in seen or seen.add(f.actor.name))]  # type: ignore[func-returns-value]


def _crowd(found: Sequence[Found], type: str, sub_type: str) -> tuple[Actor, ...]:  # noqa: A002 as above
    group = "protesters" if type == "protest" else "rioters"
    actors: list[Actor] = []
    for one in _distinct(found):
        if one.actor.group in ("protesters", "rioters", "civilians") and one.actor.form == "noun":
            actors.append(Actor(one.actor.name, "initiator", group))
            break
    if sub_type != "peaceful":
        state = [f for f in found if f.actor.name in ("police", "soldiers") or f.actor.group == "state"]
        force = next((f for f in state if f.actor.form not in ("capital", "country")), None)
        if force is not None:
            actors.append(Actor(force.actor.name, "target" if type == "riot" else "initiator", "state"))
    return tuple(actors)


def _attackers(
    ws: Sequence[Word], found: Sequence[Found], at: int, sub_type: str, *, alleged: bool, own: Found | None
) -> tuple[Actor, ...]:
    """The initiator by voice, "by" or nationality; the target after the verb, or before a passive one."""
    passive = bool(_PASSIVE & {w.text for w in ws[max(0, at - 3) : at]})
    initiator: Found | None = None
    target: Found | None = None
    for one in found:
        before = ws[one.first - 1].text if one.first else ""
        after = ws[one.last].text if one.last < len(ws) else ""
        place = one.actor.form in ("country", "capital") and before in _TARGET_BEFORE
        if one.actor.form == "demonym" and before in _WIELDED and after in _MADE:
            continue  # "hit it with British missiles": who made them
        if one.actor.group == "civilians":
            target = target or one
        elif place:
            continue
        elif before == "by" or (one.actor.form == "demonym" and after in _ARMS and initiator is None):
            initiator = one if before == "by" else (initiator or one)
        elif one.actor.form == "demonym":
            target = target or (one if initiator is not None else None)
        elif (one.first < at) != passive and initiator is None and before not in _TARGET_BEFORE:
            initiator = one
        elif initiator is not one:
            target = target or one
    if initiator is None or (own is not None and initiator.first and ws[initiator.first - 1].text in _OWN):
        initiator = own or initiator
    if sub_type in _SUFFERERS and target is None:
        target, initiator = initiator, None
    role = "initiator_alleged" if alleged else "initiator"
    actors = [Actor(initiator.actor.name, role, initiator.actor.group)] if initiator is not None else []
    if target is not None and (initiator is None or target.actor.name != initiator.actor.name):
        actors.append(Actor(target.actor.name, "target", target.actor.group))
    return tuple(actors)
