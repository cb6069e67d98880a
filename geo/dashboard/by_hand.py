"""The last word of a person on an incident: take a report out, join it with another incident, undo either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import streamlit as st

from geo.dashboard.accounts import decision_lines, report_line
from geo.dashboard.speech import label, later, retold, t
from geo.dashboard.state import Desk, Sight, choose, read_rows
from geo.dashboard.veil import veiled
from geo.dashboard.words import interval, placed, plain
from geo.desk import join, take_out, undo
from geo.errors import GeoError
from geo.model import Incident
from geo.pipeline import View

#: Incidents that are offered to be joined, and how many days weigh as much as how many km in their order.
OFFERED, DAY_IN_KM = 40, 25.0
#: The distance that stands for an unknown place or day in that order.
UNKNOWN_KM = 500.0
KM_PER_DEG = 111.2
UNSIGNED = later("not signed")
SPLIT_REASONS = (
    later("another place"),
    later("another day"),
    later("another event of the same day"),
    later("not what the sentence says"),
)
JOIN_REASONS = (
    later("the same event, told twice"),
    later("the same event, told with another place"),
    later("the same event, other day"),
)


def show_by_hand(incident: Incident, view: View, near: Callable[[], pd.DataFrame]) -> None:
    """Draw the ways to correct how `incident` was put together, under its evidence; `near` are those to join with."""
    if not incident.reports:
        return
    if view.is_sample:
        st.caption(t("Samples cannot be corrected; what is read in your own articles can."))
        return
    for decision, words in decision_lines(incident.decisions):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(words))
            if st.button(t("Undo"), key=f"undo-{decision.id}", type="tertiary", icon=":material/undo:"):
                _undo(decision.id, incident, view)
    with st.container(horizontal=True, gap="small"):
        if len(incident.reports) > 1:
            with st.popover(t("Take a report out …"), icon=":material/call_split:"):
                _split_form(incident, view)
        with st.popover(t("Join with another …"), icon=":material/call_merge:"):
            _join_form(incident, view, near())


def _undo(decision_id: str, incident: Incident, view: View) -> None:
    """Whoever is at this desk takes it back, in one click: where nobody has given a name yet, the history says so."""
    first = incident.reports[0]
    try:
        undo(view.store, decision_id, author=st.session_state.get("author") or UNSIGNED, made=datetime.now(UTC))
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return
    choose(view.store.incident_of((first.article_id, first.id)))
    st.rerun()


def _split_form(incident: Incident, view: View) -> None:
    lines = [
        report_line(number, report, view.store.article(report.article_id))
        for number, report in enumerate(incident.reports, start=1)
    ]
    with st.form(f"split-{incident.id}", border=False):
        number = st.radio(
            t("Which report tells of something else?"),
            range(len(lines)),
            index=len(lines) - 1,
            format_func=lambda n: plain(lines[n]),
            key=f"split-which-{incident.id}",
        )
        author, reason = _signature(f"split-{incident.id}", SPLIT_REASONS, view)
        if st.form_submit_button(t("Take it out"), type="primary"):
            report = incident.reports[number or 0]
            _carry_out(
                lambda: take_out(view.store, incident, report, author=author, made=datetime.now(UTC), reason=reason),
                author,
            )


def _join_form(incident: Incident, view: View, near: pd.DataFrame) -> None:
    if near.empty:
        st.text(t("There is no other incident that was read in an article."))
        return
    words = dict(zip(near["incident_id"], map(incident_line, near.itertuples()), strict=True))
    with st.form(f"join-{incident.id}", border=False):
        other_id = st.selectbox(
            t("Which incident is the same event? The nearest in place and time come first."),
            list(words),
            index=None,
            format_func=lambda one: words[one],
            placeholder=t("Type to search"),
            key=f"join-which-{incident.id}",
        )
        author, reason = _signature(f"join-{incident.id}", JOIN_REASONS, view)
        if st.form_submit_button(t("Join them"), type="primary"):
            other = view.store.incident(other_id) if other_id else None
            if other is None:
                st.error(t("Choose the other incident first."), icon=":material/error:")
                return
            _carry_out(
                lambda: join(view.store, incident, other, author=author, made=datetime.now(UTC), reason=reason), author
            )


def _signature(key: str, reasons: tuple[str, ...], view: View) -> tuple[str, str]:
    """Who decides, and why; the name is remembered for this session."""
    known = st.session_state.get("author") or next(
        (one.author for one in reversed(view.store.corrections.history())), ""
    )
    reason = st.selectbox(
        t("Why?"),
        reasons,
        format_func=t,  # kept in English, as all that the store keeps
        accept_new_options=True,
        key=f"{key}-why",
        help=t("Choose one or write."),
    )
    author = st.text_input(
        t("Your name or initials"),
        value=known,
        key=f"{key}-who",
        help=t("Kept with the decision, and named in every export that holds this incident."),
    )
    return author, str(reason or "")


def _carry_out(decide: Callable[[], str], author: str) -> None:
    try:
        incident_id = decide()
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return
    st.session_state["author"] = author
    choose(incident_id)
    st.rerun()


#: What an incident is recognised by among others.
_KNOWN_BY = ("incident_id", "date_start", "date_end", "date_precision", "place", "sub_type", "evidence")


def offered(incident: Incident, found: Sight, view: View, at: Desk, most: int = OFFERED) -> pd.DataFrame:
    """The incidents nearest to one, as ``incident_line`` needs them: words are read of those that are offered alone."""
    near = near_incidents(read_rows(found, view, at), incident).head(most)
    return found.coded.rows(near["row"].to_numpy("i8"), _KNOWN_BY)


def near_incidents(frame: pd.DataFrame, incident: Incident) -> pd.DataFrame:
    """Other incidents that were read in articles, the nearest in place and time first: a row of `frame` for each.

    Parameters
    ----------
    frame
        Rows that were read in articles: ``incident_id``, ``date_start``, ``date_end``, ``lat``, ``lon`` and others.
    incident
        What they are near to.
    """
    other = frame[frame["incident_id"] != incident.id].reset_index(drop=True)
    lat, lon = other["lat"].to_numpy(float), other["lon"].to_numpy(float)
    km = np.full(len(other), UNKNOWN_KM)
    for place in incident.places:
        if place.lat is not None and place.lon is not None:
            east = (lon - place.lon + 180) % 360 - 180
            flat = np.hypot(lat - place.lat, east * np.cos(np.radians(place.lat))) * KM_PER_DEG
            km = np.fmin(km, flat)
    day = incident.date.last or incident.date.first
    far = np.full(len(other), UNKNOWN_KM / DAY_IN_KM)
    if day is not None:
        days = other["date_end"].fillna(other["date_start"]).to_numpy("datetime64[D]")
        far = np.where(np.isnat(days), far, np.abs((days - np.datetime64(day)).astype(float)))
    order = np.argsort(km + far * DAY_IN_KM, kind="stable")
    for some in (8 * OFFERED, len(order)):  # an incident of many places has as many rows
        near = other.take(order[:some]).drop_duplicates("incident_id")
        if len(near) >= OFFERED:
            break
    return near.head(OFFERED)


def incident_line(row: object) -> str:
    """An incident in a line, to choose it by."""
    first, last = (getattr(row, name) for name in ("date_start", "date_end"))
    days = [None if pd.isna(day) else day.date() for day in (first, last)]
    when = interval(days[0], days[1], str(getattr(row, "date_precision", "day")))
    place, what = getattr(row, "place", None), label("sub_type", str(getattr(row, "sub_type", "")))
    text = veiled(" ".join(str(getattr(row, "evidence", "")).split()))
    return f"{when} · {placed(place) if isinstance(place, str) else t('no place')} · {what} · {text[:80]}"
