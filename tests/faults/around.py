"""Faults of what is around the store: `python -m tests.faults.around [WORD]` runs them and prints a row each.

Other writers, full disks, damaged files, folders that cannot be written, clocks, languages, time zones and hash seeds.
Each is a function that returns its figures in words and what fell short.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from geo.places.build import database_path
from geo.settings import DATA, Settings
from geo.store.backup import examine
from geo.store.store import Store
from tests.faults.every_write import build
from tests.faults.kill_ingest import ROOT, _content

WRITERS, WRITES = 3, 300
Answer = tuple[str, list[str]]


def texts(number: int) -> list[str]:
    """Sample articles."""
    return [str(path) for path in sorted((ROOT / "data" / "articles").glob("*.txt"))[:number]]


def start(
    store: Path, *arguments: str, program: tuple[str, ...] = ("-m", "geo"), **more: str
) -> subprocess.Popen[bytes]:
    """A command in a process of its own."""
    env = {**os.environ, "GEO_STORE": f"sqlite:///{store}", **more}
    command = [sys.executable, *program, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Its exit code and what it said."""
    out, err = process.communicate(timeout=300)
    return process.returncode, (out + err).decode("utf-8", "replace")


def locked(folder: Path) -> Answer:
    """Another process holds the store for 3 s: it is waited for. For 60 s: busy, and nothing is lost."""
    store, faults, told = folder / "store.db", [], []
    end(start(store, "ingest", *texts(1)))
    for hold_s, wanted in ((3.0, 0), (60.0, 75)):
        with closing(sqlite3.connect(store, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            release = threading.Timer(hold_s, other.rollback)
            begun = time.monotonic()
            process = start(store, "ingest", *(texts(2) if hold_s < 10 else texts(4)))
            release.start()
            code, said = end(process)
            took_s = time.monotonic() - begun
            release.cancel()
        told.append(f"held {hold_s:.0f} s: exit {code} after {took_s:.1f} s")
        if code != wanted or "Traceback" in said:
            faults.append(f"held {hold_s:.0f} s: exit {code}, expected {wanted}: {said[-200:]}")
    code, _ = end(start(store, "ingest", *texts(4)))
    faults += examine(store).problems
    return "; ".join(told) + f"; afterwards {examine(store).rows['articles']} of 4 articles", faults


def writers(folder: Path) -> Answer:
    """Three writers with 300 writes each lose none."""
    url = f"sqlite:///{folder / 'store.db'}"
    Store.open(url).close()
    code = (
        "import sys\nfrom geo.store.store import Store\nstore = Store.open(sys.argv[1])\n"
        f"for n in range({WRITES}): store.quarantine.put(f'{{sys.argv[2]}}-{{n}}', 'a reason')"
    )
    begun = time.monotonic()
    running = [start(folder / "x", url, str(k), program=("-c", code)) for k in range(WRITERS)]
    ended = [end(one) for one in running]
    kept = len(Store.open(url).quarantine.list())
    lost = WRITERS * WRITES - kept
    return f"{WRITERS * WRITES} writes in {time.monotonic() - begun:.0f} s, {lost} lost", [s for c, s in ended if c]


def two_ingests(folder: Path) -> Answer:
    """Two ingests of the same folder: each article once, all of them whole."""
    calm, both = folder / "calm.db", folder / "both.db"
    end(start(calm, "ingest", *texts(12)))
    running = [start(both, "ingest", *texts(12)) for _ in range(2)]
    codes = [end(one)[0] for one in running]
    faults = [] if _content(calm) == _content(both) else ["the store differs from that of one ingest"]
    return f"exit codes {codes}, {examine(both).rows['articles']} articles", faults


def readers(folder: Path) -> Answer:
    """Ten sessions read while an ingest writes."""
    store = folder / "store.db"
    end(start(store, "ingest", *texts(10)))
    running, took, faults = start(store, "ingest", *texts(60)), [], []
    stop = threading.Event()

    def read() -> None:
        mine = Store.open(f"sqlite:///{store}", read_only=True)
        while not stop.is_set():
            begun = time.monotonic()
            try:
                mine.incidents()
                mine.not_on_map()
            except Exception as error:  # noqa: BLE001 - any is a fault
                faults.append(f"{type(error).__name__}: {error}")
            took.append(time.monotonic() - begun)
            time.sleep(0.05)

    sessions = [threading.Thread(target=read) for _ in range(10)]
    for one in sessions:
        one.start()
    code, said = end(running)
    stop.set()
    for one in sessions:
        one.join()
    took.sort()
    if code:
        faults.append(f"the ingest ended with {code}: {said[-200:]}")
    return f"{len(took)} reads, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms, {len(faults)} errors", faults[:3]


def full_disk(folder: Path) -> Answer:
    """A disk of 3 MB (a limit on the size of files where none can be mounted) fills up, and has room again."""
    store, faults = folder / "disk" / "store.db", []
    store.parent.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", store.parent], check=False, capture_output=True
    ).returncode  # fmt: skip
    try:
        limit = None if mounted else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        env = {**os.environ, "GEO_STORE": f"sqlite:///{store}"}
        command = [sys.executable, "-m", "geo"]
        done = subprocess.run(
            [*command, "ingest", *texts(120)], cwd=ROOT, env=env, capture_output=True, preexec_fn=limit, check=False
        )
        said = done.stderr.decode()
        if done.returncode != 69 or ("full" not in said and "disk I/O" not in said):
            faults.append(f"exit {done.returncode}: {said[-200:]}")
        rows = examine(store).rows.get("articles", 0)
        listed = subprocess.run([*command, "articles", "list"], cwd=ROOT, env=env, capture_output=True, check=False)
        if listed.returncode or len(listed.stdout.splitlines()) != rows:
            faults.append(f"the full store cannot be read: {listed.stderr.decode()[-200:]}")
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=80m", store.parent], check=True)
        end(start(store, "ingest", *texts(120)))
        calm = folder / "calm.db"
        end(start(calm, "ingest", *texts(120)))
        faults += [] if _content(calm) == _content(store) else ["the resumed store differs from a calm one"]
    finally:
        if mounted:
            subprocess.run(["umount", "-l", store.parent], check=False)
    return f"{'3 MB tmpfs' if mounted else 'files of at most 1 MB'}: full after {rows} of 120 articles, resumed", faults


def turkish(folder: Path, encoding: str) -> dict[str, str]:
    """What makes a process Turkish, where the small I has a dot and a comma parts decimals; made here if need be."""
    name = f"tr_TR.{encoding}"
    made = folder / "locales"
    made.mkdir(exist_ok=True)
    subprocess.run(["localedef", "-i", "tr_TR", "-f", encoding, str(made / name)], check=True, capture_output=True)
    env = {"LC_ALL": name, "LOCPATH": str(made)}
    asked = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.str(1.5))"
    said = subprocess.check_output([sys.executable, "-c", asked], env=os.environ | env, text=True)
    assert said.strip() == "1,5"  # else it would be none
    return env


def environments(folder: Path) -> Answer:
    """Locales, time zones, hash seeds and clocks: the same bytes come out."""
    library = build(folder)
    clock = {"LD_PRELOAD": str(library)} if library else {}
    variants: dict[str, dict[str, str]] = {
        "as it is": {},
        "LC_ALL=C": {"LC_ALL": "C", "PYTHONUTF8": "0"},
        "tr_TR": turkish(folder, "UTF-8"),
        "tr_TR in Latin-5": turkish(folder, "ISO-8859-9") | {"PYTHONUTF8": "0"},
        "Asia/Kathmandu": {"TZ": "Asia/Kathmandu"},
        "Pacific/Kiritimati": {"TZ": "Pacific/Kiritimati"},
        "seed 1": {"PYTHONHASHSEED": "1"},
        "seed 4242": {"PYTHONHASHSEED": "4242"},
        "two days back": clock | {"SITMAP_CLOCK_S": str(-2 * 86_400)},
        "ten years on": clock | {"SITMAP_CLOCK_S": str(3653 * 86_400)},
    }
    made: dict[str, bytes] = {}
    for number, (name, env) in enumerate(variants.items()):
        store, parts = folder / f"{number}.db", []
        end(start(store, "ingest", *texts(6), **env))
        for ending in ("csv", "geojson"):
            out = folder / f"{number}.{ending}"
            end(start(store, "export", str(out), **env))
            parts.append(out.read_bytes())
        made[name] = b"\n".join(parts)
    first = made["as it is"]
    return f"{len(made)} environments, {len(first):,} bytes each", [
        f"{n}: other bytes" for n in made if made[n] != first
    ]


def homes(folder: Path) -> Answer:
    """A cache that cannot be written, and no HOME."""
    blocked = folder / "a file"
    blocked.write_text("")
    faults, told = [], []
    for name, more in {
        "cache": {"XDG_CACHE_HOME": str(blocked)},
        "HOME": {"HOME": "/nowhere", "XDG_CACHE_HOME": "/proc/x"},
    }.items():
        begun = time.monotonic()
        code, said = end(start(folder / f"{name}.db", "ingest", *texts(1), **more))
        told.append(f"{name}: exit {code} in {time.monotonic() - begun:.0f} s")
        if code or "cannot be written" not in said:
            faults.append(f"{name}: exit {code}: {said[-300:]}")
    return "; ".join(told), faults


def damaged_gazetteer(folder: Path) -> Answer:
    """20 kB flipped, cut short, emptied, of another version: found, built anew."""
    sound = database_path(Settings.from_env())
    cache = folder / "cache" / "sitmap"
    cache.mkdir(parents=True)
    copy = cache / sound.name
    faults, told = [], []
    for name, size, content in (("flipped", None, b"\xff" * 20_000), ("cut", 1_000_000, b""), ("empty", 0, b"")):
        shutil.copy2(sound, copy)
        shutil.copy2(sound.with_suffix(".json"), copy.with_suffix(".json"))
        with copy.open("rb+") as stream:
            if size is not None:
                stream.truncate(size)
            else:
                stream.seek(copy.stat().st_size // 2)
                stream.write(content)
        begun = time.monotonic()
        code, said = end(start(folder / "x.db", "geocode", "Kherson", XDG_CACHE_HOME=str(folder / "cache")))
        told.append(f"{name}: {time.monotonic() - begun:.0f} s")
        if code or "46.6" not in said:
            faults.append(f"{name}: exit {code}: {said[-200:]}")
    return "; ".join(told), faults


def damaged_models(folder: Path) -> Answer:
    """A model that is missing, empty, cut short or noise."""
    faults = []
    for number, content in enumerate((None, b"", b"a\tb\t0.5\na\tc\t0.", b"\xff\xfe\x00noise")):
        models = folder / str(number)
        shutil.copytree(DATA / "models", models)
        (models / "roles.tsv").unlink() if content is None else (models / "roles.tsv").write_bytes(content)
        code, said = end(start(folder / "x.db", "ingest", *texts(1), GEO_MODELS=str(models)))
        if code != 69 or "roles.tsv" not in said:
            faults.append(f"{content!r}: exit {code}: {said[-200:]}")
    return "4 damaged models", faults


FAULTS: tuple[Callable[[Path], Answer], ...] = (
    locked, writers, two_ingests, readers, full_disk, environments, homes, damaged_gazetteer, damaged_models,
)  # fmt: skip


def main(word: str = "") -> int:
    """Run those whose name holds `word`."""
    short = 0
    print("| fault | what came of it | faults | s |\n|---|---|---|---|")
    for fault in FAULTS:
        if word in fault.__name__:
            with tempfile.TemporaryDirectory(prefix="sitmap-around-") as made:
                begun = time.monotonic()
                told, faults = fault(Path(made))
            short += bool(faults)
            print(
                f"| {fault.__name__} | {told} | {'; '.join(faults) or 0} | {time.monotonic() - begun:.0f} |", flush=True
            )
    return short


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:2]) else 0)
