"""A worker: takes jobs out of the store and does them, one after the other, with progress, and stops where it is told.

Reading is repeatable: an article that is in the store as it came is not read again. So a job that was paused, or whose
worker was killed, simply starts over and is soon where it was.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from geo.errors import BusyError, GeoError
from geo.keeper import Summary
from geo.model import Article
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.failure import Failure
from geo.sources.paths import files_in, read_paths, read_upload
from geo.sources.polite import Guest
from geo.store.jobs import Counts, Job
from geo.store.store import Store
from geo.work.polling import of_lists, poll

log = logging.getLogger(__name__)
#: How often a worker says that it is alive (s).
BEAT_S = 2.0
#: Of what is being read, so much is shown (characters).
SHOWN = 120


class StoppedError(GeoError):
    """A person, or another worker that took over, wants this job to end here."""


@dataclass
class Course:
    """How far a job is, for the thread that reads and the one that tells of it."""

    share: float = 0.0
    what: str = ""
    summary: Summary = field(default_factory=Summary)
    wanted: str | None = ""  #: "pause", "cancel"; None: the job is no longer ours

    def counts(self, before: Counts) -> Counts:
        """With what earlier attempts read, which this one found unchanged."""
        now, earlier = self.summary, before.added + before.replaced
        unchanged = max(0, now.unchanged - earlier)
        return Counts(before.added + now.added, before.replaced + now.replaced, unchanged, len(now.failures))

    def report(self, _share: float, what: str) -> None:
        """Called for each article: the place where a job can be stopped."""
        self.what = what[:SHOWN]
        if self.wanted is None or self.wanted:
            raise StoppedError(self.wanted or "lost")


class Worker:
    """Does the jobs of one store.

    Parameters
    ----------
    now
        The time, with its zone.
    beat_s
        How often it says that it is alive (s).
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        gazetteer: Gazetteer,
        now: Callable[[], datetime],
        beat_s: float = BEAT_S,
    ) -> None:
        self._settings, self._store, self._gazetteer, self._now, self._beat_s = settings, store, gazetteer, now, beat_s
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def greet(self) -> None:
        """Say that this worker is there."""
        self._store.jobs.greet(self.name, self._now())

    def part(self) -> None:
        """Say that it goes."""
        self._store.jobs.part(self.name)

    def work_one(self) -> Job | None:
        """Do the job that is next, to its end or until it is stopped; returns it as it was taken, None: none waits."""
        job = self._store.jobs.claim(self.name, self._now())
        if job is None:
            return None
        course, over = Course(), threading.Event()
        beating = threading.Thread(target=self._beat, args=(job, course, over), daemon=True)
        beating.start()
        try:
            self._do(job, course)
            state, message = "done", ""
        except StoppedError:
            state, message = {"pause": "paused", "cancel": "cancelled"}.get(course.wanted or "", ""), ""
        except BusyError as error:
            state, message = "waiting", str(error)
        except GeoError as error:
            state, message = "failed", str(error)
        except Exception as error:
            log.exception("job %s failed", job.number)
            state, message = "failed", f"a fault of Sitmap ({type(error).__name__}: {error})"
        except BaseException:  # Ctrl-C, or the end of the process: another worker may go on at once
            self._leave(job, "waiting", "", course)
            raise
        finally:
            over.set()
            beating.join()
        if state:
            self._leave(job, state, message, course)
        return job

    def _leave(self, job: Job, state: Any, message: str, course: Course) -> None:
        self._store.jobs.leave(job, state, self._now(), message=message[:1000], counts=course.counts(job.counts))

    def _beat(self, job: Job, course: Course, over: threading.Event) -> None:
        while True:
            try:
                counts = course.counts(job.counts)
                course.wanted = self._store.jobs.beat(
                    job, self._now(), share=course.share, what=course.what, counts=counts
                )
                self.greet()
            except GeoError:
                pass  # the store is busy; it is said a moment later
            if course.wanted is None or over.wait(self._beat_s):
                return

    def _do(self, job: Job, course: Course) -> None:
        if job.kind == "feeds":
            guest, report = Guest(self._settings), course.report
            poll(self._store, self._gazetteer, guest, self._now, progress=report, summary=course.summary)
            return
        found = {"files": self._uploads, "lists": self._lists}.get(job.kind, self._paths)(job, course)
        workers = int(job.task.get("workers", 1))
        if workers > 1:
            from geo.crew.ingest import ingest as together
            from geo.crew.pool import Crew

            with Crew(workers, self._settings) as crew:
                together(found, self._store, self._gazetteer, crew, course.report, summary=course.summary)
            return
        reader = None
        if job.task.get("remote"):
            from geo.reading.endpoint import Endpoint
            from geo.reading.remote import RemoteReader

            reader = RemoteReader(Endpoint.of(self._settings))
        ingest(found, self._store, self._gazetteer, course.report, reader=reader, summary=course.summary)

    def _uploads(self, job: Job, course: Course) -> Iterator[Article | Failure]:
        total, done = max(self._store.jobs.size_bytes(job.number), 1), 0
        for name, size, body in self._store.jobs.files(job.number):
            items = list(read_upload(body, name))
            for number, item in enumerate(items):
                course.share = (done + size * number / len(items)) / total
                yield item
            done += size

    def _lists(self, job: Job, course: Course) -> Iterator[Article | Failure]:
        lists = [Path(one) for one in job.task.get("paths", ())]
        guest = Guest(self._settings)
        for number, one in enumerate(lists):
            course.share = number / len(lists)
            yield from of_lists([one], self._store, guest)

    def _paths(self, job: Job, course: Course) -> Iterator[Article | Failure]:
        asked = [Path(one) for one in job.task.get("paths", ())]
        files = [file for one in asked for file in (files_in(one) if one.is_dir() else [one])]
        sizes = [max(file.stat().st_size, 1) if file.is_file() else 1 for file in files]
        total, done = sum(sizes) or 1, 0
        for file, size in zip(files, sizes, strict=True):
            course.share = done / total
            yield from read_paths([file])
            done += size
