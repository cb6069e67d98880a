"""A sheet of paper that fills from its top and its bottom with lines of words; what is left between is for the map."""

from __future__ import annotations

import io
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from geo.export.look import Look
from geo.export.room import one_line, width_of

MARGIN_PT = 24.0
#: A bold word is at most so much wider than a plain one (DejaVu Sans).
BOLD = 1.17
LEADING = 1.32  #: from line to line, in sizes
#: How letters are drawn: hinted ones are a tenth wider than they were measured where a point is a pixel.
LETTERS: dict[Any, Any] = {"text.hinting": "none"}


def wrap(words: str, size: float, width_pt: float, *, lines: int, wider: float = 1.0) -> list[str]:
    """Set `words` in at most `lines` lines of `width_pt` points; what does not fit ends in an ellipsis."""
    rest, made = one_line(words).split(" "), list[str]()
    while rest and rest[0] and len(made) < lines:
        fits, across = 1, _advance(rest[0], size) * wider
        while fits < len(rest) and across + _advance(rest[fits], size) * wider <= width_pt:
            across += _advance(rest[fits], size) * wider
            fits += 1
        last = len(made) == lines - 1 and fits < len(rest)
        while last and fits > 1 and across + _advance("…", size) * wider > width_pt:
            fits -= 1
            across -= _advance(rest[fits], size) * wider
        made.append(" ".join(rest[:fits]))
        rest = rest[fits:]
    if made and rest:
        made[-1] += " …"
    for k, line in enumerate(made):
        short = len(line) * size * 1.05 < width_pt or " " in line.removesuffix(" …")  # its words were measured
        while not short and len(line) > 1 and width_of(line, size) * wider > width_pt:
            line = line.removesuffix(" …")[:-1].rstrip() + " …"
        made[k] = line
    return made


def _advance(word: str, size: float) -> float:
    """Width of a word and the space after it: words are measured once, lines never."""
    return width_of(word, size) + 0.36 * size


class Paper:
    """One figure in points, lower left is (0, 0).

    Parameters
    ----------
    look
        Its size and its inks.
    shorter
        Points by which it is less high.
    """

    def __init__(self, look: Look, shorter: float = 0.0) -> None:
        self.look, self.theme = look, look.theme
        self.width, self.height = look.size_in[0] * 72, look.size_in[1] * 72 - shorter
        size = (self.width / 72, self.height / 72)
        self.figure = Figure(figsize=size, dpi=look.dpi, facecolor=self.theme.paper)
        self.left, self.right = MARGIN_PT, self.width - MARGIN_PT
        self.top, self.bottom = self.height - MARGIN_PT * 0.8, MARGIN_PT * 0.5

    @property
    def across(self) -> float:
        """Points between the margins."""
        return self.right - self.left

    def down(self, words: str, size: float, *, colour: str = "", bold: bool = False, lines: int = 1) -> None:
        """Write under what stands at the top."""
        for line in wrap(words, size, self.across, lines=lines, wider=BOLD if bold else 1.0):
            self.top -= size * LEADING
            self.write(self.left, self.top + size * 0.25, line, size, colour=colour, bold=bold)

    def up(self, words: str, size: float, *, colour: str = "", lines: int = 1) -> None:
        """Write above what stands at the bottom."""
        for line in reversed(wrap(words, size, self.across, lines=lines)):
            self.write(self.left, self.bottom, line, size, colour=colour)
            self.bottom += size * LEADING + 0.6

    def write(self, x: float, y: float, words: str, size: float, *, colour: str = "", bold: bool = False,
              right: bool = False) -> None:  # fmt: skip
        """Write one line with its baseline at (x, y) points."""
        self.figure.text(
            x / self.width, y / self.height, words, fontsize=size, color=colour or self.theme.ink, parse_math=False,
            weight="bold" if bold else "normal", ha="right" if right else "left",
        )  # fmt: skip

    def axes(self, left: float, bottom: float, right: float, top: float) -> Any:
        """Axes in a rectangle of points."""
        box = (left / self.width, bottom / self.height, (right - left) / self.width, (top - bottom) / self.height)
        return self.figure.add_axes(box)


def save(figure: Figure, fmt: str, *, dpi: int, about: str, salt: str) -> bytes:
    """A finished figure as PNG, SVG or PDF; no clock and no chance in the file.

    Parameters
    ----------
    about
        What it shows, for the file's metadata.
    salt
        Names inside an SVG are made from this.
    """
    out = io.BytesIO()
    about = one_line(about)  # XML holds no control characters
    facts: dict[str, Any] = {"Title": about, "Creator": "Sitmap"}
    if fmt == "png":
        facts = {"Software": "Sitmap", "Description": about.encode("latin-1", "replace").decode("latin-1")}
    elif fmt == "svg":
        facts |= {"Date": None}
    else:
        facts |= {"CreationDate": None, "Producer": "Sitmap"}
    with matplotlib.rc_context({**LETTERS, "svg.hashsalt": salt, "svg.fonttype": "path", "pdf.fonttype": 42}):
        figure.savefig(out, format=fmt, dpi=dpi, metadata=facts)
    return out.getvalue()
