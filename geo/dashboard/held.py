"""The articles that could not be read, with their reasons, to be tried again or forgotten."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.state import Desk
from geo.dashboard.uploads import pick_rows
from geo.export.words import count
from geo.pipeline import retry


def show_held(at: Desk) -> None:
    """Draw them, where there are any."""
    held = at.store.quarantine.list()
    if not held:
        return
    with st.expander(f"{count(len(held), 'article')} could not be read", icon=":material/report:"):
        table = pd.DataFrame({"From": [one.origin for one in held], "Why": [one.reason for one in held]})
        wide = {"Why": st.column_config.TextColumn(width="large")}
        chosen = [held[row] for row in pick_rows(table, "held-rows", column_config=wide)] or list(held)
        again, forget, _ = st.columns([1, 1, 3])
        can = [one.origin for one in chosen if one.path or one.article]
        if again.button("Try again", key="held-retry", disabled=not can, help="Reads the files again from your disk."):
            st.session_state["outcome"] = retry(at.store, at.gazetteer, can)
            st.rerun()
        if forget.button("Forget", key="held-forget", help="The files on your disk stay."):
            at.store.quarantine.release(one.origin for one in chosen)
            st.rerun()
