"""A watched folder gives each file once for each form it had, and none that is still being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.model import Article
from geo.sources.paths import read_paths
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


def test_a_watched_folder_gives_what_ingest_gives(tmp_path: Path) -> None:
    page = f"<html><head><title>Kherson</title></head><body><article><p>{PROSE} {PROSE}</p></article></body></html>"
    for name in ("a/Kherson.html", "a/Kherson_files/ad.html", "own_files/b.txt", "notes_files/c.txt", ".hidden/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page if name.endswith("html") else f"{PROSE} {name}")
    (tmp_path / "notes.txt").write_text(f"{PROSE} Notes.")  # no page: its folder is one like any other
    watched = Watched(tmp_path)
    list(watched.look())
    found = [one.origin for one in watched.look()]
    assert found == [one.origin for one in read_paths([tmp_path])]
    assert [Path(name or "").name for name in found] == ["notes.txt", "Kherson.html", "c.txt", "b.txt"]
