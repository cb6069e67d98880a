"""Not on the map: every name, sentence and incident that was read and is no pin, with its reason."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.scope import LONGEST_LINE
from geo.dashboard.speech import label, numeral, retold, t, terms_help
from geo.dashboard.state import Desk
from geo.dashboard.veil import veiled
from geo.dashboard.words import html_text
from geo.export.words import term

SHOWN_ROWS = 5000
#: In this order; the first kinds are those that a reader may want to correct.
KINDS = ("incident", "unknown_place", "metonym", "org", "background", "container", "dateline", "skipped")


def show(at: Desk) -> None:
    """Draw the page."""
    view = at.view()
    st.subheader(t("Not on the map"))
    st.text(
        t(
            "Everything that was read and left off the map, and why: governments and newspapers with place names, "
            "denials, history, names that no gazetteer knows."
        )
    )
    rows = view.store.not_on_map()
    if rows.empty:
        st.html(
            f'<div class="sm-empty">{html_text(t("Nothing was left out. Add articles on the page Articles."))}</div>'
        )
        return
    seen = [kind for kind in KINDS if (rows["kind"] == kind).any()]
    chosen = st.pills(
        t("Why"),
        seen,
        selection_mode="multi",
        key="left-out-kinds",
        format_func=lambda kind: f"{kind_label(kind)} ({numeral(int((rows['kind'] == kind).sum()))})",
        label_visibility="collapsed",
    )
    search = st.text_input(
        t("Search"), key="left-out-search", placeholder=t("Search names and reasons"), label_visibility="collapsed",
        max_chars=LONGEST_LINE,
    )  # fmt: skip
    rows = left_out(rows, view.store.articles(), chosen or [], search)
    if len(rows) > SHOWN_ROWS:
        st.caption(t("The first {n} of {all}.", n=numeral(SHOWN_ROWS), all=numeral(len(rows))))
    st.dataframe(
        rows.head(SHOWN_ROWS),
        hide_index=True,
        height=560,
        column_config={
            t("Kind"): st.column_config.TextColumn(width="medium", help=_kinds_help(seen)),
            t("Text"): st.column_config.TextColumn(width=190),
            t("Why"): st.column_config.TextColumn(width=330),
        },
    )


def _kinds_help(kinds: list[str]) -> str:
    """What the kinds of rows are, for the head of their column."""
    return "\n\n".join(terms_help("left_out" if term("left_out", kind).meaning else "role", [kind]) for kind in kinds)


def kind_label(kind: str) -> str:
    """What a kind of left-out row is called."""
    words = term("left_out", kind)
    return t(words.label) if words.meaning else label("role", kind)


def left_out(rows: pd.DataFrame, articles: pd.DataFrame, kinds: list[str], search: str) -> pd.DataFrame:
    """The rows of the table in words, of the wanted kinds (none: all) and with the searched text.

    Parameters
    ----------
    rows, articles
        As the store has them (``columns.NOT_ON_MAP``, ``columns.ARTICLES``).
    kinds
        Codes to keep.
    search
        Text to be found in the name or the reason.
    """
    if kinds:
        rows = rows[rows["kind"].isin(kinds)]
    titles = articles.set_index("article_id")["title"]
    days = articles.set_index("article_id")["published"].dt.strftime("%Y-%m-%d")
    table = pd.DataFrame(
        {
            t("Text"): _texts(rows),
            t("Kind"): [kind_label(kind) for kind in rows["kind"]],
            t("Why"): [retold(reason) for reason in rows["reason"]],
            t("Article"): rows["article_id"].map(titles.map(veiled, na_action="ignore")).fillna(rows["article_id"]),
            t("Published"): rows["article_id"].map(days).fillna(""),
        }
    )
    if search.strip():
        hit = (
            (table[t("Text")] + "\n" + table[t("Why")])
            .str.casefold()
            .str.contains(search.strip().casefold(), regex=False)
        )
        table = table[hit]
    return table


def _texts(rows: pd.DataFrame) -> pd.Series:
    """The passages; of whole sentences that are sensitive, only why."""
    whole = rows["kind"].isin(("incident", "skipped"))
    return rows["text"].mask(whole, rows.loc[whole, "text"].map(veiled, na_action="ignore"))
