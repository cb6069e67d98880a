"""A brief of a window and an area: what it says, before it is set as HTML or PDF; text only, nothing escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.export.cards import make_cards
from geo.export.credits import credit_lines
from geo.export.manifest import used_sources
from geo.export.periods import Period, good_step, make_periods
from geo.export.shades import shades
from geo.export.summary import Summary, caption
from geo.export.words import count, label
from geo.model import DRAWN_STATUSES, STATUSES, TYPES, Selection
from geo.store.select import in_window

#: Incidents that are told one by one, the newest of them; the others are counted.
MAX_TOLD = 150
MAX_EVIDENCE = 420  #: characters of a sentence
#: What stands at the end of every brief: how it came about and what it cannot say.
READING = (
    "Sitmap reads articles with rules and small trained models on one machine: it finds place names, decides which of "
    "them say where something happened, works out dates from the day of publication, and joins accounts of one event."
)
BY_TYPE, BY_SIDE = "Colour is the type of an incident", "Colour is who says so (in the chart, the type of an incident)"
SYMBOLS = (
    ", its outline the status: occurred, claimed by a side, alleged or planned. "
    "Claims are not confirmed facts. A pin is drawn for a town or a spot alone; a province is hatched, and where only "
    "the country is known the number stands in the margin."
)
LIMITS = (
    "It counts what the articles tell, not what happened: places that few report from are missing, and one event may "
    "be told twice. Names, dates and numbers are read by a machine and can be wrong: read the sentence first.",
    "An incident without a known place or date is counted, never placed by guess. Numbers of killed and injured are "
    "those of the sources, unknown ones are left open and never counted as none.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One incident in words."""

    shade: str  #: its type, or who says so, where colours are that
    head: str  #: type, sub-type, status
    title: str  #: day and place
    evidence: str
    lines: tuple[str, ...]
    source: str
    url: str  #: http or https, or empty


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a brief says."""

    title: str
    subtitle: str
    filters: str
    sample: bool
    caption: tuple[str, ...]
    periods: tuple[Period, ...]
    by_period: dict[str, tuple[int, ...]]  #: type -> incidents in each period
    table: tuple[tuple[str, ...], ...]  #: a head, then types by status, then the sums
    told: tuple[Told, ...]
    more: str  #: how many are not told
    missing: tuple[tuple[str, int], ...]  #: what is not on the map, and how often
    credits: tuple[str, ...]
    method: tuple[str, ...]


def make_brief(summary: Summary, manifest: dict[str, Any], left_out: pd.DataFrame | None = None) -> Brief:
    """Put `summary` into words.

    Parameters
    ----------
    summary, manifest
        What is shown, and its provenance.
    left_out
        What was read in the articles and is no pin (``geo.store.columns.NOT_ON_MAP``).
    """
    once = summary.shown.drop_duplicates("incident_id")
    newest = once.assign(day=once["date_end"].fillna(once["date_start"]))
    ids = newest.sort_values(["day", "incident_id"], ascending=[False, True], na_position="last")["incident_id"]
    chosen = [str(one) for one in ids.head(MAX_TOLD)]
    told = summary.shown[summary.shown["incident_id"].isin(chosen)]
    cards = make_cards(told, chosen, [*manifest["sources"], *manifest["datasets"]])
    shade = once.set_index("incident_id")["type"].astype(str)
    if summary.sides is not None:
        shade = pd.Series(shades(once, summary.sides), index=shade.index)
    periods = _periods(summary)
    rest = len(ids) - len(chosen)
    return Brief(
        title=summary.title,
        subtitle=summary.window,
        filters="; ".join(summary.filters),
        sample=summary.sample,
        caption=caption(summary),
        periods=tuple(periods),
        by_period=_by_period(once, periods),
        table=tuple(_table(once)),
        told=tuple(_told(cards.card(k), str(shade[one])) for k, one in enumerate(chosen)),
        more=f"{count(rest, 'older incident')} not told here: export the data for all of them." if rest else "",
        missing=tuple(_missing(summary, manifest, left_out)),
        credits=tuple(credit_lines(manifest)),
        method=(READING, (BY_TYPE if summary.sides is None else BY_SIDE) + SYMBOLS),
    )


def _told(card: dict[str, Any], shade: str) -> Told:
    evidence = card["evidence"]
    evidence = evidence if len(evidence) <= MAX_EVIDENCE else evidence[:MAX_EVIDENCE].rsplit(" ", 1)[0] + " …”"
    return Told(shade, card["head"], card["title"], evidence, tuple(card["lines"]), card["source"], card["url"])


def _periods(summary: Summary) -> list[Period]:
    if summary.shown.empty or summary.first is None or summary.last is None:
        return []
    return make_periods(summary.first, summary.last, good_step(summary.first, summary.last), most=1000)


def _by_period(once: pd.DataFrame, periods: list[Period]) -> dict[str, tuple[int, ...]]:
    masks = [in_window(once, Selection(first=p.first, last=p.last)).to_numpy(bool) for p in periods]
    kinds = [kind for kind in TYPES if once["type"].eq(kind).any()]
    return {kind: tuple(int((mask & once["type"].eq(kind).to_numpy(bool)).sum()) for mask in masks) for kind in kinds}


def _table(once: pd.DataFrame) -> list[tuple[str, ...]]:
    statuses = [status for status in STATUSES if once["status"].eq(status).any()]
    kinds = [kind for kind in TYPES if once["type"].eq(kind).any()]
    rows = [("", *(label("status", status) for status in statuses), "All")]
    for kind in kinds:
        own = once.loc[once["type"].eq(kind), "status"]
        rows.append((label("type", kind), *(f"{int(own.eq(s).sum()):,}" for s in statuses), f"{len(own):,}"))
    rows.append(("All", *(f"{int(once['status'].eq(s).sum()):,}" for s in statuses), f"{len(once):,}"))
    return rows


def _missing(summary: Summary, manifest: dict[str, Any], left_out: pd.DataFrame | None) -> list[tuple[str, int]]:
    """What is not on the map: incidents, then names in the articles of this brief."""
    hidden = summary.shown[~summary.shown["status"].isin(DRAWN_STATUSES)].drop_duplicates("incident_id")
    found = [(f"Incidents that are only listed: {label('status', str(status)).lower()}", int(n))
             for status, n in hidden["status"].value_counts().sort_index().items()]  # fmt: skip
    found += [
        ("Incidents without a known place", summary.unplaced),
        ("Incidents without a known day, in no window", summary.undated),
        ("Incidents left out by the filters", summary.filtered_out),
    ]
    if left_out is not None:
        used = {one["id"] for one in used_sources(summary.shown, manifest["sources"])["sources"]}
        rows = left_out[left_out["article_id"].isin(used) & left_out["kind"].ne("incident")]
        kinds = rows["kind"].value_counts().sort_index().items()
        found += [(f"Names and passages in these articles: {label('role', str(k)).lower()}", int(n)) for k, n in kinds]
    return [(words, n) for words, n in found if n]
