"""Under the map, all following its window and filters: the table, the incidents per day, the regions, the undated."""

from __future__ import annotations

import streamlit as st

from geo.dashboard.charts import say_nothing, show_per_day, show_regions
from geo.dashboard.index import Index, Mask
from geo.dashboard.scope import Scope
from geo.dashboard.speech import count, numeral, t
from geo.dashboard.table import show_table


def show_lists(index: Index, scope: Scope, left_out: int) -> None:
    """Draw the four lists as tabs; only the open one is worked out."""
    table, per_day, regions, not_dated = st.tabs(
        [t("Table"), t("Per day"), t("Regions"), t("Not dated")], key="lists", on_change="rerun"
    )
    with table:
        if table.open:
            _table(index, index.mask(scope), "table", in_address=True)
    with per_day:
        if per_day.open:
            show_per_day(index, scope)
    with regions:
        if regions.open:
            show_regions(index, scope)
    with not_dated:
        if not_dated.open:
            _undated(index, index.not_dated(scope))
    st.caption(
        t(
            "{n} names, sentences and incidents were read and are not on the map: page “Not on the map” says why. By "
            "keyboard, the arrow keys move in the table, and Enter opens the evidence of a row.",
            n=numeral(left_out),
        )
    )


def _table(index: Index, mask: Mask, key: str, *, in_address: bool = False) -> None:
    """Incidents, one a row; choosing one opens its evidence."""
    if not mask.any():
        say_nothing(t("Nothing in this window with these filters. Widen the window or clear filters."))
        return
    show_table(index, mask, key, in_address=in_address)


def _undated(index: Index, mask: Mask) -> None:
    total = index.count(mask)
    if not total:
        say_nothing(t("Every incident that passes the filters has a date."))
        return
    st.caption(t("{incidents} without a day: in no window, whatever its span.", incidents=count(total, "incident")))
    _table(index, mask, "undated")
