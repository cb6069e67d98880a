"""What a correction remembers of a text, in words that outlast a new reading: article and quote, no row's number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from geo.model import Article, Report, Span

#: What may be corrected. Of reports: how they stand together, whether they are incidents at all, and what they say; of
#: the text: a name, a date or an incident that was missed, a name that is none, and what a name means.
Field = Literal[
    "split", "merge", "verdict", "type", "status", "date", "places", "actors", "fatalities", "injured", "attribution",
    "sensitive", "mention", "not_a_name", "role", "place", "timex", "incident",
]  # fmt: skip
#: How far a correction of a name reaches: this mention, the name in this article, in this source, everywhere.
Scope = Literal["here", "article", "source", "always"]
SCOPES: tuple[Scope, ...] = ("here", "article", "source", "always")
#: Fields that are about a stretch of text, not about reports; those of names; those of which there may be many.
OF_TEXT = frozenset({"mention", "not_a_name", "role", "place", "timex", "incident"})
OF_NAMES = frozenset({"not_a_name", "role", "place"})
#: So much of the text on each side of a quote is remembered (characters).
CONTEXT = 60
#: Where a quote stands several times or its surroundings have changed, so many signs of them must still be the same.
ENOUGH_CONTEXT = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """A report as a correction remembers it."""

    identity: str  #: of the article, which stays when its text changes
    article_id: str  #: of the text as it was, which stays when the file is named another way
    quote: str  #: the evidence
    type: str
    sub_type: str
    place: str | None  #: row of the gazetteer, or name, of its first place
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of text as a correction remembers it."""

    identity: str
    article_id: str
    source: str | None
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said, with its whole story."""

    id: str
    field: Field
    one: tuple[Anchor, ...]  #: the reports that it is about
    other: tuple[Anchor, ...]  #: of a split or merge, those on the other side
    author: str
    made: datetime  #: UTC
    reason: str
    spot: Spot | None = None  #: the stretch of text that it is about, where it is about no report
    value: Mapping[str, Any] = dataclasses.field(default_factory=dict)  #: what it is set to, as JSON
    scope: Scope = "here"
    undone: datetime | None = None
    undone_by: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """By time: the last word counts."""
        return self.made.isoformat(), self.id


def anchor_of(identity: str, report: Report, text: str) -> Anchor:
    """`report` of an article known as `identity` with this `text`, as it is remembered."""
    place = next(iter(report.places), None)
    quote = " ".join(text[report.evidence.start : report.evidence.end].split())
    where = None if place is None else place.place_id or place.name
    days = report.date.first, report.date.last
    return Anchor(identity, report.article_id, quote, report.type, report.sub_type, where, *days)


def likeness(old: Anchor, now: Anchor) -> tuple[bool, ...]:
    """How alike two reports are, to be compared; empty where they tell of different things."""
    if old.identity != now.identity and old.article_id != now.article_id:
        return ()
    if not (old.quote in now.quote or now.quote in old.quote):
        return ()
    same = old.quote == now.quote, old.sub_type == now.sub_type, old.type == now.type, old.place == now.place
    return (*same, (old.first, old.last) == (now.first, now.last)) if same[2] or same[3] else ()


def likest(anchor: Anchor, told: Iterable[tuple[Anchor, Any]]) -> Any:
    """What stands beside the one of `told` that is most like `anchor`; None where none tells of it any more."""
    found = [(like, -order, key) for order, (now, key) in enumerate(told) if (like := likeness(anchor, now))]
    return max(found, key=lambda one: one[:2])[2] if found else None


def spot_of(article: Article, start: int, end: int) -> Spot:
    """The stretch ``start:end`` of an article, as it is remembered."""
    text = article.text
    return Spot(
        identity=article.identity or f"id:{article.id}",
        article_id=article.id,
        source=article.source,
        quote=text[start:end],
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
    )


def find_spot(spot: Spot, text: str) -> Span | None:
    """Where the remembered stretch stands in `text` now; None where it is gone, or stands in other surroundings."""
    best, most, n = None, -1, 0
    at = text.find(spot.quote)
    while at >= 0:
        n += 1
        end = at + len(spot.quote)
        same = _common(text[max(0, at - CONTEXT) : at][::-1], spot.before[::-1]) + _common(
            text[end : end + CONTEXT], spot.after
        )
        if same > most:
            best, most = at, same
        at = text.find(spot.quote, at + 1)
    whole = most >= len(spot.before) + len(spot.after)
    if best is None or not (whole or most >= ENOUGH_CONTEXT or (n == 1 and len(spot.quote) > ENOUGH_CONTEXT)):
        return None
    return Span(best, best + len(spot.quote))


def _common(one: str, other: str) -> int:
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


def is_about(correction: Correction, identity: str, article_id: str) -> bool:
    """Whether a correction was made in that article."""
    return any(one.identity == identity or one.article_id == article_id for one in made_in(correction))


def made_in(correction: Correction) -> list[Anchor | Spot]:
    """All that a correction remembers of articles."""
    spot: list[Anchor | Spot] = [correction.spot] if correction.spot else []
    return [*correction.one, *correction.other, *spot]
