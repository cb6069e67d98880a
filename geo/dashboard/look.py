"""The style sheet of all pages: look.css, and the colours of types from data/types.csv."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from geo.export.words import glossary


@lru_cache(maxsize=1)
def look() -> str:
    """The style sheet as text."""
    own = files("geo.dashboard").joinpath("look.css").read_text(encoding="utf-8")
    colours = []
    for (kind, code), term in glossary().items():
        if kind == "type":
            colours.append(f".sm-square.sm-of-{code}, .st-key-type-{code} p::before {{ background: {term.colour}; }}")
            colours.append(f".sm-incident.sm-of-{code} {{ box-shadow: inset 0 -2px 0 {term.colour}; }}")
    return own + "\n".join(colours)
