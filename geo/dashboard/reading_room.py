"""The reading room: an article with everything marked, and the panel in which a person corrects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st

from geo.dashboard.by_hand import incident_line, offered
from geo.dashboard.place_map import Pin, place_map
from geo.dashboard.room_acts import Act, carry_out, place_words
from geo.dashboard.room_data import room_data
from geo.dashboard.speech import later, retold, t
from geo.dashboard.state import Desk, sight
from geo.dashboard.words import plain
from geo.errors import GeoError
from geo.model import Incident, Place, Reading
from geo.pipeline import View

HTML = (
    '<div class="sitmap-room" data-testid="sitmap-room" data-ready="false">'
    '<div class="sm-room-text sm-article" tabindex="0" role="region"></div>'
    '<div class="sm-room-panel sm-panel" role="region"></div></div>'
)
#: What is noted as reason where nobody writes another one.
REASON = later("as the text says")
#: Incidents that are offered to be joined.
OFFERED = 8
ANSWER = "room-answer"

#: Called after an incident was accepted or rejected, or when somebody wants the next one: +1, or the one before: -1.
Step = Callable[[int], None]


def show_room(
    reading: Reading, view: View, at: Desk, *, key: str, focus: str | None = None, on_step: Step | None = None
) -> None:
    """Draw the room on one article.

    Parameters
    ----------
    reading
        The article as it stands.
    view, at
        The store in view and the desk; samples are shown and cannot be corrected.
    key
        Streamlit's key of the component.
    focus
        Id of the report that is open when the room is entered.
    on_step
        With it the room is part of a queue: accepting and rejecting go on to the next one.
    """
    editable = not view.is_sample
    if editable:
        _signature(view)
    elif reading.reports or reading.mentions:
        st.caption(t("Samples cannot be corrected; what is read in your own articles can."))
    history = view.store.corrections.history()

    def named(place: Place) -> str:
        return place_words(place, at.gazetteer)

    told = {report.id: one for one in view.store.incidents_of(reading.article.id) for report in one.reports}
    answer = _answer(reading.article.id)
    data = room_data(reading, told, history, named) | {
        "editable": editable,
        "queue": on_step is not None,
        "focus": focus,
        "can_undo": any(one.undone is None and one.author == _author() for one in history),
        **answer,
    }

    def acted() -> None:
        message = getattr(st.session_state.get(key), "act", None)
        if isinstance(message, Mapping) and message.get("article") == reading.article.id and editable:
            _act(message, reading, view, at, on_step)

    _component()(key=key, data=data, on_act_change=acted)
    if answer.get("aim"):
        _pick_on_map(answer["aim"], reading, view, at)


def _signature(view: View) -> None:
    if "room-author" not in st.session_state:
        known = {one.author for one in view.store.corrections.history()}  # of several, nobody signs as another
        only = known.pop() if len(known) == 1 else ""
        st.session_state["room-author"] = st.session_state.get("author") or only
    with st.container(horizontal=True, gap="small"):
        author = st.text_input(t("Your name or initials"), key="room-author", width=220, max_chars=100)
        st.text_input(t("Reason"), key="room-reason", placeholder=t(REASON), width=320, max_chars=300)
    if author.strip():
        st.session_state["author"] = author.strip()


def _author() -> str:
    return str(st.session_state.get("room-author") or st.session_state.get("author") or "").strip()


def _answer(article_id: str) -> dict[str, Any]:
    """What the room says of the last step, where that was taken in this article."""
    kept = st.session_state.get(ANSWER)
    return kept[1] if isinstance(kept, tuple) and kept[0] == article_id else {"said": "", "turn": 0}


def _act(message: Mapping[str, Any], reading: Reading, view: View, at: Desk, on_step: Step | None) -> None:
    what = message.get("do")
    if what in ("next", "previous"):
        if on_step is not None:
            on_step(1 if what == "next" else -1)
        return
    answer: dict[str, Any] = {"turn": str(message.get("n"))}
    if what == "aim":
        answer |= {"said": t("Click on the map below where it is, or draw it."), "aim": dict(message)}
        st.session_state[ANSWER] = (reading.article.id, answer)
        return
    bad = not _done(message, reading, view, at, answer)
    if on_step is not None and what == "verdict" and not bad:
        on_step(1)


def _done(message: Mapping[str, Any], reading: Reading, view: View, at: Desk, answer: dict[str, Any]) -> bool:
    def near(incident: Incident) -> list[dict[str, str]]:
        frame = offered(incident, sight(view, at), view, at, OFFERED)
        return [{"id": str(row.incident_id), "line": incident_line(row)} for row in frame.itertuples()]

    reason = str(st.session_state.get("room-reason") or "").strip() or REASON
    act = Act(message, reading, view.store, at.gazetteer, _author(), reason, datetime.now(UTC), near, answer)
    try:
        answer["said"] = carry_out(act)
    except GeoError as error:
        answer |= {"said": retold(str(error)), "bad": True}
    st.session_state[ANSWER] = (reading.article.id, answer)
    return not answer.get("bad")


def _pick_on_map(aim: Mapping[str, Any], reading: Reading, view: View, at: Desk) -> None:
    """A map of what the name may mean: a click sets its place."""
    report = next((one for one in reading.reports if one.id == aim.get("report")), None)
    mention = next((one for one in reading.mentions if one.start == aim.get("s")), None)
    if report is not None:
        st.caption(t("Click where this incident happened, or draw the area or the line."))
        stood = [one for one in report.places if one.lat is not None and one.lon is not None]
        pins = [
            Pin(n, p.lat or 0.0, p.lon or 0.0, p.name or "", None, p.place_id) for n, p in enumerate(stood, start=1)
        ]
        if not pins:  # the view begins where the article is
            named = {one.place.id: one.place for one in reading.mentions if one.place}
            pins = [Pin(n, p.lat, p.lon, p.name) for n, p in enumerate(named.values(), start=1)]
        _drawing_map(pins, aim, reading, view, at)
        return
    if mention is None:
        return
    st.caption(t("Click where “{name}” is, or draw the area or the line that it stands for.", name=plain(mention.name)))
    places = [mention.place, *(c.place for c in mention.alternatives)]
    known = list({place.id: place for place in places if place}.values())
    pins = [Pin(n, p.lat, p.lon, place_words(p, at.gazetteer), None, p.id) for n, p in enumerate(known, start=1)]
    _drawing_map(pins, aim, reading, view, at)


def _drawing_map(pins: list[Pin], aim: Mapping[str, Any], reading: Reading, view: View, at: Desk) -> None:
    """The map on which a place is set; where it could not be, the map stays."""

    def drawn(kind: str, corners: list[tuple[float, float]], km: float) -> None:
        message = {**aim, "do": "draw", "kind": kind, "corners": corners, "km": km}
        answer: dict[str, Any] = {"turn": f"{kind} {corners}", "aim": aim}
        if _done(message, reading, view, at, answer):
            answer.pop("aim")  # it is placed; where it could not be, the map stays

    place_map(pins, key="room-map", on_drawn=drawn, theme="dark" if st.context.theme.type == "dark" else "light")


@lru_cache(maxsize=1)
def _mount() -> str:
    return files("geo.dashboard").joinpath("static/room.js").read_text(encoding="utf-8")


def _component() -> Any:
    return st.components.v2.component("sitmap_room", html=HTML, js=_mount(), isolate_styles=False)
