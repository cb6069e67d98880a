"""Two minutes of what the long scripts do, for every run of CI: `python -m tests.faults.cut`.

Kills of an ingest, fuzzing, and mixed load with the memory watched, one after the other; each ends by the clock.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time

from tests.faults import kill_ingest, soak
from tests.fuzz import fuzz

KILLS_S, FUZZ_S, SOAK_MINUTES = 30.0, 4.0, 0.4
#: Of mixed load this short, caches still fill.
MAX_GROWTH_MB = 150.0


def main() -> int:
    """Run the cut; the exit code says whether anything was found."""
    begun = time.monotonic()
    done = kill_ingest.run(kills=50, articles=5, at_most_s=KILLS_S)
    print(f"kills: {done.kills}, {done.during} of them during an ingest: {len(done.faults)} faults {done.faults}")
    tried = {name: fuzz.blind(name, FUZZ_S) for name in fuzz.TARGETS}
    print(f"fuzzing: {sum(tried.values())} inputs, none of which broke anything: {tried}")
    with contextlib.redirect_stdout(io.StringIO()):
        course = soak.run(SOAK_MINUTES, tell=lambda _line: None)
    print(f"soak: {course.done.total()} operations, memory grew by {course.growth_mb():.0f} MB, {course.problems}")
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if done.faults or course.problems or course.growth_mb() > MAX_GROWTH_MB else 0


if __name__ == "__main__":
    sys.exit(main())
