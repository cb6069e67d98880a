"""Articles: add files or text, see what is there and on which day it is assumed to have been published, remove."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from geo.dashboard.article_view import EARLIEST, show_article
from geo.dashboard.background import is_long, show_jobs, start_job
from geo.dashboard.gone import forget
from geo.dashboard.held import show_held
from geo.dashboard.speech import spoken_in, t
from geo.dashboard.state import Desk, choose, go_to
from geo.dashboard.uploads import pick_rows
from geo.dashboard.words import plain
from geo.errors import GeoError, InputError
from geo.export.words import count, label
from geo.language import places_only
from geo.model import Article
from geo.pipeline import Summary, ingest, remove
from geo.projects import names
from geo.reading.endpoint import Endpoint
from geo.reading.remote import RemoteReader
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.kinds import EXTENSIONS
from geo.sources.paths import read_upload
from geo.sources.text import article_from_text

#: Failures that are named one by one after adding.
NAMED_FAILURES = 50


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader("Articles")
    _choose_project(at)
    _add(at)
    _outcome()
    show_jobs(at)
    show_held(at)
    view = at.view()
    if view.is_sample:
        st.html('<div class="sm-notice"><b>Sample articles</b> are shown until you add your first article.</div>')
    articles = view.store.articles()
    if articles.empty:
        st.html('<div class="sm-empty">No articles yet: drop files or paste a text above.</div>')
        return
    _undated_first(articles, is_sample=view.is_sample)
    picked = _table(_in_languages(articles))
    if not view.is_sample:
        _remove(articles, picked, at)
    if len(picked) == 1:
        show_article(picked[0], view, at)
    elif not picked:
        st.caption(
            "Choose a row to read the article with everything marked that was found in it. "
            "By keyboard: arrow keys, then shift with space."
        )


def _choose_project(at: Desk) -> None:
    """The project whose articles these are, where there are several."""
    every = names(at.settings.projects_dir.parent) if at.settings.projects_dir else []
    if len(every) < 2:
        return
    now = every.index(at.settings.project)
    chosen = st.selectbox("Project", every, index=now, key=f"project-{at.settings.project}", width=320)
    if chosen != at.settings.project:
        go_to(chosen)
        st.rerun()


def _add(at: Desk) -> None:
    reader = _reader(at)
    files, paste = st.tabs(["Add files", "Paste a text"])
    with files, st.form("add-files", clear_on_submit=True, border=False):
        uploads = st.file_uploader(
            "Text, saved web pages, PDF, Word, e-mails, feeds, tables of texts, JSON Lines",
            type=[extension.rsplit(".", 1)[-1] for extension in EXTENSIONS],
            accept_multiple_files=True,
            help="A text file may begin with lines title:, source:, url:, published: (YYYY-MM-DD), then an empty line.",
        )
        if st.form_submit_button("Add", type="primary") and uploads:
            given = [(printable(file.name), file.getvalue()) for file in uploads]
            if is_long(given, at.settings.store_url):
                start_job(given, at, remote=reader is not None)
                st.rerun()
            _take([item for name, body in given for item in read_upload(body, name)], at, reader)
    with paste, st.form("add-text", clear_on_submit=False, border=False):
        text = st.text_area("Text of the article", height=180, key="paste-text")
        left, middle, right = st.columns([3, 2, 2])
        title = left.text_input("Title", key="paste-title")
        source = middle.text_input("Source", key="paste-source")
        day = right.date_input(
            "Published",
            value=None,
            key="paste-day",
            min_value=EARLIEST,
            help="Relative dates (“on Monday”) are counted from this day. Left empty, it is looked for in the text.",
        )
        url = st.text_input("Address (optional)", key="paste-url", placeholder="https://…")
        if st.form_submit_button("Add", type="primary"):
            _take([_pasted(text, title, source, url, day)], at, reader)


def _pasted(text: str, title: str, source: str, url: str, day: date | None) -> Article | Failure:
    try:
        return article_from_text(text, title=title or None, source=source or None, url=url or None, published=day)
    except InputError as error:
        return Failure("pasted text", error)


def _reader(at: Desk) -> RemoteReader | None:
    """The language model that may read what is added, where one is set up and the user switches it on."""
    if not at.settings.reader_url:
        return None
    try:
        reader = RemoteReader(Endpoint.of(at.settings))
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    on = st.toggle(f"Read what is added with {plain(reader.endpoint.model)} instead of the rules", key="remote-reader")
    st.caption(plain(reader.notice) if on else "Off: nothing of your articles leaves this machine.")
    return reader if on else None


def _take(found: list[Article | Failure], at: Desk, reader: RemoteReader | None) -> None:
    bar = st.progress(0.0, text="Reading")

    def report(share: float, what: str) -> None:
        bar.progress(share, text=plain(what))

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
    parts = [f"{count(summary.added, 'article')} added"] if summary.added else []
    parts += [f"{summary.replaced} read again"] if summary.replaced else []
    parts += [f"{summary.unchanged} there already"] if summary.unchanged else []
    if parts:
        st.success(", ".join(parts) + ". The page Map shows what they tell.", icon=":material/check:")
    for notice in summary.notices[:NAMED_FAILURES]:
        st.warning(plain(notice), icon=":material/smart_toy:")
    for failure in summary.failures[:NAMED_FAILURES]:
        st.error(plain(str(failure.error)), icon=":material/error:")
    if len(summary.failures) > NAMED_FAILURES:
        st.error(f"… and {len(summary.failures) - NAMED_FAILURES} more that could not be read.")


def _undated_first(articles: pd.DataFrame, *, is_sample: bool) -> None:
    undated = int(articles["published"].isna().sum())
    if undated and not is_sample:
        words = count(undated, "article has", "articles have")
        st.warning(
            f"{words} no publication date: “on Monday” means no day in them. Choose one and give its date.",
            icon=":material/event_busy:",
        )


def articles_table(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles in words: title, source, day, and why this day."""
    title = articles["title"].fillna(articles["origin"]).fillna(articles["article_id"])
    return pd.DataFrame(
        {
            "Title": title,
            "Source": articles["source"].fillna(""),
            "Published": articles["published"].dt.strftime("%Y-%m-%d").fillna("unknown"),
            "Day from": [label("basis", code) for code in articles["published_basis"]],
            "Language": [_spoken(code, n) for code, n in zip(articles["language"], articles["n_reports"], strict=True)],
            "Reports": articles["n_reports"],
            "Characters": articles["characters"],
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
        format_func=lambda code: f"{spoken_in(code)} ({held[code]:,})",
        help=t("Of an article that is not in English, the places are listed; what happened there is not read."),
    )  # fmt: skip
    return articles[articles["language"].isin(chosen)].reset_index(drop=True) if chosen else articles


def _table(articles: pd.DataFrame) -> list[str]:
    wide = {"Title": st.column_config.TextColumn(width="large")}
    ids = articles["article_id"].tolist()
    return [ids[row] for row in pick_rows(articles_table(articles), "articles-rows", column_config=wide)]


def _remove(articles: pd.DataFrame, picked: list[str], at: Desk) -> None:
    if not picked:
        return
    with st.popover(f"Remove {count(len(picked), 'article')} …", icon=":material/delete:"):
        st.text(
            "They are deleted for good, with what was read in them and every decision about it. The files on your "
            "disk "
            "stay, and so do exports and backups that you wrote."
        )
        if st.button("Remove", type="primary", key="remove-now"):
            remove(at.store, picked)
            forget()
            choose(None)
            st.rerun()
