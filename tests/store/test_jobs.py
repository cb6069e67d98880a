"""The table of jobs: one worker a job, silent workers are replaced, people pause, resume and cancel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from geo.store.jobs import SILENT_S, TRIES, Counts, Job
from geo.store.moments import stamped
from geo.store.store import Store

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=SILENT_S + 1)


def added(store: Store, name: str = "a.txt") -> int:
    return store.jobs.add("files", name, {"workers": 2}, NOW, files=[(name, b"one"), ("b.txt", b"\x00two")])


def claimed(store: Store, worker: str = "w1", at: datetime = NOW) -> Job:
    job = store.jobs.claim(worker, at)
    assert job is not None
    return job


def state(store: Store, number: int = 1) -> str:
    job = store.jobs.get(number)
    assert job is not None
    return job.state


def test_the_oldest_job_is_taken_by_one_worker_alone(store: Store) -> None:
    assert (added(store), added(store)) == (1, 2)
    assert [claimed(store, "w1").number, claimed(store, "w2").number] == [1, 2]
    assert store.jobs.claim("w3", NOW) is None
    assert [job.number for job in store.jobs.list()] == [2, 1]


def test_its_files_come_with_it_and_go_when_it_is_done(store: Store) -> None:
    added(store)
    assert list(store.jobs.files(1)) == [("a.txt", 3, b"one"), ("b.txt", 4, b"\x00two")]
    assert store.jobs.size_bytes(1) == 7
    job = claimed(store)
    assert job.task == {"workers": 2}
    assert store.jobs.beat(job, NOW, share=0.5, what="a.txt", counts=Counts(added=3)) == ""
    assert store.jobs.leave(job, "done", NOW, counts=Counts(added=4, failed=1))
    done = store.jobs.get(1)
    assert done is not None
    assert (done.state, done.share, done.counts, done.is_over) == ("done", 1.0, Counts(4, 0, 0, 1), True)
    assert list(store.jobs.files(1)) == []


def test_the_job_of_a_silent_worker_is_taken_over_and_lost_to_the_first(store: Store) -> None:
    added(store)
    first = claimed(store, "w1")
    assert store.jobs.claim("w2", NOW + timedelta(seconds=SILENT_S - 1)) is None
    second = claimed(store, "w2", LATER)
    assert (second.number, second.tries) == (1, 1)
    assert store.jobs.beat(first, LATER, share=0.9, what="", counts=Counts()) is None
    assert not store.jobs.leave(first, "done", LATER)
    assert state(store) == "running"


def test_a_job_over_which_workers_die_is_given_up_and_can_be_tried_again(store: Store) -> None:
    added(store)
    at = NOW
    for _ in range(TRIES):
        claimed(store, at=at)
        at += timedelta(seconds=SILENT_S + 1)
    assert store.jobs.claim("w", at) is None
    failed = store.jobs.get(1)
    assert failed is not None
    assert (failed.state, "3 times" in failed.message) == ("failed", True)
    assert list(store.jobs.files(1))
    assert store.jobs.ask(1, "resume", at)
    assert claimed(store, at=at).message == ""


@pytest.mark.parametrize(("wish", "ends"), [("pause", "paused"), ("cancel", "cancelled")])
def test_what_people_want_reaches_the_worker_also_a_later_one(store: Store, wish: str, ends: str) -> None:
    added(store)
    job = claimed(store)
    assert store.jobs.ask(1, wish, NOW)  # type: ignore[arg-type]
    assert store.jobs.beat(job, NOW, share=0.1, what="", counts=Counts()) == wish
    assert state(store) == "running"
    assert store.jobs.claim("w2", LATER) is None  # the first one died: nobody has to run it
    assert state(store) == ends


def test_what_makes_no_sense_is_refused(store: Store) -> None:
    assert not store.jobs.ask(7, "pause", NOW)
    added(store)
    assert not store.jobs.ask(1, "resume", NOW)
    assert store.jobs.ask(1, "pause", NOW)
    assert not store.jobs.ask(1, "pause", NOW)
    assert store.jobs.claim("w", NOW) is None
    assert store.jobs.ask(1, "resume", NOW)
    assert store.jobs.ask(1, "cancel", NOW)
    assert list(store.jobs.files(1)) == []
    assert not store.jobs.ask(1, "resume", NOW)
    assert store.jobs.clear() == 1
    assert store.jobs.list() == ()


def test_a_worker_is_known_to_be_there_while_it_says_so(store: Store) -> None:
    assert not store.jobs.is_attended(NOW)
    store.jobs.greet("w", NOW)
    assert store.jobs.is_attended(NOW)
    assert not store.jobs.is_attended(LATER)
    store.jobs.greet("w", LATER)
    store.jobs.part("w")
    assert not store.jobs.is_attended(LATER)


def test_deleting_everything_takes_the_jobs_along(store: Store) -> None:
    added(store)
    job = claimed(store)
    store.eraser.everything()
    assert store.jobs.list() == ()
    assert store.jobs.beat(job, NOW, share=0, what="", counts=Counts()) is None


def test_moments_sort_as_time_whatever_zone_they_are_told_in() -> None:
    noon = datetime(2026, 3, 4, 12, 0, 0, 999_999, UTC)
    assert stamped(noon) == stamped(noon.astimezone(timezone(timedelta(hours=3)))) == "2026-03-04T12:00:00+00:00"
    later = (noon + timedelta(seconds=1)).astimezone(timezone(timedelta(hours=-9)))
    assert stamped(noon) < stamped(later)
