"""How the benchmarks of reading take time."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], repeat: int) -> float:
    """CPU time of the fastest of several runs, in s."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best
