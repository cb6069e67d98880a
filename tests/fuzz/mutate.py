"""Mutation testing: changes one thing in a file of geo/ and asks whether the tests notice.

    python -m tests.fuzz.mutate geo/merging/same.py geo/places [--sample 20] [--seed 1] [--tests tests/merging ...]
                                [--out results.jsonl] [--again results.jsonl] [--map map.json] [--budget 60]

Comparisons, Booleans, numbers, arithmetic, conditions, any and all, min and max, and returned values are changed one at
a time (`mutants.py`). A first pass finds out which lines each test reaches (kept in the file of `--map`, and done again
for what changed); a mutant is then held against the tests that reach its statement, quickest first, until one
fails. All of it happens in forks of one process that has loaded everything: a mutant of a function is swapped into it,
one of what runs when a module is loaded has the module loaded anew in a fork that has not loaded it yet. A test that
hangs has noticed. What stands in the file of `--out` is not tried once more; `--again` tries
what survived or was not reached in an earlier run. What survives is answered by a
test, or said to be equivalent in docs/reliability.md. Minutes a file: no part of any suite; Linux and macOS.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import coverage
import geopy.geocoders  # noqa: F401 - loaded once, before the children are made
import hypothesis  # noqa: F401
import pandas as pd  # noqa: F401
import pyarrow as pa  # noqa: F401
import pytest
import sqlalchemy as sa  # noqa: F401

from tests.fuzz import reached
from tests.fuzz.mutants import Mutant, mutants, mutated, sample, swap, uses
from tests.fuzz.reached import ROOMS, ROOT, Caches, Reach, say

TESTS = ["tests/merging", "tests/places", "tests/reading", "tests/correcting", "tests/scoring", "tests/test_samples.py"]
TESTS += ["tests/test_pipeline.py", "tests/test_cli_places.py"]


class Known:
    """Which test reaches which lines, kept in a file from run to run."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        kept = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        self._hashes: dict[str, str] = kept.get("hashes", {})
        self._alone_s = 0.0
        self.loaded: dict[str, list[int]] = {}
        self.warmed: dict[str, list[int]] = {}
        fresh = {name for name, value in self._hashes.items() if _hash(name) == value}
        self.tests = {
            name: Reach(**one)
            for name, one in kept.get("tests", {}).items()
            if name.partition("::")[0] in fresh and fresh.issuperset(one["lines"])
        }

    def learn(self, items: list[pytest.Item]) -> None:
        """Run the tests that are not known yet, or whose files have changed, each in a process of its own."""
        unknown = [item for item in items if item.nodeid not in self.tests]
        for number, item in enumerate(unknown, 1):
            found = reached.forked(lambda item=item: reached.reach(item))
            self.tests[item.nodeid] = Reach(**found) if isinstance(found, dict) else Reach(0.0, passed=False)
            if number % 100 == 0:
                say(f"{number} of {len(unknown)} tests measured")
                self._write()
        self._write()

    def _write(self) -> None:
        names = {name.partition("::")[0] for name in self.tests} | {f for r in self.tests.values() for f in r.lines}
        self._hashes = {name: _hash(name) for name in sorted(names)}
        if self._path:
            tests = {name: vars(one) for name, one in self.tests.items()}
            self._path.write_text(json.dumps({"hashes": self._hashes, "tests": tests}), encoding="utf-8")

    def reaching(self, one: Mutant, ids: Iterable[str], likely: Counter[str]) -> list[str]:
        """The tests that reach a mutant's statement: first those that killed its neighbours, then the quickest.

        Of what runs when the module is loaded, those come first that reach a line that uses it.
        """
        wanted = range(one.lines[0], one.lines[1] + 1)
        using = set(uses(one, (ROOT / one.file).read_text(encoding="utf-8")))
        runs_early = _meets(self.warmed.get(one.file, []), wanted) or _meets(self.loaded.get(one.file, []), wanted)
        found = []
        for name in ids:
            known = self.tests.get(name)
            lines = known.lines.get(one.file, []) if known and known.passed else []
            if lines and (runs_early or _meets(lines, wanted)):
                found.append(name)
        apart = {name: using.isdisjoint(self.tests[name].lines[one.file]) for name in found}
        found.sort(key=lambda name: (apart[name], -likely[name], self.tests[name].seconds, name))
        return found

    def cost(self, name: str) -> float:
        """Seconds of CPU that a test adds to others: without the making of a process, which each was measured with."""
        if not self._alone_s:
            self._alone_s = min(one.seconds for one in self.tests.values() if one.passed)
        return max(0.003, self.tests[name].seconds - self._alone_s)


def _meets(lines: Iterable[int], wanted: range) -> bool:
    return any(line in wanted for line in lines)


def _hash(name: str) -> str:
    path = ROOT / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from the code given."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        self._name, self._path, self._code = name, path, code

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=self._path)
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - our own code, one thing changed


class Warm:
    """One process that has everything loaded, and asks a fork of itself about each mutant."""

    def __init__(self, chosen: list[Mutant], given: argparse.Namespace, temp: Path) -> None:
        self._chosen, self._given, self._temp = chosen, given, temp
        self._known = Known(given.map)
        self._likely: Counter[str] = Counter()
        self._caches = Caches()

    def run(self) -> None:
        """Try all mutants, write what came of them, and say so."""
        tracer = coverage.Coverage(data_file=None, include=[f"{ROOT}/{room}*" for room in ROOMS])
        tracer.start()

        def work(items: list[pytest.Item]) -> None:
            tracer.stop()
            self._known.loaded = reached.lines_of(tracer)
            warming = coverage.Coverage(data_file=None, include=[f"{ROOT}/{room}*" for room in ROOMS])
            warming.start()
            self._caches.warm()
            warming.stop()
            self._known.warmed = reached.lines_of(warming)
            self._known.learn(items)
            broken = [name for name, one in self._known.tests.items() if not one.passed]
            say(f"{len(items)} tests, {len(broken)} of them fail or are skipped as the code stands: {broken[:5]}")
            self._try(items)

        reached.collect(self._given.tests, self._temp, work)

    def _try(self, items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        with self._given.out.open("a", encoding="utf-8") as out:
            for number, one in enumerate(self._chosen):
                if number and self._chosen[number - 1].file != one.file:
                    self._likely.clear()
                began = time.monotonic()
                names = self._known.reaching(one, by_id, self._likely)
                state, by, ran = self._judge(one, names, by_id)
                if by:
                    self._likely[by] += 1
                seconds = round(time.monotonic() - began, 2)
                row = {"file": one.file, "line": one.line, "key": one.key, "said": one.said, "state": state, "by": by}
                out.write(json.dumps(row | {"tests": ran, "seconds": seconds}, ensure_ascii=False) + "\n")
                out.flush()
                if state in ("survived", "not reached"):
                    say(f"{one.file}:{one.line} {one.said}: {state} ({ran} tests, {seconds} s)")

    def _judge(self, one: Mutant, names: list[str], by_id: dict[str, pytest.Item]) -> tuple[str, str, int]:
        """What became of it, the test that noticed, and how many were asked."""
        if not names:
            return "not reached", "", 0
        allowed, spent = [], 0.0
        for name in names:
            spent += self._known.cost(name)
            if spent < self._given.budget or not allowed:
                allowed.append(name)
        source = (ROOT / one.file).read_text(encoding="utf-8")
        wanted = range(one.lines[0], one.lines[1] + 1)
        if not one.scope or _meets(self._known.loaded.get(one.file, []), wanted):
            said = self._anew(one, source, allowed)
        else:
            code, old = mutated(one, source, "mutant"), compile(source, "mutant", "exec", dont_inherit=True)
            warmed = _meets(self._known.warmed.get(one.file, []), wanted)

            def work() -> Any:
                if not swap(old, code):
                    return "cannot be swapped"
                if warmed:
                    self._caches.clear()
                return self._first_failure([by_id[name] for name in allowed])

            said = reached.forked(work)
            if said == "cannot be swapped":
                said = self._anew(one, source, allowed)
        if isinstance(said, str):
            return f"killed: {said}", "", len(allowed)
        return ("killed" if said["by"] else "survived"), said["by"], len(allowed)

    def _first_failure(self, items: list[pytest.Item]) -> dict[str, str]:
        reached.bounded()
        for name, passed in reached.outcomes(items, lambda name: self._known.tests[name].seconds):
            if not passed:
                return {"by": name}
        return {"by": ""}

    def _anew(self, one: Mutant, source: str, allowed: list[str]) -> Any:
        """In a fork that loads geo itself, with the change in it."""
        return anew({"mutant": vars(one), "tests": allowed, "seconds": [self._known.tests[n].seconds for n in allowed]})


#: Pipes to the process that has loaded the libraries, but nothing of ours.
_COLD: list[Any] = []


def anew(asked: dict[str, Any]) -> Any:
    """Ask the fork server."""
    to, answers = _COLD
    to.write(json.dumps(asked) + "\n")
    to.flush()
    return json.loads(answers.readline())


def serve_cold(asks: Any, answers: Any, temp: Path) -> None:
    """The fork server: for each mutant a fork that loads the changed module, then the tests."""
    for line in asks:
        asked = json.loads(line)
        one = Mutant(**(asked["mutant"] | {"lines": tuple(asked["mutant"]["lines"])}))
        usual = dict(zip(asked["tests"], asked["seconds"], strict=True))
        said = reached.forked(lambda one=one, usual=usual: _cold(one, usual, temp))
        answers.write(json.dumps(said) + "\n")
        answers.flush()


def _cold(one: Mutant, usual: dict[str, float], temp: Path) -> Any:
    path = str(ROOT / one.file)
    code = mutated(one, Path(path).read_text(encoding="utf-8"), path)
    sys.meta_path.insert(0, _Changed(one.file.removesuffix(".py").replace("/", "."), path, code))
    found: dict[str, str] = {}

    def work(items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        for name, passed in reached.outcomes([by_id[n] for n in usual if n in by_id], usual.__getitem__):
            if not passed:
                found["by"] = name
                return
        found["by"] = ""

    reached.bounded()
    code_of = reached.collect(sorted({name.partition("::")[0] for name in usual}), temp, work)
    return found or f"not loaded ({code_of})"


def choose(given: argparse.Namespace) -> Iterator[Mutant]:
    """The mutants that are asked for, file by file."""
    done = last_words(given.out)
    again = None
    if given.again:
        again = {key for key, state in last_words(given.again).items() if state != "killed"}
        done = {}
    for name in given.files:
        path = ROOT / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            short = str(file.relative_to(ROOT))
            every = mutants(short, file.read_text(encoding="utf-8"))
            if again is None:
                every = sample(every, given.sample or len(every), given.seed)
            for one in every:
                if (short, one.key) not in done and (again is None or (short, one.key) in again):
                    yield one


def last_words(path: Path) -> dict[tuple[str, str], str]:
    """What became of each mutant in the end, by file and key: killed, survived or not reached."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines]
    return {(row["file"], row["key"]): row["state"].partition(":")[0] for row in rows}


def table(path: Path) -> Iterator[str]:
    """What is known of each file."""
    last = last_words(path)
    for file in sorted({file for file, _ in last}):
        count = Counter(state for (name, _), state in last.items() if name == file)
        yield f"{file}: {sum(count.values())} tried, " + ", ".join(f"{n} {state}" for state, n in sorted(count.items()))


def main() -> int:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--tests", nargs="+", default=TESTS)
    parser.add_argument("--sample", type=int, default=0, help="mutants a file, by lot; all without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--again", type=Path, help="only what was not killed there")
    parser.add_argument(
        "--budget", type=float, default=60.0, help="seconds of CPU for one mutant, quickest tests first"
    )
    parser.add_argument("--map", type=Path)
    given = parser.parse_args()
    chosen = list(choose(given))
    say(f"{len(chosen)} mutants")
    with tempfile.TemporaryDirectory(prefix="sitmap-mutants-") as made:
        temp = Path(made)
        _lend_gazetteer(temp / "built")
        asks, ask = os.pipe()
        answers, answer = os.pipe()
        if os.fork() == 0:
            os.close(ask)
            serve_cold(os.fdopen(asks, "r"), os.fdopen(answer, "w"), temp)
            os._exit(0)
        os.close(asks)
        os.close(answer)
        _COLD[:] = [os.fdopen(ask, "w"), os.fdopen(answers, "r")]
        Warm(chosen, given, temp).run()
        for pipe in _COLD:
            pipe.close()
        os.wait()
    print("\n".join(table(given.out)))
    return 0


def _lend_gazetteer(folder: Path) -> None:
    """A built gazetteer for all runs: building it takes longer than most tests. This process must not load geo."""
    command = "from geo.places.gazetteer import Gazetteer as G; from geo.settings import Settings as S; "
    command += "print(G.open(S.from_env()).path)"
    said = subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True, text=True)
    built = Path(said.stdout.strip())
    folder.mkdir()
    for path in built.parent.glob(f"{built.stem}.*"):
        shutil.copy2(path, folder)
    os.environ["SITMAP_BUILT"] = str(folder)


if __name__ == "__main__":
    sys.exit(main())
