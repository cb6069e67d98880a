"""One picture as PNG, SVG or PDF: title, map, legend of what is drawn, counts, credits and provenance.

Same rows, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geo.export.cartography import most_aspect
from geo.export.credits import credit_lines
from geo.export.legend import draw_legend
from geo.export.look import Look
from geo.export.overlays import Brought
from geo.export.panel import Box, Scene, draw_map, make_scene, say_empty
from geo.export.paper import Paper, save
from geo.export.room import one_line
from geo.export.summary import Summary, caption, incident_numbers
from geo.export.surfaces import draw_badges

MARGIN_PT = 110.0  #: width of the column of countries
LEAST_PT = 280.0  #: height of a map


def draw_picture(
    fmt: str, summary: Summary, manifest: dict[str, Any], look: Look, brought: Sequence[Brought] = ()
) -> bytes:
    """Draw one picture.

    Parameters
    ----------
    fmt
        png, svg or pdf.
    summary
        What to draw.
    manifest
        Its provenance: the dataset's hash stands at the foot and in the file's metadata.
    look
        Paper, inks and pixels.
    brought
        The overlays of the store.
    """
    figure = lay_out(summary, manifest, look, brought).figure
    return save(figure, fmt, dpi=look.dpi, about=about(summary, manifest), salt=manifest["dataset_sha256_16"])


def lay_out(summary: Summary, manifest: dict[str, Any], look: Look, brought: Sequence[Brought] = ()) -> Paper:
    """The whole picture on its paper; one for a screen, which has no paper, is no higher than its map needs."""
    scene = make_scene(summary, brought)
    paper, box = _written(Paper(look), summary, manifest, scene)
    aspect = most_aspect(scene.extent)
    if look.page == "screen" and aspect:
        spare = min(box[3] - box[1] - (box[2] - box[0]) / aspect, box[3] - box[1] - LEAST_PT)
        if spare > 0:
            paper, box = _written(Paper(look, round(spare)), summary, manifest, scene)
    ax, frame = draw_map(paper, box, scene, names=True)
    if not summary.drawn:
        say_empty(ax, summary, frame)
    return paper


def _written(paper: Paper, summary: Summary, manifest: dict[str, Any], scene: Scene) -> tuple[Paper, Box]:
    """All words of a picture on its paper, and the box that they leave for the map."""
    drawn = scene.rows["type"][~pd.Series(incident_numbers(scene.rows)).duplicated().to_numpy()].value_counts()
    head(paper, summary)
    foot(paper, summary, manifest)
    draw_legend(paper, scene, {str(kind): int(n) for kind, n in drawn.items()})
    right, top = paper.right, paper.top - 6
    in_margin = scene.rows[scene.rows["place_precision"].eq("country")]
    if not in_margin.empty:
        right -= MARGIN_PT + 9
        draw_badges(paper, in_margin, right + 9, paper.right, top, paper.bottom)
    return paper, (paper.left, paper.bottom + 2, right, top)


def about(summary: Summary, manifest: dict[str, Any]) -> str:
    """What a file shows, for its metadata."""
    return one_line(f"{summary.title}; {summary.window}; dataset {manifest['dataset_sha256_16']}")


def head(paper: Paper, summary: Summary, window: str = "") -> None:
    """Title, window and filters at the top of the paper."""
    if summary.sample:
        paper.write(paper.right, paper.top - 13, "SAMPLE ARTICLES", 9, colour=paper.theme.alarm, bold=True, right=True)
    paper.down(summary.title, 16, bold=True, lines=2)
    paper.down(window or summary.window, 11)
    paper.down("; ".join(summary.filters), 8.5, colour=paper.theme.muted, lines=2)


def foot(paper: Paper, summary: Summary, manifest: dict[str, Any]) -> None:
    """What is shown and what is not, sources, credits and provenance, from the foot of the paper upwards."""
    for line in reversed(credit_lines(manifest)):
        paper.up(line, 7.2, colour=paper.theme.muted, lines=4)
    paper.bottom += 2
    for line in reversed(caption(summary)):
        paper.up(line, 8.6, lines=2)
    paper.bottom += 4
