"""A cut of tests/faults/machine.py for every run of the suite."""

from __future__ import annotations

from tests.faults.machine import run


def test_whatever_a_desk_does_the_store_is_what_comes_of_its_articles_and_decisions() -> None:
    run(examples=4, steps=10)
