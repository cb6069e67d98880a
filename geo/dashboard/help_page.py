"""Help: first steps, how the machine reads and where it errs, what the borders are, and the keys."""

from __future__ import annotations

import streamlit as st

from geo.dashboard.speech import language, meaning, t
from geo.dashboard.state import Desk
from geo.dashboard.tour import show_again
from geo.dashboard.words import html_text
from geo.export.words import glossary

#: What was measured, and where it stands (docs/accuracy.md; a test holds the two together).
GOLD_F1, PLAIN_F1, HARD_F1, FALSE_PINS, WITHIN = 0.858, 0.600, 0.446, 0.048, 0.981
#: kind of code -> its heading, in the order of the page.
KINDS = ("type", "status", "precision", "date_precision", "role", "sub_type", "basis", "left_out")


def show(at: Desk) -> None:
    """Draw the page."""
    del at
    st.subheader(t("Help"))
    show_again()
    for heading, lines in sections():
        st.html(_section_html(heading, lines))
    st.html(_keys_html())
    st.html(f"<h3>{html_text(t('Glossary'))}</h3>")
    for kind, heading in headings().items():
        with st.expander(heading):
            st.html(_terms(kind))
    if language() != "en":
        st.caption(t("Exports and commands are in English."))


def headings() -> dict[str, str]:
    """Kind of code -> what the page calls it."""
    said = (
        t("Types"), t("Status"), t("Precision of the place"), t("Precision of a date"), t("Roles of a place name"),
        t("Sub-types"), t("Where a publication day comes from"), t("Not on the map"),
    )  # fmt: skip
    return dict(zip(KINDS, said, strict=True))


def sections() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings, and what stands under them."""
    return (
        (
            t("What it does"),
            (
                t("Sitmap reads news articles about armed conflict and draws the incidents they report on a map."),
                t("A machine reads them. Check the sentence behind a symbol before you publish it."),
                t("Nothing leaves this machine unless you set up an online service and press its button."),
            ),
        ),
        (
            t("What is read, and what is not"),
            (
                t("Articles in English are read whole. Of articles in Ukrainian, Russian, Arabic, French and Spanish "
                  "the places are listed, of those in other languages only places with well-known Latin names: no "
                  "dates, no incidents, no pins."),
                t("Eight types of incident: battles, strikes, violence against civilians, protests, riots, strategic "
                  "developments, diplomacy and statements."),
                t("Left out with a reason: denials, hypothetical events, commentary, subscription lines, and names "
                  "that stand for a government or a newspaper. The page “Not on the map” lists them."),
                t("Pictures, videos and posts are not read, and nobody checks whether an article is true."),
            ),
        ),
        (
            t("How places are decided"),
            (
                t("Names are looked up in a gazetteer on this machine. All names of an article are decided together: "
                  "the country it is about, distance, size and wider places named beside them."),
                t("Only names where something happened become pins. “Moscow said” is a government, not a place."),
                t("Precision is drawn, never pretended: a town is a pin, “near” a circle, a province a hatched area, a "
                  "country a number in the margin."),
            ),
        ),
        (
            t("How dates are decided"),
            (
                t("“On Monday” is counted from the publication day. Where that day comes from is shown, and you can "
                  "change it: the article is dated anew at once."),
                t("Vague dates stay spans: “over the weekend” is two days, “in May” a month."),
                t("An incident without a day is in no window; the list “Not dated” holds it."),
            ),
        ),
        (
            t("What the status means"),
            (
                t("Occurred: stated as fact by the narrator, authorities on the spot, or the side that was hit."),
                t("Claimed: an armed side reports its own success or its enemy’s act. Alleged: an accusation "
                  "by others."),
                t("Planned: announced for a coming day. Denied and threatened acts are listed and never drawn."),
            ),
        ),
        (
            t("How good it is"),
            (
                t("On articles like those it was made with, {f1} of the incidents are usable as they are (F1), "
                  "{pins} of the pins are false, and {within} of the places lie within their tolerance.",
                  f1=GOLD_F1, pins=FALSE_PINS, within=WITHIN),
                t("On articles that nobody had read before: {plain} for plain news, {hard} for terse and hard texts.",
                  plain=PLAIN_F1, hard=HARD_F1),
                t("Most mistakes: villages that no gazetteer knows, two acts in one sentence taken for one, and the "
                  "kind of act where a text only hints at the weapon."),
            ),
        ),
        (
            t("Borders"),
            (
                t("Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution "
                  "68/262); disputed borders are dashed. A border here is no statement on anybody’s rights."),
            ),
        ),
    )  # fmt: skip


def _section_html(heading: str, lines: tuple[str, ...]) -> str:
    items = "".join(f"<li>{html_text(line)}</li>" for line in lines)
    return f'<div class="sm-help"><h3>{html_text(heading)}</h3><ul>{items}</ul></div>'


def _keys_html() -> str:
    keys = (
        ("Tab", t("to the next control; the first press offers to skip to the page")),
        ("← →", t("on a handle of the brush: a step; with Shift, ten")),
        ("Home End", t("on a handle of the brush: to the first or last day")),
        (t("Space"), t("on the brush: play and pause; on a filter: on and off")),
        ("↑ ↓, Shift+Space", t("in a table: move, and choose the row")),
        ("PgUp PgDn", t("in the table under the map: turn the page; Enter opens the evidence of a row")),
        ("+ −", t("on the map: nearer and farther; arrow keys move it")),
        ("Esc", t("closes the first steps, menus and full screen")),
    )
    rows = "".join(f"<tr><td>{html_text(key)}</td><td>{html_text(words)}</td></tr>" for key, words in keys)
    return f'<div class="sm-help"><h3>{html_text(t("Keys"))}</h3><table class="sm-terms">{rows}</table></div>'


def _terms(kind: str) -> str:
    rows = []
    for (of, code), words in glossary().items():
        if of == kind:
            square = f'<span class="sm-square sm-of-{html_text(code)}"></span>' if words.colour else ""
            rows.append(
                f"<tr><td>{square}{html_text(t(words.label))}</td><td>{html_text(meaning(kind, code))}</td></tr>"
            )
    return f'<table class="sm-terms">{"".join(rows)}</table>'
