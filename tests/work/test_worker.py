"""Background work: a job is done whole, stops where people want it, and outlives the death of its worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from geo.errors import MissingError
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.polite import Guest
from geo.store.jobs import Counts, Job
from geo.store.store import Store
from geo.work.polling import have_lists_read
from geo.work.worker import Worker
from tests.commands import Run, runner
from tests.makers import TEXT
from tests.sources.trap import page, resolve, serving

ROOT = Path(__file__).resolve().parents[2]


def lines(number: int, first: int = 0) -> bytes:
    told = ({"id": f"a{n}", "text": f"{TEXT} It was number {n}.", "published": "2024-03-04"} for n in range(number))
    return "".join(json.dumps(one) + "\n" for n, one in enumerate(told) if n >= first).encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    yield made
    made.close()


@pytest.fixture
def worker(store: Store, settings: Settings, gazetteer: Gazetteer) -> Worker:
    return Worker(settings, store, gazetteer, lambda: datetime.now(UTC), beat_s=0.01)


def add(store: Store, *files: tuple[str, bytes], **task: Any) -> int:
    return store.jobs.add("files", "files", task, datetime.now(UTC), files=files)


def job(store: Store, number: int = 1) -> Job:
    found = store.jobs.get(number)
    assert found is not None
    return found


def test_a_job_is_read_whole_and_bad_files_are_held(store: Store, worker: Worker) -> None:
    assert worker.work_one() is None
    add(store, ("a.jsonl", lines(3)), ("b.exe", b"x"), ("c.txt", TEXT.encode()))
    assert worker.work_one() is not None
    done = job(store)
    assert (done.state, done.share, done.counts) == ("done", 1.0, Counts(added=4, failed=1))
    assert store.quarantine.origins() == {"b.exe"}
    assert not store.is_empty()


def test_files_and_folders_of_the_machine_are_read_too_with_several_processes(
    store: Store, worker: Worker, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(lines(5))
    (folder / "page.html").write_text("<html>", encoding="utf-8")
    store.jobs.add("paths", "in", {"paths": [str(folder), str(tmp_path / "gone")], "workers": 2}, datetime.now(UTC))
    worker.work_one()
    assert (job(store).state, job(store).counts.added, job(store).counts.failed) == ("done", 5, 2)


def at_article(monkeypatch: pytest.MonkeyPatch, store: Store, number: int, then: Callable[[], object]) -> None:
    """Do something when the article of that number is saved, and wait until the worker has heard of it."""
    save, beat, seen, heard = store.keep_all, store.jobs.beat, [0], threading.Event()

    def saved(*given: Any, **more: Any) -> Any:
        seen[0] += 1
        if seen[0] == number:
            then()
            assert heard.wait(60)
            time.sleep(0.3)  # and now it does as it has heard
        return save(*given, **more)

    def listened(*given: Any, **more: Any) -> str | None:
        wanted = beat(*given, **more)
        if wanted != "":
            heard.set()
        return wanted

    monkeypatch.setattr(store, "keep_all", saved)
    monkeypatch.setattr(store.jobs, "beat", listened)


def test_a_job_pauses_at_once_and_goes_on_where_it_was(
    store: Store, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, ("a.jsonl", lines(8)))
    at_article(monkeypatch, store, 3, lambda: store.jobs.ask(1, "pause", datetime.now(UTC)))
    worker.work_one()
    assert (job(store).state, job(store).counts) == ("paused", Counts(added=3))
    assert len(store.articles()) == 3
    assert len(store.incidents()) > 0  # what was read is on the map
    assert worker.work_one() is None
    store.jobs.ask(1, "resume", datetime.now(UTC))
    worker.work_one()
    assert (job(store).state, job(store).counts) == ("done", Counts(added=8))


def test_a_job_that_is_cancelled_leaves_what_it_read(
    store: Store, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, ("a.jsonl", lines(8)))
    at_article(monkeypatch, store, 3, lambda: store.jobs.ask(1, "cancel", datetime.now(UTC)))
    worker.work_one()
    assert (job(store).state, len(store.articles()), list(store.jobs.files(1))) == ("cancelled", 3, [])


def test_a_worker_that_lost_its_job_stops(store: Store, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, ("a.jsonl", lines(8)))
    later = datetime.now(UTC) + timedelta(hours=1)
    at_article(monkeypatch, store, 2, lambda: store.jobs.claim("another", later))
    worker.work_one()
    assert (job(store).state, job(store).worker, len(store.articles())) == ("running", "another", 2)


def test_a_job_that_fails_says_why_and_one_that_is_stopped_waits(
    store: Store, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, ("a.jsonl", lines(3)))

    def fail(error: BaseException) -> None:
        def save(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(store, "keep_all", save)

    fail(MissingError("the disk is full"))
    worker.work_one()
    assert (job(store).state, job(store).message) == ("failed", "the disk is full")
    store.jobs.ask(1, "resume", datetime.now(UTC))
    fail(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        worker.work_one()
    assert job(store).state == "waiting"


def until(true: Callable[[], object], seconds: float = 240.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_killed_worker_is_followed_by_another_that_ends_the_job(
    at_home: str, gazetteer: Gazetteer, settings: Settings
) -> None:
    store = Store.open(at_home)
    add(store, ("a.jsonl", lines(400)))
    command = [sys.executable, "-m", "geo", "work", "--until-idle"]
    first = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL)
    until(lambda: job(store).counts.added > 5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert job(store).state == "running"
    later = Worker(settings, store, gazetteer, lambda: datetime.now(UTC) + timedelta(minutes=5))
    assert later.work_one() is not None
    done = job(store)
    assert (done.state, done.tries) == ("done", 1)
    assert len(store.articles()) == 400


def test_jobs_on_the_command_line(at_home: str, tmp_path: Path, capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run: Run = runner(capfd)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("jobs", "add", tmp_path / "a.txt").out == "job 1 waits; `python -m geo work` does it\n"
    assert run("jobs", "pause", 1, 9).code == 65
    assert run("jobs", "resume", 1).code == 0
    monkeypatch.setattr("geo.cli.jobs.IDLE_S", 0.5)
    monkeypatch.setattr("geo.cli.jobs.LOOK_S", 0.1)
    assert run("work", "--until-idle").out == "job 1: a.txt\n"
    assert run("jobs", "list").out.startswith("1\tdone\t100%\t1 added")
    assert run("jobs", "cancel", 1).code == 65
    assert json.loads(run("jobs", "list", "--json").out)["counts"]["added"] == 1
    assert run("jobs", "clear").out == "forgot 1\n"


def test_the_lists_of_a_project_are_fetched_when_it_is_time(
    at_home: str, tmp_path: Path, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    del at_home
    monkeypatch.delenv("GEO_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("geo.cli.jobs.IDLE_S", 0.5)
    monkeypatch.setattr("geo.cli.jobs.LOOK_S", 0.1)
    run: Run = runner(capfd)
    listed = tmp_path / "list.txt"
    listed.write_text("http://127.0.0.1/a\n", encoding="utf-8")  # which the guard refuses, so that nothing is asked
    assert run("projects", "show", "--list", listed).code == 0
    assert "GEO_FETCH" in run("work", "--until-idle", "--lists", "1d").err
    monkeypatch.setenv("GEO_FETCH", "on")
    assert run("work", "--until-idle").out == ""
    assert run("work", "--until-idle", "--lists", "1d").out == "job 1: list.txt\n"
    assert run("jobs", "list").out.startswith("1\tdone\t100%\t0 added, 0 replaced, 0 unchanged, 1 failed")


def test_lists_are_not_asked_for_while_the_last_such_job_goes_on(store: Store, worker: Worker, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert have_lists_read(store.jobs, (), now) is None
    paths = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert have_lists_read(store.jobs, paths, now) == 1
    assert (job(store).kind, job(store).title, job(store).task) == ("lists", "a.txt, b.txt", {"paths": paths})
    assert have_lists_read(store.jobs, paths, now) is None
    worker.work_one()
    assert have_lists_read(store.jobs, paths, now) == 2


@pytest.mark.parametrize("kind", ["feeds", "lists"])
def test_jobs_that_would_fetch_fail_where_nobody_allowed_it(
    store: Store, worker: Worker, kind: str, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("http://good.example/a\n")
    store.feeds.add(["http://good.example/feed.xml"], datetime.now(UTC))
    store.jobs.add(kind, kind, {"paths": [str(listed)]}, datetime.now(UTC))
    worker.work_one()
    assert (job(store).state, "GEO_FETCH" in job(store).message) == ("failed", True)


@pytest.mark.parametrize("kind", ["feeds", "lists"])
def test_feeds_and_lists_are_read_by_jobs(
    store: Store, settings: Settings, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, kind: str, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("http://good.example/a\n")
    feed = f"<rss version='2.0'><channel><item><title>T</title><description>{TEXT}</description></item></channel></rss>"
    answers = {
        "feeds": [page(feed.encode(), "application/rss+xml")],
        "lists": [page(b"", status="404 None"), page(TEXT.encode())],
    }
    store.feeds.add(["http://good.example/feed.xml"], datetime.now(UTC))
    store.jobs.add(kind, kind, {"paths": [str(listed)]}, datetime.now(UTC))
    with serving(*answers[kind]) as trap:
        how = {"resolve": resolve, "connect": trap.connect, "wait": lambda _: None}
        monkeypatch.setattr("geo.work.worker.Guest", lambda given: Guest(given, **how))
        Worker(replace(settings, fetch=True), store, gazetteer, lambda: datetime.now(UTC), beat_s=0.01).work_one()
    assert (job(store).state, job(store).counts) == ("done", Counts(added=1))


def test_jobs_are_listed_and_asked_without_making_incidents_anew(
    at_home: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        pytest.fail("while a worker reads, this would go on as long as the work")

    monkeypatch.setattr("geo.refreshing.refresh", refused)
    run: Run = runner(capfd)
    with_one = Store.open(at_home)
    add(with_one, ("a.txt", TEXT.encode()))
    with_one.close()
    assert run("jobs", "list").out.startswith("1\twaiting")
    assert run("jobs", "pause", "1").code == 0
    assert "paused" in run("jobs", "list").out
