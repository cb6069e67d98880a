"""Review: the incidents that deserve a look, one after the other, each in its article; one key accepts or rejects."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import streamlit as st

from geo.correcting.queue import queue
from geo.dashboard.evidence import code_html
from geo.dashboard.reading_room import show_room
from geo.dashboard.speech import numeral, province, retold, t
from geo.dashboard.state import Desk
from geo.dashboard.veil import veiled
from geo.dashboard.words import html_text, interval, placed
from geo.errors import BusyError
from geo.model import Incident

#: The incident on this reviewer's desk, and those that were passed over in this session, the last one last.
CURRENT, PASSED = "review-current", "review-passed"


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("Review"))
    view = at.view()
    if view.is_sample:
        words = t(
            "Sample articles need no review. Add your own articles, and what was read in them waits here, the least "
            "certain and most grave first."
        )
        st.html(f'<div class="sm-notice">{html_text(words)}</div>')
        return
    waiting = view.store.claims.incidents()
    items = queue(waiting)
    rejected = {one.one for one in view.store.corrections.history() if one.undone is None and _rejects(one.value)}
    done = len(waiting) - len(items) + len(rejected)
    total = len(waiting) + len(rejected)
    asked = st.query_params.get("incident")
    if asked:
        st.session_state[CURRENT] = asked
        del st.query_params["incident"]
    current = _claimed([item.incident_id for item in items], at)
    incident = view.store.incident(current) if current else None
    if total:
        words = t("{done} of {all} incidents looked at", done=numeral(done), all=numeral(total))
        st.progress(min(1.0, done / total), text=words)
    if incident is None or not incident.reports:
        _nothing_left(len(items))
        return
    why = next((item.why for item in items if item.incident_id == incident.id), t("somebody has looked at it"))
    st.html(_head_html(incident, why, at))
    reading = view.store.reading(incident.reports[0].article_id)
    if reading is not None:
        show_room(reading, view, at, key="review-room", focus=incident.reports[0].id, on_step=_step)


def _rejects(value: object) -> bool:
    return isinstance(value, dict) and value.get("verdict") == "rejected"


def _nothing_left(waiting: int) -> None:
    if waiting:
        _empty(t("The rest was passed over, or lies on other desks for some minutes."))
        if st.button(t("Begin again"), key="review-again"):
            st.session_state[PASSED] = []
            st.rerun()
        return
    _empty(t("Nothing is left to look at."))


def _empty(words: str) -> None:
    st.html(f'<div class="sm-empty">{html_text(words)}</div>')


def _claimed(wanted: list[str], at: Desk) -> str | None:
    """The incident that lies on this desk: the one that did, else the first that is free and was not passed over."""
    reviewer = st.session_state.setdefault("reviewer", uuid4().hex)
    passed = st.session_state.setdefault(PASSED, [])
    kept = st.session_state.get(CURRENT)
    kept = kept if kept and at.store.incident(kept) is not None else None
    order = [*([kept] if kept else []), *(one for one in wanted if one not in passed)]
    try:
        current = at.store.claims.take(order, reviewer, datetime.now(UTC))
        current = kept or current  # what somebody opened by name is theirs to see, whoever else does
    except BusyError:  # somebody else writes: it is claimed with the next step
        current = order[0] if order else None
    st.session_state[CURRENT] = current
    return current


def _step(by: int) -> None:
    """On to the next one, or back to the one before."""
    passed = st.session_state.setdefault(PASSED, [])
    current = st.session_state.get(CURRENT)
    if by > 0:
        if current and current not in passed:
            passed.append(current)
        st.session_state[CURRENT] = None
    elif passed:
        st.session_state[CURRENT] = passed.pop()


def _head_html(incident: Incident, why: str, at: Desk) -> str:
    day = incident.date
    place = next((one for one in incident.places if one.name), None)
    where = t("no place")
    if place is not None:
        country = at.country_name(place.country) if place.country else ""
        where = ", ".join(filter(None, (placed(place.name, place.level), province(place.admin1 or ""), country)))
    said = f"{where}, {interval(day.first, day.last, day.precision)}"
    article = at.store.article(incident.reports[0].article_id)
    title = veiled(article.title or "") if article else ""
    source = " · ".join(filter(None, (article.source, title))) if article else ""
    return (
        f'<div class="sm-kind">{code_html("sub_type", incident.sub_type)}, {html_text(said)}</div>'
        f'<div class="sm-source">{html_text(source)}</div>'
        f'<div class="sm-source">{html_text(t("Why now: {why}", why=", ".join(map(retold, why.split(", ")))))}</div>'
    )
