"""Groups of people in a sentence: "two nurses", "a colonel", "up to 100 of them", and how many they are.

What ends a noun phrase and which nouns are people stands in ``data/lexicons`` (``figure_words.csv``,
``person_nouns.csv``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.model import Figure
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.quantities import Word, exact, plain_number, quantity_at

#: Longest noun phrase after a number, in words.
_HEAD = 6
#: Nouns behind which "of four" says how many people they are.
_HOUSEHOLDS = frozenset({"family", "crew", "group"})


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(row["words"].split("|")) for row in read_rows(LEXICONS / "figure_words.csv")}


def figure_words(name: str) -> frozenset[str]:
    """Words of one class of ``figure_words.csv``."""
    return _words()[name]


@dataclass(frozen=True, slots=True)
class Group:
    """People named together; words ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    figure: Figure
    person: bool
    bare: bool = False  #: a number without a noun
    ordinal: bool = False
    part: bool = False  #: "two of them", "including a child": counted already


@lru_cache(maxsize=1)
def person_nouns() -> frozenset[str]:
    """Nouns for people, singular and plural."""
    return frozenset(row["noun"] for row in read_rows(LEXICONS / "person_nouns.csv"))


@lru_cache(maxsize=1)
def _things() -> frozenset[str]:
    rows = read_rows(LEXICONS / "counted_things.csv")
    people = person_nouns() | {"families", "children", "troops"}
    return frozenset(w for row in rows for w in row["words"].split("|") if w not in people) | figure_words("NO_PEOPLE")


def group_at(ws: Sequence[Word], at: int, stops: frozenset[int], *, anyone: bool = False) -> Group | None:
    """The people named from word ``at`` on; ``anyone`` takes nouns that no list holds (the object of "killed")."""
    part = at > 0 and (
        ws[at - 1].text in figure_words("PART") or (ws[at - 1].text == "them" and ws[max(0, at - 2)].text == "among")
    )
    quantity = quantity_at(ws, at)
    if quantity is not None:
        start = quantity.last
        of_them = [w.text for w in ws[start : start + 2]] in (["of", "them"], ["of", "whom"], ["of", "which"])
        part = part or (of_them and at > 0 and ws[at - 1].text == ",")
        if start < len(ws) and ws[start].text == "of" and not of_them:
            start += 1 + (start + 1 < len(ws) and ws[start + 1].text in figure_words("DETERMINER"))
        last, person, thing = _head(ws, start, stops)
        if thing:
            return None
        bare = last == start == quantity.last
        return Group(at, max(last, quantity.last), quantity.figure, person, bare, quantity.ordinal, part)
    if ws[at].text not in figure_words("DETERMINER"):
        return None
    last, person, thing = _head(ws, at + 1, stops)
    if last == at + 1 or thing:
        return None
    last = _end_of_household(ws, at + 1, last)
    head = ws[last - 1].text
    if ws[at].text == "the" and (head.endswith("s") or not person):
        return None
    if not (person or anyone) or (head in figure_words("COLLECTIVE") and head not in {"couple", "pair"} | _HOUSEHOLDS):
        return None
    return _single(ws, Group(at, last, exact(1), person, part=part), head)


def _end_of_household(ws: Sequence[Word], start: int, last: int) -> int:
    """Where a noun phrase ends: "a family of four" ends before "of", for what follows says how many they are."""
    of = range(start, last - 1)
    return next((k + 1 for k in of if ws[k].text in _HOUSEHOLDS and ws[k + 1].text == "of"), last)


def _single(ws: Sequence[Word], group: Group, head: str) -> Group | None:
    """One person, unless the noun counts several: "a couple", "a family of four"."""
    last = group.last
    if head in ("couple", "pair", "twins"):
        return Group(group.first, last, exact(2), True, part=group.part)
    if head in _HOUSEHOLDS:
        number = plain_number(ws, last + 1) if last < len(ws) and ws[last].text == "of" else None
        return Group(group.first, number[0], exact(number[1]), True, part=group.part) if number else None
    return None if head in {"people", "men", "women", "children", "families", "others"} else group


def _head(ws: Sequence[Word], start: int, stops: frozenset[int]) -> tuple[int, bool, bool]:
    """(end, names people, names things) of the noun phrase that goes on at ``start``; "passenger trains" are things."""
    at, person, thing = start, -1, -1
    while at < min(len(ws), start + _HEAD):
        word = ws[at].text
        if (
            at in stops
            or word in figure_words("PHRASE_END")
            or not word[0].isalnum()
            or (at > start and quantity_at(ws, at))
        ):
            break
        if word in person_nouns() or word.rsplit("-", 1)[-1] in person_nouns():
            person = at
        elif word in _things() or " ".join(w.text for w in ws[at - 1 : at + 1]) in _things():
            thing = at
        at += 1
    return at, person > thing, thing == at - 1 and thing > person


def find_groups(ws: Sequence[Word], stops: frozenset[int]) -> list[Group]:
    """All groups of people of a sentence, left to right."""
    found: list[Group] = []
    at = 0
    while at < len(ws):
        group = None if at in stops or _is_age(ws, at) else group_at(ws, at, stops)
        if group is None and at not in stops and ws[at].text in {"a", "an"}:
            group = group_at(ws, at, stops, anyone=True)
            suffers = group is not None and _suffers(ws, group.last, stops)
            group = Group(group.first, group.last, group.figure, True, part=group.part) if group and suffers else None
        if group is not None and (group.person or group.bare or group.figure.best != 1):
            found.append(group)
            at = group.last
        else:
            at += 1
    return found


def _suffers(ws: Sequence[Word], at: int, stops: frozenset[int]) -> bool:
    """Whether "was killed", "died" follows at once, so that what stands before must be a person."""
    return at in stops or (at + 1 in stops and at < len(ws) and ws[at].text in {"was", "is"})


def _is_age(ws: Sequence[Word], at: int) -> bool:
    """Read "a man of 56", "brothers aged 15 and 17", "Olha, 34,"."""
    if not plain_number(ws, at):
        return False
    before = [w.text for w in ws[max(0, at - 3) : at]]
    if "aged" in before:
        return True
    if before[-1:] == ["of"] and len(before) > 1:
        return before[-2] in person_nouns() and before[-2] not in figure_words("COLLECTIVE")
    return False
