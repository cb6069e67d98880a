"""A cut of tests/faults/kill_ingest.py for every run of the suite."""

from __future__ import annotations

from tests.faults.kill_ingest import run


def test_a_killed_ingest_leaves_whole_articles_and_the_next_run_finishes_them(at_home: str) -> None:
    done = run(kills=4, seed=3, articles=6)
    assert done.faults == []
    assert done.kills == 4
