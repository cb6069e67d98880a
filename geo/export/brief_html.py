"""A brief as one HTML file: no script at all, a strict policy, and every word of an article escaped."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable

from geo.export.brief import LIMITS, Brief, Told
from geo.export.look import Theme

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body{font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:#1d2733;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid
#d8dee2;padding-bottom:.2rem}p{margin:.4rem 0}.quiet{color:#5f6b78;font-size:.88rem}img{width:100%;height:auto}
.note{color:#c31;font-weight:600}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem}
th,td{padding:.2rem .7rem .2rem 0;text-align:right;border-bottom:1px solid #e6eaee}th:first-child,td:first-child
{text-align:left}article{margin:1rem 0;padding-left:.8rem;border-left:4px solid var(--c);break-inside:avoid}
article h3{font-size:1rem;margin:0}blockquote{margin:.3rem 0;font-style:italic}figure{margin:1rem 0}
@media print{body{margin:0;max-width:none}}
"""


def make_html(brief: Brief, picture: bytes, chart: bytes, theme: Theme) -> bytes:
    """The page in UTF-8; `picture` and `chart` are PNG."""
    e = html.escape
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{e(brief.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{e(brief.title)}</h1><p>{e(brief.subtitle)}</p>" + _quiet([brief.filters]),
        '<p class="note">Sample articles</p>' if brief.sample else "",
        "".join(f"<p>{e(line)}</p>" for line in brief.caption),
        _image(picture, "Map of the incidents"),
        "<h2>Over time</h2>" + _image(chart, "Incidents over time, by type") if brief.periods else "",
        "<h2>By type and status</h2>" + _table(brief.table),
        "<h2>Incidents</h2>" + "".join(_told(one, theme) for one in brief.told) + _quiet([brief.more]),
        "<h2>Not on the map</h2><table>" + "".join(f"<tr><td>{e(w)}</td><td>{n:,}</td></tr>" for w, n in brief.missing),
        "</table><h2>Method and limits</h2>" + "".join(f"<p>{e(line)}</p>" for line in (*brief.method, *LIMITS)),
        "<h2>Sources and credits</h2>" + _quiet(brief.credits) + "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part).encode("utf-8")


def _quiet(lines: Iterable[str]) -> str:
    return "".join(f'<p class="quiet">{html.escape(line)}</p>' for line in lines if line)


def _image(content: bytes, words: str) -> str:
    return f'<figure><img alt="{words}" src="data:image/png;base64,{base64.b64encode(content).decode()}"></figure>'


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = []
    for k, row in enumerate(rows):
        cell = "td" if k else "th"
        lines.append("<tr>" + "".join(f"<{cell}>{html.escape(one)}</{cell}>" for one in row) + "</tr>")
    return f"<table>{''.join(lines)}</table>"


def _told(one: Told, theme: Theme) -> str:
    e = html.escape
    source = e(one.source)
    if one.url:
        source = f'<a href="{e(one.url)}" rel="noreferrer noopener">{source}</a>'
    return (
        f'<article style="--c:{theme.colour(one.shade)}"><h3>{e(one.title)}</h3><p class="quiet">{e(one.head)}</p>'
        + (f"<blockquote>{e(one.evidence)}</blockquote>" if one.evidence else "")
        + _quiet(one.lines)
        + f'<p class="quiet">{source}</p></article>'
    )
