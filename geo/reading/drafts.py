"""Drafts of reports, and when two of them tell of the same incident."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from geo.model import EventDate, Figure, Status, Timex
from geo.reading.document import Document, Name, Sentence
from geo.reading.lexicon import words_of
from geo.reading.linking import HEADED, UNPLACED, Placed
from geo.reading.revisions import count_before
from geo.reading.status import Verdict
from geo.reading.triggers import SentenceView, Trigger

_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "riot"})
_PROTEST_ORDER = ("peaceful", "violent_demonstration", "intervention", "excessive_force")
#: What has not happened yet never repeats what has.
_AHEAD = frozenset({"planned", "proposed"})
#: Acts that give way to others of the same sentence are looked at after these.
_OUTWEIGHED = {
    "abduction": 1,
    "grenade": 1,
    "blockade": 1,
    "property_destruction": 1,
    "armed_clash": 1,
    "ground_assault": 1,
    "arrest": 1,
    "force_movement": 2,
}
#: Rules that tell who was hurt and not by what: beside a strike they are its toll.
_AGENTLESS = frozenset({"kill_civil", "kill_plain", "kill_named", "kill_counted", "kill_counted_by"})
_APART = re.compile(
    r"\b(?:\d{1,2}|a|two|three|four|five|six|seven|ten|several|some)\s(?:days?|weeks?|months?|years?)\s"
    r"(?:later|after|before|earlier)\b"
)
#: What comes down when something is shot down.
_WRECKAGE = frozenset({"one", "another", "debris", "fragments", "wreckage", "parts", "pieces", "fragment"})
#: What closes a road by the way: a strike, a riot.
_CLOSERS = frozenset({"explosion_remote", "riot"})
_JOINT = re.compile(r"^[\s,;]*(?:and\s)?")
#: A blank line between two paragraphs counts as one.
_NEXT = 2
#: "One person is dead": a toll, which may stand one sentence further on.
_TOLL = frozenset({"dead", "died", "killed", "wounded", "injured", "hurt"})
#: Words that show that a sentence goes on about the incident just told.
_FOLLOW = words_of("FOLLOW")


class Figures(Protocol):
    """Numbers of one text; see ``figures.py``."""

    @property
    def fatalities(self) -> Figure | None: ...  # noqa: D102
    @property
    def injured(self) -> Figure | None: ...  # noqa: D102
    @property
    def numbers(self) -> Mapping[str, int | float | str]: ...  # noqa: D102


@dataclass(slots=True)
class Draft:
    """One incident while it is gathered."""

    sentence: Sentence
    seen: SentenceView
    trigger: Trigger
    verdict: Verdict
    placed: Placed
    date: EventDate
    own_place: bool
    own_date: bool
    published: dt.date | None
    more: list[Sentence] = field(default_factory=list)
    alone: bool = True  #: whether no other incident shares the sentence
    lead: str = ""  #: the verb of harm that its part of the sentence leaves out: "and ten in B"

    @property
    def status(self) -> Status:
        """The judged status; what lies after publication is planned."""
        status = self.verdict.status or "occurred"
        if status == "occurred" and self.published and self.date.first and self.date.first > self.published:
            return "planned"
        return status

    def add_sentence(self, sentence: Sentence) -> None:
        """Take a further sentence as evidence."""
        if sentence.start != self.sentence.start and all(s.start != sentence.start for s in self.more):
            self.more.append(sentence)

    def figures(self, read: Callable[[str], Figures]) -> Figures:
        """Dead and injured of the incident's own clause, or of its sentences when it has them alone."""
        start = self.sentence.start
        clause = self.trigger.clause
        text = self.sentence.text if self.alone else self.sentence.text[clause.start - start : clause.end - start]
        if self.lead:
            text = f"{self.lead} {_JOINT.sub('', text)}"
        return read(" ".join([_closed(text), *(_closed(s.text) for s in self.more)]))

    def context(self, document: Document) -> str:
        """Text around the incident, from the head of its paragraph to its end."""
        sentences, paragraph = document.sentences, self.sentence.paragraph
        at = bisect_left(sentences, paragraph, key=lambda s: s.paragraph)
        opens = at < len(sentences) and sentences[at].paragraph == paragraph
        first = sentences[at].start if opens else self.sentence.start
        return document.article.text[first : self.sentence.end]

    def aggregate(self) -> bool:
        """Whether several events are counted together: "58 times", "71 air strikes", "since March"."""
        marked = self.seen.marked
        words = {t.text for t in marked.tokens}
        if "times" in words and marked.of("NUM"):
            return True
        if self.date.precision in ("week", "month", "season", "year", "range") and self.date.first and self.date.last:
            long = (self.date.last - self.date.first).days > 1
            return long and (bool(marked.of("NUM")) or self.trigger.form == "n")
        head = self.sentence.text[
            self.trigger.start - self.sentence.start : self.trigger.end - self.sentence.start
        ].lower()
        numbered = any(
            0 < self.trigger.start - self.sentence.start - marked.tokens[m.first].end < 20 for m in marked.of("NUM")
        )
        return self.trigger.form == "n" and self.trigger.type in _VIOLENT and head.endswith("s") and numbered

    def confidence(self) -> tuple[float, str]:
        """How sure the record is, 0..1, and why in words."""
        score = {"occurred": 0.9, "planned": 0.85, "claimed": 0.8, "alleged": 0.7}.get(self.status, 0.75)
        score *= 0.6 + 0.4 * self.placed.certainty
        reasons = [self.verdict.reason, f"place: {self.placed.how}"]
        if self.date.expression is None:
            score *= 0.9
            reasons.append("no date of its own")
        if self.trigger.weight < 60:
            score *= 0.85
            reasons.append("a general word tells of it")
        return round(score, 3), "; ".join(reasons)


def _closed(text: str) -> str:
    """A text that ends like a sentence, so that the next one is read apart."""
    stripped = text.rstrip(" ,;:–—-")
    return stripped if stripped.endswith((".", "!", "?", "”")) else stripped + "."


def fold(drafts: list[Draft]) -> list[Draft]:
    """Incidents of one sentence: results fold into their cause, a repeated kind without a place of its own too."""
    kept: list[Draft] = []
    order = sorted(
        drafts,
        key=lambda d: (
            d.trigger.result,
            d.trigger.rule in _AGENTLESS,
            _OUTWEIGHED.get(d.trigger.sub_type, 0),
            -d.trigger.weight,
            d.trigger.start,
        ),
    )
    for draft in order:
        whole = next((other for other in kept if _is_part(draft, other)), None)
        if whole is None:
            kept.append(draft)
            continue
        named = whole.own_place or whole.placed.how == HEADED
        if draft.own_place and not named and draft.placed is not UNPLACED:
            whole.placed, whole.own_place = draft.placed, True
        if draft.own_date and not whole.own_date and draft.trigger.type == whole.trigger.type == "battle":
            whole.date, whole.own_date = draft.date, True
    kept.sort(key=lambda d: d.trigger.start)
    for draft in kept:
        draft.alone = len(kept) == 1
    return kept


def _is_part(draft: Draft, other: Draft) -> bool:
    """Whether a draft only repeats or completes another of the same sentence."""
    if (draft.status in _AHEAD) != (other.status in _AHEAD) and (draft.own_place or draft.own_date):
        return False
    separate = draft.own_place and other.own_place
    shot_at = other.trigger.sub_type == "excessive_force"
    same_family = draft.trigger.type in _VIOLENT and (other.trigger.type in _VIOLENT or shot_at)
    if draft.trigger.result and (
        same_family or (draft.trigger.sub_type == "property_destruction" and other.trigger.type in _VIOLENT)
    ):
        if (draft.trigger.sub_type, other.trigger.sub_type) == ("attack", "abduction") and not separate:
            other.trigger = replace(other.trigger, sub_type="attack")
        same = draft.trigger.clause_index == other.trigger.clause_index
        return same or _told_when(draft, other) or not (separate or _days_apart(draft, other))
    if draft.trigger.sub_type == other.trigger.sub_type:
        return not separate or (
            not (draft.own_date and other.own_date) and draft.trigger.clause_kind in ("joined", "relative")
        )
    if not separate and _outweighed(draft, other):
        return True
    held = draft.trigger.sub_type in ("arrest", "abduction") and not draft.own_place
    if held and _arrests(draft, other):
        return True
    crowds = draft.trigger.type in ("protest", "riot") and other.trigger.type in ("protest", "riot")
    apart = draft.own_date and other.own_date and not meet(draft.date, other.date)
    if crowds and not separate and not apart:
        stronger_protest(draft, other)
        return True
    if draft.trigger.type == other.trigger.type == "diplomatic":
        return not separate and not (draft.own_date and other.own_date)
    return False


def _days_apart(draft: Draft, other: Draft) -> bool:
    """Whether the text counts the days between two acts: "took A and shot five men there two days later"."""
    text, start = draft.sentence.text, draft.sentence.start
    first, last = sorted((draft.trigger.clause, other.trigger.clause), key=lambda c: c.start)
    return bool(_APART.search(text[first.start - start : last.end - start]))


def _told_when(draft: Draft, other: Draft) -> bool:
    """Whether the cause is told behind "when": "twenty men were killed in A when two groups fought near B"."""
    text, start = other.sentence.text, other.trigger.clause.start - other.sentence.start
    return other.trigger.clause_index == draft.trigger.clause_index + 1 and text[start:].startswith("when ")


def _arrests(draft: Draft, other: Draft) -> bool:
    """Whether an arrest only ends what the same sentence tells: a march, a riot, a hostage-taking."""
    if other.trigger.sub_type == "peaceful":
        other.trigger = replace(other.trigger, sub_type="intervention")
    crowd = other.trigger.type in ("protest", "riot")
    after = draft.seen.marked.tokens
    words = [t.text for t in after if t.start + draft.sentence.start >= draft.trigger.end][:4]
    return crowd or (other.trigger.type in _VIOLENT and bool({"them", "him", "her"} & set(words)))


def _outweighed(draft: Draft, other: Draft) -> bool:
    """The tie-breaks of FORMAT 3 inside one sentence: the more lethal act, and the change of hands, stand for all."""
    kind, by = draft.trigger.sub_type, other.trigger.sub_type
    if by == "attack" and kind == "grenade":
        return meet(draft.date, other.date)
    if by == "attack" and kind in ("abduction", "blockade", "property_destruction"):
        return not (draft.own_date and other.own_date)
    if by == "territory_gained":
        return kind in ("armed_clash", "ground_assault") and draft.trigger.clause_kind in ("joined", "sub", "relative")
    if kind == "force_movement" and draft.trigger.rule != "move" and by != kind:
        return draft.trigger.clause_index + 1 == other.trigger.clause_index and other.trigger.clause_kind == "joined"
    if kind == "force_movement" and by == "territory_transfer":
        return True
    return kind == "blockade" and other.trigger.type in _CLOSERS and not draft.own_date


def stronger_protest(draft: Draft, other: Draft) -> None:
    """Give a protest the stronger kind that another sentence or clause tells of it."""
    order = {name: k for k, name in enumerate(_PROTEST_ORDER)}
    if other.trigger.sub_type not in order:
        return  # a mob that turns on people stays one
    if order.get(draft.trigger.sub_type, 0) > order.get(other.trigger.sub_type, 0):
        other.trigger = replace(other.trigger, type=draft.trigger.type, sub_type=draft.trigger.sub_type)


def absorb(drafts: list[Draft], draft: Draft) -> bool:
    """Fold a draft into an earlier one that tells of the same incident; whether that was done."""
    if drafts and _wreckage(drafts[-1], draft):
        return True
    for other in reversed(drafts[-8:]):
        if _same_incident(other, draft):
            _take(other, draft)
            return True
    return False


def _wreckage(old: Draft, new: Draft) -> bool:
    """What was shot down did harm where it fell: then it was a strike, not an interception (RULINGS war 9)."""
    near = old.sentence.paragraph == new.sentence.paragraph and new.sentence.index - old.sentence.index == 1
    harm = new.trigger.sub_type in ("property_destruction", "air_drone_strike", "shelling_missile", "attack")
    opening = {t.text for t in new.seen.marked.tokens[:6]} & _WRECKAGE
    if old.trigger.sub_type != "interception" or not (near and harm and opening):
        return False
    kind = "shelling_missile" if old.seen.marked.of("GUN_I") and not old.seen.marked.of("AIR_I") else "air_drone_strike"
    old.trigger = replace(old.trigger, sub_type=kind)
    old.verdict = new.verdict
    if new.own_place:
        old.placed, old.own_place = new.placed, True
    old.add_sentence(new.sentence)
    return True


def _same_incident(old: Draft, new: Draft) -> bool:
    if old.trigger.sub_type != new.trigger.sub_type and not _shared_result(old, new):
        return False
    if new.trigger.sub_type == "talks" and old.trigger.sub_type == "talks":
        return _same_meeting(old, new)
    if _bare_toll(old, new):
        return True
    if old.sentence.paragraph != new.sentence.paragraph or new.own_place or new.trigger.rule == "down_of":
        return False
    if new.own_date and not (new.trigger.result and _late_toll(new)):
        return False
    if old.status in ("retracted", "denied") and new.status != old.status:
        return False
    return (
        new.placed.how.startswith(("the scene", "the text", "the heading", "only an office"))
        and new.sentence.index - old.sentence.index <= 3
    )


def _bare_toll(old: Draft, new: Draft) -> bool:
    """Whether a paragraph opens with the toll of what the one before told: "At least 30 people were wounded"."""
    near = 1 <= new.sentence.paragraph - old.sentence.paragraph <= _NEXT and new.trigger.rule in _AGENTLESS
    return near and not (new.own_place or new.own_date) and new.placed is UNPLACED and old.status == "occurred"


def _shared_result(old: Draft, new: Draft) -> bool:
    follows = new.trigger.type in _VIOLENT or new.trigger.sub_type == "property_destruction"
    answered = any(t.text == "back" for t in new.seen.marked.tokens) and new.trigger.rule in ("clash", "clash_police")
    return old.trigger.type in _VIOLENT and follows and (new.trigger.result or answered)


def _late_toll(new: Draft) -> bool:
    """Whether a sentence only brings the toll up to date ("died in hospital, bringing the toll to five")."""
    words = {t.text for t in new.seen.marked.tokens}
    return bool(words & {"toll", "wounds"}) or {"in", "hospital"} <= words


def _same_meeting(old: Draft, new: Draft) -> bool:
    if (old.status == "planned") != (new.status == "planned"):
        return False
    places_differ = old.placed is not UNPLACED and new.placed is not UNPLACED and not _overlaps(old, new)
    if places_differ:
        return False
    if new.own_date and old.own_date and not meet(old.date, new.date):
        return False
    apart = old.sentence.paragraph != new.sentence.paragraph and _indefinite(new)
    if apart and (new.placed is UNPLACED or old.placed is UNPLACED) and new.own_date != old.own_date:
        return False
    return new.placed is UNPLACED or old.placed is UNPLACED or meet(old.date, new.date)


def _indefinite(draft: Draft) -> bool:
    """Whether the talks are new to the reader: "a video conference", "met in X", not "the talks"."""
    tokens = draft.seen.marked.tokens
    at = next((k for k, t in enumerate(tokens) if draft.sentence.start + t.end > draft.trigger.start), 0)
    return not {t.text for t in tokens[max(0, at - 3) : at]} & {"the", "this", "these", "their", "those"}


def _overlaps(old: Draft, new: Draft) -> bool:
    for a in old.placed.places:
        for b in new.placed.places:
            if a.place_id == b.place_id or (a.country == b.country and "country" in (a.precision, b.precision)):
                return True
    return False


def meet(a: EventDate, b: EventDate) -> bool:
    """Whether two intervals have a day in common."""
    first, last = a.first or dt.date.min, a.last or dt.date.max
    return first <= (b.last or dt.date.max) and (b.first or dt.date.min) <= last


def _take(old: Draft, new: Draft) -> None:
    """The older draft takes what is finer in the newer one."""
    old.add_sentence(new.sentence)
    wide = all(p.precision in ("country", "admin1", "area", "none") for p in old.placed.places)
    finer = any(p.precision in ("settlement", "facility", "near") for p in new.placed.places)
    if wide and finer and (old.placed is UNPLACED or old.trigger.sub_type == "talks"):
        merged = tuple(dict.fromkeys((*old.placed.containers, *old.placed.used)))
        old.placed = replace(new.placed, containers=(*new.placed.containers, *merged))
    if _finer_date(new.date, old.date):
        old.date = new.date


def _finer_date(new: EventDate, old: EventDate) -> bool:
    def days(d: EventDate) -> int:
        return (d.last - d.first).days if d.first and d.last else 10**6

    return new.expression is not None and meet(new, old) and days(new) < days(old)


def goes_on(previous: Draft, seen: SentenceView, names: Sequence[Name], dates: Sequence[Timex]) -> bool:
    """Whether a sentence without a trigger of its own adds to the incident before it (a toll, a detail)."""
    if previous.sentence.paragraph != seen.sentence.paragraph or previous.trigger.type not in _VIOLENT | {"protest"}:
        return False
    last = previous.more[-1] if previous.more else previous.sentence
    gap = 2 if seen.marked.of("NUM") and _TOLL & {t.text for t in seen.marked.tokens[:6]} else 1
    if seen.sentence.index - last.index > gap or any(n.sense == "literal" for n in names):
        return False
    if count_before(seen.sentence.text) is not None:
        return True
    return any(t.text in _FOLLOW for t in seen.marked.tokens) and (
        bool(seen.marked.of("HARM_V")) or bool(seen.marked.of("NUM"))
    )
