"""Work that is done outside the page: what is to be done, how far it is, and who does it.

A worker claims a job and says every few seconds that it is alive; a job whose worker has been silent for ``SILENT_S``
is free for another one, for it was killed or its machine went down. All writes are short transactions, one after the
other on every database, so that no two workers ever hold one job.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.moments import stamped
from geo.store.schema import job_files, jobs, workers

#: waiting: for a worker; running; paused: by a person; done, failed, cancelled: over.
State = Literal["waiting", "running", "paused", "done", "failed", "cancelled"]
Wish = Literal["pause", "resume", "cancel"]
#: A worker that has said nothing for so long is taken for dead (s).
SILENT_S = 60.0
#: So many workers may die over a job before it is given up.
TRIES = 3
OVER = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the articles so far."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work."""

    number: int
    #: "files": those that came with it; "paths": files and folders of the worker's machine; "lists": the pages that
    #: files there name; "feeds": those of the store that are due
    kind: str
    title: str  #: in words, for people
    task: Mapping[str, Any]  #: paths, workers, remote
    state: State
    wanted: str  #: "pause" or "cancel", where a person asked for it and the worker has not yet obeyed
    share: float  #: 0..1
    now: str  #: what is being read
    counts: Counts
    message: str  #: why it failed
    tries: int  #: how many workers died over it
    created: str  #: UTC, ISO, like the others
    started: str
    finished: str
    heartbeat: str
    worker: str = field(repr=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen unless a person asks for it."""
        return self.state in OVER


class Jobs:
    """The jobs of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    # -- people

    def add(
        self,
        kind: str,
        title: str,
        task: Mapping[str, Any],
        now: datetime,
        *,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> int:
        """Put a job in the queue, with its files; returns its number."""
        with transaction(self._engine, write=True) as connection:
            number = (connection.execute(sa.select(sa.func.max(jobs.c.number))).scalar() or 0) + 1
            empty = dict.fromkeys(("wanted", "now", "message", "started", "finished", "heartbeat", "worker"), "")
            zero = dict.fromkeys(("added", "replaced", "unchanged", "failed", "tries"), 0)
            row = {"number": number, "kind": kind, "title": title, "task": json.dumps(dict(task)), "share": 0.0}
            connection.execute(jobs.insert(), row | empty | zero | {"state": "waiting", "created": stamped(now)})
            for position, (name, body) in enumerate(files):
                held = {"number": number, "position": position, "name": name, "body": body}
                connection.execute(job_files.insert(), held)
        return number

    def list(self) -> tuple[Job, ...]:
        """All of them, the newest first."""
        with transaction(self._engine, write=False) as connection:
            return tuple(map(_job, connection.execute(jobs.select().order_by(jobs.c.number.desc()))))

    def get(self, number: int) -> Job | None:
        """One job."""
        with transaction(self._engine, write=False) as connection:
            row = connection.execute(jobs.select().where(jobs.c.number == number)).first()
        return None if row is None else _job(row)

    def ask(self, number: int, wish: Wish, now: datetime) -> bool:
        """Ask for a job to be paused, resumed (one that failed: tried again) or cancelled; False where it cannot be."""
        with transaction(self._engine, write=True) as connection:
            row = connection.execute(jobs.select().where(jobs.c.number == number)).first()
            values = {} if row is None else _obeyed(row.state, wish, stamped(now))
            if not values:
                return False
            _set(connection, number, **values)
            if values.get("state") == "cancelled":
                _drop_files(connection, number)
        return True

    def clear(self) -> int:
        """Forget the jobs that are over; what they read stays. Returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            return connection.execute(jobs.delete().where(jobs.c.state.in_(sorted(OVER)))).rowcount

    # -- workers

    def claim(self, worker: str, now: datetime) -> Job | None:
        """Take the oldest job that waits, or whose worker is silent; None where there is none."""
        silent = stamped(now - timedelta(seconds=SILENT_S))
        with transaction(self._engine, write=True) as connection:
            left = (jobs.c.state == "running") & (jobs.c.heartbeat < silent)
            free = jobs.select().where((jobs.c.state == "waiting") | left).order_by(jobs.c.number)
            for row in connection.execute(free).all():
                left_by = row.state == "running"
                if left_by and row.wanted:
                    state = "paused" if row.wanted == "pause" else "cancelled"
                    _set(connection, row.number, state=state, wanted="", worker="", finished=stamped(now))
                    continue
                tries = row.tries + left_by
                if tries >= TRIES:
                    why = f"the worker ended while it ran, {tries} times over"
                    _set(connection, row.number, state="failed", message=why, worker="", finished=stamped(now))
                    continue
                begun = {"started": row.started or stamped(now), "heartbeat": stamped(now), "message": ""}
                _set(connection, row.number, state="running", worker=worker, tries=tries, **begun)
                return _job(connection.execute(jobs.select().where(jobs.c.number == row.number)).one())
        return None

    def beat(self, job: Job, now: datetime, *, share: float, what: str, counts: Counts) -> str | None:
        """Say that `job` is alive and how far it is; returns what people want of it, None where it is not ours now."""
        with transaction(self._engine, write=True) as connection:
            far = {"share": share, "now": what, "heartbeat": stamped(now)} | _counted(counts)
            if not _set_ours(connection, job, **far):
                return None
            wanted: str = connection.execute(sa.select(jobs.c.wanted).where(jobs.c.number == job.number)).scalar_one()
        return wanted

    def leave(self, job: Job, state: State, now: datetime, *, message: str = "", counts: Counts | None = None) -> bool:
        """Let go of `job`; the files of one that is done or cancelled are deleted. False where it was not ours."""
        values: dict[str, Any] = {"state": state, "message": message, "wanted": "", "worker": ""}
        values |= _counted(counts) if counts else {}
        values |= {"finished": stamped(now)} if state in OVER else {}
        values |= {"share": 1.0, "now": ""} if state == "done" else {}
        with transaction(self._engine, write=True) as connection:
            ours = _set_ours(connection, job, **values)
            if ours and state in ("done", "cancelled"):
                _drop_files(connection, job.number)
        return ours

    def files(self, number: int) -> Iterator[tuple[str, int, bytes]]:
        """Name, size (bytes) and content of the files that came with a job, one in memory at a time."""
        mine = job_files.c.number == number
        with transaction(self._engine, write=False) as connection:
            query = sa.select(job_files.c.position).where(mine).order_by(job_files.c.position)
            positions = connection.execute(query).scalars().all()
        for position in positions:
            with transaction(self._engine, write=False) as connection:
                which = mine & (job_files.c.position == position)
                row = connection.execute(job_files.select().where(which)).first()
            if row is not None:
                yield row.name, len(row.body), row.body

    def size_bytes(self, number: int) -> int:
        """How large the files are that came with a job."""
        size = sa.select(sa.func.sum(sa.func.length(job_files.c.body))).where(job_files.c.number == number)
        with transaction(self._engine, write=False) as connection:
            return int(connection.execute(size).scalar() or 0)

    def greet(self, worker: str, now: datetime) -> None:
        """A worker says that it is there."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(workers.delete().where(workers.c.worker == worker))
            connection.execute(workers.insert(), {"worker": worker, "seen": stamped(now)})

    def part(self, worker: str) -> None:
        """A worker goes."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(workers.delete().where(workers.c.worker == worker))

    def is_attended(self, now: datetime) -> bool:
        """Whether a worker is there that takes what waits."""
        since = stamped(now - timedelta(seconds=SILENT_S))
        with transaction(self._engine, write=False) as connection:
            return connection.execute(workers.select().where(workers.c.seen >= since)).first() is not None


def _obeyed(state: str, wish: Wish, now: str) -> dict[str, str]:
    """What changes where a person asks this of a job in that state; nothing where it makes no sense."""
    running = state == "running"
    if wish == "resume":
        again = {"state": "waiting", "message": "", "finished": ""}
        return {"wanted": ""} if running else again if state in ("paused", "failed") else {}
    if state in ("done", "cancelled") or (state, wish) in (("paused", "pause"), ("failed", "pause")):
        return {}
    if running:
        return {"wanted": wish}
    return {"state": "paused"} if wish == "pause" else {"state": "cancelled", "finished": now}


def _set(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(jobs.update().where(jobs.c.number == number).values(**values))


def _set_ours(connection: sa.Connection, job: Job, **values: Any) -> bool:
    mine = (jobs.c.number == job.number) & (jobs.c.worker == job.worker) & (jobs.c.state == "running")
    return connection.execute(jobs.update().where(mine).values(**values)).rowcount == 1


def _drop_files(connection: sa.Connection, number: int) -> None:
    connection.execute(job_files.delete().where(job_files.c.number == number))


def _counted(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _job(row: Any) -> Job:
    held = dict(row._mapping)
    counts = Counts(*(held.pop(name) for name in Counts.__slots__))
    return Job(**held | {"task": json.loads(held["task"]), "counts": counts})
