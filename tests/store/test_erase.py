"""What a person deletes is gone: no byte of it is left in the store's file, its log, or beside it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo import kept, pipeline
from geo.desk import join
from geo.refreshing import refresh
from geo.store.datasets import Dataset
from geo.store.store import Store
from tests.makers import make_article, make_date, make_place, make_reading, make_report

GONE = "Quokkavale"  # stands in every field of what is deleted
KEPT = "Numbatholm"
MANY = 60


def reading_of(number: int, word: str) -> object:
    """An article with `word` in its text, title, place, reason, more than a page of SQLite long."""
    id = f"{word[:1]}{number}"  # noqa: A001 the field's name
    text = f"{number}. Shelling of {word} killed two people on Monday. " * (1 + number % 7 * 40)
    report = make_report(
        f"{id}#1",
        article_id=id,
        date=make_date(date(2024, 3, 1 + number % 28), rule=f"a rule {word}"),
        places=(
            make_place(
                name=word, place_id=f"own:{word}{number}", geonameid=None, lat=46 + number / 50 + 3 * (word == GONE)
            ),
        ),
        attribution=(f"the mayor of {word}",),
        confidence_reason=f"because of {word}",
    )
    return make_reading(make_article(id, text=text, title=f"{word} {number}"), [report], mentions=(), skipped=())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Store:
    made = Store.open(f"sqlite:///{path}")
    for number in range(MANY):
        for word in (GONE, KEPT):
            made.save(reading_of(number, word))  # type: ignore[arg-type]
    refresh(made)
    frame = made.incidents()
    mine = frame[frame["article_id"].str.startswith(GONE[0])]["incident_id"].unique()
    signed = {"author": "Somebody", "reason": f"both are in {GONE}", "made": datetime(2024, 5, 1, tzinfo=UTC)}
    one, other = map(made.incident, mine[:2])
    assert one is not None
    assert other is not None
    join(made, one, other, **signed)  # type: ignore[arg-type]
    return made


def bytes_beside(path: Path) -> bytes:
    """All bytes of the store: its file, its log, and whatever else lies there."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.iterdir()) if one.is_file())


def holds(path: Path, word: str) -> bool:
    content = bytes_beside(path)
    return any(form in content for form in (word.encode(), word.encode("utf-16-le"), word.lower().encode()))


def test_no_byte_of_a_deleted_article_is_left(store: Store, path: Path) -> None:
    assert holds(path, GONE)
    ids = [f"{GONE[0]}{number}" for number in range(MANY)]
    assert pipeline.remove(store, ids) == MANY
    assert not holds(path, GONE)
    assert holds(path, KEPT)
    assert set(store.articles()["article_id"]) == {f"{KEPT[0]}{number}" for number in range(MANY)}
    assert store.corrections.history() == ()
    store.close()
    assert not holds(path, GONE)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)  # written anew


def test_what_is_deleted_is_overwritten_before_the_file_is_written_anew(store: Store, path: Path) -> None:
    assert store.eraser.articles([f"{GONE[0]}{number}" for number in range(MANY)]) == MANY
    refresh(store)
    store.close()  # the log is folded in; nothing was scrubbed
    assert not holds(path, GONE)


def test_nothing_is_left_of_where_a_deleted_article_came_from(path: Path) -> None:
    store, now = Store.open(f"sqlite:///{path}"), datetime(2024, 5, 1, tzinfo=UTC)
    name, other = f"{GONE} shelled.txt", f"{KEPT}.txt"
    store.save(make_reading(make_article("a1", text="Shelling.", origin=name), [], mentions=(), skipped=()))
    store.save(make_reading(make_article("a2", text="Shells.", origin="t.jsonl, line 7"), [], mentions=(), skipped=()))
    body = f"Shelling of {GONE}".encode()
    failed = store.jobs.add("files", f"{name} and 1 more", {}, now, files=[(name, body), (other, b"x")])
    lists = store.jobs.add("files", "x", {}, now, files=[("t.jsonl", body)])
    store.jobs.add("paths", "y", {"paths": [f"/news/{name}"]}, now)
    store.jobs.add("files", f"{other} kept", {}, now, files=[(other, b"x")])
    for number in range(1, 5):
        store.jobs.ask(number, "cancel", now)
    with sqlite3.connect(path) as database:  # as one that failed keeps them, to be tried again
        database.execute("UPDATE jobs SET state = 'failed'")
        held = [(failed, 0, name, body), (failed, 1, other, b"x"), (lists, 0, "t.jsonl", body)]
        database.executemany("INSERT OR REPLACE INTO job_files VALUES (?, ?, ?, ?)", held)
    waiting = store.jobs.add("files", "more", {}, now, files=[(name, body), (other, b"x")])
    store.quarantine.put(name, f"{GONE} cannot be read")
    assert pipeline.remove(store, ["a1", "a2"]) == 2
    assert not holds(path, GONE)
    assert [job.title for job in store.jobs.list()] == ["more", f"{other} kept"]
    assert [one for one, *_ in store.jobs.files(waiting)] == [other]
    assert store.quarantine.list() == ()


def test_one_of_many_goes_alone_and_takes_the_decisions_about_it(store: Store, path: Path) -> None:
    assert pipeline.remove(store, [f"{GONE[0]}0", "no such article"]) == 1
    assert store.corrections.history() == ()
    assert f"{GONE} 0\x00".encode() not in bytes_beside(path)
    assert len(store.articles()) == 2 * MANY - 1


def test_while_another_reads_the_log_is_emptied_later(store: Store, path: Path) -> None:
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    pipeline.remove(store, [f"{GONE[0]}{number}" for number in range(MANY)])
    reader.execute("COMMIT")
    reader.close()
    assert store.eraser.scrub()
    assert not holds(path, GONE)


def test_no_byte_of_a_deleted_dataset_or_of_anything_is_left(store: Store, path: Path, tmp_path: Path) -> None:
    from geo.imports.load import import_file

    table = tmp_path / "elsewhere" / "table.csv"
    table.parent.mkdir()
    rows = "".join(f"{n},2024-05-01,{n / 100 + 40},30,Wombatstead {n},battle\n" for n in range(300))
    table.write_text("id,date,lat,lon,place,type\n" + rows, encoding="utf-8")
    done = import_file(table, store, name="Wombatstead data")
    assert isinstance(done.dataset, Dataset)
    assert holds(path, "Wombatstead")
    assert kept.remove_datasets(store, [done.dataset.id]) == 1
    assert not holds(path, "Wombatstead")
    store.quarantine.put("a held article", "Numbatholm cannot be read")
    kept.empty(store)
    assert store.quarantine.list() == ()
    for word in (GONE, KEPT, "Somebody"):
        assert not holds(path, word)
    assert store.is_empty()
    assert store.incidents().empty
    assert len(store.articles()) == 0
