"""After a deletion: nothing of what was deleted stays in memory or is offered to a browser."""

from __future__ import annotations

import streamlit as st

from geo.dashboard.routes import withdraw
from geo.dashboard.stage import forget_columns
from geo.dashboard.state import forget_views


def forget() -> None:
    """Forget all that was in view, and go on as after a fresh start; the next page makes it anew."""
    forget_views()
    forget_columns()
    withdraw()
    for name in ("chosen", "outcome", "scope", "window_command"):
        st.session_state.pop(name, None)
    st.query_params.clear()
