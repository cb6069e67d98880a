"""The first steps: a short tour beside the filters, shown until somebody closes it, which the browser remembers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.dashboard.routes import BASE
from geo.dashboard.speech import t

HTML = '<section class="sm-tour" hidden></section>'


def show_tour() -> None:
    """Draw the tour, where it was not closed in this browser."""
    steps = [
        (t("Time"), ".sitmap-brush", t("Drag the window under the map, or press play. The map follows.")),
        (t("Evidence"), ".sitmap-map", t("Choose a symbol, or a row of the table: the sentence it came from opens.")),
        (t("Your articles"), 'a[href$="/articles"]', t("On the page Articles, drop files or paste a text.")),
        (t("What is missing"), 'a[href$="/not-on-the-map"]', t("What was read and not drawn stands there, and why.")),
        (t("Publish"), 'a[href$="/export"]', t("On the page Export, a picture or a page of what the map shows now.")),
    ]
    _component()(
        key="tour",
        data={
            "steps": [{"title": title, "where": where, "words": words} for title, where, words in steps],
            "words": {
                "name": t("First steps"), "next": t("Next"), "back": t("Back"), "close": t("Close the tour"),
                "of": t("{k} of {n}"),
            },
        },
    )  # fmt: skip


def show_again() -> None:
    """A button that brings the tour back."""
    _component()(
        key="tour-again", data={"again": t("Show the first steps again"), "done": t("They stand on the page Map.")}
    )


#: The component's script is sent with every run of a page; the real one is a file that the browser keeps.
_MOUNT = (
    f'const real=import(new URL("{BASE}/tour.js",document.baseURI).href);\n'
    "export default (one)=>{real.then((it)=>it.default(one))}"
)


def _component() -> Any:
    return st.components.v2.component("sitmap_tour", html=HTML, js=_MOUNT, isolate_styles=False)
