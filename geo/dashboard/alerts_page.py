"""Alerts: rules about incidents, what is new under them since they were last seen, and a form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from geo.alerts import Checked, add, alert_id, check, see
from geo.dashboard.scope import LONGEST_LINE
from geo.dashboard.speech import count, in_order, label, numeral, retold, spoken, t
from geo.dashboard.speech import country as called
from geo.dashboard.speech import province as called_province
from geo.dashboard.state import Desk, choose
from geo.dashboard.uploads import pick_rows
from geo.dashboard.words import html_text, plain
from geo.errors import GeoError
from geo.export.words import countries
from geo.model import TYPES
from geo.pipeline import View
from geo.places.browse import browse
from geo.places.gazetteer import Gazetteer
from geo.store.alerts import Alert

#: Hits of a rule that are listed, and places that a name offers.
SHOWN, OFFERED = 50, 8
KINDS = tuple(code for codes in TYPES.values() for code in codes)
FARTHEST_KM = 5000.0


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("Alerts"))
    view = at.view()
    if view.is_sample:
        st.html(f'<div class="sm-empty">{html_text(t("Alerts watch your own articles: add the first one."))}</div>')
        return
    rules = at.store.alerts.list()
    if not rules:
        st.text(t("A rule such as “each new incident within 30 km of Sumy” tells you what is new when you come back."))
    for rule in rules:
        _rule(rule, view, at)
    with st.expander(t("New rule"), expanded=not rules):
        _form(at)


def news(view: View, at: Desk) -> int:
    """How many rules have something new."""
    if view.is_sample:
        return 0
    try:
        return sum(bool(_checked(rule, view).new) for rule in at.store.alerts.list())
    except GeoError:
        return 0  # the page Alerts says what is wrong with a rule


def _checked(rule: Alert, view: View) -> Checked:
    return _cached(view.store.version(), rule, view)


@st.cache_data(show_spinner=False, max_entries=64)
def _cached(version: str, rule: Alert, _view: View) -> Checked:
    del version  # of the store: another one is asked anew
    return check(_view.store, rule)


def _rule(rule: Alert, view: View, at: Desk) -> None:
    with st.container(border=True, key=f"alert-{rule.id}"):
        st.html(f"<b>{html_text(rule.name)}</b> · {html_text(said(rule))}")
        try:
            found = _checked(rule, view)
        except GeoError as error:
            st.error(plain(retold(str(error))), icon=":material/error:")
            found = Checked(rule, ())
        new = found.new
        if new:
            st.caption(t("{n} new, of {all} found.", n=numeral(len(new)), all=numeral(len(found.hits))))
            _hits(rule, found)
        else:
            st.caption(t("Nothing new. {all} found in all.", all=numeral(len(found.hits))))
        with st.container(horizontal=True, gap="small"):
            if new and st.button(t("Mark as seen"), key=f"alert-see-{rule.id}", icon=":material/done_all:"):
                see(at.store, found)
                _again()
            if st.button(t("Remove the rule"), key=f"alert-remove-{rule.id}", type="tertiary"):
                at.store.alerts.remove([rule.id])
                _again()


def _again() -> None:
    """Look anew: what was seen is no part of the store's version."""
    _cached.clear()
    st.rerun()


def _hits(rule: Alert, found: Checked) -> None:
    new = found.new[:SHOWN]
    table = pd.DataFrame(
        {
            t("When"): [_when(hit.first, hit.last) for hit in new],
            t("Incidents"): [len(hit.incidents) for hit in new],
            t("Where"): ["; ".join(hit.places[:5]) for hit in new],
        }
    )
    picked = pick_rows(table, f"alert-hits-{rule.id}")
    shown = st.session_state.get("map-page")
    if picked and shown and st.button(t("Show on the map"), key=f"alert-show-{rule.id}", icon=":material/map:"):
        choose(new[picked[0]].incidents[0])
        st.switch_page(shown)
    if len(found.new) > SHOWN:
        st.caption(t("The latest {n}.", n=numeral(SHOWN)))


def _when(first: object, last: object) -> str:
    days = [spoken(day) for day in dict.fromkeys((first, last)) if day is not None]  # type: ignore[arg-type]
    return " – ".join(days) or t("not dated")


def said(rule: Alert) -> str:
    """A rule in the words of the page."""
    what = ", ".join([label("type", c) for c in rule.types] + [label("sub_type", c) for c in rule.sub_types])
    parts = [what or t("any incident")]
    if rule.statuses:
        parts.append(", ".join(label("status", code) for code in rule.statuses))
    if rule.km:
        parts.append(t("within {km} km of {lat}, {lon}", km=f"{rule.km:g}", lat=f"{rule.lat:g}", lon=f"{rule.lon:g}"))
    if rule.area:
        country, _, province = rule.area.partition("|")
        parts.append(", ".join(filter(None, (called_province(province), called(country)))))
    if rule.at_least > 1:
        gaps = {"n": numeral(rule.at_least)}
        parts.append(t("{n} or more in a day", **gaps) if rule.per == "day" else t("{n} or more in a week", **gaps))
    return " · ".join(parts)


def _form(at: Desk) -> None:
    name = st.text_input(
        t("Name"), key="alert-name", placeholder=t("Shellings around Sumy"), max_chars=LONGEST_LINE
    ).strip()[:LONGEST_LINE]
    left, middle, right = st.columns([3, 3, 2])
    place = left.text_input(t("Near a place"), key="alert-place", placeholder="Sumy", max_chars=LONGEST_LINE).strip()[
        :LONGEST_LINE
    ]
    point: tuple[float, float] | None = None
    if place:
        offered = [(hit.label, hit.place) for hit in browse(at.gazetteer, place).hits[:OFFERED]]
        if offered:
            which = middle.selectbox(
                t("Which one"), range(len(offered)), format_func=lambda k: offered[k][0], key=f"alert-which-{place}"
            )
            point = offered[which][1].lat, offered[which][1].lon
        else:
            middle.caption(t("The gazetteer knows no such place."))
    km = right.number_input(t("Kilometres"), 1.0, FARTHEST_KM, 30.0, key="alert-km", disabled=point is None)
    area = _area(at)
    left, middle, right = st.columns([3, 3, 2])
    types = left.multiselect(t("Types"), list(TYPES), format_func=_type, key="alert-types", placeholder=t("all"))
    kinds = middle.multiselect(t("Kinds"), KINDS, format_func=_kind, key="alert-kinds", placeholder=t("all"))
    at_least = right.number_input(t("At least"), 1, 10_000, 1, key="alert-least", help=t("1: each new incident."))
    per = right.selectbox(
        t("In a"), ("day", "week"), format_func=lambda one: {"day": t("day"), "week": t("week")}[one], key="alert-per",
        disabled=at_least == 1,
    )  # fmt: skip
    if st.button(t("Add the rule"), type="primary", key="alert-add"):
        if place and point is None:
            st.error(t("The gazetteer knows no such place."))
            return
        lat, lon = point or (0.0, 0.0)
        around = (lat, lon, km if point else 0.0, area)
        _add(name, around, types, kinds, int(at_least), "week" if per == "week" else "day", at)


def _area(at: Desk) -> str:
    """The country, or the province of one, that a rule is about: "UA", "UA|Sumy"; "" is everywhere."""
    left, middle, _ = st.columns([3, 3, 2])
    codes = ["", *sorted(countries(), key=lambda code: in_order(called(code)))]
    country = left.selectbox(
        t("In a country"), codes, key="alert-country",
        format_func=lambda code: called(code) if code else t("Everywhere"),
    )  # fmt: skip
    provinces = ["", *(_provinces(at.gazetteer.version, at.gazetteer).get(country, ()) if country else ())]
    province = middle.selectbox(
        t("Province"), provinces, key=f"alert-province-{country}", disabled=len(provinces) < 2,
        format_func=lambda name: called_province(name) or t("all"),
    )  # fmt: skip
    return f"{country}|{province}" if country and province else country


@st.cache_data(show_spinner=False, max_entries=1)
def _provinces(version: str, _gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Country -> the names of its provinces, as incidents have them."""
    del version
    found: dict[str, set[str]] = {}
    for place in _gazetteer.of_level("admin1"):
        if place.country:
            found.setdefault(place.country, set()).add(place.admin1 or place.name)
    return {country: tuple(sorted(names)) for country, names in found.items()}


def _type(code: str) -> str:
    return label("type", code)


def _kind(code: str) -> str:
    return label("sub_type", code)


def _add(
    name: str, around: tuple[float, float, float, str], types: Sequence[str], kinds: Sequence[str],
    at_least: int, per: Literal["day", "week"], at: Desk,
) -> None:  # fmt: skip
    try:
        rule = Alert(alert_id(name), name, tuple(types), tuple(kinds), (), *around, at_least, per)
        found = add(at.store, rule)
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return
    st.toast(t("Added. {found} found already, which count as seen.", found=count(len(found.hits), "incident")))
    _again()
