"""The evidence panel: the sentence behind an incident, why it stands here, and why on this day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from geo.dashboard.accounts import accounts_html, number_html, why_joined_html
from geo.dashboard.marked import evidence_html, lead
from geo.dashboard.words import html_text, interval, isolated, spoken
from geo.export.words import confidence, count, label, term
from geo.model import Actor, Article, Figure, ImportedRow, Incident, IncidentPlace, Mention, Reading, Report, web_host
from geo.outlines import PREFIX
from geo.store.store import Store

CountryName = Callable[[str], str]
#: Runner-up places that are named in the panel.
RUNNERS_UP = 4


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
    parts += [_actors(incident), _attribution(incident)]
    parts.append(_why_here(incident, store, country_name))
    parts.append(_why_then(incident, article))
    parts.append(_other_sources(incident, store))
    return f'<div class="sm-panel">{"".join(parts)}</div>'


def _imported_html(incident: Incident, row: ImportedRow, country_name: CountryName) -> str:
    """The panel of a row of an imported dataset: its own words, and where in which file it stands."""
    told = f'<div class="sm-quote">{html_text(row.text)}</div>' if row.text else ""
    where = [html_text(part) for part in (row.headline, row.title, f"{row.file_name}, line {row.line}") if part]
    if web_host(row.url):
        where.append(f'<a href="{html_text(row.url)}" target="_blank" rel="noopener noreferrer">original</a>')
    terms = ". ".join(html_text(part) for part in (row.licence, row.citation) if part)
    day = incident.date
    parts = [_head(incident, country_name), _figures(incident), told]
    parts += [f'<div class="sm-source">{" · ".join(where)}</div>', _actors(incident), _attribution(incident)]
    parts.append(_section("Why here", "".join(f"<p>{one}</p>" for one in _own_places(incident, country_name))))
    parts.append(_section("Why this date", f"<p>{html_text(day.rule)}</p>"))
    parts.append(_section("Imported data", f"<p>{terms or 'no licence is known'}</p>"))
    return f'<div class="sm-panel">{"".join(parts)}</div>'


def _own_places(incident: Incident, country_name: CountryName) -> Iterator[str]:
    for place in incident.places:
        precision = term("precision", place.precision)
        yield (
            f"<b>{html_text(place_words(place, country_name))}</b><br>"
            f'<span title="{html_text(precision.meaning)}">{html_text(precision.label)}</span>{_row(place)}'
        )


def _head(incident: Incident, country_name: CountryName) -> str:
    kind, status = term("type", incident.type), term("status", incident.status)
    sure = confidence(incident.confidence)
    places = "; ".join(place_words(place, country_name) for place in incident.places) or "no place named"
    day = incident.date
    chips = [
        f'<span class="sm-chip sm-status-{html_text(incident.status)}" title="{html_text(status.meaning)}">'
        f"{html_text(status.label)}</span>",
        f'<span class="sm-chip" title="{html_text(incident.confidence_reason)}">{sure} confidence</span>',
    ]
    if incident.background:
        chips.append('<span class="sm-chip" title="history that the article recalls">Background</span>')
    if incident.aggregate:
        chips.append('<span class="sm-chip" title="one record for a longer stretch of events">Sum over time</span>')
    return (
        f'<div class="sm-kind"><span class="sm-square sm-of-{html_text(incident.type)}"></span>{html_text(kind.label)}'
        f" · {html_text(label('sub_type', incident.sub_type))}</div>"
        f'<div class="sm-when">{html_text(interval(day.first, day.last, day.precision))}</div>'
        f'<div class="sm-where">{html_text(places)}</div><div class="sm-chips">{"".join(chips)}</div>'
    )


def place_words(place: IncidentPlace, country_name: CountryName) -> str:
    """A place of an incident in a line: name, province, country."""
    if place.name is None:
        return "no place named"
    parts = [place.name]
    if place.admin1 and place.admin1 != place.name:
        parts.append(place.admin1)
    if place.country and place.level != "country":
        parts.append(country_name(place.country))
    role = f" ({place.role})" if place.role else ""
    return ", ".join(map(isolated, parts)) + role


def _sentence(article: Article | None, report: Report, *, one_of_several: bool) -> str:
    if article is None:
        return _section("Evidence", "The article is no longer in the store.")
    number = f"{number_html(1)} " if one_of_several else ""
    return evidence_html(article, report) + f'<div class="sm-source">{number}{_byline(article)}</div>'


def _byline(article: Article) -> str:
    parts = [html_text(part) for part in (article.source, article.title) if part] or [html_text(article.origin or "")]
    parts.append(html_text(spoken(article.published)) if article.published else "no publication date")
    if web_host(article.url):
        parts.append(f'<a href="{html_text(article.url)}" target="_blank" rel="noopener noreferrer">original</a>')
    return " · ".join(parts)


def figure_words(figure: Figure) -> str:
    """A number of people with its bounds: "2", "at least 5", "3 to 7 (best 4)"."""
    best, low, high = figure.best, figure.low, figure.high
    if low is not None and high is not None:
        if low == high:
            return f"{low:,}"
        return f"{low:,} to {high:,}" + (f" (best {best:,})" if best not in (None, low, high) else "")
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"at most {high:,}"
    return "not given" if best is None else f"about {best:,}"


def _figures(incident: Incident) -> str:
    rows = []
    for name, figure in (("killed", incident.fatalities), ("injured", incident.injured)):
        if figure is not None:
            rows.append(f"<b>{html_text(figure_words(figure))}</b> {name}")
    for key, value in incident.numbers.items():
        rows.append(f"{html_text(str(key).replace('_', ' '))}: <b>{html_text(value)}</b>")
    return f'<div class="sm-figures">{" · ".join(rows)}</div>' if rows else ""


def _actors(incident: Incident) -> str:
    if not incident.actors:
        return ""
    return _section("Who", ", ".join(_actor(actor) for actor in incident.actors))


def _actor(actor: Actor) -> str:
    role = term("actor_role", actor.role)
    return f'{html_text(role.label)} <b title="{html_text(role.meaning)}">{html_text(actor.name)}</b>'


def _attribution(incident: Incident) -> str:
    return _section("According to", html_text(", ".join(incident.attribution))) if incident.attribution else ""


def _why_here(incident: Incident, store: Store, country_name: CountryName) -> str:
    rows = list(_place_reasons(incident, store, country_name))
    if not rows:
        rows = ["The text names no place for it, so it stands in the lists and not on the map."]
    return _section("Why here", "".join(f"<p>{row}</p>" for row in rows))


def _place_reasons(incident: Incident, store: Store, country_name: CountryName) -> Iterator[str]:
    readings: dict[str, Reading | None] = {}
    for place in incident.places:
        if place.name is None:
            continue
        precision = term("precision", place.precision)
        yield (
            f"<b>{html_text(place_words(place, country_name))}</b><br>"
            f'<span title="{html_text(precision.meaning)}">{html_text(precision.label)}</span>'
            f"{_row(place)}"
        )
        mention = _mention(incident, place, store, readings)
        if mention is not None:
            yield f"“{html_text(mention.name)}”: {html_text(mention.role_reason)}"
            yield _runners_up(mention, country_name)


def _row(place: IncidentPlace) -> str:
    parts = []
    if place.lat is not None and place.lon is not None:
        parts.append(f"{place.lat:.3f}, {place.lon:.3f}")
    if place.radius_km:
        parts.append(f"within {place.radius_km:g} km")
    if place.place_id and place.place_id.startswith(PREFIX):
        parts.append("area drawn by hand")
    elif place.place_id and place.place_id.startswith("hand:"):
        parts.append("point set by hand")
    elif place.place_id:
        parts.append(f"gazetteer row {html_text(place.place_id)}")
    if place.score is not None:
        parts.append(f"score {place.score:.2f}")
    return "".join(f" · {part}" for part in parts)


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
        return "No other place of this name was in question."
    words = [
        html_text(
            f"{c.place.name}, {c.place.admin1 or label('level', c.place.level)}"
            f"{', ' + country_name(c.place.country) if c.place.country else ''} ({c.score:.2f})"
        )
        for c in others[:RUNNERS_UP]
    ]
    more = f" and {len(others) - RUNNERS_UP} more" if len(others) > RUNNERS_UP else ""
    return f"Not: {'; '.join(words)}{more}"


def _why_then(incident: Incident, article: Article | None) -> str:
    day = incident.date
    phrase = f"“{html_text(day.expression)}”" if day.expression else "No date phrase"
    precision = term("date_precision", day.precision)
    rows = [
        f'{phrase} → <b title="{html_text(precision.meaning)}">'
        f"{html_text(interval(day.first, day.last, day.precision))}</b>",
        f"Rule: {html_text(day.rule)}" + (f", counted from {spoken(day.anchor)}" if day.anchor else ""),
    ]
    if article is not None:
        published = spoken(article.published) if article.published else "not known"
        rows.append(f"Published: {published} ({html_text(article.published_reason)})")
    return _section("Why this date", "".join(f"<p>{row}</p>" for row in rows))


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
    together = _section(f"{count(len(incident.reports), 'account')} side by side", accounts_html(incident))
    return together + _section(count(len(others), "more report"), "".join(rows))


def _section(title: str, body: str) -> str:
    return f'<div class="sm-section"><div class="sm-title">{html_text(title)}</div>{body}</div>'
