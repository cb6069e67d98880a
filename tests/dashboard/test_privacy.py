"""What is kept is said; what is deleted is gone from the pages, the memory and the routes too."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.dashboard import routes
from geo.dashboard.gone import forget
from geo.doctor import look_over
from geo.kept import delete_everything, kept
from geo.pipeline import ingest, open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.text import article_from_text
from tests.commands import Run, runner
from tests.dashboard.test_pages import page, text_of

NEWS = "Shelling killed two people in Kherson on Monday, said Quokkavale Numbat, an official."


@pytest.fixture
def mine(at_home: str, gazetteer: Gazetteer, tmp_path: Path) -> Settings:
    made = Settings.from_env()
    store = open_store(made)
    ingest([article_from_text(NEWS, title="Quokkavale", published=date(2024, 3, 6))], store, gazetteer)
    store.close()
    assert made.store_url.endswith(f"{tmp_path}/store.db")
    (tmp_path / "store.db.before-restore-1").write_bytes(b"Quokkavale")
    made.cache_dir.mkdir(parents=True, exist_ok=True)
    (made.cache_dir / "geocoder.db").write_bytes(b"Quokkavale")
    return made


def test_the_page_says_what_is_kept_and_where(mine: Settings, tmp_path: Path) -> None:
    at = page("about_page")
    assert not at.exception
    table = at.dataframe[0].value
    assert str(tmp_path / "store.db") in list(table["Where"])
    assert "nothing is reported to anyone" in text_of(at)


def test_the_command_says_the_same(mine: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    run: Run = runner(capfd)
    lines = [json.loads(line) for line in run("where", "--json").out.splitlines()]
    assert [line["where"] for line in lines] == [one.where for one in kept(mine)]
    assert sum(line["size_bytes"] for line in lines) > 10_000
    assert run("where").code == 0


def test_everything_is_deleted_only_when_it_is_meant(mine: Settings, tmp_path: Path, capfd: Any) -> None:
    run: Run = runner(capfd)
    assert run("delete-everything").code != 0  # nobody says yes
    assert b"Quokkavale" in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    at = page("about_page")
    at.text_input(key="delete-word").set_value("no").run()
    at.button(key="delete-all").click().run()
    assert len(open_store(mine).articles()) == 1
    at.text_input(key="delete-word").set_value("delete").run()
    at.button(key="delete-all").click().run()
    assert not at.exception
    left = [path for path in (*tmp_path.iterdir(), *mine.cache_dir.glob("geocoder*")) if path.is_file()]
    assert not [path for path in left if b"Quokkavale" in path.read_bytes()]
    assert open_store(mine).is_empty()


def test_the_command_deletes_everything_too(mine: Settings, tmp_path: Path, capfd: Any) -> None:
    run: Run = runner(capfd)
    outcome = run("delete-everything", "--yes")
    assert outcome.code == 0
    assert "store.db.before-restore-1" in outcome.out
    assert not [path for path in tmp_path.iterdir() if b"Quokkavale" in path.read_bytes()]
    assert delete_everything(mine)  # once more harms nobody


@pytest.mark.parametrize("damage", [b"", b"Quokkavale, and no store", "newer"])
def test_everything_is_deleted_from_a_store_that_cannot_be_opened(
    mine: Settings, tmp_path: Path, damage: bytes | str
) -> None:
    path = tmp_path / "store.db"
    if isinstance(damage, str):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
    else:
        path.write_bytes(damage)
    assert delete_everything(mine)
    left = [one for one in (*tmp_path.iterdir(), *mine.cache_dir.glob("geocoder*")) if one.is_file()]
    assert not [one for one in left if b"Quokkavale" in one.read_bytes()]
    assert open_store(mine).is_empty()


def test_while_another_writes_nothing_is_deleted(mine: Settings, tmp_path: Path, capfd: Any) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        assert runner(capfd)("delete-everything", "--yes").code == 75
    assert (tmp_path / "store.db.before-restore-1").exists()
    assert len(open_store(mine).articles()) == 1


def test_a_copy_that_a_killed_restore_left_is_said_mended_and_deleted(mine: Settings, tmp_path: Path) -> None:
    part = tmp_path / ".store.db.x1y2.part"
    part.write_bytes(b"Quokkavale")
    assert str(part) in [one.where for one in kept(mine)]
    assert "1 unfinished" in next(one.detail for one in look_over(mine) if one.what == "cache")
    assert part.exists()
    delete_everything(mine)
    assert not part.exists()
    part.write_bytes(b"Quokkavale")
    look_over(mine, repair=True)
    assert not part.exists()


def test_what_was_offered_to_the_browser_is_not_offered_any_more() -> None:
    routes.publish_given("gone", lambda _since: b"Quokkavale")
    urls = [
        routes.publish_columns("gone", b"Quokkavale"),
        routes.publish_mask(b"\x01"),
        routes.publish_script("g", "x".encode),
        "/sitmap/given/gone",
    ]
    client = TestClient(Starlette(routes=routes.routes()), base_url="http://127.0.0.1:8501")
    assert [client.get(url).status_code for url in urls] == [200, 200, 200, 200]
    forget()
    assert [client.get(url).status_code for url in urls] == [404, 404, 404, 404]
