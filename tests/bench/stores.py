"""How fast a window, a box and a type are found among many incidents: `python tests/bench/stores.py [N]`.

N made-up incidents over ten years, half of them as rows that were read and half as an imported dataset, in SQLite and
in a PostgreSQL server started for it. Ten processes ask random questions (three weeks, five by five degrees, one type)
through ``Store.incidents``, without a pause, while another saves articles; the same with one process that asks and
none that writes. The clock of each question is taken; reading everything and selecting then is the peer.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from geo.model import TYPES, Selection
from geo.store import engine as db
from geo.store.columns import COLUMNS, READ_COLUMNS
from geo.store.datasets import Dataset
from geo.store.schema import incident_rows
from geo.store.select import select
from geo.store.store import Store
from tests import postgres
from tests.bench.exports import made_up
from tests.makers import make_article, make_reading, make_report

N_READERS, N_QUESTIONS = 10, 50
FIRST, DAYS = date(2015, 1, 1), 3650
KINDS = list(TYPES)[:7]  #: those that are made up


Times = tuple[list[float], int]  #: of every question, and how many rows they found in all


def question(chance: random.Random) -> Selection:
    """Three weeks, five by five degrees, one type."""
    first = FIRST + timedelta(days=chance.randrange(DAYS))
    west, south = chance.uniform(22, 35), chance.uniform(44, 47)
    kind = chance.choice(KINDS)
    return Selection(first, first + timedelta(days=20), (west, south, west + 5, south + 5), frozenset({kind}))


def fill(url: str, n: int) -> None:
    """Half of `n` as rows that were read, half as a dataset."""
    store = Store.open(url)
    table = made_up(n // 2)
    facts = Dataset("bench", "Made up", "table", "CC0", "", "", "bench.csv", "0" * 64, "bench 1", n // 2, 0)
    store.save_dataset(facts, table)
    for start in range(0, n // 2, 20_000):
        rows = table.slice(start, 20_000).select([name for name in READ_COLUMNS if name in table.column_names])
        plain = rows.to_pandas(date_as_object=True).astype(object)
        plain["incident_id"] = "read:" + plain["incident_id"]
        for name in ("date_start", "date_end"):
            plain[name] = plain[name].map(lambda day: None if day is None else day.isoformat())
        plain["first_day"], plain["last_day"], plain["n_days"] = plain["date_start"], plain["date_end"], 1
        for name in ("mapped", "aggregate", "background"):
            plain[name] = plain[name].map(int)
        with db.transaction(store._engine, write=True) as connection:
            connection.execute(incident_rows.insert(), plain.where(plain.notna(), None).to_dict("records"))
    if not url.startswith("sqlite"):
        with db.transaction(store._engine, write=True) as connection:
            connection.exec_driver_sql("ANALYZE")
    store.close()


def ask(url: str, seed: int, ready: multiprocessing.synchronize.Barrier, times: multiprocessing.Queue[Times]) -> None:
    """Put questions to the store, one after the other, from when all readers are there."""
    chance = random.Random(seed)  # noqa: S311 not for secrets
    store, found, rows = Store.open(url, read_only=True), [], 0
    store.incidents(question(chance))  # the first one connects, and reads the libraries
    ready.wait()
    for _ in range(N_QUESTIONS):
        start = time.perf_counter()
        rows += len(store.incidents(question(chance)))
        found.append(1000 * (time.perf_counter() - start))
    ready.wait()  # or the last ones would have the machine to themselves
    times.put((found, rows))


def write(url: str, stop: multiprocessing.synchronize.Event) -> None:
    """Save articles until told to stop."""
    store, n = Store.open(url), 0
    while not stop.is_set():
        n += 1
        article = make_article(f"w{n}", text=f"Text {n}. " * 40, identity=f"w{n}")
        store.save(make_reading(article, reports=[make_report(f"w{n}#1", article_id=f"w{n}")]))
        time.sleep(0.02)


def measure(url: str, n_readers: int, *, writer: bool) -> list[float]:
    """Milliseconds of every question."""
    times: multiprocessing.Queue[Times] = multiprocessing.Queue()
    stop, ready = multiprocessing.Event(), multiprocessing.Barrier(n_readers)
    writing = multiprocessing.Process(target=write, args=(url, stop))
    if writer:
        writing.start()
    readers = [multiprocessing.Process(target=ask, args=(url, seed, ready, times)) for seed in range(n_readers)]
    for reader in readers:
        reader.start()
    answers = [times.get() for _ in readers]
    if not all(rows for _, rows in answers):
        sys.exit("the questions find nothing: they must be about what was made up")
    found = [one for told, _ in answers for one in told]
    stop.set()
    for process in (*readers, *([writing] if writer else [])):
        process.join()
    return found


def whole(url: str) -> float:
    """Milliseconds of one question that is answered by reading everything."""
    store = Store.open(url, read_only=True)
    start = time.perf_counter()
    frame: pd.DataFrame = store.incidents(columns=[n for n in COLUMNS if n not in ("evidence", "numbers")])
    select(frame, question(random.Random(1)))  # noqa: S311 not for secrets
    return 1000 * (time.perf_counter() - start)


@contextmanager
def stores() -> Iterator[dict[str, str]]:
    """The address of an empty store on each database."""
    with tempfile.TemporaryDirectory() as folder, postgres.server() as server:
        yield {"SQLite": f"sqlite:///{folder}/store.db", "PostgreSQL": server.store()}


def main() -> None:
    """Print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| store | load s | one reader p50 / p95 ms | ten readers and a writer p50 / p95 ms | everything, once, ms |")
    print("|---|---|---|---|---|")
    with stores() as made:
        for name, url in made.items():
            start = time.perf_counter()
            fill(url, n)
            load = time.perf_counter() - start
            told = [measure(url, 1, writer=False), measure(url, N_READERS, writer=True)]
            shown = " | ".join(f"{np.percentile(one, 50):.0f} / {np.percentile(one, 95):.0f}" for one in told)
            print(f"| {name} | {load:.0f} | {shown} | {whole(url):.0f} |", flush=True)


if __name__ == "__main__":
    main()
