"""Long additions run outside the page, which shows how far they are and starts a worker where there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard import attend, background
from geo.store.store import Store

PAGE = "from geo.dashboard.articles_page import show\nfrom geo.dashboard.state import desk\nshow(desk())"


class Child:
    """A worker that never comes."""

    def poll(self) -> None:
        return None


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The commands that were started."""
    found: list[Any] = []
    monkeypatch.setattr(attend, "_children", {})
    monkeypatch.setattr(attend.subprocess, "Popen", lambda command, **_: found.append(command) or Child())
    return found


def told(at: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(str(one.proto.body) for one in at.get("html"))


def test_a_long_addition_is_one_of_many_files_or_bytes() -> None:
    assert not background.is_long([("a.txt", b"x")], "sqlite:///x")
    assert background.is_long([("a.jsonl", b"x" * 400_000)], "sqlite:///x")
    assert background.is_long([(f"{n}.txt", b"x") for n in range(30)], "sqlite:///x")
    assert not background.is_long([("a.jsonl", b"x" * 400_000)], "sqlite://")


def test_the_page_shows_jobs_starts_one_worker_and_asks_it_to_pause(at_home: str, started: list[Any]) -> None:
    store = Store.open(at_home)
    now = datetime.now(UTC)
    store.jobs.add("files", "many <files>.jsonl", {}, now, files=[("a.jsonl", b"{}")])
    job = store.jobs.claim("somebody", now)
    assert job is not None
    at = AppTest.from_string(PAGE, default_timeout=120).run()
    assert not at.exception
    assert "<b>Reading</b> · many &lt;files&gt;" in told(at)
    assert len(started) == 1
    assert started[0][-2:] == ["work", "--until-idle"]
    at.button(key="job-pause-1").click().run()
    asked = store.jobs.get(1)
    assert asked is not None
    assert asked.wanted == "pause"
    assert "<b>Pausing</b>" in told(at)
    assert store.jobs.leave(job, "paused", now)
    at.run()
    at.button(key="job-cancel-1").click().run()
    assert "<b>Cancelled</b>" in told(at)
    at.button(key="jobs-clear").click().run()
    assert not at.exception
    assert store.jobs.list() == ()
    assert len(started) == 1


def test_what_was_left_behind_is_gone_on_with_when_the_dashboard_opens(at_home: str, started: list[Any]) -> None:
    Store.open(at_home).jobs.add("files", "a", {}, datetime.now(UTC), files=[("a.txt", b"x")])
    AppTest.from_string("from geo.dashboard.state import desk\ndesk()", default_timeout=120).run()
    assert len(started) == 1


def test_no_worker_is_started_where_one_is_there_or_nothing_waits(at_home: str, started: list[Any]) -> None:
    store = Store.open(at_home)
    AppTest.from_string(PAGE, default_timeout=120).run()
    store.jobs.add("files", "a", {}, datetime.now(UTC), files=[("a.txt", b"x")])
    store.jobs.greet("elsewhere", datetime.now(UTC))
    AppTest.from_string(PAGE, default_timeout=120).run()
    assert started == []
