"""On the page About: what is kept on this machine and where, what leaves it, and the deletion of everything."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.gone import forget
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text
from geo.kept import delete_everything, kept

#: What has to be typed before everything is deleted.
WORD = "delete"
LEAVES = (
    "Pages, map, fonts and scripts come from this machine; no use is counted and nothing is reported to anyone.",
    "Place names that you look up go to an online geocoder only where you set one up and press its button.",
    "Articles go to a language model only where you set one up and switch it on.",
    "Tiles of another map are asked for only while you choose one that names its host.",
    "Web addresses are fetched only on the command line and only where GEO_FETCH=on allows it.",
)
CARE = (
    "What is deleted is overwritten: the store's file is written anew without it and its log is emptied. Copies that "
    "you made (exports, snapshots, backups) and what the disk itself or its backups keep are out of Sitmap's reach.",
    "Names of victims, witnesses and addresses stand in articles and so in evidence, exports and reports. Look at "
    "what "
    "you publish: a place drawn exactly can lead somebody there.",
)


def show_privacy(at: Desk) -> None:
    """Draw the section."""
    st.subheader("Privacy: what is kept, and what leaves this machine")
    found = kept(at.settings)
    table = pd.DataFrame(
        {
            "What": [one.what for one in found],
            "Where": [one.where for one in found],
            "Size": [f"{one.size_bytes / 1e6:.1f} MB" for one in found],
            "Deleted with everything": ["yes" if one.personal else "no: it can be made again" for one in found],
        }
    )
    st.dataframe(table, hide_index=True, key="kept")
    st.html(_list_html(*LEAVES, *CARE))
    with st.popover("Delete everything …", icon=":material/delete_forever:"):
        st.text("All articles, what was read in them, decisions, datasets, overlays, own places, answers of geocoders.")
        typed = st.text_input(f"Type “{WORD}” to delete all of it for good", key="delete-word")
        if st.button("Delete everything", type="primary", key="delete-all") and typed.strip().lower() == WORD:
            delete_everything(at.settings)
            forget()
            st.rerun()


def _list_html(*lines: str) -> str:
    return f"<ul>{''.join(f'<li>{html_text(line)}</li>' for line in lines)}</ul>"
