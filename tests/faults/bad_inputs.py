"""Inputs that were made to break a reader: how each is made, what the command line has to answer, and what it costs.

`python -m tests.faults.bad_inputs [WORD]` runs every one (or those with WORD in their name) in a process of its own,
and prints the table of docs/reliability.md: exit code, seconds of CPU, which a busy machine hardly changes, and memory
above the same command on one small article.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.bad_articles import ARTICLES
from tests.faults.bad_files import FILES
from tests.faults.bad_tables import TABLES
from tests.faults.case import GOOD, Case

ROOT = Path(__file__).resolve().parents[2]
MAX_S, MAX_MB = 5.0, 300.0
CASES: tuple[Case, ...] = (*ARTICLES, *FILES, *TABLES)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command did."""

    code: int
    seconds: float
    cpu_s: float
    peak_mb: float
    err: str


def measure(arguments: list[str], store: Path, limit_s: float = 120.0) -> Cost:
    """Run `python -m geo` with `arguments` in a process of its own."""
    env = dict(os.environ, GEO_STORE=f"sqlite:///{store}")
    with tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "geo", *arguments], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=err
        )
        status, usage = _wait(process, limit_s)
        took_s = time.monotonic() - begun
        cpu_s = usage.ru_utime + usage.ru_stime
        err.seek(0)
        said = err.read().decode("utf-8", "replace")
    return Cost(os.waitstatus_to_exitcode(status), took_s, cpu_s, usage.ru_maxrss / 1024, said)


def _wait(process: subprocess.Popen[bytes], limit_s: float) -> tuple[int, resource.struct_rusage]:
    """The exit status and what was used; killed after `limit_s`."""
    until = time.monotonic() + limit_s
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, usage
        if time.monotonic() > until:
            process.kill()
        time.sleep(0.01)


def arguments_of(case: Case, folder: Path) -> list[str]:
    """Make the input of `case` in `folder`; returns the command for it, beside a good article for one of articles."""
    made = case.make(folder)
    if case.command != "ingest":
        return [case.command, str(made)]
    good = folder / "good article.txt"
    good.write_text(GOOD, encoding="utf-8")
    return ["ingest", str(made), str(good)]


def faults_of(case: Case, done: Cost | None, code: int, err: str) -> list[str]:
    """What is wrong with the answer to `case`."""
    faults = []
    if code != case.code:
        faults.append(f"exit code {code}, expected {case.code}")
    if "Traceback" in err or "a fault of Sitmap" in err:
        faults.append("a traceback or fault was shown")
    if case.says and case.says not in err:
        faults.append(f"it does not say {case.says!r}: {err.strip()[:200]!r}")
    if done is not None and done.cpu_s > MAX_S:
        faults.append(f"{done.cpu_s:.1f} s")
    return faults


def run(word: str, tell: Callable[[str], None] = print) -> int:
    """Measure all cases whose name holds `word`; returns how many fall short."""
    short = 0
    with tempfile.TemporaryDirectory(prefix="sitmap-bad-") as made:
        idle = {"ingest": _idle(Path(made))}
        idle["import"] = idle["overlays"] = idle["ingest"]
        tell("| row | input | command | exit | CPU s | MB above idle | |\n|---|---|---|---|---|---|---|")
        for number, case in enumerate(CASES):
            if word not in case.name:
                continue
            folder = Path(made) / str(number)
            folder.mkdir()
            done = measure(arguments_of(case, folder), folder / "store.db")
            above_mb = max(0.0, done.peak_mb - idle["ingest"].peak_mb)
            faults = faults_of(case, done, done.code, done.err)
            faults += [f"{above_mb:.0f} MB"] if above_mb > MAX_MB else []
            short += bool(faults)
            verdict = "; ".join(faults) or "as it should be"
            tell(
                f"| {case.row} | {case.name} | {case.command} | {done.code} | {done.cpu_s:.1f} "
                f"| {above_mb:.0f} | {verdict} |"
            )
            case.clean(folder)
        tell(f"\nidle: one small article takes {idle['ingest'].cpu_s:.1f} s of CPU and {idle['ingest'].peak_mb:.0f} MB")
    return short


def _idle(folder: Path) -> Cost:
    good = folder / "good article.txt"
    good.write_text(GOOD, encoding="utf-8")
    measure(["ingest", str(good)], folder / "warm.db")
    return measure(["ingest", str(good)], folder / "idle.db")


if __name__ == "__main__":
    sys.exit(1 if run(sys.argv[1] if len(sys.argv) > 1 else "") else 0)
