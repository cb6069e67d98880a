"""How long exports of many incidents take: `python tests/bench/exports.py [N] [EXT …]` prints a table.

Made-up incidents over ten years, imported as a dataset into a store of its own, are exported by the command line, one
process each; seconds on the clock, seconds of CPU and peak memory are those of that process, start included.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from geo.model import TYPES
from geo.store.datasets import SCHEMA, Dataset
from geo.store.store import Store

SEED, FIRST_DAY, DAYS = 7, 16436, 3650  # from 1 January 2015 on
WAYS = ("png", "svg", "pdf", "html", "parquet", "csv", "geojson", "gpkg", "fgb", "kml")


def made_up(n: int) -> pa.Table:
    """`n` rows of a dataset: days over ten years, points over a rectangle, a sentence each."""
    rng = np.random.default_rng(SEED)
    day = pa.array((FIRST_DAY + rng.integers(0, DAYS, n)).astype("i4")).view(pa.date32())
    kinds = [(kind, subs[0]) for kind, subs in TYPES.items()][:7]
    pick = rng.integers(0, len(kinds), n)
    numbers = np.arange(n)
    given = {
        "incident_id": pa.array([f"bench:{k}" for k in numbers]),
        "place_no": pa.array(np.zeros(n, "i8")),
        "type": pa.array([kind for kind, _ in kinds]).take(pa.array(pick)),
        "sub_type": pa.array([sub for _, sub in kinds]).take(pa.array(pick)),
        "status": pa.array(["occurred", "claimed"]).take(pa.array(rng.integers(0, 2, n))),
        "mapped": pa.array(np.ones(n, bool)),
        "date_start": day,
        "date_end": day,
        "date_precision": pa.array(["day"] * n),
        "place": pa.array([f"Town {k}" for k in range(5000)]).take(pa.array(rng.integers(0, 5000, n))),
        "place_precision": pa.array(["settlement"] * n),
        "lat": pa.array(rng.uniform(44, 52, n)),
        "lon": pa.array(rng.uniform(22, 40, n)),
        "country": pa.array(["UA"] * n),
        "fatalities_best": pa.array(rng.integers(0, 9, n)),
        "actors": pa.array(["Side one (side_a); Side two (side_b)"] * n),
        "confidence": pa.array(np.full(n, 0.9)),
        "n_sources": pa.array(np.ones(n, "i8")),
        "sources": pa.array(["Made up"] * n),
        "evidence": pa.array([f"Sentence {k}: the town was shelled in the night, officials said." for k in numbers]),
        "evidence_start": pa.array(np.zeros(n, "i8")),
        "evidence_end": pa.array(np.full(n, 70)),
        "aggregate": pa.array(np.zeros(n, bool)),
        "background": pa.array(np.zeros(n, bool)),
        "dataset": pa.array(["bench"] * n),
        "licence": pa.array(["CC0"] * n),
        "line": pa.array(numbers),
    }
    columns = [given.get(f.name, pa.nulls(n, f.type)) for f in SCHEMA]
    return pa.table([c.cast(f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


def run(arguments: list[str], store: str) -> tuple[float, float, float]:
    """Clock and CPU seconds and peak MB of one command."""
    start = time.perf_counter()
    child = os.posix_spawn(sys.executable, [sys.executable, "-m", "geo", *arguments], os.environ | {"GEO_STORE": store})
    _pid, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{arguments} ended with {status}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.db"
        store = Store.open(url)
        facts = Dataset("bench", "Made up", "table", "CC0", "", "", "bench.csv", "0" * 64, "bench 1", n, 0)
        store.save_dataset(facts, made_up(n))
        store.close()
        print("| format | s | CPU s | peak MB | file MB |\n|---|---|---|---|---|")
        for way in sys.argv[2:] or WAYS:
            out = Path(folder) / f"out.{way}"
            command = "snapshot" if way in ("png", "svg", "pdf", "html") else "export"
            clock, cpu, peak = run([command, str(out)], url)
            print(f"| {way} | {clock:.1f} | {cpu:.1f} | {peak:.0f} | {out.stat().st_size / 1e6:.1f} |", flush=True)
            out.unlink()


if __name__ == "__main__":
    main()
