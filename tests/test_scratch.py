"""What is made on the way to something else goes with its use, and what a killed process left goes with the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geo.scratch import drop, left, part_of, parts_left, scratch, sweep

HOLDS = """
from geo.scratch import scratch
with scratch() as folder:
    (folder / "rows.csv").write_text("a row")
    print("there", flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def holder() -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    return process


def test_a_process_that_is_asked_to_end_leaves_none(here: Path) -> None:
    with scratch() as folder:
        drop()
        assert not folder.exists()
    assert list(here.iterdir()) == []


def test_a_folder_goes_with_its_use_also_after_an_error(here: Path) -> None:
    with scratch() as folder:
        assert list(folder.iterdir()) == []
        assert left() == []
    with pytest.raises(ValueError, match="x"), scratch():
        raise ValueError("x")
    assert list(here.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_process_left_is_swept_up_and_what_a_living_one_holds_is_not(here: Path) -> None:
    killed, living = holder(), holder()
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert len(left()) == 1
    with scratch():
        assert len(list(here.iterdir())) == 2  # the living one's and this
    assert sweep() == 0
    living.communicate("\n")
    assert list(here.iterdir()) == []
    (here / "sitmap-of-somebody-else").mkdir()
    assert (sweep(), len(list(here.iterdir()))) == (0, 1)


PARTS = """
import sys
from pathlib import Path
from geo.scratch import part_of
with part_of(Path(sys.argv[1])) as part:
    part.write_text("a row")
    print("there", flush=True)
    input()
"""


def writer(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PARTS, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    return process


def test_a_part_is_put_in_place_or_goes(here: Path) -> None:
    with part_of(here / "out.csv") as part:
        part.write_text("all of it")
        part.with_name(part.name + "-journal").write_text("of SQLite's")
        assert part.stat().st_mode & 0o077 == 0
        part.replace(here / "out.csv")
    with pytest.raises(ValueError, match="x"), part_of(here / "out.csv"):
        raise ValueError("x")
    assert [one.name for one in here.iterdir()] == ["out.csv"]
    assert (here / "out.csv").read_text() == "all of it"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_part_of_a_killed_process_goes_and_that_of_a_living_one_stays(here: Path) -> None:
    killed, living = writer(here / "[x].csv"), writer(here / "[x].csv")
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert len(parts_left(here / "[x].csv")) == 1
    assert parts_left(here / "x.csv") == []
    with part_of(here / "[x].csv"):
        assert len(list(here.iterdir())) == 2
    living.communicate("go on\n")
    assert list(here.iterdir()) == []
