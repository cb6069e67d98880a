"""The reader held against what people corrected, before and after its models were trained anew."""

from __future__ import annotations

import streamlit as st

from geo.dashboard.state import Desk
from geo.dashboard.words import html_text
from geo.desk import corrected_readings, self_test
from geo.export.words import count
from geo.scoring.measures import Score
from geo.scoring.report import figures

#: What is shown: part and name of a figure, and what it is called.
SHOWN = (
    ("toponyms", "recall", "Place names found"),
    ("toponyms", "role_accuracy", "Roles right"),
    ("toponyms", "geo_accuracy", "Places right"),
    ("toponyms", "false_pin_rate", "Pins that are none"),
    ("incidents", "recall", "Incidents found"),
    ("incidents", "status", "Status right"),
    ("incidents", "date_exact", "Days right"),
    ("incidents", "usable_recall", "Incidents right in all"),
)


def show_self_test(at: Desk) -> None:
    """Draw the section of the page About."""
    st.subheader("Self-test on your corrections")
    own = corrected_readings(at.store)
    st.text(
        "Your corrections are the truth here: what was read when the articles were added, and what would be read now. "
        "To learn from them: python -m geo corrections gold my-gold, then python training/train_roles.py --more "
        "my-gold --models my-models, then start Sitmap with GEO_MODELS=my-models."
    )
    if not own:
        st.html('<div class="sm-empty">Nothing was corrected yet.</div>')
        return
    if st.button(f"Read {count(len(own), 'article')} again and compare", key="self-test"):
        with st.spinner("Reading"):
            st.session_state["self-tested"] = self_test(at.store, at.gazetteer)
    found = st.session_state.get("self-tested")
    if found:
        st.html(self_test_html(*found))


def self_test_html(before: Score, after: Score) -> str:
    """Both scores as a table."""
    old, new = figures(before), figures(after)
    rows = [
        f"<tr><td>{html_text(words)}</td><td>{_share(old[part][name])}</td><td>{_share(new[part][name])}</td></tr>"
        for part, name, words in SHOWN
    ]
    head = "<tr><td></td><td>as it was read</td><td>read now</td></tr>"
    return f'<table class="sm-terms">{head}{"".join(rows)}</table>'


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
