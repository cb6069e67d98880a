"""What the rest of the article tells of a name's role: the label it heads, the chain it closes, its other mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from geo.reading.document import Name, Sentence
from geo.reading.nesting import contains
from geo.reading.role_surroundings import Surroundings
from geo.reading.standing import generic
from geo.sphere import distance_km

#: What closes a label at the head of a line: a colon, a dash or a full stop, at most three words behind the name.
_LABEL = re.compile(r"(?:[’']s)?(?:[ ,]{1,2}(?:and |the )?[\w’'-]{1,20}){0,3}?(?:\s?(?::|—|–)|\.(?=\s|$)|$)")
_LABEL_CHARS = 60
#: Signs that may stand before a label.
_BULLETS = " -•*–—.\t0123456789"
#: A town that heads a line stands for its surroundings up to here (km); so many places are looked at.
_LABEL_KM, _LABEL_PLACES = 80.0, 60
#: A chain of names, and what joins it, is no longer than this (characters).
_CHAIN, _JOINT = 24, 12
#: An article about so few places is about an operation there; a longer first line is no title (characters).
_FEW_PLACES, _TITLE = 3, 120
_SKIPPED = frozenset(
    ("the", "a", "northern", "southern", "eastern", "western", "central", "nearby", "north", "south", "east", "west")
)
_SPOTS = ("city", "facility", "neighbourhood")


def in_context(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """Features of a name in a sentence that is read."""
    yield from _label(name, all_)
    yield from _chain(name, all_)
    yield from _twins(name, all_)
    yield from _beside_holders(name, sentence, all_)


def unread(name: Name, all_: Surroundings) -> Iterator[str]:
    """Features of a name outside of the sentences that are read: in a title, or in boilerplate."""
    level = name.place.level if name.place else "unknown"
    top = name.start < all_.first_line_end
    inside = name.place is not None and bool(all_.inside(name.place, name)[0])
    yield f"not read, top={top}, level={level}"
    yield f"not read, top={top}, wider={inside}"
    if inside:
        yield "wider than an incident's place"
    yield from _label(name, all_)


def _label(name: Name, all_: Surroundings) -> Iterator[str]:
    """Whether the name heads its line ("KUPYANSK. …", "Sumy: …"), and whether incidents stand in what follows."""
    text = all_.document.article.text
    start = text.rfind("\n", 0, name.start) + 1
    if text[start : name.start].strip(_BULLETS):
        return
    end = text.find("\n", name.end)
    end = end if end >= 0 else len(text)
    match = _LABEL.match(text[name.end : min(end, name.end + _LABEL_CHARS)])
    if match is None:
        return
    if match.end() + name.end >= end:  # the label is the line: what follows it counts
        end = text.find("\n\n", end + 1)
        end = end if end >= 0 else len(text)
    held = _holders(all_, name.end, end)
    inside = any(contains(name, h) for h in held)
    near = any(_within(name, h) for h in held)
    linked = (name.start, name.end) in all_.used
    kind = generic(name, text)
    yield f"label, held={bool(held)}, linked={linked}"
    if not linked and (inside or near or (held and kind == "sector")):
        yield "label over incidents"
    yield f"label, inside={inside}, near={near}"
    yield f"label, as {kind or (name.place.level if name.place else 'unknown')}, held={bool(held)}"


def _holders(all_: Surroundings, start: int, end: int) -> Sequence[Name]:
    """Names between two offsets that hold incidents, the first ones."""
    first = bisect_left(all_.holders, start, key=lambda n: n.start)
    last = bisect_left(all_.holders, end, key=lambda n: n.start)
    return all_.holders[first : min(last, first + _LABEL_PLACES)]


def _within(name: Name, other: Name) -> bool:
    a, b = name.place, other.place
    return a is not None and b is not None and a.id != b.id and distance_km(a.lat, a.lon, b.lat, b.lon) < _LABEL_KM


def _chain(name: Name, all_: Surroundings) -> Iterator[str]:
    """Whether it closes or opens a chain of places: "Raqqa, Syria", "Ukraine's Sumy region"."""
    names, text = all_.document.names, all_.document.article.text
    at = bisect_left(names, name.start, key=lambda n: n.start)
    for step, word in ((-1, "before"), (1, "behind")):
        if not 0 <= at + step < len(names):
            continue
        other = names[at + step]
        first, second = (other, name) if step < 0 else (name, other)
        gap = text[first.end : second.start] if second.start - first.end <= _CHAIN else "\n"
        if "\n" in gap:
            continue
        held = (other.start, other.end) in all_.used
        joint = " ".join(w for w in gap.lower().split() if w not in _SKIPPED) or "'"
        kind = "wide" if contains(name, other) else "narrow" if contains(other, name) else "apart"
        yield f"{word}: {kind}, linked={held}"
        if len(joint) <= _JOINT:
            yield f"{word}: {kind} {joint}"
            yield f"{word}: {kind} {joint}, linked={held}, {(name.start, name.end) in all_.used}"
            yield f"{word}: {kind}, sense={other.sense}"


def _twins(name: Name, all_: Surroundings) -> Iterator[str]:
    """What the other mentions of the same place hold: the target of an operation stays its place throughout."""
    place = name.place
    if place is None:
        return
    draft = all_.used.get((name.start, name.end))
    linked = draft is not None
    level = place.level if place.level in ("country", "admin1", "water") else "small"
    twins = all_.twins[place.id]
    held = {kind: n - (draft is not None and draft.trigger.type == kind) for kind, n in twins.held.items()}
    count = sum(held.values())
    if twins.mentions > 1 and not linked:
        yield f"twins hold={count > 0}, most={2 * count >= twins.literal - 1 if count else None}, {level}"
        yield f"twins hold={count > 0}, metonyms={twins.literal < twins.mentions}, {level}"
    for kind in sorted(kind for kind, n in held.items() if n):
        yield f"twin holds {kind}, {level}, linked={linked}"
    if count and not linked:
        yield f"twin holds, of few places={len(all_.places) <= _FEW_PLACES}, {level}"
    if name.start < all_.first_line_end:
        yield f"first line, twins hold={count > 0}, {level}, linked={linked}"
        if all_.first_line_end <= _TITLE:
            before = all_.document.article.text[: name.start].split()
            yield f"title, twins hold={count > 0}, {level}"
            yield f"title, twins hold={count > 0}, behind {before[-1].lower() if before else '|'}"


def _beside_holders(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """Whether other places of its sentence hold incidents, where it is a sector, a river or an area itself."""
    linked = (name.start, name.end) in all_.used
    others = [h for h in _holders(all_, sentence.start, sentence.end) if h is not name]
    kind = generic(name, all_.document.article.text) or (name.place.level if name.place else "unknown")
    if kind in _SPOTS or kind == "unknown":
        kind = "spot"
    finer = any(h.place is not None and h.place.level in _SPOTS for h in others)
    behind = any(h.start > name.start for h in others)
    yield f"as {kind}, others hold={bool(others)}, linked={linked}"
    yield f"as {kind}, finer ones hold={finer}, linked={linked}, behind={behind}"
