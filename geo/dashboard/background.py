"""Reading in the background: long additions become jobs, shown with how far they are, to be paused or cancelled."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from geo.dashboard.attend import attend
from geo.dashboard.speech import count, later, numeral, retold, t
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text, plain
from geo.store.jobs import Job

#: Additions up to this are read at once: a moment's work.
AT_ONCE_BYTES, AT_ONCE_FILES = 300_000, 20
REFRESH_S = 1.0
#: So many jobs are shown.
SHOWN = 6
#: How a state is told.
STATES = {
    "waiting": later("Waiting for a worker"),
    "running": later("Reading"),
    "paused": later("Paused"),
    "done": later("Done"),
    "failed": later("Failed"),
    "cancelled": later("Cancelled"),
}


def is_long(files: Sequence[tuple[str, bytes]], store_url: str) -> bool:
    """Whether an addition is too much to be waited for; never where the store lives in this process alone."""
    much = len(files) > AT_ONCE_FILES or sum(len(body) for _, body in files) > AT_ONCE_BYTES
    return much and store_url != "sqlite://"


def start_job(files: Sequence[tuple[str, bytes]], at: Desk, *, remote: bool) -> None:
    """Have uploaded files read in the background."""
    first = files[0][0]
    title = first if len(files) == 1 else t("{file} and {more}", file=first, more=count(len(files) - 1, "more file"))
    task = {"workers": 1 if remote else min(4, os.cpu_count() or 1), "remote": remote}
    at.store.jobs.add("files", title[:200], task, datetime.now(UTC), files=files)
    attend(at.settings, at.store)


def show_jobs(at: Desk) -> None:
    """Draw the jobs, where there are any; they are looked at again every second while one is under way."""
    held = at.store.jobs.list()
    if not held:
        return
    attend(at.settings, at.store)
    busy = any(job.state in ("waiting", "running") for job in held)
    st.session_state["jobs-open"] = frozenset(job.number for job in held if not job.is_over)
    with st.container(border=True):
        st.fragment(_jobs, run_every=REFRESH_S if busy else None)(at)


def _jobs(at: Desk) -> None:
    held = at.store.jobs.list()
    now_open = frozenset(job.number for job in held if not job.is_over)
    busy = any(job.state in ("waiting", "running") for job in held)
    if st.session_state.get("jobs-open", frozenset()) - now_open or (st.session_state.get("jobs-busy") and not busy):
        st.session_state["jobs-busy"] = busy
        st.rerun()  # one is over: the list of articles is another
    st.session_state["jobs-busy"] = busy
    attend(at.settings, at.store)
    shown = [job for job in held if not job.is_over] + [job for job in held if job.is_over]
    for job in shown[:SHOWN]:
        _job(job, at)
    over = sum(job.is_over for job in held)
    if over and st.button(t("Clear what is over"), key="jobs-clear", type="tertiary"):
        at.store.jobs.clear()
        st.rerun()


def _job(job: Job, at: Desk) -> None:
    word = {"pause": t("Pausing"), "cancel": t("Cancelling")}.get(job.wanted, t(STATES[job.state]))
    what, buttons = st.columns([5, 2], vertical_alignment="center")
    with what:
        st.html(f"<div><b>{html_text(word)}</b> · {html_text(job.title)}</div>")
        if job.state in ("running", "paused"):
            st.progress(min(max(job.share, 0.0), 1.0), text=plain(f"{_told(job)}{job.now and ' · ' + retold(job.now)}"))
        else:
            st.caption(plain(retold(job.message) or _told(job)))
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        if job.state in ("waiting", "running") and not job.wanted:
            _button(t("Pause"), job, at, "pause")
        if job.state in ("paused", "failed"):
            _button(t("Resume") if job.state == "paused" else t("Try again"), job, at, "resume")
        if not job.is_over or job.state == "failed":
            _button(t("Cancel"), job, at, "cancel")


def _button(word: str, job: Job, at: Desk, wish: str) -> None:
    if st.button(plain(word), key=f"job-{wish}-{job.number}"):
        at.store.jobs.ask(job.number, wish, datetime.now(UTC))  # type: ignore[arg-type]
        attend(at.settings, at.store)
        st.rerun()


def _told(job: Job) -> str:
    one = job.counts
    parts = told_counts(one.added, one.replaced, one.unchanged) or [t("{articles} added", articles=count(0, "article"))]
    parts += [t("{n} could not be read", n=numeral(one.failed))] if one.failed else []
    return ", ".join(parts)


def told_counts(added: int, replaced: int, unchanged: int) -> list[str]:
    """What became of articles, in words; what there was none of is left out."""
    parts = [t("{articles} added", articles=count(added, "article"))] if added else []
    parts += [t("{n} read again", n=numeral(replaced))] if replaced else []
    parts += [t("{n} there already", n=numeral(unchanged))] if unchanged else []
    return parts
