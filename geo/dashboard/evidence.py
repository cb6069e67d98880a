"""The evidence panel: the sentence behind an incident, why it stands here, and why on this day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from geo.dashboard.accounts import accounts_html, number_html, why_joined_html
from geo.dashboard.marked import evidence_html, lead
from geo.dashboard.speech import (
    confidence,
    count,
    country_called,
    decimal,
    label,
    meaning,
    numeral,
    province,
    retold,
    t,
)
from geo.dashboard.veil import veiled, veiled_html
from geo.dashboard.words import html_text, interval, isolated, people, placed, spoken
from geo.model import Actor, Article, Figure, ImportedRow, Incident, IncidentPlace, Mention, Reading, Report, web_host
from geo.outlines import LINE_PREFIX, PREFIX
from geo.sensitive import reasons
from geo.store.store import Store

CountryName = Callable[[str], str]
#: Runner-up places that are named in the panel.
RUNNERS_UP = 4
#: Types of which one asks who did it and to how many people, and the roles of those who did.
VIOLENT = ("battle", "explosion_remote", "violence_civilians", "riot")
DOERS = {"initiator", "initiator_alleged", "side_a", "side_b"}
#: Stands where a figure comes into a sentence; no text has it.
GAP = "\x00"


def panel_html(incident: Incident, store: Store, country_name: CountryName) -> str:
    """The whole panel as HTML; every word of an article in it is escaped.

    Parameters
    ----------
    incident
        What was clicked.
    store
        Where its articles and their readings are.
    country_name
        The English name of an ISO 3166-1 alpha-2 code.
    """
    if incident.imported is not None:
        return _imported_html(incident, incident.imported, country_name)
    first = lead(incident)
    article = store.article(first.article_id)
    parts = [_head(incident, country_name), _figures(incident)]
    parts.append(_sentence(article, first, one_of_several=len(incident.reports) > 1))
    parts += [_actors(incident), _attribution(incident), _not_said(incident)]
    parts.append(_why_here(incident, store, country_name))
    parts.append(_why_then(incident, article))
    parts.append(_other_sources(incident, store))
    return f'<div class="sm-panel">{"".join(parts)}</div>'


def _imported_html(incident: Incident, row: ImportedRow, country_name: CountryName) -> str:
    """The panel of a row of an imported dataset: its own words, and where in which file it stands."""
    told = f'<div class="sm-quote">{html_text(row.text)}</div>' if row.text else ""
    told = veiled_html(told, reasons(row.text or ""))
    if headline := row.headline and html_text(row.headline):
        told += veiled_html(f'<div class="sm-source">{headline}</div>', reasons(row.headline))
    where = [html_text(part) for part in (row.title, t("{file}, line {n}", file=row.file_name, n=row.line)) if part]
    if web_host(row.url):
        where.append(_original(row.url))
    terms = ". ".join(html_text(part) for part in (row.licence, row.citation) if part)
    day = incident.date
    parts = [_head(incident, country_name), _figures(incident), told]
    parts += [f'<div class="sm-source">{" · ".join(where)}</div>', _actors(incident), _attribution(incident)]
    parts.append(_section(t("Why here"), "".join(f"<p>{one}</p>" for one in _own_places(incident, country_name))))
    parts.append(_section(t("Why this date"), f"<p>{html_text(retold(day.rule))}</p>"))
    parts.append(_section(t("Imported data"), f"<p>{terms or html_text(t('no licence is known'))}</p>"))
    return f'<div class="sm-panel">{"".join(parts)}</div>'


def _own_places(incident: Incident, country_name: CountryName) -> Iterator[str]:
    for place in incident.places:
        yield _placed(place, country_name)


def _placed(place: IncidentPlace, country_name: CountryName) -> str:
    """A place of an incident with how well it is known."""
    return (
        f"<b>{html_text(place_words(place, country_name))}</b><br>"
        f"{code_html('precision', place.precision)}{_row(place)}"
    )


def code_html(kind: str, code: str) -> str:
    """What a code is called; what it means on hover."""
    return f'<span title="{html_text(meaning(kind, code))}">{html_text(label(kind, code))}</span>'


def _head(incident: Incident, country_name: CountryName) -> str:
    sure = t("{sure} confidence", sure=confidence(incident.confidence))
    places = "; ".join(place_words(place, country_name) for place in incident.places) or t("no place named")
    day = incident.date
    chips = [
        _chip(label("status", incident.status), meaning("status", incident.status), f" sm-status-{incident.status}"),
        _chip(sure, retold(incident.confidence_reason)),
    ]
    if incident.background:
        chips.append(_chip(t("Background"), t("history that the article recalls")))
    if incident.aggregate:
        chips.append(_chip(t("Sum over time"), t("one record for a longer stretch of events")))
    return (
        f'<div class="sm-kind"><span class="sm-square sm-of-{html_text(incident.type)}"></span>'
        f"{code_html('type', incident.type)} · {code_html('sub_type', incident.sub_type)}</div>"
        f'<div class="sm-when">{html_text(interval(day.first, day.last, day.precision))}</div>'
        f'<div class="sm-where">{html_text(places)}</div><div class="sm-chips">{"".join(chips)}</div>'
    )


def _chip(words: str, hover: str, css: str = "") -> str:
    return f'<span class="sm-chip{html_text(css)}" title="{html_text(hover)}">{html_text(words)}</span>'


def place_words(place: IncidentPlace, country_name: CountryName) -> str:
    """A place of an incident in a line: name, province, country."""
    if place.name is None:
        return t("no place named")
    parts = [placed(place.name, place.level)]
    if place.admin1 and place.admin1 != place.name:
        parts.append(province(place.admin1))
    if place.country and place.level != "country":
        parts.append(country_name(place.country))
    role = f" ({retold(place.role)})" if place.role else ""
    return ", ".join(map(isolated, parts)) + role


def _sentence(article: Article | None, report: Report, *, one_of_several: bool) -> str:
    if article is None:
        return _section(t("Evidence"), html_text(t("The article is no longer in the store.")))
    number = f"{number_html(1)} " if one_of_several else ""
    return evidence_html(article, report) + f'<div class="sm-source">{number}{_byline(article)}</div>'


def _byline(article: Article) -> str:
    title = article.title and veiled(article.title)
    parts = [html_text(part) for part in (article.source, title) if part] or [html_text(article.origin or "")]
    parts.append(html_text(spoken(article.published) if article.published else t("no publication date")))
    if web_host(article.url):
        parts.append(_original(article.url))
    return " · ".join(parts)


def _original(url: str | None) -> str:
    words = html_text(t("original"))
    return f'<a href="{html_text(url)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def figure_words(figure: Figure) -> str:
    """A number of people with its bounds: "2", "at least 5", "3 to 7 (best 4)"."""
    best, low, high = figure.best, figure.low, figure.high
    said = people(best, low, high) or t("not given")
    if low is None or high is None or best in (None, low, high):
        return said
    return t("{said} (best {best})", said=said, best=numeral(best))


def _figures(incident: Incident) -> str:
    rows = []
    if incident.fatalities is not None:
        rows.append(_told(t("{n} killed", n=GAP), figure_words(incident.fatalities)))
    if incident.injured is not None:
        rows.append(_told(t("{n} injured", n=GAP), figure_words(incident.injured)))
    for key, value in incident.numbers.items():
        rows.append(f"{html_text(retold(str(key).replace('_', ' ')))}: <b>{html_text(value)}</b>")
    return f'<div class="sm-figures">{" · ".join(rows)}</div>' if rows else ""


def _told(words: str, figure: str) -> str:
    return html_text(words).replace(GAP, f"<b>{html_text(figure)}</b>")


def _actors(incident: Incident) -> str:
    if not incident.actors:
        return ""
    return _section(t("Who"), ", ".join(_actor(actor) for actor in incident.actors))


def _actor(actor: Actor) -> str:
    return (
        f"{html_text(label('actor_role', actor.role))} "
        f'<b title="{html_text(meaning("actor_role", actor.role))}">{html_text(country_called(actor.name))}</b>'
    )


def _attribution(incident: Incident) -> str:
    said = html_text(", ".join(incident.attribution))
    return _section(t("According to"), said) if incident.attribution else ""


def _not_said(incident: Incident) -> str:
    """What one asks of an act of violence and the text does not answer: silence is not a zero."""
    if incident.type not in VIOLENT:
        return ""
    told = {actor.role for actor in incident.actors}
    missing = [
        words
        for words, lacks in (
            (t("who did it"), not told & DOERS),
            (t("how many people were killed"), incident.fatalities is None),
            (t("how many people were injured"), incident.injured is None),
            (t("who says so"), not incident.attribution),
            (t("where"), all(place.name is None for place in incident.places)),
            (t("when"), incident.date.precision == "unknown"),
        )
        if lacks
    ]
    return _section(t("Not read in the text"), html_text("; ".join(missing))) if missing else ""


def _why_here(incident: Incident, store: Store, country_name: CountryName) -> str:
    rows = list(_place_reasons(incident, store, country_name))
    if not rows:
        rows = [html_text(t("The text names no place for it, so it stands in the lists and not on the map."))]
    return _section(t("Why here"), "".join(f"<p>{row}</p>" for row in rows))


def _place_reasons(incident: Incident, store: Store, country_name: CountryName) -> Iterator[str]:
    readings: dict[str, Reading | None] = {}
    for place in incident.places:
        if place.name is None:
            continue
        yield _placed(place, country_name)
        mention = _mention(incident, place, store, readings)
        if mention is not None:
            yield f"“{html_text(mention.name)}”: {html_text(retold(mention.role_reason))}"
            yield _runners_up(mention, country_name)


def _row(place: IncidentPlace) -> str:
    parts = []
    if place.lat is not None and place.lon is not None:
        parts.append(f"{place.lat:.3f}, {place.lon:.3f}")
    if place.radius_km:
        parts.append(t("within {km} km", km=decimal(place.radius_km)))
    if place.place_id and place.place_id.startswith(PREFIX):
        parts.append(t("area drawn by hand"))
    elif place.place_id and place.place_id.startswith(LINE_PREFIX):
        parts.append(t("anywhere on the line between the two"))
    elif place.place_id and place.place_id.startswith("hand:"):
        parts.append(t("point set by hand"))
    elif place.place_id:
        parts.append(t("gazetteer row {row}", row=place.place_id))
    if place.score is not None:
        parts.append(t("score {score}", score=decimal(place.score, 2)))
    return "".join(f" · {html_text(part)}" for part in parts)


def _mention(
    incident: Incident, place: IncidentPlace, store: Store, readings: dict[str, Reading | None]
) -> Mention | None:
    """The name in the text that put `place` here, from whichever report has it."""
    for report in incident.reports:
        for told in report.places:
            if told.mention is None or told.place_id != place.place_id or told.name != place.name:
                continue
            if report.article_id not in readings:
                readings[report.article_id] = store.reading(report.article_id)
            reading = readings[report.article_id]
            for mention in reading.mentions if reading else ():
                if mention.start == told.mention.start:
                    return mention
    return None


def _runners_up(mention: Mention, country_name: CountryName) -> str:
    others = [c for c in mention.alternatives if mention.place is None or c.place.id != mention.place.id]
    if not others:
        return html_text(t("No other place of this name was in question."))
    words = [
        f"{placed(c.place.name, c.place.level)}, {province(c.place.admin1 or '') or label('level', c.place.level)}"
        f"{', ' + country_name(c.place.country) if c.place.country else ''} ({decimal(c.score, 2)})"
        for c in others[:RUNNERS_UP]
    ]
    if len(others) > RUNNERS_UP:
        return html_text(t("Not: {places} and {n} more", places="; ".join(words), n=len(others) - RUNNERS_UP))
    return html_text(t("Not: {places}", places="; ".join(words)))


def _why_then(incident: Incident, article: Article | None) -> str:
    day = incident.date
    phrase = f"“{html_text(day.expression)}”" if day.expression else html_text(t("No date phrase"))
    rule = t("Rule: {rule}", rule=retold(day.rule))
    if day.anchor:
        rule = t("{rule}, counted from {day}", rule=rule, day=spoken(day.anchor))
    rows = [
        f'{phrase} → <b title="{html_text(meaning("date_precision", day.precision))}">'
        f"{html_text(interval(day.first, day.last, day.precision))}</b>",
        html_text(rule),
    ]
    if article is not None:
        words = t("Published: {day} ({reason})", day=spoken(article.published), reason=retold(article.published_reason))
        rows.append(html_text(words))
    return _section(t("Why this date"), "".join(f"<p>{row}</p>" for row in rows))


def _other_sources(incident: Incident, store: Store) -> str:
    """The accounts held against each other, then every further report with why it was joined."""
    others = incident.reports[1:]
    if not others:
        return ""
    rows = []
    for number, report in enumerate(others, start=2):
        article = store.article(report.article_id)
        if article is not None:
            source = f'<div class="sm-source">{number_html(number)} {_byline(article)}</div>'
            rows.append(evidence_html(article, report) + source + why_joined_html(incident, report))
    accounts = count(len(incident.reports), "account")
    together = _section(t("{accounts} side by side", accounts=accounts), accounts_html(incident))
    return together + _section(count(len(others), "more report"), "".join(rows))


def _section(title: str, body: str) -> str:
    return f'<div class="sm-section"><div class="sm-title">{html_text(title)}</div>{body}</div>'
