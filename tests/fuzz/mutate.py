"""Mutation testing: changes one thing in a file of geo/ and asks whether its tests notice.

`python -m tests.fuzz.mutate FILE TESTS... [--most N] [--seed N]` changes comparisons, Booleans, numbers, arithmetic and
returned values one at a time, in a copy of the project, and runs TESTS on each. What survives is printed with its line,
to be answered by a test, or to be told equivalent in docs/reliability.md. Minutes a file: no part of any suite.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis  # noqa: F401 - loaded once, before the children are made
import pandas as pd  # noqa: F401
import pyarrow as pa  # noqa: F401
import pytest
import sqlalchemy as sa  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
_COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_COMPARE |= {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
#: Seconds of CPU, which a busy machine hardly changes: what takes longer hangs, and has been noticed.
LIMIT_S = 120


def mutants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Every mutant of a module, with what was changed in words."""
    for number, node in enumerate(ast.walk(tree)):
        for variant in range(2):
            changed = copy.deepcopy(tree)
            said = _change(next(n for k, n in enumerate(ast.walk(changed)) if k == number), variant)
            if said:
                yield f"line {getattr(node, 'lineno', 0)}: {said}", ast.fix_missing_locations(changed)


def _change(node: ast.AST, variant: int) -> str:
    """Change `node` itself; "" where there is nothing to change."""
    if isinstance(node, ast.Compare) and variant == 0 and type(node.ops[0]) in _COMPARE:
        new = _COMPARE[type(node.ops[0])]
        said = f"{type(node.ops[0]).__name__} -> {new.__name__}"
        node.ops[0] = new()
        return said
    if isinstance(node, ast.BoolOp) and variant == 0:
        new_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        said = f"{type(node.op).__name__} -> {type(new_op).__name__}"
        node.op = new_op
        return said
    if isinstance(node, ast.BinOp) and variant == 0 and type(node.op) in _ARITHMETIC:
        said = f"{type(node.op).__name__} -> {_ARITHMETIC[type(node.op)].__name__}"
        node.op = _ARITHMETIC[type(node.op)]()
        return said
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and variant == 0:
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        return "not dropped"
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        if isinstance(node.value, bool):
            node.value = not node.value
            return f"{not node.value} -> {node.value}" if variant == 0 else ""
        said, node.value = f"{node.value} -> {node.value + (1, -1)[variant]}", node.value + (1, -1)[variant]
        return said
    if isinstance(node, ast.Return) and node.value is not None and variant == 0 and not _is_none(node.value):
        node.value = ast.Constant(None)
        return "returns None"
    return ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def run(file: str, tests: list[str], most: int, seed: int) -> tuple[int, list[str]]:
    """How many mutants were tried, and those that survived."""
    source = (ROOT / file).read_text(encoding="utf-8")
    every = list(mutants(ast.parse(source)))
    chosen = random.Random(seed).sample(every, min(most, len(every)))  # noqa: S311
    survived: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sitmap-mutants-") as made:
        for name in ("geo", "data", "tests", "pyproject.toml"):
            origin, target = ROOT / name, Path(made) / name
            shutil.copytree(origin, target) if origin.is_dir() else shutil.copy(origin, target)
        _lend_gazetteer(Path(made) / "built")
        (Path(made) / file).write_text(ast.unparse(ast.parse(source)), encoding="utf-8")
        if not _passes(Path(made), tests):
            sys.exit(f"{tests} do not pass as they are")
        for said, tree in chosen:
            (Path(made) / file).write_text(ast.unparse(tree), encoding="utf-8")
            if _passes(Path(made), tests):
                survived.append(said)
                print(f"{file} {said}: survived", flush=True)
    return len(chosen), survived


def _lend_gazetteer(folder: Path) -> None:
    """A built gazetteer for all runs: building it takes longer than most tests. The children must load geo anew."""
    command = "from geo.places.gazetteer import Gazetteer as G; from geo.settings import Settings as S; "
    command += "print(G.open(S.from_env()).path)"
    said = subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True, text=True)
    built = Path(said.stdout.strip())
    folder.mkdir()
    for path in built.parent.glob(f"{built.stem}.*"):
        shutil.copy2(path, folder)
    os.environ["SITMAP_BUILT"] = str(folder)


def _passes(folder: Path, tests: list[str]) -> bool:
    """Whether the tests pass in `folder`; in a child that has the libraries already, for their import takes longest."""
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
        os._exit(int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests])))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main() -> int:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--most", type=int, default=40)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    tried, survived = run(given.file, given.tests, given.most, given.seed)
    print(f"{given.file}: {tried} mutants, {tried - len(survived)} killed, {len(survived)} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
