"""A film of the window, period by period: GIF and WebP by Pillow, MP4 where ffmpeg is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends import backend_agg
from matplotlib.colors import to_rgb
from PIL import Image

from geo.errors import MissingError
from geo.export.cartography import Frame, trim
from geo.export.labels import draw_place_names
from geo.export.legend import draw_legend
from geo.export.look import Look, Theme
from geo.export.overlays import Brought, draw_overlays
from geo.export.panel import Scene, draw_map, make_scene
from geo.export.panels import periods_of, scene_of
from geo.export.paper import LETTERS, Paper
from geo.export.periods import MAX_FRAMES, Period, good_step
from geo.export.picture import foot, head
from geo.export.progress import Report
from geo.export.room import Box, Room
from geo.export.summary import Summary
from geo.export.surfaces import draw_counts, draw_seas, draw_surfaces
from geo.export.symbols import SURFACE_PRECISIONS, draw_circles, draw_pins
from geo.export.words import count
from geo.model import TYPES
from geo.scratch import scratch

#: How long a frame stands, and the last one.
FRAME_MS, LAST_MS = 600, 2500
#: H.264 wants even sides; the last frame stands for two seconds more.
EVEN = "pad=ceil(iw/2)*2:ceil(ih/2)*2:color={paper},tpad=stop_mode=clone:stop_duration=2,fps=10"
BARS_PT = 34.0  #: height of the chart under the map


def draw_film(
    fmt: str, summary: Summary, manifest: dict[str, Any], look: Look, step: str | None, report: Report | None = None,
    brought: Sequence[Brought] = (),
) -> bytes:  # fmt: skip
    """A film with one frame for each period of `step`; by default the smallest that gives a short film.

    Raises
    ------
    UsageError
        When nothing is dated, or there are too many periods.
    MissingError
        When it is an MP4 and there is no ffmpeg.
    """
    if fmt == "mp4":
        find_ffmpeg()  # before minutes of drawing
    if summary.first and summary.last:
        step = step or good_step(summary.first, summary.last)
    periods = periods_of(summary, step or "day", most=MAX_FRAMES)
    frames = _frames(summary, manifest, look, periods, report, brought)
    about = f"Sitmap, dataset {manifest['dataset_sha256_16']}"
    return _mp4(frames, about, look.theme.paper) if fmt == "mp4" else _looped(fmt, frames, about, look.theme)


def _frames(
    summary: Summary,
    manifest: dict[str, Any],
    look: Look,
    periods: list[Period],
    report: Report | None,
    brought: Sequence[Brought],
) -> Iterator[Image.Image]:
    """The ground is drawn once; each frame adds what happened in its period."""
    paper, whole = Paper(look), make_scene(summary, brought)
    head(paper, summary)
    foot(paper, summary, manifest)
    drawn = whole.rows.drop_duplicates("incident_id")["type"].value_counts()
    draw_legend(paper, whole, {str(kind): int(n) for kind, n in drawn.items()})
    scenes = [scene_of(whole, period, brought) for period in periods]
    bars = _draw_bars(paper, periods, [scene.rows["incident_id"].nunique() for scene in scenes])
    box = (paper.left, paper.bottom + BARS_PT + 8, paper.right, paper.top - 6)
    none = Scene(whole.rows.iloc[:0], whole.spots.iloc[:0], whole.extent)
    ax, frame = draw_map(paper, box, none, locator=False, ground_names=False)
    canvas: Any = backend_agg.FigureCanvasAgg(paper.figure)
    with matplotlib.rc_context(LETTERS):
        canvas.draw()
        said = [one.get_window_extent(canvas.get_renderer()) for one in ax.texts]
    points = 72 / paper.figure.dpi
    taken = [(box.x0 * points, box.y0 * points, box.x1 * points, box.y1 * points) for box in said]
    ground = canvas.copy_from_bbox(paper.figure.bbox)
    for k, (period, scene) in enumerate(zip(periods, scenes, strict=True)):
        if report:
            report(k / len(periods), period.words)
        canvas.restore_region(ground)
        with matplotlib.rc_context(LETTERS):
            _draw_frame(canvas, ax, frame, scene, period, taken)
        _mark_bar(canvas, bars, k, paper)
        yield Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3].copy())


def _draw_frame(canvas: Any, ax: Axes, frame: Frame, scene: Scene, period: Period, taken: Sequence[Box]) -> None:
    """Add what happened in `period`; no name stands in the boxes that the ground's names have `taken`."""
    before = set(ax.get_children())
    draw_overlays(ax, frame, scene.brought)
    rows = scene.rows
    surfaces = draw_surfaces(ax, frame, rows[rows["place_precision"].isin(SURFACE_PRECISIONS)])
    draw_seas(ax, frame, rows[rows["place_precision"].eq("sea_air")])
    if not scene.is_dotted:
        draw_circles(ax, frame, rows)
    trim(ax, frame)
    room = Room(ax)
    left, _bottom, right, top = room.bounds
    words = f"{period.words}   {count(rows['incident_id'].nunique(), 'incident')}"
    style = {"facecolor": frame.theme.paper, "edgecolor": frame.theme.border, "linewidth": 0.6, "pad": 4}
    inches = ax.figure.dpi_scale_trans
    ax.text(
        (left + 9) / 72, (top - 17) / 72, words, fontsize=11, weight="bold", color=frame.theme.ink, transform=inches,
        zorder=12, bbox=style,
    )  # fmt: skip
    room.take((left, top - 28, min(left + 240, right), top), *taken)
    draw_pins(ax, frame, scene.spots, room)
    draw_counts(ax, frame, surfaces, room)
    draw_place_names(ax, frame, scene.spots, room)
    made = [artist for artist in ax.get_children() if artist not in before]
    for artist in sorted(made, key=lambda one: one.get_zorder()):
        artist.draw(canvas.get_renderer())
    for artist in made:
        artist.remove()


def _draw_bars(paper: Paper, periods: list[Period], counts: list[int]) -> Axes:
    """Incidents of each period, as bars under the map."""
    ax: Axes = paper.axes(paper.left, paper.bottom + 12, paper.right, paper.bottom + BARS_PT + 2)
    ax.bar(range(len(counts)), counts, width=0.8, color=paper.theme.border, linewidth=0)
    ax.set_xlim(-0.5, len(counts) - 0.5)
    ax.set_ylim(0, max([1, *counts]) * 1.05)
    ax.axis("off")
    first, last = periods[0].first, periods[-1].last + timedelta(0)
    paper.write(paper.left, paper.bottom + 3, first.isoformat(), 7, colour=paper.theme.muted)
    paper.write(paper.right, paper.bottom + 3, last.isoformat(), 7, colour=paper.theme.muted, right=True)
    return ax


def _mark_bar(canvas: Any, ax: Axes, number: int, paper: Paper) -> None:
    bar = ax.patches[number]
    colour = bar.get_facecolor()
    bar.set_facecolor(paper.theme.alarm)
    (mark,) = ax.plot([number], [0], marker="^", markersize=5, color=paper.theme.alarm, clip_on=False)
    for artist in (bar, mark):
        artist.draw(canvas.get_renderer())
    bar.set_facecolor(colour)
    mark.remove()


def _looped(fmt: str, frames: Iterator[Image.Image], about: str, theme: Theme) -> bytes:
    """A GIF or a WebP that begins anew at its end."""
    palette = _palette(theme)
    images = [one.quantize(palette=palette, dither=Image.Dither.NONE) if fmt == "gif" else one for one in frames]
    more: dict[str, Any] = {"comment": about.encode()} if fmt == "gif" else {"quality": 82, "method": 3}
    times = [FRAME_MS] * (len(images) - 1) + [LAST_MS]
    out = io.BytesIO()
    images[0].save(
        out, fmt.upper(), save_all=True, append_images=images[1:], duration=times, loop=0, **more
    )  # fmt: skip
    return out.getvalue()


def _palette(theme: Theme) -> Image.Image:
    """The colours of a GIF: each type's own, exactly, its way into the ground, and the inks' way into the paper."""
    types = [to_rgb(theme.colour(kind)) for kind in theme.sides or TYPES]
    grounds = [to_rgb(one) for one in (theme.paper, theme.land, theme.sea)]
    inks = [to_rgb(one) for one in (theme.ink, theme.muted, theme.border, theme.inner, theme.alarm, theme.river)]
    mixed = [
        tuple(round(255 * (a + (b - a) * share)) for a, b in zip(own, ground, strict=True))
        for own, steps in [(one, 5) for one in types] + [(one, 4) for one in inks]
        for ground in grounds
        for share in np.arange(steps) / steps
    ]
    colours = list(dict.fromkeys([*(tuple(round(255 * v) for v in one) for one in (*grounds, *types, *inks)), *mixed]))
    flat = [value for colour in colours[:256] for value in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + flat[:3] * (256 - len(flat) // 3))
    return palette


def find_ffmpeg() -> str:
    """The path of ffmpeg.

    Raises
    ------
    MissingError
        When there is none.
    """
    found = shutil.which("ffmpeg")
    if found is None:
        msg = "an MP4 needs the program ffmpeg, which is not installed: install it, or choose .gif or .webp"
        raise MissingError(msg)
    return found


def _mp4(frames: Iterator[Image.Image], about: str, paper: str) -> bytes:
    """H.264 in MP4, without clock and chance."""
    with scratch() as folder:
        path = folder / "film.mp4"
        for number, one in enumerate(frames):
            one.save(folder / f"{number:05d}.png", compress_level=1)
        command = [
            find_ffmpeg(), "-loglevel", "error", "-framerate", f"1000/{FRAME_MS}",
            "-i", str(folder / "%05d.png"), "-vf", EVEN.format(paper=paper.replace("#", "0x")),
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-threads", "1", "-movflags", "+faststart",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-metadata", f"comment={about}", str(path),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 no word of an article
        if done.returncode:
            msg = f"ffmpeg could not make the film: {done.stderr.strip()[-300:]}. Choose .gif or .webp"
            raise MissingError(msg)
        return path.read_bytes()
