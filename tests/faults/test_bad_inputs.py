"""Every bad input through the command line: the exit code and the message it must have, and what stands beside it kept.

`python -m tests.faults.bad_inputs` measures the same ones, and the heavy ones, each in a process of its own.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo import pipeline
from geo.places.gazetteer import Gazetteer
from geo.sources import paths
from geo.sources.failure import Failure
from tests.commands import Run, runner
from tests.faults.bad_inputs import CASES, arguments_of, faults_of
from tests.faults.bad_tables import COLUMNS, ROW
from tests.faults.case import BODY, GOOD, Case

QUICK = [case for case in CASES if not case.heavy and "119,900" not in case.name]


@pytest.fixture
def geo(at_home: str, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command line, with the one gazetteer of the tests."""
    del at_home
    monkeypatch.setattr(Gazetteer, "open", lambda *_: gazetteer)
    return runner(capfd)


@pytest.mark.parametrize(
    "case", QUICK, ids=lambda case: f"{case.row} {case.name[:50]}".encode("ascii", "replace").decode()
)
def test_a_bad_input_is_answered_and_what_stands_beside_it_is_kept(geo: Run, tmp_path: Path, case: Case) -> None:
    done = geo(*arguments_of(case, tmp_path))
    assert faults_of(case, None, done.code, done.err) == []
    if case.command == "ingest":
        assert "Kherson shelled" in geo("articles", "list").out
        held = geo("articles", "failed").out
        assert bool(held) == (case.code == 65 and case.held)
        assert case.says in held or not case.held


def test_what_failed_is_held_with_its_reason_until_it_is_mended_and_tried_again(geo: Run, tmp_path: Path) -> None:
    story = tmp_path / "in" / "story.txt"
    story.parent.mkdir()
    story.write_text(f"published: yesterday\n\n{BODY}")
    (story.parent / "wire.jsonl").write_text('{"text": ""}\n{"text": "Drones hit Odesa on Monday."}\n')
    assert geo("ingest", story.parent).code == 65
    held = geo("articles", "failed").out.splitlines()
    assert [line.split("\t")[0] for line in held] == [str(story), f"{story.parent / 'wire.jsonl'}, line 1"]
    assert "got 'yesterday'" in held[0]
    assert geo("articles", "retry").code == 65
    story.write_text(f"published: 2024-03-04\n\n{BODY}")
    assert geo("articles", "retry", story).out.startswith("articles: 1 read, 0 failed again; 1 are held")
    assert geo("articles", "forget", "nothing").code == 65
    assert geo("articles", "forget", "--all").out.strip() == "forgot 1"
    assert geo("articles", "failed").out == ""


def test_a_file_that_is_mended_and_read_again_is_held_no_longer(geo: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("")
    geo("ingest", story)
    story.write_text(GOOD)
    assert geo("ingest", story).code == 0
    assert geo("articles", "failed", "--json").out == ""


def test_a_text_that_sitmap_failed_to_read_is_kept_for_the_day_it_can(
    geo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "read", lambda *_: 1 / 0)
        (tmp_path / "x.jsonl").write_text('{"id": "a", "text": "Drones hit Odesa on Monday."}\n')
        assert geo("ingest", tmp_path / "x.jsonl").code == 65
    (tmp_path / "x.jsonl").unlink()
    assert geo("articles", "retry").out.startswith("articles: 1 read, 0 failed again; 0 are held")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(GOOD)
    path.chmod(0)
    before = os.geteuid()
    if before == 0:  # root may read everything
        for folder in (tmp_path, *tmp_path.parents):
            if not folder.stat().st_mode & 1:
                folder.chmod(folder.stat().st_mode | 0o111)
        os.seteuid(65_534)
    try:
        (failure,) = paths.read_paths([path])
    finally:
        os.seteuid(before)
    assert isinstance(failure, Failure)
    assert "Permission denied" in str(failure.error)


def test_a_file_that_goes_while_the_folder_is_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{name} {GOOD}")
    found = []
    for item in paths.read_paths([tmp_path]):
        (tmp_path / "b.txt").unlink(missing_ok=True)
        found.append(type(item).__name__)
    assert found == ["Article", "Failure", "Article"]


def test_rows_beside_a_bad_one_are_imported(geo: Run, tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text(COLUMNS + ROW + ROW.replace("46.64", "nan") + ROW.replace("2024-03-05", "2024-02-31") + ROW)
    done = geo("import", table)
    assert (done.code, done.out.split(";")[0]) == (65, "x: table, 2 rows added")
    assert [line.split(":")[1] for line in done.err.splitlines() if "rejected" in line] == [" line 3", " line 4"]
