"""A store whose file is deleted or replaced while it is open: nothing is written where nobody finds it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo.errors import MissingError
from geo.store.store import Store
from tests.makers import make_article, make_reading


def test_what_would_be_lost_with_a_deleted_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store.open(f"sqlite:///{path}")
    store.save(make_reading(make_article("a1"), []))
    for one in tmp_path.iterdir():
        one.unlink()
    for does in (store.articles, store.version, lambda: store.save(make_reading(make_article("a2"), []))):
        with pytest.raises(MissingError, match="no longer there"):
            does()
    assert list(tmp_path.iterdir()) == []
    store.close()


def test_a_file_that_took_the_place_of_the_store_is_worked_on(tmp_path: Path) -> None:
    path, other = tmp_path / "store.db", tmp_path / "other.db"
    for name in (path, other):
        made = Store.open(f"sqlite:///{name}")
        made.save(make_reading(make_article("old" if name == path else "new"), []))
        made.close()
    store = Store.open(f"sqlite:///{path}")
    assert store.articles()["article_id"].tolist() == ["old"]
    for one in tmp_path.glob("store.db-*"):
        one.unlink()
    shutil.copyfile(other, tmp_path / "part")
    (tmp_path / "part").replace(path)
    assert store.articles()["article_id"].tolist() == ["new"]
    store.save(make_reading(make_article("more", text="Another text of another day."), []))
    store.close()
    again = Store.open(f"sqlite:///{path}")
    assert sorted(again.articles()["article_id"]) == ["more", "new"]
    again.close()
