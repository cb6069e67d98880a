"""Two minutes of what the long scripts do, for every run of CI: `python -m tests.faults.cut`.

Kills of an ingest, fuzzing (guided by coverage where atheris is installed), and mixed load with the memory watched, one
after the other; each ends by the clock.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import subprocess
import sys
import time

from tests.faults import kill_ingest, soak
from tests.fuzz import fuzz

KILLS_S, FUZZ_S, SOAK_MINUTES = 30.0, 36, 0.4
#: Of mixed load this short, caches still fill.
MAX_GROWTH_MB = 150.0


def main() -> int:
    """Run the cut; the exit code says whether anything was found."""
    begun = time.monotonic()
    done = kill_ingest.run(kills=50, articles=5, at_most_s=KILLS_S)
    print(f"kills: {done.kills}, {done.during} of them during an ingest: {len(done.faults)} faults {done.faults}")
    broken = _fuzz()
    with contextlib.redirect_stdout(io.StringIO()):
        course = soak.run(SOAK_MINUTES, tell=lambda _line: None)
    print(f"soak: {course.done.total()} operations, memory grew by {course.growth_mb():.0f} MB, {course.problems}")
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if done.faults or broken or course.problems or course.growth_mb() > MAX_GROWTH_MB else 0


def _fuzz() -> bool:
    """Whether an input was found that breaks something."""
    if importlib.util.find_spec("atheris") is None:
        tried = {name: fuzz.blind(name, FUZZ_S / len(fuzz.TARGETS)) for name in fuzz.TARGETS}
        print(f"fuzzing, blind, for atheris is not installed: {sum(tried.values())} inputs broke nothing: {tried}")
        return False
    command = [sys.executable, "-m", "tests.fuzz.fuzz", "each", str(FUZZ_S)]
    done = subprocess.run(command, cwd=fuzz.ROOT, capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "executed_units" in line or "Test unit written" in line]
    print(f"fuzzing, guided: exit {done.returncode}; {'; '.join(said)}")
    if done.returncode:
        print(done.stderr[-4000:])
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
