"""The text of an article with stretches of it marked, as HTML in which nothing of the text is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.dashboard.speech import country as called
from geo.dashboard.speech import label, retold, t
from geo.dashboard.veil import veiled_html, why_shown
from geo.dashboard.words import html_text, interval
from geo.model import Article, Incident, Reading, Report, Span

#: How much text around an evidence sentence is shown, in characters each way.
CONTEXT_CHARS = 280
#: A longer article is shown up to here; the page says so.
SHOWN_CHARS = 60_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked: a class of look.css, and words that show on hover."""

    start: int
    end: int
    css: str
    hover: str = ""


def marked_html(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` escaped, each stretch under one or more marks in a span with their classes and hovers."""
    end = len(text) if end is None else min(end, len(text))
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    cuts = sorted({start, end} | {max(m.start, start) for m in inside} | {min(m.end, end) for m in inside})
    waiting = sorted(inside, key=lambda m: m.start, reverse=True)
    active: list[Mark] = []
    parts = []
    for left, right in pairwise(cuts):
        active = [m for m in active if m.end > left]
        while waiting and waiting[-1].start <= left:
            active.append(waiting.pop())
        parts.append(_stretch(text[left:right], active))
    return "".join(parts)


def _stretch(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return html_text(text)
    css = " ".join(dict.fromkeys(m.css for m in marks))
    hover = " · ".join(dict.fromkeys(m.hover for m in marks if m.hover))
    tip = f' title="{html_text(hover)}"' if hover else ""
    return f'<span class="{html_text(css)}"{tip}>{html_text(text)}</span>'


def excerpt(text: str, span: Span, context: int = CONTEXT_CHARS) -> tuple[int, int]:
    """The stretch around `span` to show with it: its paragraph, cut at a blank where that is long."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    if span.start - first > context:
        blank = text.find(" ", span.start - context, span.start)
        first = blank + 1 if blank >= 0 else span.start
    if last - span.end > context:
        blank = text.rfind(" ", span.end, span.end + context)
        last = blank if blank >= 0 else span.end
    return first, last


def evidence_html(article: Article, report: Report) -> str:
    """The evidence of `report` marked in the text around it, behind a veil where that is sensitive."""
    first, last = excerpt(article.text, report.evidence)
    marks = [Mark(report.evidence.start, report.evidence.end, "sm-evidence")]
    marks += [Mark(more.start, more.end, "sm-evidence-more") for more in report.evidence_more]
    before, after = "… " if first > 0 else "", " …" if last < len(article.text) else ""
    quote = f'<div class="sm-quote">{before}{marked_html(article.text, marks, first, last)}{after}</div>'
    return veiled_html(quote, why_shown(article, report, first, last))


def reading_html(reading: Reading) -> str:
    """A whole article with its names coloured by role, its dates, its incidents and what was left out."""
    return f'<div class="sm-article">{marked_html(reading.article.text, reading_marks(reading), 0, SHOWN_CHARS)}</div>'


def reading_marks(reading: Reading) -> list[Mark]:
    """All marks of a reading, widest first."""
    marks = [
        Mark(skip.start, skip.end, "sm-skipped", t("left out: {reason}", reason=retold(skip.reason)))
        for skip in reading.skipped
    ]
    for report in reading.reports:
        words = f"{label('sub_type', report.sub_type)}, {label('status', report.status).lower()}"
        marks.append(Mark(report.evidence.start, report.evidence.end, f"sm-incident sm-of-{report.type}", words))
    for timex in reading.dates:
        words = t("date: {days} ({rule})", days=interval(timex.first, timex.last), rule=retold(timex.rule))
        marks.append(Mark(timex.start, timex.end, "sm-date", words))
    for mention in reading.mentions:
        place = mention.place
        home = called(place.country) if place and place.country else t("no country")
        where = f"{place.name}, {home}" if place else t("not in the gazetteer")
        words = f"{label('role', mention.role)}: {retold(mention.role_reason)} → {where}"
        marks.append(Mark(mention.start, mention.end, f"sm-role sm-role-{mention.role}", words))
    return marks


def lead(incident: Incident) -> Report:
    """The report whose sentence stands for the incident."""
    return incident.reports[0]
