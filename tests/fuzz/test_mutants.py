"""The mutants that stand for mistakes: one thing changed in each, also in functions that others have imported."""

from __future__ import annotations

import sys
from types import ModuleType

from tests.fuzz.mutants import mutants, mutated, sample, swap

SOURCE = """
from functools import lru_cache
LIMIT = 3

@lru_cache(maxsize=7)
def grown(value: "Literal[5]", by: int = 2) -> int:
    return value + by

def small(values):
    if not values:
        return False
    return all(one is not None and one < LIMIT for one in values)
"""


def _said() -> list[str]:
    return [one.said for one in mutants("a.py", SOURCE)]


def test_what_may_be_wrong_is_changed_and_neither_types_nor_sizes_of_caches() -> None:
    assert [words.rpartition(": ")[2] for words in _said()] == [
        *("3 -> 4", "3 -> 2", "2 -> 3", "2 -> 1", "returns None", "+ -> -"),
        *("not dropped", "False -> True", "returns None", "all -> any", "and -> or", "is not -> is", "< -> <="),
    ]


def test_a_sample_hardly_changes_when_the_file_does() -> None:
    longer = SOURCE.replace("LIMIT = 3", "LIMIT = 3\nOTHER = None")
    before = {one.key for one in sample(mutants("a.py", SOURCE), 5, 1)}
    assert {one.key for one in sample(mutants("a.py", longer), 5, 1)} == before
    assert {one.key for one in sample(mutants("a.py", SOURCE), 5, 2)} != before


def test_every_mutant_runs_and_answers_otherwise_whoever_holds_the_function() -> None:
    def answers(held: dict[str, object]) -> str:
        small, grown = held["small"], held["grown"]
        cases = ([1, 2], [3, 1], [2, None], [], [4])
        grown.cache_clear()  # type: ignore[attr-defined]
        try:
            return repr([small(case) for case in cases] + [grown(1), grown(1, 5)])  # type: ignore[operator]
        except TypeError as error:
            return repr(error)

    for one in mutants("a.py", SOURCE):
        module = ModuleType("a")
        old = compile(SOURCE, "a.py", "exec")
        exec(old, module.__dict__)  # noqa: S102
        held = {"small": module.small, "grown": module.grown}
        before = answers(held)
        new = mutated(one, SOURCE, "a.py")
        if one.scope:
            assert swap(old, new), one.said
        else:
            exec(new, module.__dict__)  # noqa: S102
            held = module.__dict__
        assert answers(held) != before, one.said
    assert "a" not in sys.modules
