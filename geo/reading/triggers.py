"""Words that tell of an incident, and of which kind: rules of ``data/lexicons/triggers.csv`` over classes of words.

A rule has a head (a class, or words in lower case) and conditions that all must hold. ``A|B`` stands in the same
clause, ``~A`` anywhere in the sentence, ``>4:A`` within four tokens after the head, ``<A`` before it, ``!`` negates.
``instr:AIR_I`` names the weapon that the clause names first, ``target:ARMED`` who is hit, ``passive`` the voice,
``kind:relative`` the sort of clause.
The heaviest rule that holds decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from geo.model import TYPES, Span
from geo.reading.clauses import Clause, split_clauses
from geo.reading.document import Sentence
from geo.reading.lexicon import BASE, DETERMINERS, ING, LEXICONS, PAST, THIRD, Mark, Marked, mark, read_rows, tokens_in

#: sub-type -> type
TYPE_OF = {sub: kind for kind, subs in TYPES.items() for sub in subs}
_WEAPONS = ("AIR_I", "GUN_I", "MINE")
_HAVE = frozenset({"have", "has", "had", "having"})
_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "got"})
#: A noun behind one of these weighs this much less: the act is told by the verb.
_AFTER_WORDS = frozenset({"after", "following", "despite", "amid", "during", "ending"})
_AFTERMATH = frozenset({"burning", "burned", "burnt", "ablaze", "smouldering", "smoking"})
_DURATIONS = frozenset({"day", "days", "hour", "hours", "week", "weeks", "month", "months", "minutes", "years"})
_SHARES = frozenset({"part", "involvement", "role", "responsibility", "guilt", "hand"})
#: A place within so many tokens behind a noun is its own.
_OWN_PLACE = 7
_BECAUSE = frozenset({"response", "retaliation", "revenge", "connection"})
CIRCUMSTANCE = 20
#: Participles that do not end in "ed", words between which and a noun a participle describes, and what is no noun.
_PARTICIPLES = frozenset(
    {"retaken", "overrun", "stolen", "burnt", "fallen", "broken", "retreating", "advancing", "withdrawing", "fleeing"}
    | {"attacking", "protesting", "striking", "invading", "warring", "marching"}
)
_LEADS = frozenset(
    {"in", "of", "from", "for", "on", "near", "with", "to", "by", "among", "against", "across", "around"}
)
_NO_NOUN = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "and", "or", "in", "on", "at", "by", "to", "from", "of", "for"}
    | {"with", "after", "before", "when", "while", "as", "that", "was", "were", "is", "are", "had", "has", "have"}
    | {"him", "them", "it", "two", "three", "several", "many", "some", "all", "near", "over", "during", "into", "under"}
)
#: Said of anybody: who they are stands behind "of".
_ANYONE = frozenset({"member", "members"})
#: Classes that a plural word of nationality carries.
_PEOPLE = ("PERSON", "CIVIL", "PEOPLE_N")
#: Verbs of harm, and words that bring in the weapon behind them.
_DESTRUCTION = ("DAMAGE_V",)
_WITH = frozenset({"by", "with", "from", "using", "after", "launching", "firing", "when", "under"})
#: A phrase of more tokens than this holds others between its words: "pulled its last soldiers back".
_GAPPED = 3
#: How far, in tokens, the person hit may stand from the verb.
_REACH = 8


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule."""

    names: tuple[str, ...]
    negated: bool = False
    scope: str = ""  #: "" clause, "~" sentence, "<" before, ">" after, or instr, target, passive, kind
    reach: int = 0  #: tokens, 0 = as far as the clause goes


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    name: str
    sub_type: str
    heads: tuple[str, ...]
    conditions: tuple[Condition, ...]
    weight: int
    result: bool  #: beside a stronger trigger it only tells what that did


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an incident; offsets into the article."""

    start: int
    end: int
    type: str
    sub_type: str
    weight: int
    rule: str
    result: bool
    form: str  #: base, third, past, ing or n
    clause: Span
    clause_kind: str
    clause_index: int


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its marks and clauses: read once, used by all steps."""

    sentence: Sentence
    marked: Marked
    clauses: tuple[Clause, ...]

    def span(self, clause: Clause) -> Span:
        """Offsets of a clause in the article."""
        tokens = self.marked.tokens
        return Span(self.sentence.start + tokens[clause.first].start, self.sentence.start + tokens[clause.last - 1].end)


def view(
    sentence: Sentence, names: Iterable[Span] = (), masked: Iterable[Span] = (), peoples: Sequence[Span] = ()
) -> SentenceView:
    """Mark a sentence; ``names`` are the literal place names in it, they carry the class LOC.

    ``peoples`` are words of nationality: in the plural they are people ("54 Palestinians").

    Words inside ``masked`` spans (all names, dates) carry no class: "March" may be a month, "Ram" a town.
    """
    names = list(names)
    hidden = [(s.start - sentence.start, s.end - sentence.start) for s in (*names, *masked)]
    marked = mark(sentence.text, hidden)
    spans = sorted((n.start - sentence.start, n.end - sentence.start) for n in names)
    for inside in tokens_in(marked.tokens, spans):
        if inside:
            marked.marks.setdefault("LOC", []).append(Mark(inside[0], inside[-1] + 1, "n"))
            marked.verbs.difference_update(inside)
    starts = {token.start: k for k, token in enumerate(marked.tokens)} if peoples else {}
    for people in peoples:
        k = starts.get(people.start - sentence.start)
        if k is not None and marked.tokens[k].text.endswith("s") and marked.tokens[k].text[-2:-1] not in "eius":
            for name in _PEOPLE:
                marked.marks.setdefault(name, []).append(Mark(k, k + 1, "n"))
    return SentenceView(sentence, marked, split_clauses(marked))


def find_triggers(seen: SentenceView) -> tuple[Trigger, ...]:
    """The heaviest trigger of each clause, in the order of the text."""
    return tuple(found[0] for found in rank_triggers(seen))


def rank_triggers(seen: SentenceView) -> tuple[tuple[Trigger, ...], ...]:
    """For each clause that has any, its triggers, the heaviest first; at most two, at different words."""
    rules = _rules()
    headed = [(rules[name], marks) for name, marks in seen.marked.marks.items() if name in rules]
    if not headed:
        return ()
    held: list[list[tuple[int, int, Rule, Mark]]] = [[] for _ in seen.clauses]
    owner = [n for n, c in enumerate(seen.clauses) for _ in range(c.first, c.last)]
    fixed = frozenset(k for m in seen.marked.of("SILENT") for k in range(m.first, m.last))
    fixed |= _references(seen.marked)
    quiet = fixed | _attributes(seen.marked)
    for those, marks in headed:
        heads = [h for h in marks if not (h.first in quiet and (h.last - h.first == 1 or h.first in fixed))]
        clauses = [seen.clauses[owner[h.first]] for h in heads]
        losses = [CIRCUMSTANCE if _circumstance(h, c, seen.marked) else 0 for h, c in zip(heads, clauses, strict=True)]
        for rule in those:
            for head, clause, loss in zip(heads, clauses, losses, strict=True):
                at = owner[head.first]
                weight = rule.weight - loss
                if len(held[at]) > 1 and weight <= held[at][1][0]:
                    continue
                if _holds(rule, head, clause, seen.marked):
                    held[at].append((weight, -head.first, rule, head))
                    held[at] = _two(held[at])
    return tuple(
        tuple(_trigger(seen, index, rule, head) for _, _, rule, head in found)
        for index, found in enumerate(held)
        if found
    )


def _references(marked: Marked) -> frozenset[int]:
    """Words that only fix a time: "two days before the raid", "after the largest march so far"."""
    words = [t.text for t in marked.tokens]
    placed = {m.first for m in marked.of("LOC")}
    found = {k for k in range(2, len(words)) if words[k - 1] == "of" and words[k - 2] == "because"}
    for k in range(2, len(words)):
        part = k > 2 and words[k - 1] == "the" and words[k - 2] in ("in", "for") and words[k - 3] in _SHARES
        if part and not placed & set(range(k, k + _OWN_PLACE)):
            found.add(k)
        for the in (k - 1, k - 2):
            if the < 1 or words[the] != "the" or words[the - 1] not in ("after", "before", "since", "until"):
                continue
            counted = the > 1 and the == k - 1 and words[the - 2] in _DURATIONS
            if counted or not placed & set(range(k, k + _OWN_PLACE)):
                found.add(k)
    return frozenset(found)


def _attributes(marked: Marked) -> frozenset[int]:
    """Participles that tell of no act: "the occupied town"."""
    shaped = (k for k, t in enumerate(marked.tokens[:-1]) if t.text.endswith("ed") or t.text in _PARTICIPLES)
    return frozenset(k for k in shaped if _attribute(k, marked))


def _attribute(at: int, marked: Marked) -> bool:
    """Whether a participle only describes the noun behind it: "in occupied Izium", "two wounded soldiers"."""
    tokens = marked.tokens
    word, after = tokens[at].text, tokens[at + 1].text
    if (
        not ((word.endswith("ed") and len(word) > len("ied.")) or word in _PARTICIPLES)
        or not after[0].isalpha()
        or after in _NO_NOUN
    ):
        return False
    before = at - 1
    while before >= 0 and tokens[before].text.endswith("ly"):
        before -= 1
    if before < 0:
        return after[:1].isalpha() and not any(m.first == at + 1 for m in marked.of("NUM"))
    lead = tokens[before].text
    return lead in DETERMINERS or lead in _LEADS


def _circumstance(head: Mark, clause: Clause, marked: Marked) -> bool:
    """Whether a noun only says after what the act of its clause came: "closed the crossing after a clash"."""
    if head.form != "n":
        return False
    before = [t.text for t in marked.tokens[max(clause.first, head.first - 4) : head.first]]
    over = before[-2:-1] == ["over"] and before[-1] in DETERMINERS  # "arrested over a bombing"
    further = [t.text for t in marked.tokens[max(clause.first, head.first - 8) : head.first]]
    because = any(a in _BECAUSE and b in ("to", "for", "with") for a, b in pairwise(further))
    if not (over or because or any(t in _AFTER_WORDS for t in before)):
        return False
    # "was burning after a drone attack": the attack is what happened
    return not any(t.text in _AFTERMATH for t in marked.tokens[clause.first : head.first])


def _two(found: list[tuple[int, int, Rule, Mark]]) -> list[tuple[int, int, Rule, Mark]]:
    """The heaviest, and the heaviest at another word."""
    ordered = sorted(found, key=lambda f: (-f[0], -f[1]))
    second = next((f for f in ordered[1:] if f[3].first != ordered[0][3].first), None)
    return ordered[:1] if second is None else [ordered[0], second]


def _trigger(seen: SentenceView, index: int, rule: Rule, head: Mark) -> Trigger:
    tokens, start, clause = seen.marked.tokens, seen.sentence.start, seen.clauses[index]
    return Trigger(
        start + tokens[head.first].start,
        start + tokens[head.last - 1].end,
        TYPE_OF[rule.sub_type],
        rule.sub_type,
        rule.weight,
        rule.name,
        rule.result,
        head.form,
        seen.span(clause),
        clause.kind,
        index,
    )


def _holds(rule: Rule, head: Mark, clause: Clause, marked: Marked) -> bool:
    return all(_check(condition, head, clause, marked) != condition.negated for condition in rule.conditions)


def _check(c: Condition, head: Mark, clause: Clause, marked: Marked) -> bool:
    if c.scope == "passive":
        return is_passive(head, marked)
    if c.scope == "kind":
        return clause.kind in c.names
    if c.scope == "instr":
        return _instrument(head, clause, marked) in c.names
    if c.scope == "target":
        return target(head, clause, marked, ("ARMED", "CIVIL", "PERSON")) in c.names
    if marked.lacks(c.names):
        return False
    return any(_stands(m, c, head, clause) for name in c.names for m in marked.of(name))


def _stands(m: Mark, c: Condition, head: Mark, clause: Clause) -> bool:
    inside_gap = head.last - head.first > _GAPPED and m.first > head.first
    if m.first < head.last and m.last > head.first and not inside_gap:
        return False
    if c.scope == "~":
        return True
    inside = clause.first <= m.first < clause.last
    if c.scope == ">":
        return inside and m.first >= head.last and (not c.reach or m.first < head.last + c.reach)
    if c.scope == "<":
        if clause.subject[0] <= m.first < clause.subject[1]:
            return not c.reach or m.last > clause.subject[1] - c.reach
        return inside and m.last <= head.first and (not c.reach or m.last > head.first - c.reach)
    return inside or clause.subject[0] <= m.first < clause.subject[1]


def is_passive(head: Mark, marked: Marked) -> bool:
    """Whether a past form is passive: a form of "be" stands up to four tokens before it."""
    if head.form not in (PAST, "n") or (head.first and marked.tokens[head.first - 1].text in _HAVE):
        return False
    return any(t.text in _BE for t in marked.tokens[max(0, head.first - 4) : head.first])


def _instrument(head: Mark, clause: Clause, marked: Marked) -> str:
    """The class of the weapon that the clause names first; what an active verb destroys is no weapon of that act."""
    spans = ((clause.first, clause.last), clause.subject)
    harms = any(m.first == head.first for name in _DESTRUCTION for m in marked.of(name))
    passive = is_passive(head, marked)
    found = [
        (m.first, -m.last, name)
        for name in _WEAPONS
        for m in marked.of(name)
        if any(first <= m.first < last for first, last in spans)
        and not (harms and (m.first < head.first) == passive and not _wielded(m, marked))
        and not (passive and _right_before(m, head, marked))
    ]
    return min(found)[2] if found else ""


def _right_before(weapon: Mark, head: Mark, marked: Marked) -> bool:
    """Whether a weapon is the subject of a passive verb: "the helicopter was hit by a missile"."""
    between = [t.text for t in marked.tokens[weapon.last : head.first]]
    return len(between) in (1, 2) and between[0] in _BE | _HAVE


def _wielded(weapon: Mark, marked: Marked) -> bool:
    """Whether a weapon is what something was done with, not what was hit: "hit the town with rockets"."""
    return any(t.text in _WITH for t in marked.tokens[max(0, weapon.first - 4) : weapon.first])


def target(head: Mark, clause: Clause, marked: Marked, classes: Sequence[str]) -> str:
    """The class of those whom the verb hits: before a passive or "died", else after the verb."""
    intransitive = marked.tokens[head.first].text in {"died", "dies", "dead", "dying"}
    before = is_passive(head, marked) or intransitive
    found = []
    for order, name in enumerate(classes):
        for m in marked.of(name):
            if (
                marked.tokens[m.first].text in _ANYONE
                and marked.tokens[m.last : m.last + 1]
                and marked.tokens[m.last].text == "of"
            ):
                continue  # "members of a cell": the cell tells who they are
            inside = clause.first <= m.first < clause.last or clause.subject[0] <= m.first < clause.subject[1]
            if not inside:
                continue
            if before and m.last <= head.first and (head.first - m.last <= _REACH or clause.subject[1]):
                found.append((head.first - m.last, -(m.last - m.first), order, name))
            if not before and head.first < m.first < head.last + _REACH:
                found.append((m.first - head.first, -(m.last - m.first), order, name))
    return min(found)[3] if found else ""


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[Rule, ...]]:
    """Head -> its rules, heaviest first."""
    table: dict[str, list[Rule]] = {}
    for row in read_rows(LEXICONS / "triggers.csv"):
        heads = tuple(row["head"].split("|"))
        conditions = tuple(parse_condition(part) for part in row["conditions"].split())
        rule = Rule(row["rule"], row["sub_type"], heads, conditions, int(row["weight"]), row["result"] == "yes")
        for head in heads:
            table.setdefault(head, []).append(rule)
    return {head: tuple(sorted(rules, key=lambda r: -r.weight)) for head, rules in table.items()}


def parse_condition(text: str) -> Condition:
    """Read one condition of the table.

    Raises
    ------
    ValueError
        If it is not of the forms that this module's docstring names.
    """
    body = text.removeprefix("!")
    negated = body != text
    if body == "passive":
        return Condition((), negated, "passive")
    for scope in ("instr", "target", "kind"):
        if body.startswith(f"{scope}:"):
            return Condition(tuple(body[len(scope) + 1 :].split("|")), negated, scope)
    scope = body[0] if body[0] in "~<>" else ""
    body = body[len(scope) :]
    reach = 0
    if ":" in body:
        digits, _, body = body.partition(":")
        reach = int(digits)
    if not body or not all(part.replace("_", "").replace("-", "").isalpha() for part in body.split("|")):
        msg = f"triggers.csv: expected a condition like '>4:AIR_I|drone', got {text!r}"
        raise ValueError(msg)
    return Condition(tuple(body.split("|")), negated, scope, reach)


__all__ = ["BASE", "ING", "PAST", "THIRD", "SentenceView", "Trigger", "find_triggers", "view"]
