"""Small multiples: one small map per day, week, month, quarter or year, all of one extent and one legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.errors import UsageError
from geo.export.legend import draw_legend
from geo.export.look import Look
from geo.export.overlays import Brought, in_days
from geo.export.panel import Scene, draw_map, make_scene
from geo.export.paper import BOLD, Paper, save
from geo.export.periods import MAX_PANELS, Period, make_periods
from geo.export.picture import about, foot, head
from geo.export.progress import Report
from geo.export.room import width_of
from geo.export.summary import Summary
from geo.export.symbols import PIN_PRECISIONS, stacks
from geo.export.words import count
from geo.model import Selection
from geo.store.select import in_window

GAP_PT, CAPTION_PT = 9.0, 15.0
PERIOD_PT, COUNT_PT = 8.4, 7.6


def periods_of(summary: Summary, step: str, *, most: int) -> list[Period]:
    """The periods of the window of `summary`.

    Raises
    ------
    UsageError
        When nothing in it is dated, or there are more than `most`.
    """
    if summary.first is None or summary.last is None:
        msg = "no incident in this window is dated, so that it cannot be cut into periods"
        raise UsageError(msg)
    return make_periods(summary.first, summary.last, step, most=most)


def scene_of(scene: Scene, period: Period, brought: Sequence[Brought] = ()) -> Scene:
    """What of `scene` meets `period`, in the same rectangle of the world."""
    rows = scene.rows[in_window(scene.rows, Selection(first=period.first, last=period.last))]
    spots = stacks(rows[rows["place_precision"].isin(PIN_PRECISIONS)])
    return replace(scene, rows=rows, spots=spots, brought=in_days(brought, period.first, period.last))


def draw_panels(
    fmt: str, summary: Summary, manifest: dict[str, Any], look: Look, step: str, report: Report | None = None,
    brought: Sequence[Brought] = (),
) -> bytes:  # fmt: skip
    """One picture (png, svg or pdf) with a panel for each period of `step`; the panels grow with the paper.

    Raises
    ------
    UsageError
        When nothing is dated, or there are too many periods.
    """
    paper, whole = Paper(look), make_scene(summary, brought)
    periods = periods_of(summary, step, most=MAX_PANELS)
    head(paper, summary, f"{summary.window}, by {step}")
    foot(paper, summary, manifest)
    draw_legend(paper, whole, _by_type(whole.rows))
    top, bottom = paper.top - 4, paper.bottom + 2
    columns = _columns(len(periods), paper.across / (top - bottom))
    lines = math.ceil(len(periods) / columns)
    width = (paper.across - GAP_PT * (columns - 1)) / columns
    height = (top - bottom - GAP_PT * (lines - 1)) / lines
    for k, period in enumerate(periods):
        if report:
            report(k / len(periods), period.words)
        left, high = paper.left + k % columns * (width + GAP_PT), top - k // columns * (height + GAP_PT)
        scene = scene_of(whole, period, brought)
        box = (left, high - height, left + width, high - CAPTION_PT)
        draw_map(paper, box, scene, locator=False, names=False)
        paper.write(left, high - 10.5, period.words, PERIOD_PT, bold=True)
        words = _counted(scene.rows, width - width_of(period.words, PERIOD_PT) * BOLD - 6)
        paper.write(left + width, high - 10.5, words, COUNT_PT, colour=paper.theme.muted, right=True)
    return save(paper.figure, fmt, dpi=look.dpi, about=about(summary, manifest), salt=manifest["dataset_sha256_16"])


def _counted(rows: pd.DataFrame, room_pt: float) -> str:
    """How many incidents a panel tells of, and how many of them it cannot draw, as far as `room_pt` points reach."""
    incidents = rows["incident_id"].nunique()
    in_margin = incidents - rows.loc[rows["place_precision"].ne("country"), "incident_id"].nunique()
    whole, short = count(incidents, "incident"), f"{incidents:,}"
    beside = f", {in_margin:,} by country only" if in_margin else ""
    choices = (whole + beside, short + beside, whole, short)
    return next((words for words in choices if width_of(words, COUNT_PT) <= room_pt), short)


def _columns(panels: int, shape: float) -> int:
    """Columns of panels that are nearest to a third wider than high, on a rectangle of `shape` = width / height."""
    return min(
        range(1, panels + 1), key=lambda n: (abs(math.log(shape * math.ceil(panels / n) / n / 1.33)), n)
    )  # fmt: skip


def _by_type(rows: pd.DataFrame) -> dict[str, int]:
    counts = rows.drop_duplicates("incident_id")["type"].value_counts()
    return {str(kind): int(n) for kind, n in counts.items()}
