"""A brief as a PDF of A4 pages: the picture first, then chart, numbers, incidents, what is missing, method."""

from __future__ import annotations

import io
import math

import matplotlib
from matplotlib.backends.backend_pdf import PdfPages

from geo.export.brief import LIMITS, Brief, Told
from geo.export.look import Look, Theme, type_styles
from geo.export.paper import BOLD, LEADING, Paper, save, wrap
from geo.export.room import one_line

PAGE = Look("a4-portrait")
CHART_PT = 150.0
#: Height of a row of the chart's legend, and how many types stand in one.
LEGEND_PT, LEGEND_COLUMNS = 11.0, 4
BODY, SMALL, HEAD = 9.0, 7.8, 12.5
INDENT_PT = 13.0  #: of an incident, beside the square in the colour of its type


class _Pages:
    """Pages that are filled from their top; one that is full is written and followed by the next."""

    def __init__(self, out: PdfPages, theme: Theme, foot: str) -> None:
        self._out, self.theme, self._foot, self._number = out, theme, foot, 1
        self.paper = self._new()

    def _new(self) -> Paper:
        self._number += 1
        paper = Paper(Look(PAGE.page, self.theme.name))
        paper.up(f"{self._number}   {self._foot}", 7, colour=self.theme.muted)
        paper.bottom += 8
        return paper

    def room(self, points: float) -> None:
        """Go to the next page where less than `points` are left."""
        if self.paper.top - points < self.paper.bottom:
            self.close()
            self.paper = self._new()

    def say(self, words: str, size: float = BODY, *, colour: str = "", bold: bool = False, lines: int = 6) -> None:
        """Write a paragraph."""
        self.room(size * 1.4 * min(lines, 1 + len(words) * size // 900))
        self.paper.down(words, size, colour=colour, bold=bold, lines=lines)

    def head(self, words: str) -> None:
        """Write a heading that never stands alone at a foot."""
        self.room(70)
        self.paper.top -= 10
        self.say(words, HEAD, bold=True)
        self.paper.top -= 3

    def close(self) -> None:
        """Write the page that is open."""
        self._out.savefig(self.paper.figure)  # type: ignore[no-untyped-call]


def make_pdf(brief: Brief, picture: Paper, look: Look, about: str) -> bytes:
    """The PDF; `picture` is its first page."""
    out = io.BytesIO()
    facts = {"Title": one_line(about), "Creator": "Sitmap", "Producer": "Sitmap", "CreationDate": None}
    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(out, metadata=facts) as pdf:
        pdf.savefig(picture.figure)
        pages = _Pages(pdf, look.theme, brief.credits[-1])
        if brief.periods:
            pages.head("Over time")
            draw_chart(pages.paper, brief)
        pages.head("By type and status")
        _table(pages, brief.table)
        pages.head("Incidents")
        for one in brief.told:
            _told(pages, one)
        if brief.more:
            pages.say(brief.more, SMALL, colour=look.theme.muted)
        pages.head("Not on the map")
        for words, n in brief.missing:
            pages.say(f"{n:,}   {words}")
        pages.head("Method and limits")
        for line in (*brief.method, *LIMITS):
            pages.say(line, lines=8)
        pages.head("Sources and credits")
        for line in brief.credits:
            pages.say(line, SMALL, colour=look.theme.muted, lines=20)
        pages.close()
    return out.getvalue()


def draw_chart(paper: Paper, brief: Brief) -> None:
    """Incidents of each period, stacked by type, under what stands at the top of the paper."""
    theme = paper.theme
    paper.top -= LEGEND_PT * math.ceil(len(brief.by_period) / LEGEND_COLUMNS)
    ax = paper.axes(paper.left + 22, paper.top - CHART_PT, paper.right, paper.top - 4)
    base = [0] * len(brief.periods)
    for kind, counts in brief.by_period.items():
        ax.bar(range(len(counts)), counts, bottom=base, color=theme.colour(kind), width=0.85, linewidth=0,
               label=type_styles()[kind].label)  # fmt: skip
        base = [a + b for a, b in zip(base, counts, strict=True)]
    ax.set_facecolor(theme.paper)
    ax.set_xlim(-0.6, len(brief.periods) - 0.4)
    ax.set_ylim(0, max([1, *base]) * 1.08)
    ax.yaxis.get_major_locator().set_params(integer=True)
    ticks = sorted({0, len(brief.periods) // 2, len(brief.periods) - 1})
    ax.set_xticks(ticks, [brief.periods[k].words for k in ticks])
    for tick, side in zip(ax.get_xticklabels(), ("left", "center", "right"), strict=False):
        tick.set_ha(side if len(ticks) == 3 else "center")
    ax.tick_params(labelsize=7, colors=theme.muted, length=2)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_edgecolor(theme.border)
    ax.legend(
        fontsize=7, frameon=False, ncols=LEGEND_COLUMNS, loc="lower left", bbox_to_anchor=(0, 1), labelcolor=theme.ink
    )
    paper.top -= CHART_PT + 18


def chart_png(brief: Brief, look: Look, salt: str) -> bytes:
    """The chart alone as PNG."""
    paper = Paper(Look("screen", look.inks, look.scale))
    paper.figure.set_size_inches(paper.width / 72, (CHART_PT + 80) / 72)
    paper.height = CHART_PT + 80
    paper.top = paper.height - 12
    draw_chart(paper, brief)
    return save(paper.figure, "png", dpi=look.dpi, about="Incidents over time", salt=salt)


def _table(pages: _Pages, rows: tuple[tuple[str, ...], ...]) -> None:
    columns = len(rows[0]) - 1
    for k, row in enumerate(rows):
        pages.room(16)
        paper = pages.paper
        paper.top -= 14
        bold = k in (0, len(rows) - 1)
        paper.write(paper.left, paper.top, row[0], BODY, bold=bold)
        step = min(66.0, (paper.across - 150) / max(columns, 1))
        for number, cell in enumerate(row[1:], start=1):
            paper.write(paper.left + 150 + step * number, paper.top, cell, BODY - (k == 0), bold=bold, right=True)


def _told(pages: _Pages, one: Told) -> None:
    """One incident; it stands on one page."""
    theme = pages.theme
    indented: list[tuple[str, float, str, bool, int]] = [
        (one.title, BODY, theme.ink, True, 2), (one.head, SMALL, theme.muted, False, 1),
        (one.evidence, BODY, theme.ink, False, 6), *((line, SMALL, theme.muted, False, 3) for line in one.lines),
        (one.source, SMALL, theme.muted, False, 2), (one.url, SMALL - 1, theme.muted, False, 1),
    ]  # fmt: skip
    across = pages.paper.across - INDENT_PT
    high = sum(
        size * LEADING * len(wrap(words, size, across, lines=lines, wider=BOLD if bold else 1.0))
        for words, size, _colour, bold, lines in indented
    )
    pages.room(high + 7)
    paper = pages.paper
    paper.top -= 7
    paper.write(paper.left, paper.top - 12 * 0.95, "■", 8, colour=theme.colour(one.shade))
    paper.left += INDENT_PT
    for words, size, colour, bold, lines in indented:
        paper.down(words, size, colour=colour, bold=bold, lines=lines)
    paper.left -= INDENT_PT
