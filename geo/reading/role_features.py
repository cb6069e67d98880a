"""What tells the role of a literal place name: the words beside it, its place in the text, and the incidents near it.

Features are words: ``previous=near``, ``linked, same clause``. The weights that they carry were learned
(``training/train_roles.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from geo.reading.clauses import Clause
from geo.reading.document import Name, Sentence
from geo.reading.role_context import in_context, unread
from geo.reading.role_surroundings import Surroundings
from geo.reading.role_syntax import governed
from geo.reading.standing import generic, standing
from geo.reading.triggers import SentenceView

#: Classes of words that say something of the clause in which a name stands.
_CLASSES = (
    "HARM_V", "IMPACT_V", "DAMAGE_V", "MOVE_STRONG", "DISPLACE_X", "TALKS_N", "TALK_V", "MEET_V", "VISIT_V", "ARREST",
    "PROTEST_ACT", "BLOCK_V", "TAKE_V", "FIGHT", "CLASH", "ATTACK_W", "STRIKE_N", "FACILITY", "ARMED", "CIVIL", "AID_N",
    "NUM", "SAY", "NOT_NEG", "NOT_QUIET", "NOT_HYPO", "CUE_FUTURE", "CUE_PROPOSE", "CUE_THREAT", "CUE_DENY",
    "CUE_RETRACT", "NOT_NATURE", "NOT_SPEECH", "NOT_COURT", "ABDUCT", "FIRE_V", "ARRIVE_V", "EXERCISE", "DEAL_N",
)  # fmt: skip
#: An act that is denied or taken back still has its place.
_WITHDRAWN = ("CUE_DENY", "CUE_RETRACT")
_HARM = ("STRIKE_N", "AIR_N", "SHELL_N", "BOMB_N", "BLAST_N", "ATTACK_W", "ASSAULT_N", "MURDER", "BURN_V", "HARM_V")
#: A heading is a line of at most this many words.
_HEADING_WORDS = 8
#: Names of a list have fewer characters than this between them.
_LIST_GAP = 12


def features(name: Name, all_: Surroundings) -> list[str]:
    """Features of one literal name, "bias" first."""
    sentence = all_.sentence_of.get((name.start, name.end))
    if sentence is None:
        return list(dict.fromkeys(["bias", "not read", *unread(name, all_)]))
    found = ["bias", *_beside(name, all_.document.article.text), *_linked(name, sentence, all_)]
    found += _place(name, sentence, all_)
    found += _listed(name, sentence, all_)
    found += in_context(name, sentence, all_)
    seen = all_.views.get(sentence.index)
    if seen is not None:
        found += _clause(name, seen, sentence, all_)
        found += governed(name, sentence, seen, all_)
    return list(dict.fromkeys(found))


def _beside(name: Name, text: str) -> Iterator[str]:
    """The words before and after."""
    before = text[max(0, name.start - 60) : name.start].replace("\n", " | ").lower().split()[-3:]
    after = (
        text[name.end : name.end + 40].replace("\n", " | ").replace(",", " , ").replace(".", " . ").lower().split()[:2]
    )
    last = before[-1] if before else "|"
    yield f"previous={last}"
    if last in {"the", "and", "or", ",", "of", "southern", "northern", "eastern", "western"} and len(before) > 1:
        yield f"before that={before[-2]}"
    if len(before) > 1:
        yield f"pair={before[-2]} {last}"
    yield f"next={after[0] if after else '|'}"
    kind = generic(name, text)
    if kind:
        yield f"area={kind}"
        yield f"area={kind}, previous={last}"
    if name.name.isupper():
        yield "capitals"


def _place(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """The kind of place, and where in the text it stands."""
    place = name.place
    level = place.level if place else "unknown"
    yield f"level={level}"
    stands = standing(name, sentence).kind
    if stands:
        yield f"standing={stands}"
    if name.relation is not None:
        yield f"relation={name.relation.kind}"
    text = all_.document.article.text
    start = text.rfind("\n", 0, name.start) + 1
    end = text.find("\n", name.end)
    line = text[start : end if end >= 0 else len(text)]
    short = len(sentence.text.split(None, _HEADING_WORDS)) <= _HEADING_WORDS - 2
    if short or len(line.split(None, _HEADING_WORDS)) <= _HEADING_WORDS:
        yield f"heading, level={level}"
        yield "heading" if start else "title"
    elif not text[:start].strip():
        yield "first line"
    if name.start == sentence.start:
        yield "opens the sentence"
    yield f"first sentences={sentence.index < 3}"


def _linked(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """How the incidents stand to the name."""
    key = (name.start, name.end)
    draft = all_.used.get(key)
    place = name.place
    level = place.level if place else "unknown"
    if draft is not None:
        yield "linked"
        yield f"linked, {draft.placed.how.split('“')[0][:28]}"
        yield f"linked, type={draft.trigger.type}"
        yield f"linked, status={draft.status}"
        yield f"linked, level={level}"
        yield f"linked, standing={standing(name, sentence).kind}"
        weight = "strong" if draft.trigger.weight >= 70 else "plain" if draft.trigger.weight >= 56 else "weak"
        yield f"linked, {weight}"
        yield f"linked, behind the trigger={name.start > draft.trigger.start}"
    else:
        yield "not linked"
        if place is not None and place.id in all_.places:
            yield "an incident stands at this place"
            yield f"an incident stands at this place, level={level}"
    if key in all_.around:
        yield "around an incident"
    starts, in_sentences = all_.inside(place, name) if place is not None else ((), frozenset())
    if starts:
        yield "wider than an incident's place"
        at = bisect_left(starts, name.start)
        distance = min(abs(start - name.start) for start in starts[max(0, at - 1) : at + 1])
        yield f"wider than an incident's place, near={distance < 80}, {draft is not None}"
        if sentence.index in in_sentences:
            yield f"wider than one in the sentence, linked={draft is not None}"
    told = all_.told.get(sentence.index, ())
    yield f"incidents here={min(len(told), 3)}, linked={draft is not None}"
    if not told:
        yield f"incident in the paragraph={sentence.paragraph in all_.paragraphs}"
    refused = all_.refused.get(sentence.index)
    if refused and not told:
        yield f"refused={refused.split(':')[0][:30]}"


def _listed(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """Its neighbours in a list, and its double elsewhere in the text."""
    text = all_.document.article.text
    for other in _neighbours(name, all_):
        first, second = sorted((name, other), key=lambda n: n.start)
        between = text[first.end : second.start]
        if between.strip() in {"and", ",", ", and", "or"}:
            role = (other.start, other.end) in all_.used
            yield f"listed with one that is linked={role}"
            if role and (name.start, name.end) not in all_.used:
                yield "listed with one that is linked, not linked itself"
    same = all_.alike[name.name]
    if len(same) > 1:
        linked = (name.start, name.end) in all_.used
        held = all_.alike_used[name.name] > linked
        yield f"named elsewhere, linked there={held}, linked={linked}"
        if held and same[0].start < name.start:
            yield "named before with an incident"
        elif held:
            yield "named later with an incident"
    if name.sense == "literal" and sentence.text[: name.start - sentence.start].strip().lower() in {
        "in",
        "near",
        "at",
        "over",
        "outside",
        "around",
    }:
        yield f"opens with a preposition, linked={(name.start, name.end) in all_.used}"
    line = text.rfind("\n", 0, name.start) + 1
    if text[line : name.start].strip(" -•*–—") == "":
        after = text[name.end : name.end + 3]
        yield f"opens the line, after={after[:1]!r}"


def _neighbours(name: Name, all_: Surroundings) -> list[Name]:
    """Literal names that stand so close before or behind that no more than "and" or a comma parts them."""
    at = all_.row_at[name.start, name.end]
    first, last = at, at + 1
    while first > 0 and name.start - all_.row[first - 1].end < _LIST_GAP:
        first -= 1
    while last < len(all_.row) and all_.row[last].start - name.end < _LIST_GAP:
        last += 1
    return [*all_.row[first:at], *all_.row[at + 1 : last]]


def _clause(name: Name, seen: SentenceView, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """The clause around the name: its kind and its words."""
    clause = _own(name, seen)
    if clause is None:
        return
    linked = (name.start, name.end) in all_.used
    yield f"clause={clause.kind}, linked={linked}"
    marked = seen.marked
    for cls in _CLASSES:
        marks = marked.marks.get(cls)
        if marks and any(clause.first <= m.first < clause.last for m in marks):
            yield f"clause has {cls}, linked={linked}"
    for cls in _WITHDRAWN:
        if marked.marks.get(cls):
            yield f"sentence has {cls}, linked={linked}"
            harm = any(marked.marks.get(c) for c in _HARM)
            yield f"sentence has {cls}, harm={harm}, linked={linked}, level={name.place.level if name.place else ''}"
    told = [d for d in all_.told.get(sentence.index, ()) if d.sentence is sentence]
    if told and not linked:
        span = seen.span(clause)
        yield f"trigger in the clause={any(span.start <= d.trigger.start < span.end for d in told)}"
    at = name.start - sentence.start
    verbs = [v for v in marked.verbs if clause.first <= v and marked.tokens[v].start < at]
    if verbs:
        yield f"verb={marked.tokens[max(verbs)].text}"
    for left, right in pairwise(t.text for t in marked.tokens[clause.first : clause.last]):
        if (left, right) in {("was", "quiet"), ("was", "calm")}:
            yield "quiet"


def _own(name: Name, seen: SentenceView) -> Clause | None:
    at, tokens = name.start - seen.sentence.start, seen.marked.tokens
    return next((c for c in seen.clauses if tokens[c.first].start <= at < tokens[c.last - 1].end), None)
