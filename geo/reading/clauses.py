"""Clauses of a sentence: the stretch that one verb governs, so that its place, date and weapon are its own.

No parser: boundaries are read off connectives, relative words, and "and" before a known verb. It is enough to
keep "shells hit A" and "a drone hit B" apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from geo.reading.lexicon import DETERMINERS, ING, Marked, words_of

Kind = Literal["main", "joined", "relative", "sub", "report"]

#: Words that open a clause wherever they stand; the value says what sort of clause.
_OPENERS: dict[str, Kind] = {
    "who": "relative",
    "whom": "relative",
    "which": "relative",
    "where": "relative",
    "whose": "relative",
    "while": "sub",
    "when": "sub",
    "after": "sub",
    "before": "sub",
    "because": "sub",
    "although": "sub",
    "though": "sub",
    "whereas": "sub",
    "if": "sub",
    "unless": "sub",
    "but": "main",
    "until": "sub",
}
#: These open a clause only after a comma.
_AFTER_COMMA: dict[str, Kind] = {
    "and": "main",
    "as": "sub",
    "so": "sub",
    "or": "main",
    "even": "sub",
    "then": "main",
    "days": "sub",
    "hours": "sub",
    "four": "sub",
    "a": "main",
}
#: Auxiliaries that show a finite verb.
_FINITE = frozenset({"was", "were", "has", "had", "have", "is", "are", "will"})
#: These open a clause only where a verb follows.
_TIMES = frozenset({"after", "before", "until"})
#: Words of saying that are nouns as well, and what stands before a noun.
_NOUNS_TOO = frozenset({"states", "reports", "report", "claims", "claim", "confirms"})
_BEFORE_NOUNS = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "member",
        "united",
        "these",
        "those",
        "their",
        "its",
        "his",
        "first",
        "early",
        "media",
        "denied",
        "that",
        "no",
        "other",
        "arab",
        "baltic",
        "any",
        "to",
        "unconfirmed",
        "gulf",
    }
)
#: Before "which" they belong to the relative clause.
_PREPOSITIONS = frozenset({"through", "during", "in", "of", "to", "from", "on", "at", "for", "by", "with", "over"})
#: "until recently" opens no clause.
_LATELY = frozenset({"recently", "now", "then", "today"})
_DASHES = frozenset({"—", "–"})
#: Longest aside between two dashes, in tokens.
_ASIDE = 10
_BREAKS = frozenset({";", "—", "–", ":"})
#: Of these, what follows may be a thing and no report.
_OBJECTS = frozenset({"announced", "announces", "announce", "reported", "reports", "confirmed", "claimed"})
_BE = frozenset({"is", "are", "was", "were", "been"})
#: What is claimed without a verb behind it is ground or a deed.
_CLAIMS = frozenset({"claims", "claimed"})
_STOPS = frozenset({",", ";", ".", ":"})
#: Verbs that report words: what stands with them is the speaker's place and time, not the event's.
SAY = words_of("SAY")
#: Longest reporting tail ("…, the head of the regional military administration, Oleh X, said") in tokens.
_TAIL = 16


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` to ``last`` (exclusive) of a sentence."""

    first: int
    last: int
    kind: Kind
    subject: tuple[int, int] = (0, 0)  #: tokens of the subject that a joined clause shares


def split_clauses(marked: Marked) -> tuple[Clause, ...]:
    """Cut a marked sentence into clauses that cover all of it."""
    cuts = _cuts(marked)
    resumed = _resume(marked, cuts)
    _cut_tail(marked, cuts)
    out: list[Clause] = []
    starts = sorted(cuts)
    total = len(marked.tokens)
    for k, first in enumerate(starts):
        last = starts[k + 1] if k + 1 < len(starts) else total
        kind = cuts[first]
        subject = (0, 0)
        if kind in ("joined", "relative") and out:
            before = out[-2] if first in resumed and len(out) > 1 else out[-1]
            subject = before.subject if before.kind == "joined" else (before.first, before.last)
            if kind == "joined":
                verbs = [v for v in marked.verbs if subject[0] <= v < subject[1]]
                subject = (subject[0], min(verbs)) if verbs else subject
        out.append(Clause(first, last, kind, subject))
    return tuple(out)


def _cuts(marked: Marked) -> dict[int, Kind]:
    tokens = marked.tokens
    cuts: dict[int, Kind] = {0: "main"}
    aside = _aside(marked)
    for i in range(1, len(tokens)):
        word, before = tokens[i].text, tokens[i - 1].text
        if before in _BREAKS and not _compound(marked, i - 1):
            if i not in aside:
                cuts[i] = _behind_break(marked, i)
        elif word in _OPENERS:
            recently = word == "until" and i + 1 < len(tokens) and tokens[i + 1].text in _LATELY
            if not recently and (word not in _TIMES or _verb_ahead(marked, i)):
                cuts[i] = _OPENERS[word]
        elif (
            before == ","
            and word in _AFTER_COMMA
            and not (word in {"a", "four", "days", "hours"} and not _timed(marked, i))
        ):
            cuts[i] = "joined" if word == "and" and _verb_follows(marked, i) else _AFTER_COMMA[word]
            if word == "and" and not _verb_follows(marked, i) and not _clause_follows(marked, i):
                del cuts[i]
        elif word in ("and", "then") and _verb_follows(marked, i):
            cuts[i] = "joined"
        elif word == "as" and _scene_follows(marked, i):
            cuts[i] = "sub"
        elif word == "that" and _describes(marked, i):
            cuts[i] = "relative"
        elif (before == "that" and i > 1 and (says(marked, i - 2) or _said_when(marked, i - 1))) or (
            says(marked, i - 1)
            and word not in {",", ".", "that", "on"}
            and not (word == "to" and tokens[max(0, i - 2)].text in _BE)  # "are said to have hit"
            and i + 2 < len(tokens)
            and not _transitive(marked, i)
        ):
            cuts[i] = "main"
            cuts[_start(cuts, i)] = "report"
    return cuts


def _resume(marked: Marked, cuts: dict[int, Kind]) -> set[int]:
    """Cut where the main clause goes on after a relative one: "the road, which …, | has been cut"."""
    tokens = marked.tokens
    resumed: set[int] = set()
    for first, last in pairwise([*sorted(cuts), len(tokens)]):
        if cuts[first] != "relative" or first < 2:
            continue
        lead = tokens[first - 1].text
        enclosed = lead == "," or (lead in _PREPOSITIONS and tokens[first - 2].text == ",")
        verbs = [k for k in range(first + 1, last) if _is_verb(marked, k)]
        for k in verbs:
            before = tokens[k - 1].text
            if enclosed and before == "," and k > first + 2:
                resumed.add(k)
                break
            earlier = [v for v in verbs if v < k]
            joined = {t.text for t in tokens[max(earlier, default=k) + 1 : k]} & {"and", "or", "to", ","}
            if not enclosed and earlier and not joined and tokens[k].text not in _FINITE and _bare(marked, earlier, k):
                resumed.add(k)
                break
    cuts.update(dict.fromkeys(resumed, "joined"))
    cuts.update(dict.fromkeys(_after_opening(marked, cuts), "main"))
    return resumed


def _after_opening(marked: Marked, cuts: dict[int, Kind]) -> list[int]:
    """Where the main clause begins if the sentence opens without a verb: "At A, where troops sleep, | a bomb …"."""
    tokens, starts = marked.tokens, sorted(cuts)
    if len(starts) < 2 or cuts[starts[1]] != "relative" or any(_is_verb(marked, k) for k in range(starts[1])):
        return []
    first, last = starts[1], starts[2] if len(starts) > 2 else len(tokens)
    told = False
    for k in range(first + 1, last - 1):
        told = told or _is_verb(marked, k)
        if told and tokens[k].text == "," and tokens[k + 1].text not in {"and", "or", "but"}:
            following = range(k + 1, next((j for j in range(k + 1, last) if tokens[j].text == ","), last))
            if any(_is_verb(marked, j) for j in following):
                return [k + 1]
    return []


def _is_verb(marked: Marked, at: int) -> bool:
    """Whether a token is a finite verb as far as its form tells."""
    word = marked.tokens[at].text
    described = at > 0 and marked.tokens[at - 1].text in ("a", "an", "the")  # "a one-sided vote"
    return at in marked.verbs or word in _FINITE or (word.endswith("ed") and len(word) > 4 and not described)


def _bare(marked: Marked, earlier: list[int], at: int) -> bool:
    """Whether the verb at ``at`` is finite by itself: no auxiliary right before it, and a noun phrase between."""
    words = {t.text for t in marked.tokens[max(0, at - 3) : at]}
    return at - earlier[-1] >= 3 and not words & (_FINITE | {"be", "been", "being"})


def _transitive(marked: Marked, at: int) -> bool:
    """Whether "added" or "counted" before ``at`` takes a number of things rather than a report."""
    if marked.tokens[at - 1].text in _OBJECTS and marked.tokens[at].text in DETERMINERS - {"that", "this"}:
        return True  # "announced a ceasefire", "reported the arrest of"
    if marked.tokens[at - 1].text in _CLAIMS and _no_verb_ahead(marked, at):
        return True  # "claims the village of X"
    number = any(m.first == at for m in marked.of("NUM"))
    return number and marked.tokens[at - 1].text in {"added", "adds", "counted", "recorded"}


def _describes(marked: Marked, at: int) -> bool:
    """Whether "that" describes the noun before it: "a crossing that has been closed"."""
    tokens = marked.tokens
    if at < 2 or at + 1 >= len(tokens) or tokens[at + 1].text not in _FINITE - {"will", "had"}:
        return False
    near = range(max(0, at - 3), at)
    return tokens[at - 1].text.isalpha() and not any(_is_verb(marked, k) or says(marked, k) for k in near)


def _no_verb_ahead(marked: Marked, at: int) -> bool:
    """Whether no verb stands before the next stop: then what follows is a thing."""
    end = min(at + _TAIL, len(marked.tokens))
    last = next((k for k in range(at, end) if marked.tokens[k].text in _STOPS), end)
    return not any(_is_verb(marked, k) for k in range(at, last))


def _scene_follows(marked: Marked, at: int) -> bool:
    """Whether "as" opens a clause: "as police fired", not "such as shells" or "as well"."""
    tokens = marked.tokens
    if at + 2 >= len(tokens) or tokens[at - 1].text in {"such", "known", "as", "described", "seen", "far", "soon"}:
        return False
    return any(
        _is_verb(marked, k) and not tokens[k - 1].text.endswith(",") for k in range(at + 2, min(at + 5, len(tokens)))
    ) and tokens[at + 1].text not in {"a", "an", "well", "many", "part", "if", "though"}


def _said_when(marked: Marked, at: int) -> bool:
    """Whether "that" at ``at`` follows a verb of saying and a day: "said on Monday that"."""
    tokens = marked.tokens
    for k in range(at - 2, max(0, at - 5), -1):
        if says(marked, k):
            return tokens[k + 1].text in {"on", "late", "early", "in"} or at - k == 2
    return False


def _behind_break(marked: Marked, at: int) -> Kind:
    """A verb right behind a semicolon shares the subject before it: "strikes hit A; destroyed B"."""
    first = at + (marked.tokens[at].text == "and")
    return "joined" if first in marked.verbs and marked.tokens[at - 1].text == ";" else "main"


def _aside(marked: Marked) -> frozenset[int]:
    """Tokens behind the two dashes around a few words without a verb: "1,300 households – 8,000 people – left"."""
    dashes = [k for k, t in enumerate(marked.tokens) if t.text in _DASHES and not _compound(marked, k)]
    for a, b in pairwise(dashes):
        if b - a <= _ASIDE and not any(_is_verb(marked, k) for k in range(a + 1, b)):
            return frozenset({a + 1, b + 1})
    return frozenset()


def _compound(marked: Marked, at: int) -> bool:
    """Whether a dash joins two words without blanks: "the Rylsk–Glushkovo road"."""
    tokens = marked.tokens
    return (
        0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    )


def _verb_ahead(marked: Marked, at: int) -> bool:
    """Whether a verb follows "before" or "after" ahead of the next comma: "before dawn" opens no clause."""
    for k in range(at + 1, min(at + 16, len(marked.tokens))):
        word = marked.tokens[k].text
        if word in {",", ";", ":"}:
            return False
        if _is_verb(marked, k) or (word.endswith("ing") and len(word) > 5):
            return True
    return False


def says(marked: Marked, at: int) -> bool:
    """Whether a word of saying is a verb there: not "eight states", "the report", "claims of"."""
    word = marked.tokens[at].text
    if word not in SAY:
        return False
    if word not in _NOUNS_TOO:
        return True
    before = marked.tokens[at - 1].text if at else "the"
    after = marked.tokens[at + 1].text if at + 1 < len(marked.tokens) else ""
    numbered = any(m.last == at for m in marked.of("NUM"))
    return not numbered and before not in _BEFORE_NOUNS and after not in {"of", "meet", "in", "and"}


def _start(cuts: dict[int, Kind], before: int) -> int:
    return max(k for k in cuts if k < before)


def _timed(marked: Marked, at: int) -> bool:
    """Whether "…, a day after", "…, hours before" opens here."""
    return any(t.text in ("after", "before", "later", "earlier") for t in marked.tokens[at : at + 4])


def _verb_follows(marked: Marked, at: int) -> bool:
    """Whether a known finite verb follows "and", perhaps after an adverb or an auxiliary."""
    for step in (1, 2, 3):
        k = at + step
        if k >= len(marked.tokens):
            return False
        if (
            step > 1
            and marked.tokens[k - 1].text in {"is", "are", "was", "were"}
            and marked.tokens[k].text.endswith("ing")
        ):
            return True
        if k in marked.verbs:
            return not any(k == m.first and m.form == ING for m in marked.of("MOVE_V"))
        word = marked.tokens[k].text
        if not (
            word.endswith("ly")
            or word in {"was", "were", "is", "are", "has", "had", "have", "been", "later", "then", "again"}
        ):
            return False
    return False


def _clause_follows(marked: Marked, at: int) -> bool:
    """Whether a verb stands within the next tokens, before the next comma."""
    for k in range(at + 1, min(at + 14, len(marked.tokens))):
        if marked.tokens[k].text in {",", ";"}:
            return False
        if k in marked.verbs or marked.tokens[k].text in {"was", "were", "has", "had", "is", "are", "will"}:
            return True
    return False


def _cut_tail(marked: Marked, cuts: dict[int, Kind]) -> None:
    """Cut a tail: "…, the governor of X said": from the last comma on it is the report."""
    tokens = marked.tokens
    for i in range(len(tokens) - 1, 0, -1):
        if not says(marked, i):
            continue
        for k in range(i - 1, max(0, i - _TAIL), -1):
            if tokens[k].text in {",", ";"}:
                inside = [c for c in cuts if k < c <= i + 1 and c > 0]
                if any(v for v in marked.verbs if k < v < i):
                    return
                for cut in inside:
                    del cuts[cut]
                cuts[k + 1] = "report"
                after = next((j for j in range(i + 1, len(tokens)) if tokens[j].text in {",", ";", "."}), len(tokens))
                if after + 1 < len(tokens) and after + 1 not in cuts:
                    cuts[after + 1] = "main"
                return
            if k in cuts:
                break
