"""Lets the Nth write, fsync, rename or truncate fail, for every N: `python -m tests.faults.every_write EVERY WORD WAY`.

With WORD, only the commands that hold it: ingest, import, copy, backup, export, snapshot, report, restore; with WAY,
only one of: fails (that call alone), full (that call and all later ones, as on a full disk), killed (before that call).

A small library, compiled here with the machine's C compiler, stands between the process and its files. After each
failed run the store must be sound and every article in it whole; a run that nothing disturbs must then leave the very
rows of a store that was never disturbed; what is exported or backed up is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import GeoError
from geo.store.backup import examine
from tests.faults.kill_ingest import ROOT, _content

#: Few articles: each run reads them anew.
ARTICLES = 3
#: What is imported.
TABLE = "date,latitude,longitude,event_type\n" + "".join(
    f"2024-03-{day:02},46.{day:02},32.{day:02},battle\n" for day in range(1, 31)
)
#: What each command is tried with, and its words.
WAYS = {
    "fails": "one call fails",
    "full": "the disk is full from there on",
    "killed": "the process is killed before one call",
}
#: What the library is told of each.
TOLD: dict[str, dict[str, str]] = {
    "fails": {},
    "full": {"SITMAP_FAIL_ON": "1", "SITMAP_FAIL_FULL": "1"},
    "killed": {"SITMAP_FAIL_KILL": "1"},
}


@dataclass
class Tally:
    """What came of the runs of one command."""

    command: str
    tries: int = 0
    failed: int = 0  #: runs that ended with an error, as they should where a write is lost
    slowest_s: float = 0.0
    codes: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def build(folder: Path) -> Path | None:
    """The library; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    library = folder / "fail_at.so"
    source = Path(__file__).with_name("fail_at.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


class Bench:
    """Runs commands on stores below a folder, with a failure or without."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self.count = folder.parent / "count"
        self.texts = [str(path) for path in sorted((ROOT / "data" / "articles").glob("*.txt"))[:ARTICLES]]
        warm = folder.parent / "warm"
        warm.mkdir()
        env = dict(os.environ, LD_PRELOAD=str(library), GEO_STORE=f"sqlite:///{warm / 'store.db'}")
        self.forker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forker", str(warm)],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, arguments: list[str], at: int = 0, way: str = "fails") -> tuple[int, str, float]:
        """Exit code, messages and seconds; with `at`, the Nth call and what comes of it by `way`."""
        env = {"SITMAP_FAIL_UNDER": str(self.folder), "SITMAP_FAIL_COUNT": str(self.count)}
        env |= {"SITMAP_FAIL_AT": str(at), "GEO_STORE": f"sqlite:///{self.store}"}
        env |= TOLD[way]
        asked, answers = self.forker.stdin, self.forker.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps({"arguments": arguments, "env": env}) + "\n")
        asked.flush()
        done = json.loads(answers.readline())
        return done["code"], done["err"], done["seconds"]

    def close(self) -> None:
        """End the process that forks."""
        self.forker.communicate()

    @property
    def store(self) -> Path:
        """The store."""
        return self.folder / "store.db"

    def clear(self) -> None:
        """Begin anew."""
        for path in self.folder.iterdir():
            path.unlink()

    def calls(self) -> int:
        """How many calls the last run made."""
        return int(self.count.read_text())


def sweep(every: int = 1, texts: int = ARTICLES, word: str = "", only: str = "") -> list[Tally]:
    """All commands that hold `word`, with a failure at every `every`-th call, in all ways or `only` one."""
    ways = (only,) if only else tuple(WAYS)
    with tempfile.TemporaryDirectory(prefix="sitmap-writes-") as made:
        library = build(Path(made))
        if library is None:
            return []
        folder = Path(made) / "files"
        folder.mkdir()
        table = Path(made) / "table.csv"
        table.write_text(TABLE, encoding="utf-8")
        bench = Bench(folder, library)
        bench.texts = bench.texts[:texts]
        tallies = []
        try:
            if word in "ingest":
                tallies += _into_store(bench, every, ways, ["ingest", *bench.texts], _content)
            if word in "import":
                tallies += _into_store(bench, every, ways, ["import", str(table)], _imported)
            if word in "copy":
                tallies += _copy(bench, every, ways)
            return tallies + _copies(bench, every, ways, word)
        finally:
            bench.close()


Ways = tuple[str, ...]
#: The parts that a store holds, by name; the first of them are whole or not there.
Held = tuple[dict[str, str], list[tuple[object, ...]]]


def _imported(path: Path) -> Held:
    """The rows of each dataset with those of its chunks; and nothing beside."""
    with closing(sqlite3.connect(path)) as database:
        of = "SELECT * FROM datasets WHERE dataset_id = ?", "SELECT * FROM dataset_chunks WHERE dataset_id = ?"
        ids = [row[0] for row in database.execute("SELECT dataset_id FROM datasets")]
        return {one: repr([database.execute(each, (one,)).fetchall() for each in of]) for one in ids}, []


def _into_store(
    bench: Bench, every: int, ways: Ways, command: list[str], content: Callable[[Path], Held]
) -> list[Tally]:
    """A command that writes into the store: what it brings is there whole or not, and comes with the next run."""
    bench.clear()
    bench.run(command)
    calls, wanted = bench.calls(), content(bench.store)
    tallies = []
    for way in ways:
        tally = Tally(f"{command[0]}, {WAYS[way]}")
        for nth in range(1, calls + 1, every):
            bench.clear()
            code, err, took_s = bench.run(command, nth, way)
            _note(tally, code, err, took_s)
            if bench.store.exists():
                try:
                    health = examine(bench.store)
                except GeoError as error:
                    tally.faults.append(f"call {nth}: {error}")
                    continue
                tally.faults += [f"call {nth}: {problem}" for problem in health.problems]
                read = content(bench.store)[0] if health.schema else {}
                tally.faults += [f"call {nth}: {one} is torn" for one in read if read[one] != wanted[0][one]]
            again = bench.run(command)[0]
            if again or content(bench.store) != wanted:
                tally.faults.append(f"call {nth}: after a run that nothing disturbs (exit {again}) rows differ")
        tallies.append(_told(tally))
    return tallies


def _copy(bench: Bench, every: int, ways: Ways) -> list[Tally]:
    """A store copied into another: that one holds nothing or all of it, and takes it with the next run."""
    bench.clear()
    bench.run(["ingest", *bench.texts])
    target = bench.folder / "copied.db"
    command = ["copy", f"sqlite:///{target}"]
    bench.run(command)
    calls, wanted = bench.calls(), _content(target)
    tallies = []
    for way in ways:
        tally = Tally(f"copy, {WAYS[way]}")
        for nth in range(1, calls + 1, every):
            for one in bench.folder.glob(f"*{target.name}*"):
                one.unlink()
            _note(tally, *bench.run(command, nth, way))
            if target.exists():
                health = examine(target)
                held = health.rows.get("articles", 0)
                tally.faults += [f"call {nth}: {problem}" for problem in health.problems]
                tally.faults += [f"call {nth}: {held} articles"] if held not in (0, len(wanted[0])) else []
            bench.run(command)  # refused where all of it is there
            tally.faults += [] if _content(target) == wanted else [f"call {nth}: the next run leaves others"]
        tallies.append(_told(tally))
    return tallies


def _copies(bench: Bench, every: int, ways: Ways, word: str) -> list[Tally]:
    """What is written beside a store: each file whole, the new one or the one that was there before."""
    bench.clear()
    bench.run(["ingest", *bench.texts[:1]])
    older = bench.folder.parent / "older.db"
    bench.run(["backup", str(older)])
    bench.run(["ingest", *bench.texts])
    tallies = []
    for command, name in (
        ("backup", "copy.db"),
        ("export", "out.csv"),
        ("export", "out.xlsx"),
        ("export", "out.geojson"),
        ("snapshot", "out.svg"),
        ("snapshot", "out.png"),
        ("report", "out.html"),
    ):
        if word not in command:
            continue
        target = bench.folder / name
        asked = [command, str(target), *(["--force"] if command == "backup" else [])]
        before = older.read_bytes() if command == "backup" else b"what was there before"
        bench.run(asked)
        calls, good = bench.calls(), {path: path.read_bytes() for path in bench.folder.glob(f"{name}*")}
        for way in ways:
            tally = Tally(f"{command} {name}, {WAYS[way]}")
            for nth in range(1, calls + 1, every):
                for path in good:
                    path.write_bytes(before)
                _note(tally, *bench.run(asked, nth, way))
                for path, content in good.items():
                    now = path.read_bytes()
                    whole = now in (content, before) or (command == "backup" and not examine(path).problems)
                    tally.faults += [] if whole else [f"call {nth}: {path.name} is torn"]
                if way == "killed":  # what a killed one left goes with the next
                    tally.faults += [f"call {nth}: the next run fails"] if bench.run(asked)[0] else []
                strays = [path.name for path in bench.folder.glob(f".{name}*") if path.stat().st_size]
                tally.faults += [f"call {nth}: left behind: {strays}"] if strays else []
            tallies.append(_told(tally))
    return [*tallies, *(_restore(bench, every, ways, older) if word in "restore" else [])]


def _restore(bench: Bench, every: int, ways: Ways, older: Path) -> list[Tally]:
    """A backup put in the place of a store: the one or the other stands there, and the former store is never lost."""
    bench.clear()
    bench.run(["ingest", *bench.texts])
    bench.run(["backup", str(bench.folder.parent / "newer.db")])
    whole = bench.folder.parent / "newer.db"
    newer, asked = whole.read_bytes(), ["restore", str(older)]
    bench.run(asked)
    calls, wanted, tallies = bench.calls(), (_content(whole), _content(older)), []
    for way in ways:
        tally = Tally(f"restore, {WAYS[way]}")
        for nth in range(1, calls + 1, every):
            bench.clear()
            bench.store.write_bytes(newer)
            _note(tally, *bench.run(asked, nth, way))
            tally.faults += [f"call {nth}: {fault}" for fault in _restored(bench, wanted, way)]
            if way == "killed":  # what a killed one left goes with the next
                tally.faults += [f"call {nth}: the next run fails"] if bench.run(asked)[0] else []
                tally.faults += [f"call {nth}, next: {fault}" for fault in _restored(bench, wanted, "fails")]
        tallies.append(_told(tally))
    return tallies


def _restored(bench: Bench, wanted: tuple[Held, Held], way: str) -> list[str]:
    """What is wrong after a restore that was disturbed; `wanted`: what the former store holds, and the backup."""
    there = [path for path in (bench.store, *bench.folder.glob("*.before-restore-*")) if path.exists()]
    sound = there and not any(examine(path).problems for path in there)
    faults = [] if sound else [f"{[path.name for path in there]} is torn"]
    faults += [] if bench.store.exists() else ["no store is in its place"]
    held = {path.name: _content(path) for path in there}
    faults += [] if wanted[0] in held.values() else ["the former store is lost"]
    faults += [] if held.get(bench.store.name) in wanted else ["another store is in its place"]
    strays = [path.name for path in bench.folder.glob(".*") if path.stat().st_size]
    return faults + ([f"left behind: {strays}"] if strays and way != "killed" else [])


def _told(tally: Tally) -> Tally:
    """Print the row of a command when it is through, and every fault: the whole takes long."""
    codes = ", ".join(map(str, sorted(tally.codes)))
    row = (
        f"| {tally.command} | {tally.tries} | {tally.failed} | {codes} | {tally.slowest_s:.1f} | {len(tally.faults)} |"
    )
    print(row, *tally.faults, sep="\n", flush=True)
    return tally


def _note(tally: Tally, code: int, err: str, took_s: float) -> None:
    tally.tries += 1
    tally.failed += code != 0
    tally.codes.add(code)
    tally.slowest_s = max(tally.slowest_s, took_s)
    if "Traceback" in err or "a fault of Sitmap" in err:
        tally.faults.append(f"no words for it: {err.strip()[-200:]}")


def main() -> int:
    """Print a row per command, and every fault."""
    print("| command | calls that failed | failed runs | exit codes | slowest s | faults |\n|---|---|---|---|---|---|")
    every, word, way = (*sys.argv[1:4], *("1", "", "")[len(sys.argv) - 1 :])
    found = sweep(int(every), word=word, only=way)
    return 1 if any(one.faults for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
