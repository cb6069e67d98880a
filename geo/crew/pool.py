"""Reading processes: they are handed articles, watched, ended when they hang, and started anew when they die.

An article whose process died or hung twice is answered with a failure; those that had been handed to the same process
are read by another one. Memory is bounded: so many articles, and so many characters, are under way at a time.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from time import monotonic
from types import TracebackType
from typing import Any, Self

from geo.crew.child import OPEN, Setup, decode, run
from geo.errors import MissingError
from geo.settings import Settings

#: Articles in the hand of one process at most, and characters, so that it never waits; more come when half are read.
HAND, HAND_CHARACTERS = 8, 20_000
#: So long answers may lie while others are written (s).
LIE_S = 0.005
#: Articles, for each process, and characters in all that may be under way: more wait in the source.
WINDOW, WINDOW_CHARACTERS = 40, 8_000_000
#: How often a process may die or hang over an article before the article is set aside.
TRIES = 2
#: A process is ended when one article takes longer: ten times what a crowded machine needs (s, s per character).
LIMIT_S, LIMIT_S_PER_CHARACTER = 60.0, 200e-6
#: So long a process may take to start, and so often in a row it may die in it.
START_S, STARTS = 300.0, 3


@dataclass(slots=True, eq=False)
class Task:
    """One article under way."""

    item: Any  #: what the caller wants back with the answer
    message: bytes = b""  #: what is sent to the process
    size: int = 0  #: characters
    limit_s: float = LIMIT_S
    answer: dict[str, Any] | None = None  #: given from the start where nothing has to be read
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Process:
    process: Any
    pipe: Connection
    outbox: SimpleQueue[bytes | None]
    since: float  #: when it began with what it does now (s, monotonic)
    ready: bool = False
    hand: deque[Task] = field(default_factory=deque)  #: what it has been given, the one that it reads first

    def has_room(self) -> bool:
        """Whether it may be given one more."""
        return len(self.hand) < HAND and (not self.hand or sum(task.size for task in self.hand) < HAND_CHARACTERS)


class Crew:
    """`size` reading processes, begun when the block is entered and ended when it is left.

    They load the reader meanwhile: enter the block before the store and the gazetteer are opened.

    Parameters
    ----------
    size
        How many.
    settings
        What they read with.
    target
        What runs in them.
    """

    def __init__(self, size: int, settings: Settings, target: Callable[[Connection, Setup], None] = run) -> None:
        self._target = target
        self._setup = Setup(settings, gc.get_threshold(), logging.getLogger("geo").getEffectiveLevel())
        self._version = ""
        self._size = size
        self._todo: deque[Task] = deque()
        self._failed_starts = 0
        self._all: list[_Process] = []

    def __enter__(self) -> Self:
        self._all = [self._start() for _ in range(self._size)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._all:
            _end(one)

    def read(self, tasks: Iterable[Task], version: str) -> Iterator[Task]:
        """`tasks` with their answers, in the order in which they came.

        `version` is what ``extractor_version`` says here: the processes must say the same.

        Raises
        ------
        MissingError
            When the processes cannot start, or would read otherwise than this one.
        """
        self._version = version
        for one in self._all:
            one.since = monotonic()
            one.outbox.put(OPEN)
        source, more = iter(tasks), True
        under_way: deque[Task] = deque()
        characters, looked = 0, monotonic()
        while more or under_way:
            while more and len(under_way) < WINDOW * self._size and (not under_way or characters < WINDOW_CHARACTERS):
                task = next(source, None)
                if task is None:
                    more = False
                    break
                under_way.append(task)
                characters += task.size
                if task.answer is None:
                    self._todo.append(task)
                    self._hand_out()
            while under_way and under_way[0].answer is not None:
                done = under_way.popleft()
                characters -= done.size
                yield done
                if monotonic() - looked > LIE_S:
                    self._collect(0.0)
                    looked = monotonic()
            if under_way:
                self._collect(1.0)
                looked = monotonic()

    def _hand_out(self) -> None:
        given = [(one, list[bytes]()) for one in self._all if one.ready and len(one.hand) <= HAND // 2]
        hungry = given
        while self._todo and hungry:
            for one, messages in hungry:
                if self._todo and one.has_room():
                    if not one.hand:
                        one.since = monotonic()
                    task = self._todo.popleft()
                    one.hand.append(task)
                    messages.append(task.message)
            hungry = [(one, messages) for one, messages in hungry if one.has_room()]
        for one, messages in given:
            if messages:
                one.outbox.put(b"[" + b",".join(messages) + b"]")

    def _collect(self, timeout_s: float) -> None:
        """Take what the processes have sent, waiting so long for the first; see to those that died or hang."""
        pipes = {one.pipe: one for one in self._all}
        for pipe in wait(list(pipes), timeout_s):
            one = pipes[pipe]  # type: ignore[index]
            try:
                self._take(one, decode(one.pipe.recv_bytes()))
            except (EOFError, OSError):
                self._replace(one, "ended while reading it")
        for one in list(self._all):
            limit_s = START_S if not one.ready else one.hand[0].limit_s if one.hand else float("inf")
            if monotonic() - one.since > limit_s and not one.pipe.poll():
                self._replace(one, f"was still reading it after {limit_s:.0f} s")
        self._hand_out()

    def _take(self, one: _Process, message: dict[str, Any]) -> None:
        one.since = monotonic()
        if "unfit" in message:
            raise MissingError(message["unfit"])
        if "ready" in message:
            if message["ready"] != self._version:
                msg = "the gazetteer or the models changed while the reading processes started: start again"
                raise MissingError(msg)
            one.ready, self._failed_starts = True, 0
            return
        one.hand.popleft().answer = message

    def _replace(self, one: _Process, what: str) -> None:
        _end(one)
        if not one.ready:
            self._failed_starts += 1
        if self._failed_starts >= STARTS:
            msg = f"a reading process ends as it starts (exit code {one.process.exitcode}); try `--workers 1`"
            raise MissingError(msg)
        if one.hand:
            first = one.hand[0]
            first.tries += 1
            if first.tries >= TRIES:
                first.answer = {"lost": f"the process that read it {what}, {TRIES} times over"}
                one.hand.popleft()
        self._todo.extendleft(reversed(one.hand))
        new = self._start()
        new.outbox.put(OPEN)
        self._all[self._all.index(one)] = new

    def _start(self) -> _Process:
        # "spawn": a fork of a process with threads may hang, and it is the only way that all systems have.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self._target, args=(theirs, self._setup), daemon=True)
        process.start()
        theirs.close()
        outbox: SimpleQueue[bytes | None] = SimpleQueue()
        # A process that hangs does not take what is sent to it: then its own thread waits here, and not all of us.
        threading.Thread(target=_send, args=(ours, outbox), daemon=True).start()
        return _Process(process, ours, outbox, monotonic())


def _send(pipe: Connection, outbox: SimpleQueue[bytes | None]) -> None:
    try:
        while (message := outbox.get()) is not None:
            pipe.send_bytes(message)
    except (OSError, ValueError):
        return  # it is gone; whoever waits for its answers will see


def _end(one: _Process) -> None:
    one.process.kill()
    one.process.join()
    one.outbox.put(None)
    one.pipe.close()
