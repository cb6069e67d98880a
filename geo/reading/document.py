"""The working nouns of reading: one article cut into sentences, with the names and dates found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.model import Article, Candidate, Demonym, Place, Relation, Skip, Timex

#: What a place name stands for, before it is known whether anything happened there.
Sense = Literal["literal", "metonym", "org", "dateline"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without surrounding blanks; ``article.text[start:end] == text``."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int  #: number of the line (paragraph) it stands in


@dataclass(frozen=True, slots=True)
class Name:
    """A place name with its sense and, where the gazetteer knows it, its place."""

    start: int
    end: int
    name: str
    sense: Sense
    sense_reason: str
    place: Place | None = None
    score: float = 0.0  #: 0..1, how sure the resolution is
    alternatives: tuple[Candidate, ...] = ()
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """All that is known of an article before its events are read."""

    article: Article
    sentences: tuple[Sentence, ...]  #: boilerplate left out
    names: tuple[Name, ...]
    demonyms: tuple[Demonym, ...]
    dates: tuple[Timex, ...]
    skipped: tuple[Skip, ...]  #: boilerplate
