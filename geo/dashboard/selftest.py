"""The reader held against what people corrected, before and after its models were trained anew."""

from __future__ import annotations

import streamlit as st

from geo.dashboard.speech import count, later, t
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text
from geo.desk import corrected_readings, self_test
from geo.scoring.measures import Score
from geo.scoring.report import figures

#: What is shown: part and name of a figure, and what it is called.
SHOWN = (
    ("toponyms", "recall", later("Place names found")),
    ("toponyms", "role_accuracy", later("Roles right")),
    ("toponyms", "geo_accuracy", later("Places right")),
    ("toponyms", "false_pin_rate", later("Pins that are none")),
    ("incidents", "recall", later("Incidents found")),
    ("incidents", "status", later("Status right")),
    ("incidents", "date_exact", later("Days right")),
    ("incidents", "usable_recall", later("Incidents right in all")),
)


def show_self_test(at: Desk) -> None:
    """Draw the section of the page About."""
    st.subheader(t("Self-test on your corrections"))
    own = corrected_readings(at.store)
    st.text(
        t(
            "Your corrections are the truth here: what was read when the articles were added, and what would be read "
            "now. To learn from them: python training/retrain.py, then start Sitmap with GEO_MODELS as it says."
        )
    )
    if not own:
        st.html(f'<div class="sm-empty">{html_text(t("Nothing was corrected yet."))}</div>')
        return
    if st.button(t("Read {articles} again and compare", articles=count(len(own), "article")), key="self-test"):
        with st.spinner(t("Reading")):
            st.session_state["self-tested"] = self_test(at.store, at.gazetteer)
    found = st.session_state.get("self-tested")
    if found:
        st.html(self_test_html(*found))


def self_test_html(before: Score, after: Score) -> str:
    """Both scores as a table."""
    old, new = figures(before), figures(after)
    rows = [
        f"<tr><td>{html_text(t(words))}</td><td>{_share(old[part][name])}</td><td>{_share(new[part][name])}</td></tr>"
        for part, name, words in SHOWN
    ]
    head = f"<tr><td></td><td>{html_text(t('as it was read'))}</td><td>{html_text(t('read now'))}</td></tr>"
    return f'<table class="sm-terms">{head}{"".join(rows)}</table>'


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
