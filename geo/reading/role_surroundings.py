"""A document with its incidents, looked up once for all its names: who holds what, and where the others stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.model import Place
from geo.reading.document import Document, Name, Sentence
from geo.reading.drafts import Draft
from geo.reading.nesting import contains
from geo.reading.triggers import SentenceView


@dataclass(slots=True)
class Twins:
    """All mentions of one place, under whatever name."""

    held: Counter[str]  #: type of incident -> mentions that hold one
    mentions: int = 0
    literal: int = 0


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
    row: tuple[Name, ...]  #: literal names in the order of the text
    row_at: Mapping[tuple[int, int], int]  #: name's offsets -> its number in that row
    alike: Mapping[str, tuple[Name, ...]]  #: a name as it stands -> all its mentions
    alike_used: Mapping[str, int]  #: and how many of them hold incidents
    told: Mapping[int, Sequence[Draft]]  #: index of a sentence -> incidents that it tells of or adds to
    paragraphs: frozenset[int]  #: those that tell of incidents
    twins: Mapping[str, Twins]  #: id of a place -> what its mentions hold
    first_line_end: int
    ending: Mapping[int, Name]  #: where in the text a name ends -> the name
    classes: dict[int, dict[int, list[str]]]  #: index of a sentence -> token -> classes of word, as far as asked
    held_inside: dict[tuple[str, str], tuple[Sequence[int], frozenset[int]]]  #: what ``inside`` has found

    def inside(self, place: Place, name: Name) -> tuple[Sequence[int], frozenset[int]]:
        """Where in the text, and in which sentences, places inside `place` hold incidents."""
        key = (place.id, place.level)
        if key not in self.held_inside:
            inside = [h for h in self.holders if contains(name, h)]
            read = (self.sentence_of.get((h.start, h.end)) for h in inside)
            self.held_inside[key] = (
                sorted(h.start for h in inside),
                frozenset(s.index for s in read if s is not None),
            )
        return self.held_inside[key]


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
    row = tuple(sorted((n for n in document.names if n.sense == "literal"), key=lambda n: n.start))
    alike: dict[str, list[Name]] = {}
    for name in document.names:
        alike.setdefault(name.name, []).append(name)
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        for index in dict.fromkeys((draft.sentence.index, *(s.index for s in draft.more))):
            told.setdefault(index, []).append(draft)
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
        row,
        {(n.start, n.end): k for k, n in enumerate(row)},
        {text: tuple(names) for text, names in alike.items()},
        {text: sum((n.start, n.end) in used for n in names) for text, names in alike.items()},
        told,
        frozenset(d.sentence.paragraph for d in drafts),
        _twins(document.names, used),
        _first_line_end(document.article.text),
        {n.end: n for n in document.names},
        {},
        {},
    )


def _twins(names: Sequence[Name], used: Mapping[tuple[int, int], Draft]) -> dict[str, Twins]:
    found: dict[str, Twins] = {}
    for name in names:
        if name.place is None:
            continue
        twins = found.setdefault(name.place.id, Twins(Counter()))
        twins.mentions += 1
        twins.literal += name.sense == "literal"
        draft = used.get((name.start, name.end))
        if draft is not None:
            twins.held[draft.trigger.type] += 1
    return found


def _first_line_end(text: str) -> int:
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return end if end >= 0 else len(text)
