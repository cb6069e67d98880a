"""Limits that are held for long or with much: `python -m tests.faults.limits [WORD]` runs them and prints a row each.

A geocoder is asked for a minute; the map page is drawn from a million rows with 1 GB of memory; snapshots are killed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from geo.errors import GeoError
from geo.places.online import OnlineGeocoder
from geo.settings import DATA, Settings
from geo.store.datasets import Dataset
from geo.store.store import Store
from tests.bench.exports import made_up
from tests.faults.around import Answer, end, start, texts
from tests.faults.kill_ingest import ROOT

PACED_S, ASKERS = 60.0, 3
#: They leave 1.1 s apart; a busy machine delays one and not the next.
SOON_S = 0.5
ROWS, MEMORY_MB = 1_000_000, 1024
KILLS = 20
#: One thread and two arenas: each thread of a library sets memory aside that it never uses.
SPARING = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
PAGE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) << 20,) * 2)
from streamlit.testing.v1 import AppTest
page = AppTest.from_file(sys.argv[2], default_timeout=280).run()
print([one.value for one in (*page.exception, *page.error)])
"""


def pacing(folder: Path) -> Answer:
    """Three geocoders of one process ask for a minute as fast as they may: at most one question a second arrives."""
    came: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(time.monotonic())
            body = json.dumps([]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    until = time.monotonic() + PACED_S

    def ask(number: int) -> None:
        at = f"http://127.0.0.1:{server.server_port}"
        settings = Settings("sqlite://", folder / str(number), DATA / "models", geocoder="nominatim", geocoder_url=at)
        geocoder, n = OnlineGeocoder(settings), 0
        while time.monotonic() < until:
            n += 1
            try:
                geocoder.ask(f"Nowhere {number} {n}")
            except GeoError:
                continue
        geocoder.close()

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(ASKERS)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    server.shutdown()
    gaps = [later - earlier for earlier, later in pairwise(came)] or [0.0]
    span_s = came[-1] - came[0] if came else 0.0
    faults = [] if came and len(came) - 1 <= span_s and min(gaps) >= SOON_S else ["they came too fast"]
    told = f"{len(came)} questions in {span_s:.0f} s as they arrive, two of them {min(gaps):.2f} s apart at least"
    return told, faults


def memory(folder: Path) -> Answer:
    """The map page of a million rows in a process that may have 1 GB of address space."""
    url = f"sqlite:///{folder / 'store.db'}"
    store = Store.open(url)
    facts = Dataset("made", "Made up", "table", "CC0", "", "", "made.csv", "0" * 64, "made 1", ROWS, 0)
    store.save_dataset(facts, made_up(ROWS))
    store.close()
    env = {**os.environ, **SPARING, "GEO_STORE": url}
    command = [sys.executable, "-c", PAGE, str(MEMORY_MB), str(ROOT / "geo" / "dashboard" / "script.py")]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=300)
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    good = process.returncode == 0 and out.strip() == b"[]"
    said = (out + err).decode("utf-8", "replace").strip()[-300:]
    return f"{ROWS:,} rows drawn, {peak_mb:.0f} MB resident", [] if good else [said]


def snapshots(folder: Path) -> Answer:
    """Snapshots and reports that are stopped (SIGTERM) or killed at random moments: the file is whole or as before."""
    store, chance, faults, left = folder / "store.db", random.Random(7), [], 0  # noqa: S311
    end(start(store, "ingest", *texts(10)))
    out = folder / "out"
    out.mkdir()
    kinds = (("snapshot", "a.svg"), ("report", "a.html"), ("export", "a.xlsx"), ("snapshot", "a.gif"))
    for number in range(KILLS):
        command, name = kinds[number % len(kinds)]
        target = out / name
        begun = time.monotonic()
        end(start(store, command, str(target)))
        took_s, good = time.monotonic() - begun, target.read_bytes()
        target.write_bytes(b"before")
        process = start(store, command, str(target))
        time.sleep(chance.uniform(0.4, 1.0) * took_s)
        process.send_signal(signal.SIGKILL if number % 2 else signal.SIGINT)
        process.communicate()
        if target.read_bytes() not in (good, b"before"):
            faults.append(f"{name} is torn")
        strays = list(out.glob(".*"))
        if strays and not number % 2:
            faults.append(f"left behind by a stop: {[one.name for one in strays]}")
        left += len(strays)
        for one in out.iterdir():
            one.unlink()
    return f"{KILLS} stopped or killed, 0 torn, {left} parts left by kills", faults


FAULTS = (pacing, memory, snapshots)


def main(word: str = "") -> int:
    """Run those whose name holds `word`."""
    short = 0
    for fault in FAULTS:
        if word in fault.__name__:
            with tempfile.TemporaryDirectory(prefix="sitmap-limits-") as made:
                told, faults = fault(Path(made))
            short += bool(faults)
            print(f"| {fault.__name__} | {told} | {'; '.join(faults) or 0} |", flush=True)
    return short


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:2]) else 0)
