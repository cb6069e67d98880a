"""The doctor finds what is broken, mends what can be made again, and touches nothing that a person entered."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geo.doctor import look_over
from geo.places import weights
from geo.places.build import database_path
from geo.settings import Settings
from geo.store.schema import HEAD
from geo.store.store import Store
from tests.commands import runner
from tests.makers import fill_store


@pytest.fixture
def own(at_home: str) -> Settings:
    return Settings.from_env()


def states(settings: Settings, *, repair: bool = False) -> dict[str, str]:
    return {one.what: one.state for one in look_over(settings, repair=repair)}


def test_a_new_installation_is_sound(own: Settings) -> None:
    assert set(states(own).values()) == {"sound"}


def test_incidents_that_an_interrupted_run_left_behind_are_made_again(own: Settings) -> None:
    store = Store.open(own.store_url)
    fill_store(store)
    store.replace_incidents([], "an older merger", store.reports()[0])
    store.close()
    assert states(own)["incidents"] == "ailing"
    assert states(own, repair=True)["incidents"] == "repaired"
    assert states(own)["incidents"] == "sound"


def test_a_damaged_store_is_named_and_left_alone(own: Settings, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"not a database" * 100)
    assert states(own, repair=True)["store"] == "broken"
    assert (tmp_path / "store.db").read_bytes() == b"not a database" * 100


def test_a_store_of_no_bytes_beside_its_log_is_told(own: Settings, tmp_path: Path) -> None:
    store = Store.open(own.store_url)
    fill_store(store)
    log = (tmp_path / "store.db-wal").read_bytes()
    store.close()
    (tmp_path / "store.db").write_bytes(b"")
    assert states(own)["store"] == "broken"
    (tmp_path / "store.db-wal").write_bytes(log)
    assert states(own, repair=True)["store"] == "broken"


def told_of_the_store(settings: Settings) -> tuple[str, str]:
    (found,) = (one for one in look_over(settings) if one.what == "store")
    return found.state, found.detail


def test_a_store_in_which_nothing_was_made_one_of_another_form_and_one_with_a_table_missing_are_told(
    own: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"

    def run(statement: str, *values: str) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(statement, values)

    run("PRAGMA journal_mode=WAL")
    state, said = told_of_the_store(own)
    assert (state, "nothing was made in it yet" in said) == ("sound", True)
    fill_store(Store.open(own.store_url)).close()
    run("UPDATE alembic_version SET version_num = '0001'")
    state, said = told_of_the_store(own)
    assert (state, "older form" in said) == ("sound", True)
    run("UPDATE alembic_version SET version_num = '9999'")
    state, said = told_of_the_store(own)
    assert (state, "newer Sitmap" in said) == ("broken", True)
    run("UPDATE alembic_version SET version_num = ?", HEAD)
    run("DROP TABLE quarantine")
    state, said = told_of_the_store(own)
    assert (state, "quarantine" in said) == ("broken", True)
    run("DELETE FROM alembic_version")
    state, said = told_of_the_store(own)
    assert (state, "no schema" in said) == ("broken", True)


def test_a_model_that_was_changed_is_told(own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    shutil.copytree(own.models_dir, models)
    monkeypatch.setenv("GEO_MODELS", str(models))
    own = Settings.from_env()
    assert states(own)["models"] == "sound"
    table = models / "roles.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("\t0.1", "\t0.2", 1), encoding="utf-8")
    weights.read.cache_clear()
    assert states(own)["models"] == "broken"
    for card in models.glob("*.json"):
        card.unlink()
    (found,) = (one for one in look_over(own) if one.what == "models")
    assert (found.state, "no card tells" in found.detail) == ("sound", True)


def test_a_gazetteer_whose_bytes_changed_without_a_trace_is_found(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import shutil

    built = database_path(own)
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    own = Settings.from_env()
    own.cache_dir.mkdir(parents=True)
    for path in built.parent.glob(built.stem + "*"):
        shutil.copy2(path, own.cache_dir / path.name)
    copy = database_path(own)
    assert states(own)["gazetteer"] == "sound"
    times = copy.stat()
    with copy.open("rb+") as stream:
        stream.seek(times.st_size // 2)  # one bit, which SQLite itself does not miss
        (byte,) = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte ^ 1]))
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert states(own)["gazetteer"] == "ailing"


def test_missing_models_and_unfinished_files_are_told(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = own.cache_dir / "samples-1.db.1.part"
    stray.write_bytes(b"")
    monkeypatch.setenv("GEO_MODELS", str(tmp_path / "none"))
    own = Settings.from_env()
    found = {one.what: one for one in look_over(own)}
    assert (found["models"].state, found["cache"].state) == ("broken", "ailing")
    assert "GEO_MODELS" in found["models"].detail
    assert states(own, repair=True)["cache"] == "repaired"
    assert not stray.exists()


def test_the_commands_say_what_was_done_and_end_with_their_codes(
    own: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = runner(capfd)
    assert run("doctor").code == 0
    assert run("backup", tmp_path / "copy.db").code == 69
    fill_store(Store.open(own.store_url))
    assert "1 articles" in run("backup", tmp_path / "copy.db").out
    assert run("backup", tmp_path / "copy.db").code == 2
    assert run("backup", tmp_path / "copy.db", "--force").code == 0
    assert run("backup", tmp_path / "store.db", "--force").code == 2
    assert "the former store is" in run("restore", tmp_path / "copy.db").out
    lines = run("doctor", "--json").out.splitlines()
    assert {json.loads(line)["state"] for line in lines} <= {"sound", "ailing"}
