"""On the page About: what is kept on this machine and where, what leaves it, and the deletion of everything."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.gone import forget
from geo.dashboard.speech import decimal, later, retold, t
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text
from geo.kept import delete_everything, kept

#: What has to be typed before everything is deleted.
WORD = later("delete")
LEAVES = (
    later("Pages, map, fonts and scripts come from this machine; no use is counted and nothing is reported to anyone."),
    later("Place names that you look up go to an online geocoder only where you set one up and press its button."),
    later("Articles go to a language model only where you set one up and switch it on."),
    later("Tiles of another map are asked for only while you choose one that names its host."),
    later("Web addresses are fetched only on the command line and only where GEO_FETCH=on allows it."),
)
CARE = (
    later(
        "What is deleted is overwritten: the store’s file is written anew without it and its log is emptied. Copies "
        "that you made (exports, snapshots, backups) and what the disk itself or its backups keep are out of Sitmap’s "
        "reach."
    ),
    later(
        "Names of victims, witnesses and addresses stand in articles and so in evidence, exports and reports. Look at "
        "what you publish: a place drawn exactly can lead somebody there."
    ),
)


def show_privacy(at: Desk) -> None:
    """Draw the section."""
    st.subheader(t("Privacy: what is kept, and what leaves this machine"))
    found = kept(at.settings)
    table = pd.DataFrame(
        {
            t("What"): [retold(one.what) for one in found],
            t("Where"): [one.where for one in found],
            t("Size"): [t("{n} MB", n=decimal(one.size_bytes / 1e6, 1)) for one in found],
            t("Deleted with everything"): [
                t("yes") if one.personal else t("no: it can be made again") for one in found
            ],
        }
    )
    st.dataframe(table, hide_index=True, key="kept")
    st.html(_list_html(*map(t, (*LEAVES, *CARE))))
    with st.popover(t("Delete everything …"), icon=":material/delete_forever:"):
        st.text(
            t("All articles, what was read in them, decisions, datasets, overlays, own places, answers of geocoders.")
        )
        typed = st.text_input(t("Type “{word}” to delete all of it for good", word=t(WORD)), key="delete-word")
        asked = typed.strip().lower() in (WORD, t(WORD))
        if st.button(t("Delete everything"), type="primary", key="delete-all") and asked:
            delete_everything(at.settings)
            forget()
            st.rerun()


def _list_html(*lines: str) -> str:
    return f"<ul>{''.join(f'<li>{html_text(line)}</li>' for line in lines)}</ul>"
