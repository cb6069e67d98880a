"""Incidents made plain, ready to be written: text and numbers only, so that another process may make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from geo.model import Incident, ReportKey
from geo.store.codec import plain, written
from geo.store.rows import Source, incident_rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One incident as it is written."""

    id: str
    told: Sequence[ReportKey]  #: its reports, the leading one first
    rows: list[dict[str, Any]]  #: one for each place
    body: str  #: all but its reports, as JSON


@dataclass(frozen=True, slots=True)
class Share:
    """The incidents of some reports, and where these are filed (``geo.merging.part``)."""

    sheets: Sequence[Sheet]
    blocks: Mapping[str, Sequence[str]]  #: article id -> blocks


def sheet_of(incident: Incident, article: Callable[[str], Source]) -> Sheet:
    """`incident` made plain; `article` finds a source by its id."""
    told = [(one.article_id, one.id) for one in incident.reports]
    return Sheet(incident.id, told, list(incident_rows(incident, article)), body_of(incident))


def body_of(incident: Incident) -> str:
    """All of an incident but its reports, which have a table of their own."""
    return written({f.name: plain(getattr(incident, f.name)) for f in fields(incident) if f.name != "reports"})
