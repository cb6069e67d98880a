"""The veil over sentences that are sensitive: they are shown when they are asked for, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.dashboard.speech import label, t
from geo.dashboard.words import html_text
from geo.model import Article, Reading, Report, Span
from geo.reading.sentences import split_sentences
from geo.sensitive import of_report, reasons, together


def why_words(why: Sequence[str]) -> str:
    """Reasons in words: "graphic, victim named"."""
    return ", ".join(label("sensitive", one) for one in why)


def veiled_html(html: str, why: Sequence[str]) -> str:
    """`html` (escaped by its maker) behind a veil where there is a reason; as it is where there is none."""
    if not why:
        return html
    said = html_text(t("Sensitive: {why}. Show", why=why_words(why)))
    return f'<details class="sm-veil"><summary>{said}</summary>{html}</details>'


def why_shown(article: Article, report: Report, start: int, end: int) -> tuple[str, ...]:
    """Why ``article.text[start:end]``, shown as evidence of `report`, is sensitive: it, or what is around it."""
    found = [of_report(report, article.text)]
    rest = article.text[start : report.evidence.start], article.text[report.evidence.end : end]
    found += [reasons(sentence.text) for part in rest for sentence in split_sentences(part)]
    return together(found)


def veils(reading: Reading, end: int) -> list[dict[str, Any]]:
    """The sentences of an article, up to a character, that stand behind a veil: start, end, and why in words.

    A person's word on an incident holds for its sentences.
    """
    said = [(span, one.sensitive) for one in reading.reports for span in _spans(one) if one.sensitive is not None]
    found = []
    for sentence in split_sentences(reading.article.text[:end]):
        by_hand = [why for span, why in said if span.start < sentence.end and sentence.start < span.end]
        why = together(by_hand) if by_hand else reasons(sentence.text)
        if why:
            found.append({"s": sentence.start, "e": sentence.end, "why": why_words(why)})
    return found


def _spans(report: Report) -> tuple[Span, ...]:
    return report.evidence, *report.evidence_more


def veiled(text: str, why: Sequence[str] | None = None) -> str:
    """`text` for a line of a list: in its place, where it is sensitive (by `why`, else by the rules), only that."""
    why = reasons(text) if why is None else why
    return t("(sensitive: {why})", why=why_words(why)) if why else text
