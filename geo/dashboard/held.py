"""The articles that could not be read, with their reasons, to be tried again or forgotten."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.speech import count, retold, t
from geo.dashboard.state import Desk
from geo.dashboard.uploads import pick_rows
from geo.pipeline import retry


def show_held(at: Desk) -> None:
    """Draw them, where there are any."""
    held = at.store.quarantine.list()
    if not held:
        return
    with st.expander(t("{articles} could not be read", articles=count(len(held), "article")), icon=":material/report:"):
        table = pd.DataFrame({t("From"): [one.origin for one in held], t("Why"): [retold(one.reason) for one in held]})
        wide = {t("Why"): st.column_config.TextColumn(width="large")}
        chosen = [held[row] for row in pick_rows(table, "held-rows", column_config=wide)] or list(held)
        again, forget, _ = st.columns([1, 1, 3])
        can = [one.origin for one in chosen if one.path or one.article]
        if again.button(
            t("Try again"), key="held-retry", disabled=not can, help=t("Reads the files again from your disk.")
        ):
            st.session_state["outcome"] = retry(at.store, at.gazetteer, can)
            st.rerun()
        if forget.button(t("Forget"), key="held-forget", help=t("The files on your disk stay.")):
            at.store.quarantine.release(one.origin for one in chosen)
            st.rerun()
