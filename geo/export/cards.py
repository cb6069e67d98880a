"""Evidence cards of a page that opens from disk: what is shown when a symbol is clicked, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from geo.export.words import confidence, interval, label, people

#: Places that a card lists; a movement along twenty towns is cut.
MAX_PLACES = 6


def make_cards(frame: pd.DataFrame, ids: Iterable[str], sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One card per incident, for ``geo.maps.standalone``.

    Parameters
    ----------
    frame
        Rows of ``geo.store.columns``.
    ids
        The incidents, in the order in which the map numbers them.
    sources
        One record per article (id, title, source, url, published).

    Returns
    -------
    Mappings with ``type``, ``head``, ``title``, ``evidence``, ``lines``, ``source`` and ``url``: text only, nothing
    escaped.
    """
    articles = {str(s.get("id")): s for s in sources}
    groups: dict[str, list[Any]] = {}
    for row in frame.itertuples(index=False):
        groups.setdefault(str(row.incident_id), []).append(row)
    return [_card(groups[one], articles) for one in ids]


def _card(rows: list[Any], articles: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    row = min(rows, key=lambda r: r.place_no)
    when = interval(_day(row.date_start), _day(row.date_end), str(row.date_precision))
    places = [p for r in sorted(rows, key=lambda r: r.place_no) if (p := _place(r))]
    if len(places) > MAX_PLACES:
        places = [*places[:MAX_PLACES], f"{len(places) - MAX_PLACES} more"]
    evidence = _text(row.evidence)
    return {
        "type": str(row.type),
        "head": f"{label('type', row.type)} · {label('sub_type', row.sub_type)} · {label('status', row.status)}",
        "title": f"{when[0].upper()}{when[1:]} · {_text(row.place) or 'no place named'}",
        "evidence": f"“{evidence}”" if evidence else "",
        "lines": [line for line in (*_facts(row), *_why(row, places)) if line],
        "source": _source(row, articles.get(str(row.article_id), {})),
        "url": _link(articles.get(str(row.article_id), {}).get("url") or row.source_url),
    }


def _facts(row: Any) -> list[str]:
    killed = people(*(_number(getattr(row, f"fatalities_{k}")) for k in ("best", "low", "high")))
    injured = people(*(_number(getattr(row, f"injured_{k}")) for k in ("best", "low", "high")))
    return [
        f"Killed: {killed}" if killed else "",
        f"Injured: {injured}" if injured else "",
        f"Who: {_text(row.actors)}" if _text(row.actors) else "",
        f"According to: {_text(row.attribution)}" if _text(row.attribution) else "",
        "Background: the article recalls it." if row.background else "",
        "A sum over a longer time, not one event." if row.aggregate else "",
    ]


def _why(row: Any, places: list[str]) -> list[str]:
    reason = _text(row.confidence_reason)
    phrase, rule = _text(row.date_phrase), _text(row.date_rule)
    day = f"“{phrase}”" + (f" ({rule})" if rule else "") if phrase else rule
    return [
        f"Where: {'; '.join(places)}" if places else "",
        f"Why this date: {day}" if day else "",
        f"Confidence: {confidence(row.confidence)}" + (f" ({reason})" if reason else ""),
    ]


def _place(row: Any) -> str:
    name = _text(row.place)
    if not name:
        return ""
    parts = [name] + [_text(row.admin1)] * (_text(row.admin1) not in ("", name))
    role = f", {row.place_role}" if _text(row.place_role) else ""
    return f"{', '.join(parts)} ({label('precision', row.place_precision).lower()}{role})"


def _source(row: Any, article: Mapping[str, Any]) -> str:
    if _text(row.dataset):
        return " · ".join(part for part in (_text(row.sources), _text(row.article_title), _text(row.licence)) if part)
    published = article.get("published")
    parts = [_text(article.get("source")), _text(row.article_title) or _text(article.get("title"))]
    parts.append(f"published {published}" if published else "no publication date")
    if row.n_sources > 1:
        parts.append(f"{row.n_sources} articles tell of it")
    return " · ".join(p for p in parts if p)


def _link(url: Any) -> str:
    """An address that a browser may open; nothing else becomes a link."""
    return str(url) if urlsplit(_text(url)).scheme in ("http", "https") else ""


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
