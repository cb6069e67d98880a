"""Articles: add files or text, see what is there and on which day it is assumed to have been published, remove."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from geo.dashboard.article_view import EARLIEST, show_article
from geo.dashboard.background import is_long, show_jobs, start_job, told_counts
from geo.dashboard.gone import forget
from geo.dashboard.held import show_held
from geo.dashboard.project_panel import show_project
from geo.dashboard.scope import LONGEST_LINE
from geo.dashboard.speech import count, day_format, label, numeral, retold, spoken_in, t, terms_help
from geo.dashboard.state import Desk, choose, go_to
from geo.dashboard.uploads import pick_rows
from geo.dashboard.veil import veiled
from geo.dashboard.words import html_text, plain
from geo.errors import GeoError, InputError
from geo.keeper import Summary
from geo.language import places_only
from geo.model import Article
from geo.pipeline import ingest, remove
from geo.projects import names
from geo.reading.endpoint import Endpoint
from geo.reading.remote import RemoteReader
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.kinds import EXTENSIONS
from geo.sources.paths import read_upload
from geo.sources.text import LONGEST_ADDRESS, article_from_text

#: Failures that are named one by one after adding.
NAMED_FAILURES = 10


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("Articles"))
    _choose_project(at)
    show_project(at)
    _add(at)
    _outcome()
    show_jobs(at)
    show_held(at)
    view = at.view()
    if view.is_sample:
        words = t("Sample articles are shown until you add your first article.")
        st.html(f'<div class="sm-notice">{html_text(words)}</div>')
    articles = view.store.articles()
    if articles.empty:
        words = t("No articles yet: drop files or paste a text above.")
        st.html(f'<div class="sm-empty">{html_text(words)}</div>')
        return
    _undated_first(articles, is_sample=view.is_sample)
    picked = _table(_in_languages(articles))
    if not view.is_sample:
        _remove(articles, picked, at)
    if len(picked) == 1:
        show_article(picked[0], view, at)
    elif not picked:
        st.caption(
            t(
                "Choose a row to read the article with everything marked that was found in it. "
                "By keyboard: arrow keys, then shift with space."
            )
        )


def _choose_project(at: Desk) -> None:
    """The project whose articles these are, where there are several."""
    every = names(at.settings.projects_dir.parent) if at.settings.projects_dir else []
    if len(every) < 2:
        return
    now = every.index(at.settings.project)
    chosen = st.selectbox(t("Project"), every, index=now, key=f"project-{at.settings.project}", width=320)
    if chosen != at.settings.project:
        go_to(chosen)
        st.rerun()


def _add(at: Desk) -> None:
    reader = _reader(at)
    files, paste = st.tabs([t("Add files"), t("Paste a text")])
    with files, st.form("add-files", clear_on_submit=True, border=False):
        uploads = st.file_uploader(
            t("Text, saved web pages, PDF, Word, e-mails, feeds, tables of texts, JSON Lines"),
            type=[extension.rsplit(".", 1)[-1] for extension in EXTENSIONS],
            accept_multiple_files=True,
            help=t(
                "A text file may begin with lines title:, source:, url:, published: (YYYY-MM-DD), then an empty line."
            ),
        )
        if st.form_submit_button(t("Add"), type="primary") and uploads:
            given = [(printable(file.name), file.getvalue()) for file in uploads]
            if is_long(given, at.settings.store_url):
                start_job(given, at, remote=reader is not None)
                st.rerun()
            _take([item for name, body in given for item in read_upload(body, name)], at, reader)
    with paste, st.form("add-text", clear_on_submit=False, border=False):
        text = st.text_area(t("Text of the article"), height=180, key="paste-text")
        left, middle, right = st.columns([3, 2, 2])
        title = left.text_input(t("Title"), key="paste-title", max_chars=LONGEST_LINE)
        source = middle.text_input(t("Source"), key="paste-source", max_chars=LONGEST_LINE)
        day = right.date_input(
            t("Published"),
            value=None,
            key="paste-day",
            format=day_format(),
            min_value=EARLIEST,
            help=t("Relative dates (“on Monday”) are counted from this day. Left empty, it is looked for in the text."),
        )
        url = st.text_input(
            t("Address (optional)"), key="paste-url", placeholder="https://…", max_chars=LONGEST_ADDRESS
        )
        if st.form_submit_button(t("Add"), type="primary"):
            _take([_pasted(text, title, source, url, day)], at, reader)


def _pasted(text: str, title: str, source: str, url: str, day: date | None) -> Article | Failure:
    try:
        return article_from_text(text, title=title or None, source=source or None, url=url or None, published=day)
    except InputError as error:
        return Failure(t("pasted text"), error)


def _reader(at: Desk) -> RemoteReader | None:
    """The language model that may read what is added, where one is set up and the user switches it on."""
    if not at.settings.reader_url:
        return None
    try:
        reader = RemoteReader(Endpoint.of(at.settings))
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return None
    words = t("Read what is added with {model} instead of the rules", model=plain(reader.endpoint.model))
    on = st.toggle(words, key="remote-reader")
    st.caption(plain(retold(reader.notice)) if on else t("Off: nothing of your articles leaves this machine."))
    return reader if on else None


def _take(found: list[Article | Failure], at: Desk, reader: RemoteReader | None) -> None:
    bar = st.progress(0.0, text=t("Reading"))

    def report(share: float, what: str) -> None:
        bar.progress(share, text=plain(retold(what)))

    summary = ingest(found, at.store, at.gazetteer, report, reader=reader)
    st.session_state["outcome"] = summary
    if summary.added or summary.replaced:
        choose(None)
        st.session_state.pop("window_command", None)
        st.session_state.pop("scope", None)
        st.query_params.clear()
    st.rerun()


def _outcome() -> None:
    """What became of the articles that were just added."""
    summary = st.session_state.pop("outcome", None)
    if not isinstance(summary, Summary):
        return
    parts = told_counts(summary.added, summary.replaced, summary.unchanged)
    if parts:
        words = t("{counts}. The page Map shows what they tell.", counts=", ".join(parts))
        words = words[:1].upper() + words[1:]
        st.success(words, icon=":material/check:")
        if shown := st.session_state.get("map-page"):
            st.page_link(shown, label=t("Show on the map"), icon=":material/map:")
    for notice in summary.notices[:NAMED_FAILURES]:
        st.warning(plain(retold(notice)), icon=":material/smart_toy:")
    for failure in summary.failures[:NAMED_FAILURES]:
        st.error(plain(retold(str(failure.error))), icon=":material/error:")
    if len(summary.failures) > NAMED_FAILURES:
        more = len(summary.failures) - NAMED_FAILURES
        st.error(t("… and {n} more that could not be read.", n=numeral(more)))


def _undated_first(articles: pd.DataFrame, *, is_sample: bool) -> None:
    undated = int(articles["published"].isna().sum())
    if undated and not is_sample:
        words = t(
            "{articles} with no publication date: “on Monday” means no day in them. Choose one and give its date.",
            articles=count(undated, "article"),
        )
        st.warning(words, icon=":material/event_busy:")


def articles_table(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles in words: title, source, day, and why this day."""
    title = articles["title"].fillna(articles["origin"]).fillna(articles["article_id"])
    return pd.DataFrame(
        {
            t("Title"): title.map(veiled),
            t("Source"): articles["source"].fillna(""),
            t("Published"): articles["published"].dt.strftime("%Y-%m-%d").fillna(t("not known")),
            t("Day from"): [label("basis", code) for code in articles["published_basis"]],
            t("Language"): [
                _spoken(code, n) for code, n in zip(articles["language"], articles["n_reports"], strict=True)
            ],
            t("Reports"): articles["n_reports"],
            t("Characters"): articles["characters"],
        }
    )


def _spoken(code: str, reports: int) -> str:
    """The language, with the mark of an article of which only the places were listed."""
    return spoken_in(code) + (f" · {t('places only')}" if places_only(code, reports) else "")


def _in_languages(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles in the languages that are chosen, where there are several."""
    held = articles["language"].value_counts()
    if len(held) < 2:
        return articles
    chosen = st.multiselect(
        t("Language of the articles"), list(held.index), key="articles-languages", placeholder=t("all"), width=320,
        format_func=lambda code: f"{spoken_in(code)} ({numeral(held[code])})",
        help=t("Of an article that is not in English, the places are listed; what happened there is not read."),
    )  # fmt: skip
    return articles[articles["language"].isin(chosen)].reset_index(drop=True) if chosen else articles


def _table(articles: pd.DataFrame) -> list[str]:
    wide = {
        t("Title"): st.column_config.TextColumn(width="large"),
        t("Day from"): st.column_config.TextColumn(help=terms_help("basis", articles["published_basis"])),
        t("Reports"): st.column_config.NumberColumn(help=t("How many times the article tells of an incident.")),
    }
    ids = articles["article_id"].tolist()
    return [ids[row] for row in pick_rows(articles_table(articles), "articles-rows", column_config=wide)]


def _remove(articles: pd.DataFrame, picked: list[str], at: Desk) -> None:
    if not picked:
        return
    with st.popover(t("Remove {what} …", what=count(len(picked), "article")), icon=":material/delete:"):
        st.text(
            t(
                "They are deleted for good, with what was read in them and every decision about it. The files on your "
                "disk stay, and so do exports and backups that you wrote."
            )
        )
        if st.button(t("Remove"), type="primary", key="remove-now"):
            remove(at.store, picked)
            forget()
            choose(None)
            st.rerun()
