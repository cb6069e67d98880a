"""Who says so, and what kind of source that is: a party to the fighting, a civil authority, a newspaper, a resident.

The status of an incident hangs on the kind (a party's own success is a claim, rescuers' tolls are facts). Sources are
never actors nor places. Words stand in ``data/lexicons/attribution_verbs.csv`` and ``attribution_sources.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from geo.reading.actor_names import capital_of, find_actor_names
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.quantities import Word, words

#: Longest name of a source, in words.
_LONGEST = 16
#: Where kinds compete in one name ("the army's hospital"), the longest entry wins, then this order.
_ORDER = ("civil", "un", "rights", "monitor", "media", "belligerent", "resident", "official")
_ENDS = frozenset({".", ";", ":", "—", "–", "!", "?"})
#: A source's name does not run back over these.
_OPENERS = frozenset(
    [
        "and",
        "but",
        "while",
        "as",
        "after",
        "when",
        "where",
        "which",
        "who",
        "that",
        "though",
        "although",
        "because",
        "whereas",
        "what",
        "if",
        "so",
        "for",
    ]
)
_AUXILIARIES = frozenset(["has", "have", "had", "was", "is", "were", "also", "later", "first", "now", "itself", "only"])
_DAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "meanwhile"]
)
_SUBJECT_STOP = frozenset(["killed", "wounded", "injured", "hit", "struck", "destroyed", "damaged", "were", "was"])
_WORD = re.compile(r"[^\W\d_]+")
#: Words between a speaker and the verb that are no part of its name.
_ASIDES = re.compile(r",\s(?:for\s(?:his|her|its|their)\spart|in\sturn|meanwhile|however|too|by\scontrast),")
_LEADING = re.compile(r"^(?:the|a|an|its|their|his|her|on|in|also)\s+", re.IGNORECASE)
_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "who", "which", "this", "that", "there", "i", "you", "one"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """The sources of one sentence; offsets into the sentence."""

    who: tuple[str, ...]
    #: belligerent, civil, media, monitor, rights, un, resident, official; "unknown" where no list holds the source
    kind: str
    verb: str
    negated: bool  #: the source denies it
    start: int
    end: int


@lru_cache(maxsize=256)
def find_attribution(sentence_text: str) -> Attribution | None:
    """Find who says what a sentence tells; None when the narrator does.

    Where one source quotes another ("the army, quoted by Reuters"), the kind is that of the first that is no medium.
    """
    sentence_text = sentence_text[:4000]
    if _signs().isdisjoint(_WORD.findall(sentence_text.lower())):
        return None
    sentence_text = _ASIDES.sub(lambda m: " " * len(m.group()), sentence_text)
    ws = words(sentence_text)
    found = sorted([*_cited(ws, sentence_text), *_said(ws, sentence_text)], key=lambda a: a.start)
    if not found:
        return None
    main = next((a for a in found if a.kind not in ("media", "unknown")), found[0])
    who = tuple(dict.fromkeys(name for a in (main, *found) for name in a.who))
    return Attribution(who, main.kind, main.verb, main.negated, main.start, main.end)


@lru_cache(maxsize=4096)
def kind_of_source(name: str) -> str:
    """What kind of source a name is, "unknown" where no list holds it."""
    lowered = " ".join(w.text for w in words(name))
    best: tuple[int, int, str] | None = None
    for kind, pattern in _patterns().items():
        for match in pattern.finditer(lowered):
            item = (-len(match.group()), _ORDER.index(kind), kind)
            best = item if best is None else min(best, item)
    if best is not None:
        return best[2]
    return "belligerent" if capital_of(name) or _armed_group(name) else "unknown"


def _armed_group(name: str) -> bool:
    """Whether a name is that of an armed group or an army that the table of actors holds."""
    return any(
        f.actor.form == "name" and f.actor.group in ("rebel", "militia", "external", "state")
        for f in find_actor_names(words(name[:200]))
    )


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern of whole words for every kind."""
    found = {}
    for row in read_rows(LEXICONS / "attribution_sources.csv"):
        entries = sorted(row["words"].split("|"), key=lambda w: -len(w))
        found[row["kind"]] = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, entries)) + r")(?![\w-])")
    return found


@lru_cache(maxsize=1)
def _verbs() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        row["kind"]: tuple(sorted((tuple(w.split()) for w in row["words"].split("|")), key=lambda w: -len(w)))
        for row in read_rows(LEXICONS / "attribution_verbs.csv")
    }


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """The longest word of each verb of saying and citing phrase: most sentences hold none."""
    return frozenset(_WORD.findall(" ".join(max(p, key=len) for phrases in _verbs().values() for p in phrases)))


@lru_cache(maxsize=1)
def _first_words() -> dict[str, frozenset[str]]:
    """Kind of verb -> the first words of its phrases."""
    return {kind: frozenset(phrase[0] for phrase in phrases) for kind, phrases in _verbs().items()}


@lru_cache(maxsize=1)
def _cite_openers() -> dict[str, list[tuple[str, ...]]]:
    """First word of a citing phrase -> the phrases, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _verbs()["cite"]:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _cited(ws: Sequence[Word], text: str) -> list[Attribution]:
    """Find "according to X", "quoted by Y"."""
    found = []
    openers = _cite_openers()
    for at, word in enumerate(ws):
        for phrase in openers.get(word.text, ()):
            end = at + len(phrase)
            if tuple(w.text for w in ws[at:end]) == phrase:
                last = _name_end(ws, end)
                source = _source(ws, text, end, last, " ".join(phrase), denies=False)
                if source is not None:
                    found.append(source)
                break
    return found


def _name_end(ws: Sequence[Word], start: int) -> int:
    """Where a name that begins at ``start`` ends: at a comma, a stop, a clause or a verb."""
    at = start
    while at < min(len(ws), start + _LONGEST):
        word = ws[at].text
        if word in _ENDS or word == "," or (at > start and word in _OPENERS - {"and", "for"}) or word in _SUBJECT_STOP:
            break
        at += 1
    return at


def _said(ws: Sequence[Word], text: str) -> list[Attribution]:
    """Find "X said", "said X", "X, the governor, said", "told Y"."""
    found = []
    for kind in ("say", "deny", "accuse"):
        verbs = _first_words()[kind]
        for at, word in enumerate(ws):
            if (
                word.text not in verbs
                or word.raw == "States"
                or (at and ws[at - 1].text in {"to", "the", "a", "of", "will", "be"})
            ):
                continue
            if kind == "say" and word.text in {"reported", "confirmed", "claimed", "counted"} and _passive(ws, at):
                continue
            source = _before(ws, text, at, denies=kind == "deny") or _after(ws, text, at, denies=kind == "deny")
            if source is not None:
                found.append(source)
            if word.text in {"told", "tells"}:
                heard = _source(ws, text, at + 1, _name_end(ws, at + 1), word.text, denies=False)
                if heard is not None and heard.kind == "media":
                    found.append(heard)
    return found


def _passive(ws: Sequence[Word], at: int) -> bool:
    return any(w.text in {"was", "were", "been", "is", "are", "be"} for w in ws[max(0, at - 2) : at])


def _before(ws: Sequence[Word], text: str, verb: int, *, denies: bool) -> Attribution | None:
    """Read the subject of a verb of saying; an apposition between commas belongs to it."""
    last = verb
    while last > 0 and ws[last - 1].text in _AUXILIARIES:
        last -= 1
    commas = 0
    first = last
    if first > 0 and ws[first - 1].text == ",":
        commas, first = 1, first - 1
    while first > 0 and last - first < _LONGEST:
        word = ws[first - 1].text
        if word in _ENDS or (word in _OPENERS and not _inside_name(ws, first - 1, last)):
            break
        if word == ",":
            if commas != 1:
                break
            commas = 2
        first -= 1
    return _source(ws, text, first, last, ws[verb].text, denies=denies)


def _inside_name(ws: Sequence[Word], at: int, last: int) -> bool:
    """Whether an opening word joins two parts of a name: "Army and Navy", "Institute for the Study of War"."""
    if ws[at].text == "and":
        return at < last - 2 and ws[at + 1].raw[:1].isupper()
    return ws[at].text == "for" and at > 0 and ws[at - 1].raw[:1].isupper() and at < last - 1


def _after(ws: Sequence[Word], text: str, verb: int, *, denies: bool) -> Attribution | None:
    """Read "said X": the verb stands after a comma or a closing quote, and a name follows."""
    if verb == 0 or verb + 1 >= len(ws) or ws[verb - 1].text != "," or ws[verb + 1].text in _OPENERS:
        return None
    return _source(ws, text, verb + 1, _name_end(ws, verb + 1), ws[verb].text, denies=denies)


def _source(ws: Sequence[Word], text: str, first: int, last: int, verb: str, *, denies: bool) -> Attribution | None:
    while first < last and (
        ws[first].text in {",", "on", "and", "but", "as"} | _DAYS or not ws[first].text[0].isalnum()
    ):
        first += 1
    while last > first and (ws[last - 1].text in {","} | _DAYS | {"on", "late", "early"}):
        last -= 1
    quoted = next((k for k in range(first + 1, last) if ws[k].text in {"quoted", "citing", "cited", "according"}), last)
    if quoted < last:
        last = quoted - (ws[quoted - 1].text == ",")
    if first >= last or last - first > _LONGEST or ws[last - 1].text in _PRONOUNS:
        return None
    name = text[ws[first].start : ws[last - 1].end]
    kind = kind_of_source(name)
    if kind == "unknown" and not _is_person(ws[first:last]):
        return None
    name = _LEADING.sub("", name).strip(" ,")
    return Attribution((name,), kind, verb, denies, ws[first].start, ws[last - 1].end)


def _is_person(name: Sequence[Word]) -> bool:
    """Whether a source that no list holds is at least a name: two capitals side by side, or nothing but a capital."""
    capitals = [w.raw[:1].isupper() for w in name]
    return len(name) <= 6 and any(a and b for a, b in pairwise(capitals))
