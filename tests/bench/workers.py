"""What several reading processes gain, and whether one that is killed shows; a table to read, not a test.

    python tests/bench/workers.py FOLDER [--articles 20000] [--workers 1 2] [--kill]

FOLDER holds texts as *.jsonl (one {"text": …} a line, "date" if known). Where there are fewer than asked for, the
rest are made of them: two texts, line by line in turn, on another day. Each run is a process of its own with a store of
its own; with --kill one more run follows, in which a reading process is killed midway. All exports must be equal to
the byte. Memory is the most that one reading process, and the one that writes, held (resident, 0.2 s apart).
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK_S = 0.2
PAGE = os.sysconf("SC_PAGE_SIZE")
FIRST_DAY = date(2015, 1, 1)
#: Longest text that is taken (characters).
MOST = 20_000


def texts(folder: Path) -> list[tuple[str, str]]:
    """Days and texts, each text once."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            one = json.loads(line)
            if one.get("text", "").strip() and len(one["text"]) <= MOST:
                found.setdefault(one["text"], str(one.get("date") or "")[:10])
    return [(day, text) for text, day in found.items()]


def articles(folder: Path, number: int) -> Iterator[dict[str, str]]:
    """So many articles, no two the same, long and short ones mixed."""
    own = texts(folder)
    own = [own[at * 7919 % len(own)] for at in range(len(own))] if len(own) % 7919 else own
    for k in range(number):
        day, text = own[k % len(own)]
        if k >= len(own):
            other = own[(k * 31 + 17) % len(own)][1]
            lines = itertools.zip_longest(text.split("\n"), other.split("\n"), fillvalue="")
            text = "\n".join(line for both in lines for line in both)[:MOST]
        ordinary = (FIRST_DAY + timedelta(days=k % 3000)).isoformat()
        yield {"id": f"b{k:06d}", "text": text, "published": ordinary if k >= len(own) or len(day) < 10 else day}


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that read."""
    try:
        found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except OSError:
        return []


def resident(pid: int) -> int:
    """Bytes that a process holds; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def run(file: Path, store: Path, workers: int, *, kill_after_s: float = 0.0) -> dict[str, float | str]:
    """One ingest: seconds, memory, and the hash of what it exports."""
    env = os.environ | {"GEO_STORE": f"sqlite:///{store}"}
    geo = [sys.executable, "-m", "geo"]
    started, most, writer = time.perf_counter(), 0, 0
    going = subprocess.Popen([*geo, "ingest", str(file), "--workers", str(workers)], cwd=ROOT, env=env)
    killed = 0
    while going.poll() is None:
        time.sleep(LOOK_S)
        readers = children(going.pid)
        most = max([most, *map(resident, readers)])
        writer = max(writer, resident(going.pid))
        if kill_after_s and not killed and readers and time.perf_counter() - started > kill_after_s:
            os.kill(readers[0], signal.SIGKILL)
            killed = readers[0]
    took = time.perf_counter() - started
    if going.returncode not in (0, 65):
        sys.exit(f"ingest ended with {going.returncode}")
    out = store.with_suffix(".csv")
    subprocess.run([*geo, "export", str(out), "--background"], cwd=ROOT, env=env, check=True, capture_output=True)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    return {"s": took, "reader_mb": most / 1e6, "writer_mb": writer / 1e6, "export": digest, "killed": float(killed)}


def main() -> None:
    """Print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitmap-bench-") as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for one in articles(given.folder, given.articles):
                out.write(json.dumps(one, ensure_ascii=False) + "\n")
        print(f"{given.articles:,} articles, {file.stat().st_size / 1e6:.1f} MB", flush=True)
        runs = [(workers, False) for workers in given.workers] + [(max(given.workers), True)] * given.kill
        done: list[dict[str, float | str]] = []
        for number, (workers, kill) in enumerate(runs):
            half = float(done[-1]["s"]) / 2 if kill and done else 60.0
            store = Path(folder) / f"{number}.db"
            done.append(run(file, store, workers, kill_after_s=half if kill else 0.0))
            now = done[-1]
            print(
                f"{workers} workers{', one killed' if kill else ''}: {now['s']:.1f} s, "
                f"{float(done[0]['s']) / float(now['s']):.2f} times the first; memory: "
                f"{now['reader_mb']:.0f} MB a reader, {now['writer_mb']:.0f} MB the writer; "
                f"export {str(now['export'])[:16]}",
                flush=True,
            )
        print("exports equal" if len({one["export"] for one in done}) == 1 else "EXPORTS DIFFER")


if __name__ == "__main__":
    main()
