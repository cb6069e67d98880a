"""Places: what a name may mean and why, what lies around a point; an online geocoder only where set up and asked."""

from __future__ import annotations

import time
from collections.abc import Iterable

import streamlit as st

from geo.dashboard.place_map import Pin, place_map
from geo.dashboard.scope import LONGEST_LINE
from geo.dashboard.speech import count, country_called, decimal, label, meaning, numeral, province, retold, t
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text, plain
from geo.errors import GeoError
from geo.model import Place
from geo.places.around import Around, around
from geo.places.browse import Browsed, Hit, browse
from geo.places.chain import OWN_ATTRIBUTION
from geo.places.geocoder import label as place_label
from geo.places.online import Answer, OnlineGeocoder
from geo.places.search import parse_point
from geo.settings import Settings

EXAMPLES = "Sumy · Springfield, Illinois · Khark · 50.91, 34.80"


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("Places"))
    st.session_state.setdefault("place-query", st.query_params.get("q", "")[:LONGEST_LINE])
    text = st.text_input(
        t("Place"),
        key="place-query",
        placeholder=t("A name, its beginning, or a point (lat, lon): {examples}", examples=EXAMPLES),
        label_visibility="collapsed",
        max_chars=LONGEST_LINE,
    ).strip()[:LONGEST_LINE]
    if text:
        st.query_params["q"] = text
    else:
        st.query_params.pop("q", None)
    answers, board = st.columns([2, 3], gap="medium")
    with answers:
        pins, province = _answers(text, at)
    with board, st.container(key="place-board"):
        theme = "dark" if st.context.theme.type == "dark" else "light"
        place_map(pins, key="place-map", province_id=province, whole=parse_point(text) is None, theme=theme)


def _answers(text: str, at: Desk) -> tuple[list[Pin], str | None]:
    """What is known, in words; returns what the map shows of it."""
    if not text:
        words = t(
            "Type a name to see every place that it may mean, with the reason for the order, or a point to see what "
            "lies around it."
        )
        st.html(f'<div class="sm-empty">{html_text(words)}</div>')
        _online(text, at)
        return [], None
    point = parse_point(text)
    if point is not None:
        found = around(at.gazetteer, at.settings.data_dir, *point)
        st.html(around_html(found, at))
        near = [place for place, _ in found.settlements]
        return [Pin(0, *point, t("the point that was asked for")), *_pins(near, at)], found.province_id
    browsed = browse(at.gazetteer, text)
    st.html(browsed_html(browsed, text))
    if browsed.hits:
        words = retold(OWN_ATTRIBUTION)
        st.caption(words)
    online = _online(text, at)
    if online is not None:
        return _pins(online.places, at), None
    first = next(iter(browsed.hits), None)
    outlined = first.place.id if first and first.place.level == "admin1" else None
    return _pins([hit.place for hit in browsed.hits], at), outlined


def _pins(places: Iterable[Place], at: Desk) -> list[Pin]:
    return [
        Pin(number, place.lat, place.lon, place_label(place, at.gazetteer), place.radius_km)
        for number, place in enumerate(places, start=1)
    ]


def browsed_html(found: Browsed, text: str) -> str:
    """The candidates of a name as a numbered list, with why the first is the first."""
    if not found.hits:
        words = t("No place in the gazetteer is called “{name}” or begins so.", name=text)
        return f'<div class="sm-empty">{html_text(words)}</div>'
    why = f'<p class="sm-why-first">{html_text(retold(found.why_first))}</p>'
    return f'<div class="sm-panel">{why}{"".join(_hit(n, hit) for n, hit in enumerate(found.hits, start=1))}</div>'


def _hit(number: int, hit: Hit) -> str:
    score = t("begins like it") if hit.score is None else t("score {score}", score=decimal(hit.score, 2))
    hover = html_text(t("how likely it is meant in a text that names no other place, 0 to 1"))
    also = t("also found as: {names}", names=", ".join(hit.names))
    names = f'<div class="sm-source">{html_text(also)}</div>' if hit.names else ""
    return (
        f'<div class="sm-place"><span class="sm-nr">{number}</span> <b>{html_text(hit.label)}</b> '
        f'<span class="sm-chip" title="{hover}">{html_text(score)}</span>{_facts(hit.place)}{names}</div>'
    )


def _facts(place: Place) -> str:
    people = t("{n} people", n=numeral(place.population)) if place.population else t("people not known")
    parts = [people, f"{place.lat:.4f}, {place.lon:.4f}", t("within {km} km", km=decimal(place.radius_km)), place.id]
    level = f'<span title="{html_text(meaning("level", place.level))}">{html_text(label("level", place.level))}</span>'
    return f'<div class="sm-facts">{level} · {html_text(" · ".join(parts))}</div>'


def around_html(found: Around, at: Desk) -> str:
    """What holds a point, and the settlements near it."""
    rows = [(t("Country"), country_called(found.country_name or "") or t("none: at sea, or in no country’s outline"))]
    if found.province:
        rows.append((t("Province"), province(found.province.name)))
    if found.district:
        place, km = found.district
        words = t(
            "{place} (the nearest centre, {km} km; districts have no outline here)", place=place.name, km=decimal(km)
        )
        rows.append((t("District"), words))
    if found.regions:
        rows.append((t("Around it"), ", ".join(place.name for place in found.regions)))
    table = "".join(f"<tr><td>{html_text(key)}</td><td>{html_text(value)}</td></tr>" for key, value in rows)
    near = "".join(
        _row(number, place, at, f'<span class="sm-chip">{html_text(t("{km} km", km=decimal(km)))}</span>')
        for number, (place, km) in enumerate(found.settlements, start=1)
    )
    none = f'<div class="sm-empty">{html_text(t("No settlement within about 400 km."))}</div>'
    head = t("{point} lies in", point=f"{found.lat:g}, {found.lon:g}")
    return f'<div class="sm-panel"><p>{html_text(head)}</p><table class="sm-terms">{table}</table>{near or none}</div>'


def _online(text: str, at: Desk) -> Answer | None:
    """The online geocoder: what it would be told, its button, what it answered. Nothing is sent without the button."""
    st.html(f'<div class="sm-filter-title">{html_text(t("Online geocoder"))}</div>')
    if not at.settings.geocoder:
        st.caption(
            t(
                "Off: what you type here stays on this machine. To be able to ask one, start Sitmap with GEO_GEOCODER "
                "set to nominatim, photon or pelias (GEO_GEOCODER_URL names a server of your own)."
            )
        )
        return None
    try:
        geocoder = _geocoder(at.settings.geocoder, at.settings.geocoder_url, str(at.settings.cache_dir), at.settings)
        st.caption(plain(retold(geocoder.notice)))
        answer = _asked(text, geocoder)
        st.caption(plain(retold(geocoder.cache_words(time.time()))))
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return None
    if answer is not None:
        st.html(_answer_html(answer, at))
    return answer


@st.cache_resource(show_spinner=False, max_entries=2)
def _geocoder(name: str, url: str, cache_dir: str, _settings: Settings) -> OnlineGeocoder:
    return OnlineGeocoder(_settings)


def _asked(text: str, geocoder: OnlineGeocoder) -> Answer | None:
    if not text:
        return None
    known = geocoder.remembers(text)
    words = t("Send this name to {host}", host=plain(geocoder.host))
    if known:
        words = t("Show its remembered answer (sends nothing)")
    pressed = st.button(words, key="ask-online", icon=":material/travel_explore:")
    if not pressed:
        return None
    with st.spinner(t("Waiting for {host}", host=plain(geocoder.host))):
        return geocoder.ask(text)


def _answer_html(answer: Answer, at: Desk) -> str:
    how = t("remembered, nothing was sent now") if answer.remembered else t("asked just now")
    head = f"{count(len(answer.places), 'place')} ({how}). {answer.attribution}"
    rows = "".join(_row(number, place, at) for number, place in enumerate(answer.places, start=1))
    return f'<div class="sm-panel"><p>{html_text(head)}</p>{rows}</div>'


def _row(number: int, place: Place, at: Desk, chip: str = "") -> str:
    name = html_text(place_label(place, at.gazetteer))
    return f'<div class="sm-place"><span class="sm-nr">{number}</span> <b>{name}</b> {chip}{_facts(place)}</div>'
