"""A watched folder gives each file once for each form it had, and none that is still being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.model import Article
from geo.sources.watched import Watched
from tests.commands import runner

PROSE = "Shelling hit the centre of Kherson on Monday, killing two people."


def test_a_file_comes_once_when_it_has_settled_and_again_when_it_changes(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text(PROSE)
    (tmp_path / "notes.exe").write_text("no")
    assert list(watched.look()) == []
    (found,) = watched.look()
    assert isinstance(found, Article)
    assert list(watched.look()) == []
    file.write_text(PROSE + " More.")
    assert list(watched.look()) == []
    assert len(list(watched.look())) == 1
    file.unlink()
    assert list(watched.look()) == []


def test_one_look_takes_all_that_is_there(tmp_path: Path) -> None:
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(f"{PROSE} {name}")
    found = list(Watched(tmp_path).look(settled=False))
    assert [Path(one.origin or "").name for one in found] == ["a.txt", "b.txt"]


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outcome = runner(capfd)("watch", tmp_path / "gone", "--once")
    assert outcome.code == 65
    assert "this is no folder" in outcome.err
