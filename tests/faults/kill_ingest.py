"""Kills ``ingest`` at random moments: `python -m tests.faults.kill_ingest [KILLS] [SEED]`.

After every kill the store must be sound, and hold each article whole or not at all; a last run that nobody disturbs
must leave the very rows of a store that was never disturbed. Prints a line for each fault found, and a summary.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from geo.store.backup import examine
from geo.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 40
KILLS, SEED = 50, 7


@dataclass
class Outcome:
    """What the kills did."""

    kills: int = 0
    during: int = 0  #: kills that met a running ingest
    faults: list[str] = field(default_factory=list)


def run(kills: int = KILLS, seed: int = SEED, articles: int = ARTICLES, at_most_s: float = 1e9) -> Outcome:
    """Kill `kills` times, or for `at_most_s`; each time the store goes on from where it was left."""
    until = time.monotonic() + at_most_s
    chance, done = random.Random(seed), Outcome()  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="sitmap-faults-") as folder:
        texts = sorted((ROOT / "data" / "articles").glob("*.txt"))[:articles]
        calm = Path(folder) / "calm.db"
        took_s = _ingest(calm, texts)
        wanted = _content(calm)
        path = Path(folder) / "killed.db"
        for number in range(kills):
            if time.monotonic() > until:
                break
            if path.exists() and len(_content(path)[0]) == len(wanted[0]):
                _remove(path)
            process = _start(path, texts)
            time.sleep(chance.uniform(0.05, took_s * 1.05))
            done.during += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
            done.kills += 1
            done.faults += [f"kill {number + 1}: {fault}" for fault in _faults(path, wanted)]
        _ingest(path, texts)
        if _content(path) != wanted:
            done.faults.append("after the last run, the store differs from one that was never disturbed")
    return done


def _start(path: Path, texts: list[Path]) -> subprocess.Popen[bytes]:
    env = dict(os.environ, GEO_STORE=f"sqlite:///{path}")
    command = [sys.executable, "-m", "geo", "ingest", *map(str, texts)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _ingest(path: Path, texts: list[Path]) -> float:
    begun = time.monotonic()
    code = _start(path, texts).wait()
    if code:
        msg = f"an undisturbed ingest ended with code {code}"
        raise RuntimeError(msg)
    return time.monotonic() - begun


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _content(path: Path) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    """What each article was read as, and all rows of the incidents once they are made."""
    store = Store.open(f"sqlite:///{path}")
    read = {str(one): repr(store.reading(str(one))) for one in store.articles()["article_id"]}
    rows = [tuple(map(str, row)) for row in store.incidents().itertuples(index=False)]
    store.close()
    return read, rows


def _faults(path: Path, wanted: tuple[dict[str, str], list[tuple[object, ...]]]) -> list[str]:
    if not path.exists() or path.stat().st_size == 0:
        return []  # killed before the store was made
    problems = list(examine(path).problems)
    read, _ = _content(path)
    problems += [f"article {one} is not whole" for one, told in read.items() if told != wanted[0].get(one)]
    return problems


def main() -> int:
    """Run as the command line says."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    done = run(kills, int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
    for fault in done.faults:
        print(fault)
    print(f"{done.kills} kills, {done.during} of them during an ingest: {len(done.faults)} faults")
    return 1 if done.faults else 0


if __name__ == "__main__":
    sys.exit(main())
