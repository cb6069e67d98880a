"""The accounts of one incident side by side: who says what, on what they contradict, why they were joined, by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from geo.dashboard.speech import label, later, retold, t
from geo.dashboard.veil import veiled
from geo.dashboard.words import html_text, interval, people, placed, spoken
from geo.merging.accounts import fit, fit_words, grounds
from geo.merging.by_hand import key_of
from geo.model import Article, Decision, Figure, Incident, Report
from geo.sensitive import of_report

#: A point on which accounts may contradict: what it is called, and what a report says on it.
POINTS: tuple[tuple[str, str, Callable[[Report], str]], ...] = (
    ("fatalities", later("Killed"), lambda report: _people(report.fatalities)),
    ("injured", later("Injured"), lambda report: _people(report.injured)),
    ("date", later("When"), lambda report: interval(report.date.first, report.date.last, report.date.precision)),
    ("place", later("Where"), lambda report: "; ".join(placed(place.name) for place in report.places if place.name)),
    ("status", later("Status"), lambda report: label("status", report.status)),
    ("initiator", later("Who"), lambda report: ", ".join(a.name for a in report.actors if a.role == "initiator")),
    ("attribution", later("According to"), lambda report: ", ".join(report.attribution)),
)
#: Colours that tell apart on whom accounts rely.
SIDES = 4


def accounts_html(incident: Incident) -> str:
    """What each report says, value by value with the numbers of the reports; nothing is averaged."""
    if len(incident.reports) < 2:
        return ""
    rows = [
        row
        for on, name, read in POINTS
        if (row := _row(name, read, incident, differs=on in incident.differs, old=superseded(incident, on)))
    ]
    differ = [t(name).lower() for on, name, _ in POINTS if on in incident.differs]
    words = (
        t("They differ on: {points}.", points=", ".join(differ)) if differ else t("They do not contradict each other.")
    )
    return (
        f"<p>{html_text(words)} {number_html(1)} {html_text(t('is the report above, the others follow.'))}</p>"
        f'<table class="sm-accounts">{"".join(rows)}</table>'
    )


def superseded(incident: Incident, on: str) -> frozenset[int]:
    """The numbers of the reports whose toll a newer report of another figure has overtaken.

    Where a person confirmed a figure, that one stands, whenever it was told.
    """
    if on not in ("fatalities", "injured"):
        return frozenset()
    told = [(n, one) for n, one in enumerate(incident.reports, start=1) if getattr(one, on) is not None]
    sure = [one for one in told if on in one[1].confirmed] or told
    newest = max((one.date.anchor or date.min for _, one in sure), default=date.min)
    last = {getattr(one, on) for _, one in sure if (one.date.anchor or date.min) == newest}
    return frozenset(n for n, one in told if getattr(one, on) not in last)


def _row(
    name: str, read: Callable[[Report], str], incident: Incident, *, differs: bool, old: frozenset[int] = frozenset()
) -> str:
    said: dict[str, list[int]] = {}
    side = sides(incident)
    for number, report in enumerate(incident.reports, start=1):
        if (value := read(report)) not in ("", t("not dated")):
            said.setdefault(value, []).append(number)
    if not said:
        return ""
    values = "".join(
        f"<div>{_value(value, overtaken=old.issuperset(numbers))} {_numbers(numbers, side)}</div>"
        for value, numbers in said.items()
    )
    css = ' class="sm-differs"' if differs else ""
    return f"<tr{css}><th>{html_text(t(name))}</th><td>{values}</td></tr>"


def _numbers(numbers: Sequence[int], side: Mapping[int, int]) -> str:
    return "".join(number_html(number, side.get(number)) for number in numbers)


def _value(value: str, *, overtaken: bool) -> str:
    hover = html_text(t("overtaken by a newer report"))
    return f'<s title="{hover}">{html_text(value)}</s>' if overtaken else html_text(value)


def sides(incident: Incident) -> dict[int, int]:
    """Number of a report -> number of whom it relies on, in the order of their naming; empty where all agree."""
    whom: dict[frozenset[str], int] = {}
    found = {}
    for number, report in enumerate(incident.reports, start=1):
        if report.attribution:
            key = frozenset(name.casefold() for name in report.attribution)
            found[number] = whom.setdefault(key, len(whom))
    return found if len(whom) > 1 else {}


def number_html(number: int, side: int | None = None) -> str:
    """The number of a report, as it stands beside what that report says; coloured by whom it relies on."""
    css = "sm-nr" if side is None else f"sm-nr sm-side-{side % SIDES}"
    return f'<span class="{css}">{number}</span>'


def _people(figure: Figure | None) -> str:
    return "" if figure is None else people(figure.best, figure.low, figure.high)


def why_joined_html(incident: Incident, report: Report) -> str:
    """Why `report` is in `incident`: the decision of a person, or how it fits the first report, point by point."""
    by_hand = [decision for decision in incident.decisions if decision.kind == "merge" and _names(decision, report)]
    found = grounds(incident.reports[0], report, label)
    points = "".join(
        f"<li>{html_text(retold(ground.words))}</li>"
        if ground.fit is not None
        else f"<li><i>{html_text(retold(ground.words))}</i></li>"
        for ground in found
    )
    head = t("Why joined: {how} fit with report 1", how=retold(fit_words(fit(found))))
    if by_hand:
        head = t("Why joined: by hand, {who}", who=signed(by_hand[-1]))
    return f'<details class="sm-why"><summary>{html_text(head)}</summary><ul>{points}</ul></details>'


def _names(decision: Decision, report: Report) -> bool:
    return key_of(report) in (*decision.one, *decision.other)


def signed(decision: Decision) -> str:
    """Who decided, when and why, in a line."""
    return f"{decision.author}, {spoken(decision.made)}: {retold(decision.reason)}"


def decision_lines(decisions: Sequence[Decision]) -> Iterator[tuple[Decision, str]]:
    """Each decision on an incident, in words."""
    for decision in decisions:
        if decision.kind == "split":
            yield decision, t("A report was taken out by {who}", who=signed(decision))
        else:
            yield decision, t("Reports were joined by {who}", who=signed(decision))


def report_line(number: int, report: Report, article: Article | None, chars: int = 70) -> str:
    """A report in a line, to choose it by: "2 · Daily News: Two people died when …"."""
    if article is None:
        return f"{number} · {t('(its article is gone)')}"
    text = " ".join(article.text[report.evidence.start : report.evidence.end].split())
    text = veiled(text, of_report(report, article.text))
    source = article.source or veiled(article.title or "") or article.origin or t("untitled")
    return f"{number} · {source}: {text if len(text) <= chars else text[: chars - 1].rstrip() + '…'}"
