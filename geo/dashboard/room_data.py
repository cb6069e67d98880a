"""What the reading room shows of an article: its text, all marks in it with their reasons, and what may be set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from geo.correcting.apply import HAND
from geo.correcting.values import MAX_ITEMS, MAX_PEOPLE, MAX_TEXT
from geo.dashboard.marked import SHOWN_CHARS
from geo.dashboard.speech import catalogue, confidence, count, decimal, label, language, meaning, numeral, retold, t
from geo.dashboard.veil import veils
from geo.dashboard.words import interval, placed
from geo.errors import UsageError
from geo.model import (
    DATE_PRECISIONS,
    PRECISIONS,
    ROLES,
    SENSITIVE,
    STATUSES,
    TYPES,
    Article,
    Figure,
    Incident,
    Mention,
    Place,
    Reading,
    Report,
    Timex,
)
from geo.sensitive import of_report
from geo.store.remembered import OF_NAMES, Correction

Label = Callable[[Place], str]
#: A number of people as it is typed: "5", "5+", "3-7", "-5".
_TYPED = re.compile(r"(?P<low>\d{1,9})(?P<more>\+|-(?P<high>\d{1,9}))?|-(?P<most>\d{1,9})")


def codes() -> dict[str, list[tuple[str, str, str]]]:
    """The codes that may be chosen, each with its word and what it means, in the language of the page."""
    return _codes(language())


@lru_cache(maxsize=4)
def _codes(_language: str) -> dict[str, list[tuple[str, str, str]]]:
    def of(kind: str, every: Iterable[str]) -> list[tuple[str, str, str]]:
        return [(code, label(kind, code), meaning(kind, code)) for code in every]

    return {
        "roles": of("role", ROLES),
        "statuses": of("status", STATUSES),
        "precisions": of("precision", PRECISIONS),
        "date_precisions": of("date_precision", DATE_PRECISIONS),
        "sensitive": of("sensitive", SENSITIVE),
        "sub_types": [
            (sub, f"{label('type', kind)}: {label('sub_type', sub).lower()}", meaning("sub_type", sub))
            for kind in TYPES
            for sub in TYPES[kind]
        ],
    }


def room_data(
    reading: Reading, incidents: Mapping[str, Incident], history: Sequence[Correction], place_label: Label
) -> dict[str, Any]:
    """All of an article that the room shows.

    Parameters
    ----------
    reading
        The article as it stands, corrected.
    incidents
        Report id -> the incident that it is told of in.
    history
        All corrections of the store: what was said of the same name elsewhere is offered.
    place_label
        How a place is told from its namesakes.
    """
    article = reading.article
    standing = [one for one in history if one.undone is None]
    return {
        "article": article.id,
        "text": article.text[:SHOWN_CHARS],
        "published": article.published.isoformat() if article.published else None,
        "names": [_name(one, standing, article.id, place_label) for one in reading.mentions if one.end <= SHOWN_CHARS],
        "dates": [_date(one) for one in reading.dates if one.end <= SHOWN_CHARS],
        "skips": [{"s": one.start, "e": one.end, "why": retold(one.reason)} for one in reading.skipped],
        "incidents": [_incident(one, incidents.get(one.id)) | _why(one, article) for one in reading.reports],
        "veils": veils(reading, SHOWN_CHARS),
        "codes": codes(),
        "words": catalogue(language())["room"],
    }


def _why(one: Report, article: Article) -> dict[str, Any]:
    """Why the sentences of a report are sensitive."""
    return {"sensitive": list(of_report(one, article.text))}


def _name(one: Mention, standing: Sequence[Correction], article_id: str, place_label: Label) -> dict[str, Any]:
    known = {c.place.id: c.score for c in one.alternatives}
    alternatives = [choice(c.place, c.score, place_label) for c in one.alternatives]
    if one.place is not None and one.place.id not in known:
        alternatives.insert(0, choice(one.place, one.score, place_label))
    where = place_label(one.place) if one.place else None
    runners = ", ".join(f"{alt['label']} ({decimal(alt['score'], 2)})" for alt in alternatives if alt["label"] != where)
    means = f"{where} ({decimal(one.score or 0, 2)})" if where else t("nothing in the gazetteer fits")
    tip = f"{label('role', one.role)}: {retold(one.role_reason)}. {means}"
    tip += "; " + t("not {places}", places=runners) if runners else ""
    return {
        "s": one.start,
        "e": one.end,
        "role": one.role,
        "hand": "by hand" in one.role_reason,
        "place": where,
        "tip": tip,
        "alts": alternatives,
        "offers": _offers(one, standing, article_id, place_label),
    }


def choice(place: Place, score: float | None, place_label: Label) -> dict[str, Any]:
    """A place that may be chosen."""
    return {"id": place.id, "label": place_label(place), "score": score}


def _offers(one: Mention, standing: Sequence[Correction], article_id: str, place_label: Label) -> list[dict[str, Any]]:
    from geo.correcting.values import place_of

    found: dict[str, str] = {}
    for said in reversed(standing):
        spot = said.spot
        if said.field not in OF_NAMES or spot is None or spot.quote != one.name or spot.article_id == article_id:
            continue
        if said.field == "place":
            place = place_of(said.value)
            if place != one.place:
                found.setdefault(_as_set(place_label(place) if place else t("no place"), said), said.id)
        elif said.field == "role" and said.value["role"] != one.role:
            found.setdefault(_as_set(label("role", said.value["role"]), said), said.id)
    return [{"id": made, "label": words} for words, made in list(found.items())[:4]]


def _as_set(what: str, said: Correction) -> str:
    return t("{what} (as {who} set it)", what=what, who=said.author)


def _date(one: Timex) -> dict[str, Any]:
    days = interval(one.first, one.last, one.precision)
    return {"s": one.start, "e": one.end, "tip": f"{days} ({retold(one.rule)})"}


def _incident(one: Report, incident: Incident | None) -> dict[str, Any]:
    day = one.date
    where = "; ".join(placed(place.name) for place in one.places if place.name) or t("no place")
    head = (
        f"{label('type', one.type)}: {label('sub_type', one.sub_type).lower()}, {label('status', one.status).lower()}"
    )
    when = interval(day.first, day.last, day.precision)
    others = len(incident.reports) if incident else 1
    sure = t("{sure} confidence", sure=confidence(one.confidence))
    why = f"{sure} ({decimal(one.confidence, 2)}): {retold(one.confidence_reason)}"
    if others > 1:
        why += ". " + t("Told of in {reports}.", reports=count(others, "report"))
    tolls = [t("{n} killed", n=figure_said(one.fatalities))] if one.fatalities else []
    tolls += [t("{n} injured", n=figure_said(one.injured))] if one.injured else []
    return {
        "id": one.id,
        "s": one.evidence.start,
        "e": one.evidence.end,
        "more": [(span.start, span.end) for span in one.evidence_more],
        "hand": one.extractor == HAND,
        "type": one.type,
        "sub_type": one.sub_type,
        "status": one.status,
        "head": head,
        "when": f"{when} · {retold(day.rule)}" + (f" · “{day.expression}”" if day.expression else ""),
        "where": where,
        "why": why,
        "means": f"{meaning('sub_type', one.sub_type)} · {meaning('status', one.status)}",
        "tip": "; ".join([head, when, where, *tolls]),
        "first": day.first.isoformat() if day.first else None,
        "last": day.last.isoformat() if day.last else None,
        "precision": day.precision,
        "phrase": day.expression,
        "place_precision": one.places[0].precision if one.places else "none",
        "fatalities": figure_said(one.fatalities),
        "injured": figure_said(one.injured),
        "actors": "; ".join(f"{actor.name} ({actor.role})" for actor in one.actors),
        "attribution": "; ".join(one.attribution),
        "confirmed": ", ".join(map(retold, one.confirmed)),
        "others": others,
    }


def figure_said(figure: Figure | None) -> str:
    """A figure as it is typed: "5", "5+", "-5", "3-7"; empty where there is none."""
    if figure is None:
        return ""
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        return str(low) if low == high else f"{low}-{high}"
    if low is not None:
        return f"{low}+"
    return f"-{high}" if high is not None else str(figure.best or 0)


def figure_typed(said: str) -> dict[str, int | None] | None:
    """What ``figure_said`` says, as the value of a correction; None where nobody is counted.

    Raises
    ------
    UsageError
        Where the text is none of these.
    """
    text = said.replace("–", "-").replace(" ", "")
    if text.lower() in ("", "none"):
        return None
    if found := _TYPED.fullmatch(text):
        low, most, high = (int(one) if one else None for one in found.group("low", "most", "high"))
        value = {"best": None, "low": low, "high": most if low is None else high}
        if low is not None and not found["more"]:
            value = {"best": low, "low": low, "high": low}
        elif found["more"] == "+" or low == high:
            value["best"] = low
        stated = [one for one in (low, value["high"]) if one is not None]
        if stated == sorted(stated) and max(stated) <= MAX_PEOPLE:
            return value
    msg = t("a number of people is typed as 5, 5+, -5 or 3-7, and is {most} at most", most=numeral(MAX_PEOPLE))
    raise UsageError(msg)


def names_typed(said: str) -> list[str]:
    """Names that stand between semicolons.

    Raises
    ------
    UsageError
        Where there are too many, or one is too long.
    """
    names = [" ".join(part.split()) for part in said.split(";") if part.strip()]
    if len(names) > MAX_ITEMS or any(len(one) > MAX_TEXT for one in names):
        msg = t("at most {n} names, each of {all} letters at most", n=MAX_ITEMS, all=MAX_TEXT)
        raise UsageError(msg)
    return names


def check_days(value: Mapping[str, Any]) -> None:
    """Make sure that the days of a date are days, in their order.

    Raises
    ------
    UsageError
        Where they are not.
    """
    try:
        first, last = (date.fromisoformat(value[end]) if value.get(end) else None for end in ("first", "last"))
    except (TypeError, ValueError) as error:
        raise UsageError(t("a day is written as 2024-03-31")) from error
    if first and last and first > last:
        raise UsageError(t("the first day must not be after the last"))
