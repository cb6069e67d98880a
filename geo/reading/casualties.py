"""Who was hurt in one sentence: words of harm, and the groups of people that they govern.

No parser: a word of harm takes the people after it when it acts ("killed two nurses") and those before it when it
does not ("two nurses were killed", "two dead"). The words stand in ``data/lexicons/harm_words.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.model import Figure
from geo.reading.lexicon import LEXICONS, read_rows, words_of
from geo.reading.people import Group, figure_words, find_groups, group_at
from geo.reading.quantities import Word, add, exact, phrase_at, plain_number, quantity_at

#: How far, in words, the people may stand before the word of harm that they suffer.
REACH = 26
_SAY = words_of("SAY") | {"wrote", "warned", "told"}


@dataclass(frozen=True, slots=True)
class Harm:
    """A word of harm."""

    first: int
    last: int
    cls: str
    kind: str


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a sentence tells for a class of harm."""

    cls: str
    figure: Figure
    kind: str  #: count, toll, ordinal, zero, found
    earlier: int | None = None  #: the figure that it replaces


@lru_cache(maxsize=1)
def _harm_table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in read_rows(LEXICONS / "harm_words.csv"):
        for entry in row["words"].split("|"):
            first, *rest = entry.split()
            table.setdefault(first, []).append((tuple(rest), row["class"], row["kind"]))
    for bucket in table.values():
        bucket.sort(key=lambda item: -len(item[0]))
    return table


def find_harm(ws: Sequence[Word]) -> list[Harm]:
    """All words of harm, left to right, the longest phrase where several fit."""
    found: list[Harm] = []
    at, table = 0, _harm_table()
    while at < len(ws):
        for rest, cls, kind in table.get(ws[at].text, ()):
            end = _match(ws, at + 1, rest)
            if end is not None:
                found.append(Harm(at, end, cls, kind))
                at = (end if "*" not in rest else at + 1) - 1
                break
        at += 1
    return found


def _match(ws: Sequence[Word], at: int, rest: Sequence[str]) -> int | None:
    for k, word in enumerate(rest):
        if word == "*":
            for gap in range(1, 8):
                end = _match(ws, at + gap, rest[k + 1 :])
                if end is not None:
                    return end
            return None
        if at >= len(ws) or ws[at].text != word:
            return None
        at += 1
    return at


def tell(ws: Sequence[Word]) -> list[Told]:
    """Every figure of people that one sentence tells."""
    harms = find_harm(ws)
    stops = frozenset(k for h in harms for k in range(h.first, h.last) if h.kind != "phrase" or k == h.first)
    groups = find_groups(ws, stops) if harms else []
    told: list[Told] = []
    for number, harm in enumerate(harms):
        previous = harms[number - 1] if number else None
        following = harms[number + 1] if number + 1 < len(harms) else None
        one = _one(ws, harm, previous, following, groups, stops)
        if one is not None:
            told.append(one)
    return [*told, *_losses(ws, stops)]


def _one(
    ws: Sequence[Word],
    harm: Harm,
    previous: Harm | None,
    following: Harm | None,
    groups: Sequence[Group],
    stops: frozenset[int],
) -> Told | None:
    if _none_before(ws, harm) or _none_after(ws, harm):
        return Told(harm.cls, exact(0), "zero")
    if harm.kind == "toll":
        return _toll(ws, harm)
    if harm.cls == "unharmed":
        return Told("casualties", exact(0), "zero")
    if harm.kind in ("shot", "of"):
        alone = harm.kind == "of" or (previous is None and following is None)
        figure = _object(ws, harm.last, stops) if alone else None
        return Told(harm.cls, figure, "count") if figure else None
    if harm.kind == "found":
        return _found(ws, harm, groups, stops)
    both = _joint(ws, harm, following)
    if both is not None:
        chain = _object(ws, both.last, stops)
        return Told("killed_and_injured", chain, "count") if chain and harm.cls == "dead" else None
    if previous is not None and _joint(ws, previous, harm):
        return None
    inner = _inner(ws, harm, stops)
    if inner is not None:
        return Told(harm.cls, inner.figure, "count")
    related = any(w.text == "who" for w in ws[max(0, harm.first - 3) : harm.first])
    if related and previous is not None and previous.cls == harm.cls:
        return None
    passive = (
        any(w.text in figure_words("PASSIVE") for w in ws[max(0, harm.first - 3) : harm.first]) or harm.kind == "state"
    )
    figure = None if passive else _object(ws, harm.last, stops)
    if figure is not None:
        return Told(harm.cls, figure, "count")
    return _subject(ws, harm, previous, groups)


def _none_before(ws: Sequence[Word], harm: Harm) -> bool:
    """Whether "no", "nobody", "without" denies the harm."""
    for k in range(harm.first - 1, max(-1, harm.first - 8), -1):
        if ws[k].text in {",", ";", ":", "but"}:
            return False
        if phrase_at(ws, k, "none") and ws[k].text != "zero":
            return not (ws[k].text == "no" and harm.first - k > 5)
    return False


def _none_after(ws: Sequence[Word], harm: Harm) -> bool:
    return (
        harm.kind == "verb"
        and bool(ws[harm.last : harm.last + 1])
        and bool(
            phrase_at(ws, harm.last, "none")
            and ws[harm.last].text in {"no", "nobody", "no-one"}
            and ws[harm.last].text != "without"
        )
    )


def _toll(ws: Sequence[Word], harm: Harm) -> Told | None:
    """Read "rose from 31 to 53", "to 16, from ten", "first given as one, rose to three", "stays at three"."""
    newer: list[Figure] = []
    older: list[int] = []
    at = harm.last
    while at < min(len(ws), harm.last + 24):
        if ws[at].text in {";", "who"} or (ws[at].text == ":" and newer):
            break
        number = plain_number(ws, at + 1) if ws[at].text == "from" else None
        if number is not None:
            older.append(number[1])
            at = number[0]
            continue
        quantity = quantity_at(ws, at)
        if quantity is None:
            at += 1
            continue
        before = {w.text for w in ws[max(harm.last, at - 3) : at]} if ws[at - 1].text != "to" else {"to"}
        best = quantity.figure.best
        if best is not None and (
            before & figure_words("OLDER") or ({"put", "at"} <= before and ws[at - 3].text == ",")
        ):
            older.append(best)
        elif (at == harm.last and ws[at - 1].text in {"at", "to"}) or before & {
            "to",
            "at",
            "of",
            "as",
            "is",
            "now",
            "was",
            "reached",
            "passed",
            "exceeded",
            "are",
            ":",
        }:
            newer.append(quantity.figure)
        at = quantity.last
    return Told(harm.cls, newer[-1], "toll", older[0] if older else None) if newer else None


def _found(ws: Sequence[Word], harm: Harm, groups: Sequence[Group], stops: frozenset[int]) -> Told | None:
    """Read "the bodies of two men", "five bodies"."""
    if any(w.text in figure_words("GIVEN_BACK") for w in ws):
        return None
    if harm.last < len(ws) and ws[harm.last].text == "of":
        figure = _object(ws, harm.last + 1, stops)
        return Told("dead", figure, "found") if figure else None
    before = next((g for g in reversed(groups) if g.last == harm.first), None)
    if before is not None and not before.part:
        return Told("dead", before.figure, "found")
    return Told("dead", exact(1), "found") if ws[harm.first].text == "body" and ws[harm.first - 1].text == "a" else None


def _joint(ws: Sequence[Word], harm: Harm, following: Harm | None) -> Harm | None:
    """The second of "killed and injured 60", "killed or wounded"."""
    if following is None or following.cls == harm.cls or following.first - harm.last != 1:
        return None
    return following if ws[harm.last].text in {"and", "or"} and harm.kind == following.kind == "verb" else None


def _inner(ws: Sequence[Word], harm: Harm, stops: frozenset[int]) -> Group | None:
    """The people inside a phrase: "shot four kidnappers dead"."""
    for k in range(harm.first + 1, harm.last):
        group = group_at(ws, k, stops | {harm.last - 1}, anyone=True)
        if group is not None and group.last <= harm.last:
            return group
    return None


def _object(ws: Sequence[Word], at: int, stops: frozenset[int]) -> Figure | None:
    """The people that an active word of harm takes, with all that "and" adds to them."""
    while at < len(ws) and ws[at].text in {"there", "also", "about", ":", "off"} and not quantity_at(ws, at):
        at += 1
    if (
        at < len(ws)
        and ws[at].text in {"him", "her"}
        and (at + 1 == len(ws) or ws[at + 1].text in figure_words("PHRASE_END") | {".", ",", ";"})
    ):
        return exact(1)
    group = group_at(ws, at, stops, anyone=True) if at < len(ws) else None
    if group is None:
        return None
    return _chain(ws, group, stops)


def _chain(ws: Sequence[Word], group: Group, stops: frozenset[int]) -> Figure:
    """Add what follows after "and" or a comma: "a colonel and two soldiers"."""
    figures, at, listed = [group.figure], group.last, False
    while True:
        joint = next((k for k in range(at, min(len(ws), at + 7)) if ws[k].text in {"and", ","} or k in stops), None)
        if (
            joint is None
            or joint in stops
            or any(w.text in figure_words("PASSIVE") | {"who", "which"} for w in ws[at:joint])
        ):
            break
        comma = ws[joint].text == ","
        following = joint + 1 + (comma and joint + 1 < len(ws) and ws[joint + 1].text == "and")
        more = group_at(ws, following, stops) if following < len(ws) and following not in stops else None
        if more is None or not more.person or more.part or _verb_of_next(ws, more, stops):
            break
        figures.append(more.figure)
        listed = listed or comma
        at = more.last
    head = figures[0].best
    if listed and head and len(figures) > 1 and head >= 2 and add(figures[1:]).best == head:
        return figures[0]
    return add(figures)


def _verb_of_next(ws: Sequence[Word], group: Group, stops: frozenset[int]) -> bool:
    """Whether the next group already belongs to another word of harm: "killed two and three were hurt"."""
    stop = next((k for k in range(group.last, len(ws)) if ws[k].text in {",", ";"}), len(ws))
    after = range(group.last, min(len(ws), group.last + 4, stop))
    return any(k in stops or ws[k].text in {"was", "were"} or ws[k].text in _SAY for k in after)


def _subject(ws: Sequence[Word], harm: Harm, previous: Harm | None, groups: Sequence[Group]) -> Told | None:
    """The people before the word of harm, with all that "and" adds to them."""
    edge = max(previous.last if previous else 0, harm.first - REACH)
    for k in range(harm.first - 1, edge - 1, -1):
        if ws[k].text in {";", ":"}:
            edge = k + 1
            break
    if previous is not None and previous.cls == "missing":
        edge = max(0, harm.first - REACH)
    near = [g for g in groups if g.first >= edge and g.last <= harm.first and not g.part]
    usable = [g for g in near if g.person or harm.first - g.last <= 4]
    if not usable:
        return None
    chosen = usable[-1]
    chain = [chosen]
    listed = False
    for group in reversed(usable[:-1]):
        gap = [w.text for w in ws[group.last : chain[0].first]]
        joint = gap[-1] if gap else ""
        taken = previous is not None and group.first - previous.last <= 1 and previous.kind == "verb"
        if taken or not group.person or len(gap) > 7 or not (joint == "and" or (joint == "," and listed)):
            break
        listed = True
        chain.insert(0, group)
    apposed = [g for g in usable if g.last < chain[0].first and ws[chain[0].first - 1].text in {",", ":"}]
    if listed and apposed and apposed[-1].figure.best == add([g.figure for g in chain]).best:
        chain = [apposed[-1]]
    figures = [g.figure for g in chain]
    head = figures[0].best
    told_apart = len(chain) > 1 and "," in {w.text for w in ws[chain[0].last : chain[1].first]}  # "two men, A and B"
    if told_apart and head and head >= 2 and add(figures[1:]).best == head:
        figures = figures[:1]
    return Told(harm.cls, add(figures), "ordinal" if chosen.ordinal else "count")


def _losses(ws: Sequence[Word], stops: frozenset[int]) -> list[Told]:
    """Read "lost up to 110 men"."""
    found = []
    for k, word in enumerate(ws[:-1]):
        if word.text in figure_words("LOST"):
            group = group_at(ws, k + 1, stops)
            if group is not None and group.person and group.figure != exact(1):
                found.append(Told("dead", group.figure, "count"))
    return found
