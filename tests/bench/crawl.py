"""A crawl of many pages read to the end, with a kill on the way: is memory flat, is every page there once?

    python tests/bench/crawl.py [--records 100000] [--workers 1] [--kills 1]

The crawl (WARC, packed) is made here: pages of a made-up newspaper with navigation and a cookie banner; one in ten
tells of an incident. ``ingest`` is killed the given number of times, evenly over its way, and started again; the last
run is left alone. Printed: the memory of the writing process at each tenth of its way (resident, of the last run),
what the store holds, and whether that is every page once. Up to 3,000 records are also read
undisturbed, and the two exports are held against each other.
"""

from __future__ import annotations

import argparse
import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = os.sysconf("SC_PAGE_SIZE")
TOWNS = ("Kherson", "Pokrovsk", "Kupiansk", "Sumy", "Izium", "Goma", "El Fasher", "Aleppo", "Mopti", "Hodeidah")
SUBJECTS = ("the harvest", "a new bridge", "school meals", "the price of bread", "a film festival", "a football final")
FIRST_DAY = date(2022, 1, 1)
SMALL = 3000


def page(number: int) -> str:
    """One page of the newspaper, no two with the same text."""
    day = FIRST_DAY + timedelta(days=number % 1000)
    town, subject = TOWNS[number % len(TOWNS)], SUBJECTS[number % len(SUBJECTS)]
    if number % 10 == 0:
        told = f"Shelling of {town} on {day:%A} killed {number % 7 + 2} people, officials said in report {number}."
    else:
        told = f"Readers wrote to us about {subject}; letter {number} of this year came from a village teacher."
    filler = f"<p>The editors thank all who sent their letters, {number} by now, and will go on to print them.</p>"
    return (
        f"<!doctype html><html><head><title>Page {number}</title><meta property='article:published_time' "
        f"content='{day}T08:00:00Z'></head><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"
        f"<div class='cookie-banner'>We use cookies. Accept all</div><article><h1>Page {number}</h1>"
        f"<p>{told}</p>{filler}</article><footer>Imprint</footer></body></html>"
    )


def make(path: Path, records: int) -> None:
    """Write the crawl, each record packed by itself, as crawlers do."""
    with path.open("wb") as out:
        for number in range(records):
            body = page(number).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            answer = head.encode() + body
            record = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
                f"WARC-Target-URI: https://paper.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            out.write(gzip.compress(record.encode() + answer + b"\r\n\r\n", compresslevel=1))


def stored(path: Path) -> int:
    """How many articles a store holds."""
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
            return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # it is being made


def run(crawl: Path, store: Path, workers: int, records: int, kill_at: int | None) -> tuple[float, list[float], bool]:
    """One ingest: seconds, memory of the writer at each tenth (MB), and whether it came to its end."""
    env = os.environ | {"GEO_STORE": f"sqlite:///{store}"}
    command = [sys.executable, "-m", "geo", "ingest", str(crawl), "--workers", str(workers)]
    started, memory, ahead = time.perf_counter(), [], 0
    going = subprocess.Popen(command, cwd=ROOT, env=env)
    while going.poll() is None:
        time.sleep(0.2)
        there = stored(store)
        if kill_at is not None and there >= kill_at:
            going.send_signal(signal.SIGKILL)
            going.wait()
            break
        if there >= records * (ahead + 1) // 10:
            ahead = there * 10 // records
            try:
                pages = int(Path(f"/proc/{going.pid}/statm").read_text().split()[1])
                memory.append(pages * PAGE / 1e6)
            except (OSError, IndexError):
                continue
    return time.perf_counter() - started, memory, going.returncode == 0


def exported(store: Path) -> bytes:
    """The export of a store."""
    out = store.with_suffix(".csv")
    env = os.environ | {"GEO_STORE": f"sqlite:///{store}"}
    subprocess.run(
        [sys.executable, "-m", "geo", "export", str(out)], cwd=ROOT, env=env, check=True, capture_output=True
    )
    return out.read_bytes()


def main() -> None:
    """Make the crawl, read it with kills, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitmap-bench-") as folder:
        crawl, store = Path(folder) / "crawl.warc.gz", Path(folder) / "killed.db"
        make(crawl, given.records)
        print(f"{given.records:,} records, {crawl.stat().st_size / 1e6:.1f} MB packed", flush=True)
        for number in range(given.kills):
            kill_at = given.records * (number + 1) // (given.kills + 1)
            took, memory, _ = run(crawl, store, given.workers, given.records, kill_at)
            told = ", ".join(f"{one:.0f}" for one in memory)
            print(f"killed after {took:.0f} s with {stored(store):,} articles stored; memory {told} MB", flush=True)
        took, memory, ended = run(crawl, store, given.workers, given.records, None)
        told = ", ".join(f"{one:.0f}" for one in memory)
        print(f"the last run took {took:.0f} s; memory of the writer, tenth by tenth: {told} MB", flush=True)
        there = stored(store)
        whole = ended and there == given.records
        print(f"{there:,} articles of {given.records:,}: {'every page once' if whole else 'PAGES ARE MISSING'}")
        if given.records <= SMALL:
            calm = Path(folder) / "calm.db"
            run(crawl, calm, given.workers, given.records, None)
            print("exports equal" if exported(calm) == exported(store) else "EXPORTS DIFFER")


if __name__ == "__main__":
    main()
