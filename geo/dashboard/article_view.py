"""One article: its publication day with the reason, and its text with every name, date and incident marked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from geo.dashboard.by_hand import UNSIGNED
from geo.dashboard.days import bounds
from geo.dashboard.marked import SHOWN_CHARS
from geo.dashboard.reading_room import show_room
from geo.dashboard.speech import count, day_format, label, meaning, numeral, retold, spoken_in, t
from geo.dashboard.state import Desk, choose
from geo.dashboard.veil import veiled_html
from geo.dashboard.words import html_text, plain, spoken
from geo.desk import undo
from geo.language import ENGLISH, language_of, places_only
from geo.model import ROLES, Article, Reading
from geo.pipeline import EDITED_REASON, View, redate
from geo.sensitive import reasons
from geo.store.remembered import Correction, is_about, made_in

#: The first day that may be chosen as a publication day.
EARLIEST = date(1900, 1, 1)
#: So many copies of an article are named.
NAMED_COPIES = 20
#: So much of what a correction is about is quoted.
QUOTE_CHARS = 60


def show_article(article_id: str, view: View, at: Desk) -> None:
    """Draw one article under the list."""
    reading = view.store.reading(article_id)
    if reading is None:
        return
    article = reading.article
    title = article.title or article.origin or article.id
    st.html(veiled_html(f'<h3 class="sm-headline">{html_text(title)}</h3>', reasons(title)))
    _language(reading)
    _day(article, view, at)
    st.caption(
        t(
            "{names}, {dates}, {reports} of an incident.",
            names=count(len(reading.mentions), "place name"),
            dates=count(len(reading.dates), "date"),
            reports=count(len(reading.reports), "report"),
        )
    )
    _copies(article, view)
    st.html(_key(reading))
    show_room(reading, view, at, key="room")
    _history(article, view)
    if len(article.text) > SHOWN_CHARS:
        shown, every = numeral(SHOWN_CHARS), numeral(len(article.text))
        words = t("The first {n} of {all} characters; all of them were read.", n=shown, all=every)
        st.caption(words)


def _language(reading: Reading) -> None:
    """The mark of an article that is not in English."""
    code = language_of(reading.article.text)
    if places_only(code, len(reading.reports)):
        words = t("{language}: places only. What happened there is not read.", language=spoken_in(code))
        st.badge(plain(words), icon=":material/translate:", color="orange")
    elif code != ENGLISH:
        st.badge(plain(spoken_in(code)), icon=":material/translate:", color="blue")


def _copies(article: Article, view: View) -> None:
    """The other articles with nearly the same text."""
    others = [found for one in view.store.copies(article.id)[:NAMED_COPIES] if (found := view.store.article(one))]
    if others:
        named = "; ".join(other.source or other.origin or other.id for other in others)
        st.text(t("Nearly the same text, counted as one source with this: {sources}", sources=named))


def _day(article: Article, view: View, at: Desk) -> None:
    """The publication day, why, and the way to change it."""
    st.html(_day_html(article))
    if view.is_sample:
        return
    with st.form(f"day-{article.id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        least, most = bounds(EARLIEST, article.published)
        chosen = st.date_input(
            t("Set the publication day"), value=article.published, min_value=least, max_value=most,
            format=day_format(), width=220,
        )  # fmt: skip
        if (
            st.form_submit_button(t("Read again with this day"))
            and isinstance(chosen, date)
            and chosen != article.published
        ):
            _redate(article.id, chosen, at)
        if article.published_reason == EDITED_REASON and st.form_submit_button(t("Back to the day that came with it")):
            _redate(article.id, None, at)


def _day_html(article: Article) -> str:
    day, reason = html_text(spoken(article.published)), html_text(retold(article.published_reason))
    hover = html_text(meaning("basis", article.published_basis))
    return f'<p>{html_text(t("Published"))}: <b>{day}</b> (<span title="{hover}">{reason}</span>)</p>'


def _redate(article_id: str, day: date | None, at: Desk) -> None:
    redate(at.store, at.gazetteer, article_id, day)
    choose(None)
    st.rerun()


def _history(article: Article, view: View) -> None:
    """What people corrected in the article, each with the way back."""
    said = [one for one in view.store.corrections.history() if is_about(one, article.identity or "", article.id)]
    if not said:
        return
    with st.expander(count(len(said), "correction"), icon=":material/history:"):
        for one in reversed(said):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(plain(correction_line(one)))
                if one.undone is None and st.button(t("Undo"), key=f"take-back-{one.id}", type="tertiary"):
                    author = st.session_state.get("author") or UNSIGNED
                    undo(view.store, one.id, author=author, made=datetime.now(UTC))
                    st.rerun()


def correction_line(one: Correction) -> str:
    """A correction in a line: what, to what, by whom, when, why."""
    quote = " ".join(next((each.quote for each in made_in(one)), "").split())
    quote = quote if len(quote) <= QUOTE_CHARS else quote[: QUOTE_CHARS - 1] + "…"
    to = ", ".join(_value_words(value) for value in one.value.values() if value not in (None, [], {}))
    undone = (
        " · " + t("undone by {who}", who=t(UNSIGNED) if one.undone_by == UNSIGNED else one.undone_by)
        if one.undone
        else ""
    )
    what = t("{what} of “{quote}”", what=retold(one.field.replace("_", " ")), quote=quote)
    return f"{what}{': ' + to if to else ''} · {_told_by(one)}{undone}"


def _told_by(one: Correction) -> str:
    return f"{one.author}, {spoken(one.made)}: {retold(one.reason)}"


def _value_words(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("best") or value.get("low") or t("as given"))
    return ", ".join(map(_value_words, value)) if isinstance(value, list) else retold(str(value))


def _key(reading: Reading) -> str:
    used = {mention.role for mention in reading.mentions}
    parts = [
        f'<span class="sm-role sm-role-{role}" title="{html_text(meaning("role", role))}">'
        f"{html_text(label('role', role))}</span>"
        for role in ROLES
        if role in used
    ]
    if reading.reports:
        parts.append(f'<span class="sm-incident">{html_text(t("sentence of an incident"))}</span>')
    if reading.dates:
        parts.append(f'<span class="sm-date">{html_text(t("date"))}</span>')
    if reading.skipped:
        parts.append(f'<span class="sm-skipped">{html_text(t("left out"))}</span>')
    return f'<div class="sm-key">{"".join(parts)}</div>'
