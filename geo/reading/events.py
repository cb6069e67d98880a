"""From sentences to reports: triggers judged, placed, dated, and gathered into one record per incident.

The order is that of reading: each sentence gives drafts; a draft that only goes on with the one before it (a toll,
a detail, the same meeting named again) is folded into it; what is left becomes a report with its evidence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from geo.model import DRAWN_STATUSES, EventDate, Report, Role, Skip, Span, Timex
from geo.places.gazetteer import Gazetteer
from geo.reading.actors import find_actors
from geo.reading.afterthoughts import bombs_by_hand, nowhere, round_of_votes
from geo.reading.dating import TIME_OF_DAY, date_event
from geo.reading.document import Document, Name, Sentence
from geo.reading.drafts import Draft, absorb, fold, goes_on
from geo.reading.echoes import by_police, echoes, with_weapon
from geo.reading.figures import read_figures
from geo.reading.hearing import Hearing, credited
from geo.reading.lexicon import PAST
from geo.reading.linking import UNPLACED, Placed
from geo.reading.onward import goes_further
from geo.reading.pairs import by_count, by_day
from geo.reading.role_surroundings import survey
from geo.reading.roles import final_roles
from geo.reading.scenes import Scene
from geo.reading.shelf import Shelf, between
from geo.reading.standing import as_area, in_their_town
from geo.reading.status import Verdict, judge
from geo.reading.taking_back import deny_rumour, withdraw
from geo.reading.triggers import SentenceView, Trigger, rank_triggers, view
from geo.reading.version import EXTRACTOR

#: An incident that ended longer before publication is context, not news (FORMAT 3).
BACKGROUND_DAYS = 60
#: A first line, and any other line, of at most this many words without a full stop is a title.
TITLE_WORDS, HEADING_WORDS = 20, 6
#: A sentence of so few words is a label ("Displacement.").
LABEL_WORDS = 2
#: A date that stands this near the head of a sentence dates all of it (characters).
OPENING = 4
#: Dead without a place over more days than these are a total.
TOTAL_DAYS = 45
_ANNOUNCED = frozenset({"announced", "announces", "declared", "declares", "ordered", "proclaimed"})
#: Who enters a town without taking it.
_ENTERED = frozenset({"entered", "enters"})
_FRIENDS = frozenset({"peacekeepers", "convoy", "un", "mission", "observers", "police", "reinforcements", "arrested"})
#: "Azerbaijani troops": an army of a nation.
_ARMY = re.compile(r"\b[A-Z]\w{2,20}\s(?:troops|forces|soldiers|paratroopers|infantry|units|tanks)\b")
#: Weak triggers need a place or a date to count as an incident.
_WEAK = 56


@dataclass(frozen=True, slots=True)
class EventReading:
    """What was read: reports, the final role of every name with its reason, and what was left out."""

    reports: tuple[Report, ...]
    roles: dict[tuple[int, int], tuple[Role, str]]
    skipped: tuple[Skip, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What reading the sentences gave, before reports are made of it."""

    document: Document
    drafts: tuple[Draft, ...]
    views: dict[int, SentenceView]  #: by the index of the sentence
    refused: dict[int, str]  #: index of a sentence whose words tell of no incident -> why
    skipped: tuple[Skip, ...]


def gather(document: Document, gazetteer: Gazetteer) -> Gathered:
    """Read the sentences of a document into drafts of incidents."""
    drafts: list[Draft] = []
    skipped: list[Skip] = []
    views: dict[int, SentenceView] = {}
    document = replace(
        document, names=in_their_town([as_area(n, document.article.text) for n in document.names], document)
    )
    scene = Scene(document, gazetteer)
    hearing = Hearing(document)
    names, peoples = Shelf(document.names), Shelf(document.demonyms)
    for sentence in document.sentences:
        held = names.between(sentence.start, sentence.end)
        people = [Span(d.start, d.end) for d in peoples.between(sentence.start, sentence.end)]
        views[sentence.index] = _read_sentence(sentence, document, held, people, scene, hearing, drafts, skipped)
    starts = {s.start: s.reason for s in skipped}
    refused = {s.index: starts[s.start] for s in document.sentences if s.start in starts}
    return Gathered(document, tuple(drafts), views, refused, tuple(skipped))


def read_events(document: Document, gazetteer: Gazetteer) -> EventReading:
    """Read all incidents of one document."""
    found = gather(document, gazetteer)
    roles = final_roles(survey(found.document, found.drafts, found.views, found.refused))
    reports = tuple(_report(found.document, draft, n, found.drafts) for n, draft in enumerate(found.drafts, start=1))
    return EventReading(reports, roles, found.skipped)


def _read_sentence(
    sentence: Sentence,
    document: Document,
    names: Sequence[Name],
    peoples: Sequence[Span],
    scene: Scene,
    hearing: Hearing,
    drafts: list[Draft],
    skipped: list[Skip],
) -> SentenceView:
    dates = between(document.dates, sentence.start, sentence.end)
    literal = [Span(n.start, n.end) for n in names if n.sense == "literal"]
    masked = [Span(n.start, n.end) for n in names] + [Span(d.start, d.end) for d in dates]
    seen = view(sentence, literal, masked, peoples)
    hearing.enter(sentence, heading=scene.enter(sentence, names))
    if _is_title(sentence, document):
        scene.note(sentence, names)
        return seen
    found, refused = _judged(seen, names, scene, hearing, dates)
    previous = drafts[-1] if drafts else None
    if seen.marked.of("CUE_RETRACT") and not literal and not found:
        withdraw(drafts, sentence)
    if seen.marked.of("CUE_DENY") and not literal and not found:
        deny_rumour(drafts, sentence)
    if not found:
        if previous is not None and goes_on(previous, seen, names, dates):
            previous.add_sentence(sentence)
            scene.note(sentence, names)
            return seen
        if goes_further(drafts, seen, names):
            scene.note(sentence, names)
            return seen
        if refused:
            skipped.append(Skip(sentence.start, sentence.end, refused))
        scene.note(sentence, names)
        return seen
    whole = fold([_draft(t, v, p, seen, names, document, drafts) for t, v, p in found])
    split = [part for draft in whole for part in by_count(draft, names)]
    fresh = [part for draft in split for part in by_day(draft, dates, partial(_date_by, draft))]
    for draft in fresh:
        draft = bombs_by_hand(draft, document)
        if round_of_votes(draft, drafts):
            continue
        if draft.trigger.weight < _WEAK and draft.placed is UNPLACED and draft.date.expression is None:
            skipped.append(Skip(sentence.start, sentence.end, "an act without a place or a date"))
        elif _mere_total(draft):
            skipped.append(Skip(sentence.start, sentence.end, "a total over months without a place"))
        elif not absorb(drafts, draft) and not echoes(drafts, draft):
            if nowhere(draft, names):
                skipped.append(Skip(sentence.start, sentence.end, "an act without a place or a date"))
            else:
                drafts.append(with_weapon(drafts, by_police(drafts, draft)))
    scene.note(sentence, names, [n for d in fresh for n in d.placed.used if n in names])
    return seen


def _is_title(sentence: Sentence, document: Document) -> bool:
    """Whether a sentence is a title or a heading: a short line of its own without a full stop tells of no incident."""
    text = document.article.text
    if not _longer(sentence.text, LABEL_WORDS):
        return True
    if text[sentence.end : sentence.end + 1] != "\n" or sentence.text.endswith((".", "!", "?", ";", "”", '"')):
        return False
    line = text.rfind("\n", 0, sentence.start) + 1
    lead = text[line : sentence.start].split()  # "SUDAN – Flash update"
    if lead and (len(lead) > LABEL_WORDS or lead[-1][-1] not in "–—:"):
        return False
    return not _longer(sentence.text, TITLE_WORDS if line == 0 else HEADING_WORDS)


def _longer(text: str, words: int) -> bool:
    """Whether a text has more words than that, without cutting all of it."""
    return len(text.split(None, words)) > words


def _judged(
    seen: SentenceView, names: Sequence[Name], scene: Scene, hearing: Hearing, dates: Sequence[Timex]
) -> tuple[list[tuple[Trigger, Verdict, Placed]], str]:
    """Triggers of a sentence with a status and a place, and the reason why others have none."""
    found = []
    refused = ""
    hearing.hear(seen.sentence)
    ranked = rank_triggers(seen)
    source = hearing.source(seen.sentence) if ranked else None
    triggers = [both[0] for both in ranked]
    for both in ranked:
        for trigger in both:
            placed = scene.place(trigger, names, seen, triggers)
            if trigger.rule == "gained_claims" and not _taken_town(placed):
                refused = refused or "a claim to a country or a coast, no capture"
                continue
            trigger = _taken_by_entry(trigger, placed, seen)
            telling = hearing.telling(seen.sentence, trigger, source, placed)
            verdict = judge(seen, trigger, telling, dated=bool(dates))
            if verdict.status is not None:
                found.append((trigger, verdict, placed))
                break
            refused = refused or verdict.reason
    return found, refused


def _mere_total(draft: Draft) -> bool:
    """Whether a sentence only counts the dead of months and names no place: "7,000 people have died since January"."""
    first, last = draft.date.first, draft.date.last
    long = first is not None and last is not None and (last - first).days > TOTAL_DAYS
    return long and draft.trigger.type == "violence_civilians" and draft.trigger.result and not draft.own_place


def _taken_town(placed: Placed) -> bool:
    """Whether what a side claims is a town or a part of one, as armies do; states claim islands and provinces."""
    return all(p.level in ("city", "neighbourhood", "facility") and p.precision != "near" for p in placed.places)


def _taken_by_entry(trigger: Trigger, placed: Placed, seen: SentenceView) -> Trigger:
    """A town that troops entered is taken ("troops had entered X on Sunday"); a country or a camp is not."""
    word = seen.sentence.text[trigger.start - seen.sentence.start : trigger.end - seen.sentence.start].lower()
    if trigger.rule != "move_pass" or word not in _ENTERED or placed is UNPLACED:
        return trigger
    town = all(p.level == "city" and p.precision == "settlement" for p in placed.places)
    friends = {t.text for t in seen.marked.tokens} & _FRIENDS
    foreign = _ARMY.search(seen.sentence.text[: trigger.start - seen.sentence.start])
    if town and foreign and not friends:
        return replace(trigger, type="battle", sub_type="territory_gained")
    return trigger


def _draft(
    trigger: Trigger,
    verdict: Verdict,
    placed: Placed,
    seen: SentenceView,
    names: Sequence[Name],
    document: Document,
    drafts: Sequence[Draft],
) -> Draft:
    published = document.article.published
    previous = drafts[-1] if drafts and drafts[-1].sentence.paragraph == seen.sentence.paragraph else None
    date = date_event(
        seen.sentence,
        Span(trigger.start, trigger.end),
        document.dates,
        published=published,
        future=verdict.future,
        perfect=verdict.perfect,
        previous=previous.date if previous else None,
    )
    first = seen.sentence.start
    own_date = any(
        trigger.clause.start <= d.start < trigger.clause.end or first <= d.start <= first + OPENING
        for d in between(document.dates, first, max(seen.sentence.end, first + OPENING + 1))
        if d.rule != TIME_OF_DAY
    )
    told = not verdict.future and verdict.status in ("occurred", "claimed", "alleged")
    since = date.expression is not None and f"since {date.expression.removeprefix('since ')}" in seen.sentence.text
    if since or (told and _past(trigger, seen, own=own_date) and not _announced(trigger, seen, date, published)):
        date = _not_ahead(date, published, since=since)
    return Draft(
        sentence=seen.sentence,
        seen=seen,
        trigger=trigger,
        verdict=verdict,
        placed=placed,
        date=date,
        own_place=any(trigger.clause.start <= n.start < trigger.clause.end for n in placed.used if n in names),
        own_date=own_date,
        published=published,
    )


def _date_by(draft: Draft, timex: Timex) -> EventDate:
    """The date of an incident by one expression of its sentence alone."""
    found = date_event(
        draft.sentence,
        Span(draft.trigger.start, draft.trigger.end),
        (timex,),
        published=draft.published,
        future=draft.verdict.future,
        perfect=draft.verdict.perfect,
        previous=None,
    )
    return found if draft.verdict.future else _not_ahead(found, draft.published)


def _past(trigger: Trigger, seen: SentenceView, *, own: bool) -> bool:
    """Whether a trigger speaks of the past: a past form, or a noun of violence in a sentence without a future word."""
    if trigger.form == PAST:
        return True
    if _infinitive(trigger, seen):
        return False
    if seen.marked.of("CUE_FUTURE"):
        return not own and trigger.type in ("battle", "explosion_remote", "violence_civilians", "riot")
    clause = seen.clauses[trigger.clause_index]
    words = [t.text for t in seen.marked.tokens[clause.first : clause.last]]
    told = any(len(w) > 5 and w.endswith("ed") for w in words) or any(
        m.form == PAST and clause.first <= m.first < clause.last for ms in seen.marked.marks.values() for m in ms
    )
    return told or trigger.type in ("battle", "explosion_remote", "violence_civilians", "riot")


def _infinitive(trigger: Trigger, seen: SentenceView) -> bool:
    """Whether "to" stands right before a trigger: "the decision to convene the parties on 28 December"."""
    return seen.sentence.text[: trigger.start - seen.sentence.start].rstrip().endswith(" to")


def _announced(trigger: Trigger, seen: SentenceView, date: EventDate, published: dt.date | None) -> bool:
    """Whether a truce is announced for days to come: "announced a ceasefire from 8 to 10 May"."""
    if trigger.sub_type != "agreement" or published is None or date.first is None:
        return False
    clause = seen.clauses[trigger.clause_index]
    words = {t.text for t in seen.marked.tokens[clause.first : clause.last]}
    return bool(words & _ANNOUNCED) and "from" in words and 0 < (date.first - published).days < BACKGROUND_DAYS


def _not_ahead(date: EventDate, published: dt.date | None, *, since: bool = False) -> EventDate:
    """A day that lies ahead although its verb is past: the same weekday before, or the same date of last year."""
    if published is None or date.first is None or date.last is None or date.first <= published:
        return date
    if not since and (date.last - published).days <= 7 and date.precision in ("day", "weekend", "week"):
        back = dt.timedelta(days=7)
        first, last = date.first - back, date.last - back
    else:
        first, last = _year_before(date.first), _year_before(date.last)
    if first > published:
        return date
    if since:
        return replace(date, first=first, last=published, precision="range", rule=f"{date.rule}, the verb is past")
    return replace(date, first=first, last=min(last, published), rule=f"{date.rule}, the verb is past")


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _report(document: Document, draft: Draft, number: int, drafts: Sequence[Draft]) -> Report:
    sentence = draft.sentence
    figures = draft.figures(read_figures)
    confidence, reason = draft.confidence()
    trigger = draft.trigger
    return Report(
        id=f"{document.article.id}#{number}",
        article_id=document.article.id,
        extractor=EXTRACTOR,
        type=trigger.type,
        sub_type=trigger.sub_type,
        status=draft.status,
        evidence=Span(sentence.start, sentence.end),
        evidence_more=tuple(Span(s.start, s.end) for s in draft.more),
        date=draft.date,
        places=draft.placed.places,
        actors=find_actors(
            sentence, Span(trigger.start, trigger.end), trigger.type, trigger.sub_type, draft.context(document)
        ),
        fatalities=figures.fatalities,
        injured=figures.injured,
        numbers=figures.numbers,
        attribution=credited(sentence, trigger, (d.trigger for d in drafts if d is not draft)),
        aggregate=draft.aggregate(),
        background=_is_background(document, draft),
        confidence=confidence,
        confidence_reason=reason,
    )


def _is_background(document: Document, draft: Draft) -> bool:
    published, last = document.article.published, draft.date.last
    return bool(published and last and draft.status in DRAWN_STATUSES and (published - last).days > BACKGROUND_DAYS)
