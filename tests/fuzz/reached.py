"""Runs chosen tests in a fork of a process that has loaded everything: which lines they reach, and what they say."""

from __future__ import annotations

import functools
import inspect
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parents[2]
#: Rooms whose lines are told apart.
ROOMS = ("geo/reading/", "geo/places/", "geo/merging/")
#: A test hangs that takes so many seconds of CPU more than so many times its own.
SPARE_S, TIMES = 3.0, 10.0
#: Seconds of the clock, for what waits instead of working; long, for a busy machine may stop us.
WAIT_S = 900.0


@dataclass
class Reach:
    """What one test reached as the code stands."""

    seconds: float  #: of CPU
    passed: bool
    lines: dict[str, list[int]] = field(default_factory=dict)  #: file -> lines


class Caches:
    """All ``lru_cache`` that are made from now on: what they keep was answered by other code than a mutant's."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._real = functools.lru_cache
        functools.lru_cache = self._lru_cache  # type: ignore[assignment]
        functools.cache = lambda function: self._lru_cache(None)(function)  # type: ignore[assignment]

    def _lru_cache(self, maxsize: Any = 128, typed: bool = False) -> Any:
        def keep(function: Callable[..., Any]) -> Any:
            cached = self._real(None if callable(maxsize) else maxsize, typed)(function)
            self.made.append(cached)
            return cached

        return keep(maxsize) if callable(maxsize) else keep

    def warm(self) -> None:
        """Fill those of the rooms that ask for nothing: the tables."""
        for one in list(self.made):
            room = str(getattr(one, "__module__", "")).replace(".", "/")
            if f"{room.rpartition('/')[0]}/" in ROOMS and not inspect.signature(one).parameters:
                one()

    def clear(self) -> None:
        """Forget all answers."""
        for one in self.made:
            one.cache_clear()


class Collected:
    """A pytest plugin: once the tests are collected, `work` is done instead of running them."""

    def __init__(self, work: Callable[[list[pytest.Item]], None]) -> None:
        self._work = work

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of pytest's own loop."""
        self._work(session.items)
        return True


def collect(tests: list[str], temp: Path, work: Callable[[list[pytest.Item]], None]) -> int:
    """Collect tests here and now, and do `work` with them."""
    hypothesis_settings.register_profile("mutants", derandomize=True, database=None, print_blob=False)
    hypothesis_settings.load_profile("mutants")
    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={temp / 'tests'}", "--no-header"]
    return int(pytest.main([*options, "--no-summary", *tests], plugins=[Collected(work)]))


def forked(work: Callable[[], Any]) -> Any:
    """What `work` returns in a process of its own, by way of JSON; a string where it hangs or dies."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        code = 1
        try:
            said = json.dumps(work()).encode()
            while said:
                said = said[os.write(writes, said) :]
            code = 0
        finally:
            os._exit(code)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        said = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 0:
        return json.loads(said)
    return "hang" if -code in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU) else "died"


def bounded() -> None:
    """No child waits or grows for ever."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, WAIT_S)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 3 * 2**30, used + 3 * 2**30))


def outcomes(items: list[pytest.Item], usual_s: Callable[[str], float]) -> Iterator[tuple[str, bool]]:
    """Run tests one after the other: id, passed. Whoever is too slow ends the process."""
    for one, following in zip(items, [*items[1:], None], strict=True):
        signal.setitimer(signal.ITIMER_PROF, SPARE_S + TIMES * usual_s(one.nodeid))
        reports = runtestprotocol(one, nextitem=following, log=False)
        yield one.nodeid, not any(report.failed for report in reports)
    signal.setitimer(signal.ITIMER_PROF, 0)


def reach(item: pytest.Item) -> dict[str, Any]:
    """Run one test here under a tracer."""
    bounded()
    tracer = coverage.Coverage(data_file=None, include=[f"{ROOT}/{room}*" for room in ROOMS])
    before = time.process_time()
    tracer.start()
    (_, passed), *_ = outcomes([item], lambda _: 60.0)
    tracer.stop()
    seconds = time.process_time() - before
    return asdict(Reach(seconds, passed, lines_of(tracer)))


def lines_of(tracer: coverage.Coverage) -> dict[str, list[int]]:
    """File below the root -> lines that ran."""
    data = tracer.get_data()
    paths = {path: str(Path(path).relative_to(ROOT)) for path in data.measured_files()}
    return {short: sorted(data.lines(path) or []) for path, short in sorted(paths.items()) if data.lines(path)}


def say(words: str) -> None:
    """A line of progress."""
    print(words, file=sys.stderr, flush=True)
