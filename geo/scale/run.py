"""The run: parts are read by Dask's workers, dead workers are replaced, and what is there already is not made again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geo.errors import MissingError
from geo.merging.merge import MERGER
from geo.pipeline import extractor_version
from geo.places.gazetteer import Gazetteer
from geo.scale.gather import Kept, choose, gather, shuffle
from geo.scale.parts import Part, plan
from geo.scale.reading import Done, poisoned, read_part
from geo.scale.together import merge_bin
from geo.settings import Settings

#: Called with the share that is done, 0..1, and what is being done.
Progress = Callable[[float, str], None]
READ, SHUFFLED, INCIDENTS, SUMMARY = "read", "shuffled", "incidents", "summary.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made."""

    parts: int
    parts_read: int  #: in this run; the others were there
    articles: int  #: after those that came twice were left out
    failures: int
    bins: int
    incidents: int
    rows: int


def run(
    inputs: Iterable[Path],
    out: Path,
    settings: Settings,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read `inputs` and write their incidents below `out`, on a cluster or on this machine.

    Parameters
    ----------
    inputs
        Files and folders, which every worker sees under the same path.
    out
        A folder that every worker sees: ``read/`` a file per part, ``incidents/year=…/…`` GeoParquet.
    scheduler
        The address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; None starts processes here.
    workers
        How many processes are started here; None: one for each core.

    Raises
    ------
    MissingError
        When Dask is not installed, or its scheduler does not answer.
    InputError
        When an input cannot be read at all.
    """
    report = progress or (lambda _share, _what: None)
    parts = plan(inputs)
    for name in (READ, SHUFFLED, INCIDENTS):
        (out / name).mkdir(parents=True, exist_ok=True)
    extractor = extractor_version(Gazetteer.open(settings))
    with client(scheduler, workers) as dask:
        done = _read(dask, parts, settings, out / READ, extractor, report)
        report(0.8, "Which articles came twice, and which reports may be of one event")
        kept = choose([one.key for one in done], out / READ)
        bins = gather(kept, out / READ)
        merged = _merge(dask, kept, bins, out, report)
    summary = Summary(
        len(parts), sum(one.fresh for one in done), sum(map(len, kept.rows)), sum(one.failures for one in done),
        len(bins.sizes), sum(one[0] for one in merged), sum(one[1] for one in merged),
    )  # fmt: skip
    _note(out, summary, [one.key for one in done], extractor)
    report(1.0, "done")
    return summary


@contextmanager
def client(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    """A client of the scheduler, or of processes of this machine that end with it."""
    try:
        import dask

        dask.config.set({"logging": {"distributed": "error"}})  # before the next line, which sets its loggers up
        from distributed import Client, LocalCluster
    except ImportError as error:
        msg = f"`scale` needs Dask: python -m pip install -r requirements-scale.txt ({error})"
        raise MissingError(msg) from error
    # Three workers may die over a part before it is taken for poison and read in halves.
    dask.config.set({"distributed.scheduler.allowed-failures": 2, "distributed.worker.daemon": True})
    if scheduler is not None:
        try:
            with Client(scheduler, timeout="20s") as made:
                yield made
        except (OSError, ValueError, TimeoutError) as error:
            msg = f"the scheduler {scheduler} does not answer ({error})"
            raise MissingError(msg) from error
        return
    cluster = LocalCluster(
        n_workers=workers or os.cpu_count() or 1, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None,
    )  # fmt: skip
    with cluster, Client(cluster) as made:
        yield made


def _read(
    dask: Any, parts: Sequence[Part], settings: Settings, folder: Path, extractor: str, report: Progress
) -> list[Done]:
    """Read the parts, those that kill their workers in halves; in the order of the parts."""
    from distributed import KilledWorker, as_completed

    found: dict[Part, Done] = {}
    halves: dict[Part, tuple[Part, ...]] = {}

    def submit(part: Part) -> Any:
        future = dask.submit(read_part, part, settings, str(folder), extractor, pure=False)
        asked[future.key] = part
        return future

    asked: dict[str, Part] = {}
    going = as_completed([submit(part) for part in parts])
    for future in going:
        part = asked[future.key]
        try:
            found[part] = future.result()
        except KilledWorker:
            halves[part] = part.halves()
            if not halves[part]:
                found[part] = poisoned(part, str(folder), extractor, "the processes that read it ended, three times")
            for half in halves[part]:
                going.add(submit(half))
        report(0.8 * len(found) / max(len(found) + going.count(), 1), f"{len(found)} parts read")

    def in_order(part: Part) -> Iterator[Done]:
        if part in found:
            yield found[part]
        else:
            for half in halves[part]:
                yield from in_order(half)

    return [one for part in parts for one in in_order(part)]


def _merge(dask: Any, kept: Kept, bins: Any, out: Path, report: Progress) -> list[tuple[int, int]]:
    """Deal the reports out to their bins, and merge each; returns incidents and rows of each."""
    from distributed import as_completed

    folder = out / SHUFFLED
    for old in folder.glob("*"):
        old.unlink()  # of an earlier run: cheap to be made again
    dealt = [
        dask.submit(shuffle, key, rows, bins.of_part[number], str(out / READ), str(folder), pure=False)
        for number, (key, rows) in enumerate(zip(kept.keys, kept.rows, strict=True))
        if rows
    ]
    for future in as_completed(dealt):
        future.result()
    report(0.85, f"{len(bins.sizes)} bins of reports are merged")
    merging = [dask.submit(merge_bin, number, str(folder), str(out / INCIDENTS), pure=False) for number in bins.sizes]
    made = [future.result() for future in as_completed(merging)]
    names = {name for one in made for name in one[2]}
    for path in (out / INCIDENTS).rglob("*.parquet"):
        if str(path.relative_to(out / INCIDENTS)) not in names:
            path.unlink()  # of an earlier run with other inputs
    for path in folder.glob("*"):
        path.unlink()
    return [one[:2] for one in made]


def _note(out: Path, summary: Summary, keys: Sequence[str], extractor: str) -> None:
    held = asdict(summary) | {"read": list(keys), "reader": extractor, "merging": MERGER}
    made = out / f".{SUMMARY}.part"
    made.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    made.replace(out / SUMMARY)
