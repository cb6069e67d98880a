"""What tells the role of a literal place name: the words beside it, its place in the text, and the incidents near it.

Features are words: ``previous=near``, ``linked, same clause``. The weights that they carry were learned
(``training/train_roles.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.reading.clauses import Clause
from geo.reading.document import Document, Name, Sentence
from geo.reading.drafts import Draft
from geo.reading.linking import contains, distance_km
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
#: What closes a label at the head of a line: a colon, a dash or a full stop, at most three words behind the name.
_LABEL = re.compile(r"(?:[’']s)?(?:[ ,]+(?:and |the )?[\w’'-]{1,20}){0,3}?(?:\s*(?::|—|–)|\.(?=\s|$)|$)")
#: A town that heads a line stands for its surroundings up to here (km); a chain of names, and what joins it, is no
#: longer than this (characters).
_FEW_PLACES, _TITLE = 3, 120
_LABEL_KM, _CHAIN, _JOINT = 80.0, 24, 12
_SKIPPED = frozenset(
    ("the", "a", "northern", "southern", "eastern", "western", "central", "nearby", "north", "south", "east", "west")
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document with its incidents, looked up by place."""

    document: Document
    drafts: Sequence[Draft]
    views: Mapping[int, SentenceView]
    refused: Mapping[int, str]
    sentence_of: Mapping[tuple[int, int], Sentence]  #: name's offsets -> its sentence
    used: Mapping[tuple[int, int], Draft]  #: name's offsets -> the incident that it holds
    around: frozenset[tuple[int, int]]  #: names around one
    places: frozenset[str]  #: ids of all places that hold incidents
    holders: tuple[Name, ...]  #: the names that hold incidents


def survey(
    document: Document, drafts: Sequence[Draft], views: Mapping[int, SentenceView], refused: Mapping[int, str]
) -> Surroundings:
    """Look up once what all names of a document need."""
    sentence_of = {}
    sentences = list(document.sentences)
    at = 0
    for name in sorted(document.names, key=lambda n: n.start):
        while at < len(sentences) and sentences[at].end <= name.start:
            at += 1
        if at < len(sentences) and sentences[at].start <= name.start:
            sentence_of[(name.start, name.end)] = sentences[at]
    used = {(n.start, n.end): d for d in drafts for n in d.placed.used}
    used |= {(p.mention.start, p.mention.end): d for d in drafts for p in d.placed.places if p.mention}
    return Surroundings(
        document,
        drafts,
        views,
        refused,
        sentence_of,
        used,
        frozenset((n.start, n.end) for d in drafts for n in d.placed.containers),
        frozenset(p.place_id for d in drafts for p in d.placed.places if p.place_id),
        tuple(n for n in document.names if (n.start, n.end) in used),
    )


def features(name: Name, all_: Surroundings) -> list[str]:
    """Features of one literal name, "bias" first."""
    sentence = all_.sentence_of.get((name.start, name.end))
    if sentence is None:
        return list(dict.fromkeys(["bias", "not read", *_unread(name, all_)]))
    found = ["bias", *_beside(name, all_.document.article.text), *_linked(name, sentence, all_)]
    found += _place(name, sentence, all_)
    found += _listed(name, sentence, all_)
    found += _label(name, all_)
    found += _wider_neighbour(name, all_)
    found += _twins(name, all_)
    found += _beside_holders(name, sentence, all_)
    seen = all_.views.get(sentence.index)
    if seen is not None:
        found += _clause(name, seen, sentence, all_)
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
    if len(sentence.text.split()) <= _HEADING_WORDS - 2 or len(line.split()) <= _HEADING_WORDS:
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
    inside = [h for h in all_.holders if h is not name and contains(name, h)]
    if inside:
        yield "wider than an incident's place"
        distance = min(abs(h.start - name.start) for h in inside)
        yield f"wider than an incident's place, near={distance < 80}, {draft is not None}"
        if any(all_.sentence_of.get((h.start, h.end)) is sentence for h in inside):
            yield f"wider than one in the sentence, linked={draft is not None}"
    told = [d for d in all_.drafts if d.sentence is sentence or sentence in d.more]
    yield f"incidents here={min(len(told), 3)}, linked={draft is not None}"
    if not told:
        near = any(d.sentence.paragraph == sentence.paragraph for d in all_.drafts)
        yield f"incident in the paragraph={near}"
    refused = all_.refused.get(sentence.index)
    if refused and not told:
        yield f"refused={refused.split(':')[0][:30]}"


def _listed(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """Its neighbours in a list, and its double elsewhere in the text."""
    text = all_.document.article.text
    for other in all_.document.names:
        if other is name or other.sense != "literal":
            continue
        first, second = sorted((name, other), key=lambda n: n.start)
        between = text[first.end : second.start] if second.start - first.end < 12 else "-"
        if between.strip() in {"and", ",", ", and", "or"}:
            role = (other.start, other.end) in all_.used
            yield f"listed with one that is linked={role}"
            if role and (name.start, name.end) not in all_.used:
                yield "listed with one that is linked, not linked itself"
    same = [n for n in all_.document.names if n.name == name.name and n is not name]
    if same:
        held = any((n.start, n.end) in all_.used for n in same)
        yield f"named elsewhere, linked there={held}, linked={(name.start, name.end) in all_.used}"
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
    told = [d for d in all_.drafts if d.sentence is sentence]
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
    return next((c for c in seen.clauses if seen.span(c).start <= name.start < seen.span(c).end), None)


def _twins(name: Name, all_: Surroundings) -> Iterator[str]:
    """What the other mentions of the same place hold: the target of an operation stays its place throughout."""
    place = name.place
    if place is None:
        return
    linked = (name.start, name.end) in all_.used
    level = place.level if place.level in ("country", "admin1", "water") else "small"
    twins = [n for n in all_.document.names if n is not name and n.place is not None and n.place.id == place.id]
    held = [all_.used[n.start, n.end] for n in twins if (n.start, n.end) in all_.used]
    if twins and not linked:
        literal = [n for n in twins if n.sense == "literal"]
        share = 2 * len(held) >= len(literal) if held else None
        yield f"twins hold={bool(held)}, most={share}, {level}"
        yield f"twins hold={bool(held)}, metonyms={len(literal) < len(twins)}, {level}"
    for kind in sorted({d.trigger.type for d in held}):
        yield f"twin holds {kind}, {level}, linked={linked}"
    if held and not linked:
        yield f"twin holds, of few places={len(all_.places) <= _FEW_PLACES}, {level}"
    text = all_.document.article.text
    if not text[: name.start].strip("\n").count("\n"):
        yield f"first paragraph, twins hold={bool(held)}, {level}, linked={linked}"
        if name.end < text.find("\n") <= _TITLE:
            before = text[: name.start].split()
            yield f"title, twins hold={bool(held)}, {level}"
            yield f"title, twins hold={bool(held)}, behind {before[-1].lower() if before else '|'}"


def _beside_holders(name: Name, sentence: Sentence, all_: Surroundings) -> Iterator[str]:
    """Whether other places of its sentence hold incidents, where it is a sector, a river or an area itself."""
    linked = (name.start, name.end) in all_.used
    others = [h for h in all_.holders if h is not name and sentence.start <= h.start < sentence.end]
    kind = generic(name, all_.document.article.text) or (name.place.level if name.place else "unknown")
    if kind in ("city", "facility", "neighbourhood", "unknown"):
        kind = "spot"
    finer = any(h.place is not None and h.place.level in ("city", "facility", "neighbourhood") for h in others)
    yield f"as {kind}, others hold={bool(others)}, linked={linked}"
    yield f"as {kind}, finer ones hold={finer}, linked={linked}, behind={any(h.start > name.start for h in others)}"


def _unread(name: Name, all_: Surroundings) -> Iterator[str]:
    """What is known of a name outside of the sentences that are read: in a title, or in boilerplate."""
    text = all_.document.article.text
    level = name.place.level if name.place else "unknown"
    top = text[: name.start].count("\n") == 0
    inside = any(contains(name, h) for h in all_.holders)
    yield f"not read, top={top}, level={level}"
    yield f"not read, top={top}, wider={inside}"
    if inside:
        yield "wider than an incident's place"
    yield from _label(name, all_)


def _label(name: Name, all_: Surroundings) -> Iterator[str]:
    """Whether the name heads its line ("KUPYANSK. …", "Sumy: …"), and whether incidents stand in what follows."""
    text = all_.document.article.text
    start = text.rfind("\n", 0, name.start) + 1
    if text[start : name.start].strip(" -•*–—.\t0123456789"):
        return
    end = text.find("\n", name.end)
    end = end if end >= 0 else len(text)
    match = _LABEL.match(text[name.end : min(end, name.end + 60)])
    if match is None:
        return
    if match.end() + name.end >= end:  # the label is the line: what follows it counts
        end = text.find("\n\n", end + 1)
        end = end if end >= 0 else len(text)
    held = [h for h in all_.holders if name.end < h.start < end]
    inside = any(contains(name, h) for h in held)
    near = any(_within(name, h) for h in held)
    linked = (name.start, name.end) in all_.used
    yield f"label, held={bool(held)}, linked={linked}"
    if not linked and (inside or near or (held and generic(name, text) == "sector")):
        yield "label over incidents"
    yield f"label, inside={inside}, near={near}"
    yield f"label, as {generic(name, text) or (name.place.level if name.place else 'unknown')}, held={bool(held)}"


def _within(name: Name, other: Name) -> bool:
    a, b = name.place, other.place
    return a is not None and b is not None and a.id != b.id and distance_km(a, b) < _LABEL_KM


def _wider_neighbour(name: Name, all_: Surroundings) -> Iterator[str]:
    """Whether it closes or opens a chain of places: "Raqqa, Syria", "Ukraine's Sumy region"."""
    names, text = all_.document.names, all_.document.article.text
    at = bisect_left(names, name.start, key=lambda n: n.start)
    for step, word in ((-1, "before"), (1, "behind")):
        if not 0 <= at + step < len(names):
            continue
        other = names[at + step]
        first, second = (other, name) if step < 0 else (name, other)
        gap = text[first.end : second.start]
        if len(gap) > _CHAIN or "\n" in gap:
            continue
        held = (other.start, other.end) in all_.used
        joint = " ".join(w for w in gap.lower().split() if w not in _SKIPPED) or "'"
        kind = "wide" if contains(name, other) else "narrow" if contains(other, name) else "apart"
        yield f"{word}: {kind}, linked={held}"
        if len(joint) <= _JOINT:
            yield f"{word}: {kind} {joint}"
            yield f"{word}: {kind} {joint}, linked={held}, {(name.start, name.end) in all_.used}"
            yield f"{word}: {kind}, sense={other.sense}"
