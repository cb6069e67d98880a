"""Evidence cards of a page that opens from disk: what is shown when a symbol is clicked, as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geo.export.words import confidence, interval, label, people
from geo.maps.packed import Cards
from geo.model import web_host

#: Places that a card lists; a movement along twenty towns is cut.
MAX_PLACES = 6
Tell = Callable[[Any], str]


def make_cards(frame: pd.DataFrame, ids: Sequence[str], sources: Iterable[Mapping[str, Any]]) -> Cards:
    """One card per incident, for ``geo.maps.standalone``: each text is written once, however many incidents share it.

    Parameters
    ----------
    frame
        Rows of ``geo.store.columns``.
    ids
        The incidents, in the order in which the map numbers them.
    sources
        One record per article (id, title, source, url, published).
    """
    number = pd.Index(list(ids[:]), dtype="object").get_indexer(pd.Index(frame["incident_id"], dtype="object"))
    order = np.lexsort((frame["place_no"].to_numpy(), number))
    number = number[order]
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    chosen = order[begins]
    fields = []
    for name, read, tell in _fields({str(s.get("id")): s for s in sources}):
        fields.append((name, *_told(frame[list(read)].take(chosen), tell)))
    fields.insert(WHERE, ("line", *_where(frame[list(PLACE)].take(order), begins)))
    return Cards([f[0] for f in fields], [f[1] for f in fields], [f[2] for f in fields])


PLACE = ("place", "admin1", "place_precision", "place_role")
#: Where, among the fields, the places of an incident stand: behind its figures and sides, before the reasons.
WHERE = 12


def _fields(articles: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, tuple[str, ...], Tell]]:
    """Name, columns and words of each field, in the order of the card."""

    def figure(what: str, stem: str) -> tuple[str, tuple[str, ...], Tell]:
        def tell(row: Any) -> str:
            told = people(*(_number(value) for value in row))
            return f"{what}: {told}" if told else ""

        return "line", tuple(f"{stem}_{k}" for k in ("best", "low", "high")), tell

    return [
        ("type", ("type",), lambda r: str(r.type)),
        ("head", ("type", "sub_type", "status"), _head),
        ("when", ("date_start", "date_end", "date_precision"), _when),
        ("place", ("place",), lambda r: _text(r.place) or "no place named"),
        ("evidence", ("evidence",), lambda r: f"“{_text(r.evidence)}”" if _text(r.evidence) else ""),
        ("veil", ("sensitive", "evidence"), _veil),
        figure("Killed", "fatalities"),
        figure("Injured", "injured"),
        ("line", ("actors",), lambda r: f"Who: {_text(r.actors)}" if _text(r.actors) else ""),
        ("line", ("attribution",), lambda r: f"According to: {_text(r.attribution)}" if _text(r.attribution) else ""),
        ("line", ("background",), lambda r: "Background: the article recalls it." if r.background else ""),
        ("line", ("aggregate",), lambda r: "A sum over a longer time, not one event." if r.aggregate else ""),
        ("line", ("date_phrase", "date_rule"), _why_day),
        ("line", ("confidence", "confidence_reason"), _sure),
        ("line", ("sensitive", "evidence"), lambda r: "" if _text(r.evidence) else _left_out(r)),
        ("source", _SOURCE, lambda r: _source(r, articles.get(str(r.article_id), {}))),
        ("url", _URL, lambda r: _link(articles.get(str(r.article_id), {}).get("url") or r.source_url)),
    ]


_SOURCE = ("dataset", "sources", "article_title", "licence", "article_id", "n_sources")
_URL = ("article_id", "source_url")


def _told(rows: pd.DataFrame, tell: Tell) -> tuple[np.ndarray, list[str]]:
    """Codes and words of what `tell` says of each row, asked once for each combination of values."""
    whole = np.zeros(len(rows), dtype="i8")
    for name in rows.columns:
        codes, values = pd.factorize(rows[name], use_na_sentinel=False)
        whole = pd.factorize(whole * max(len(values), 1) + codes)[0]
    first = np.flatnonzero(np.diff(np.maximum.accumulate(whole), prepend=-1))  # combinations are numbered as they come
    return _coded(whole, [tell(row) for row in rows.iloc[first].itertuples(index=False)])


def _coded(numbers: np.ndarray, words: list[str]) -> tuple[np.ndarray, list[str]]:
    """The same with each word once."""
    codes, once = pd.factorize(np.array(words, dtype=object))
    return codes[numbers].astype("<u4"), list(once)


def _where(rows: pd.DataFrame, begins: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The line that lists an incident's places; its rows stand together and begin at `begins`."""
    codes, words = _told(rows, _place)
    lengths = np.diff(begins, append=len(rows))
    numbers = codes[begins].astype("i8")
    lines = [f"Where: {word}" if word else "" for word in words]
    for k in np.flatnonzero(lengths > 1):
        places = [words[c] for c in codes[begins[k] : begins[k] + lengths[k]] if words[c]]
        if len(places) > MAX_PLACES:
            places = [*places[:MAX_PLACES], f"{len(places) - MAX_PLACES} more"]
        numbers[k] = len(lines)
        lines.append(f"Where: {'; '.join(places)}" if places else "")
    return _coded(numbers, lines)


def _veil(row: Any) -> str:
    """What stands before a sensitive sentence until it is asked for."""
    return f"Sensitive: {_why(row)}" if _text(row.sensitive) and _text(row.evidence) else ""


def _left_out(row: Any) -> str:
    return f"Sensitive ({_why(row)}): the sentence and the title are left out." if _text(row.sensitive) else ""


def _why(row: Any) -> str:
    return ", ".join(label("sensitive", one) for one in _text(row.sensitive).split("; "))


def _head(row: Any) -> str:
    return f"{label('type', row.type)} · {label('sub_type', row.sub_type)} · {label('status', row.status)}"


def _when(row: Any) -> str:
    when = interval(_day(row.date_start), _day(row.date_end), str(row.date_precision))
    return f"{when[0].upper()}{when[1:]}"


def _why_day(row: Any) -> str:
    phrase, rule = _text(row.date_phrase), _text(row.date_rule)
    day = f"“{phrase}”" + (f" ({rule})" if rule else "") if phrase else rule
    return f"Why this date: {day}" if day else ""


def _sure(row: Any) -> str:
    reason = _text(row.confidence_reason)
    return f"Confidence: {confidence(row.confidence)}" + (f" ({reason})" if reason else "")


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
    return str(url) if web_host(_text(url)) else ""


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
