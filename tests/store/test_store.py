"""The store keeps each article whole or not at all, and gives back what it was given."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from geo.errors import BusyError, MissingError, UsageError
from geo.merging.merge import merge
from geo.model import Candidate, Demonym, Figure, Mention, Relation, Span, Timex
from geo.store import engine as db
from geo.store.columns import ARTICLES, COLUMNS, NOT_ON_MAP, as_frame
from geo.store.engine import MIGRATIONS
from geo.store.schema import HEAD, metadata
from geo.store.store import Store
from tests.makers import KHERSON, MOSCOW, fill_store, make_article, make_date, make_place, make_reading, make_report


def test_a_reading_comes_back_as_it_was_saved(store: Store) -> None:
    full = make_reading(
        make_article(identity="id:a1", origin="in.jsonl, line 1", url="https://example.org"),
        reports=[
            make_report(
                "r1", evidence_more=(Span(1, 2),), injured=Figure(None, 24, None), numbers={"houses": 3, "of": "x"}
            ),
            make_report("r2", date=make_date(None, None, "unknown", anchor=None), places=()),
        ],
        mentions=(
            Mention(
                1, 5, "Khers", "location", "why", KHERSON, 0.5, (Candidate(MOSCOW, 0.1),), Relation("offset", 5.0, 90.0)
            ),
            Mention(6, 8, "ab", "org", "why", relation=Relation("between", other=Span(1, 5))),
        ),
        demonyms=(Demonym(1, 2, "x", MOSCOW), Demonym(3, 4, "y")),
        dates=(Timex(1, 3, "May", date(2024, 5, 1), None, "month", "rule"),),
    )
    store.save(full)
    assert store.reading("a1") == full
    assert store.article("a1") == full.article


def test_saving_the_same_reading_again_changes_nothing(store: Store) -> None:
    fill_store(store)
    before = store.incidents(), store.articles(), store.version()
    assert store.save(make_reading()) == "unchanged"
    assert not store.is_stale("test")
    pd.testing.assert_frame_equal(store.incidents(), before[0])
    assert store.version() == before[2]


def test_a_changed_article_of_the_same_identity_replaces_its_reports(store: Store) -> None:
    first = make_article("t1", identity="path:/a.txt")
    second = make_article("t2", text=first.text + " More.", identity="path:/a.txt")
    assert store.save(make_reading(first)) == "added"
    assert store.save(make_reading(second, reports=[])) == "replaced"
    assert list(store.articles()["article_id"]) == ["t2"]
    assert store.reports()[1] == []


def test_the_same_text_under_another_path_is_no_second_article(store: Store) -> None:
    store.save(make_reading(make_article("t1", identity="path:/a.txt")))
    assert store.save(make_reading(make_article("t1", identity="path:/b.txt", title="Other"))) == "unchanged"
    assert len(store.articles()) == 1


def test_a_copy_that_brings_the_missing_publication_day_takes_the_place_of_the_first(store: Store) -> None:
    undated = make_article("t1", identity="path:/a.txt", published=None, published_basis="unknown")
    store.save(make_reading(undated))
    assert store.save(make_reading(make_article("t1", identity="path:/b.txt"))) == "replaced"
    assert store.save(make_reading(undated)) == "unchanged"
    assert store.articles()["published"].notna().all()


def test_a_manifest_can_name_every_article(store: Store) -> None:
    store.save(make_reading(make_article(url="https://example.org/1")))
    (source,) = store.sources()
    assert len(source.pop("sha256") or "") == 64
    assert source == {
        "id": "a1",
        "title": "Kherson shelled",
        "source": "Test Wire",
        "url": "https://example.org/1",
        "published": "2024-03-04",
    }


def test_a_removed_article_takes_everything_along(store: Store) -> None:
    fill_store(store, make_reading(make_article("a1")), make_reading(make_article("a2", text="Other text. " * 9)))
    assert store.eraser.articles(["a1", "nobody"]) == 1
    revision, reports = store.reports()
    store.replace_incidents(merge(reports), "test", revision)
    assert set(store.incidents()["article_id"]) == {"a2"}
    assert set(store.not_on_map()["article_id"]) == {"a2"}
    assert store.eraser.articles(["a2"]) == 1
    assert store.is_empty()


def test_frames_have_exactly_their_columns_and_types_also_when_empty(store: Store) -> None:
    def types(frame: pd.DataFrame) -> dict[str, str]:
        return {name: str(dtype) for name, dtype in frame.dtypes.items()}

    for frame, columns in (
        (store.incidents(), COLUMNS),
        (store.articles(), ARTICLES),
        (store.not_on_map(), NOT_ON_MAP),
    ):
        assert frame.empty
        assert types(frame) == dict(columns)
    fill_store(store)
    assert types(store.incidents()) == dict(COLUMNS)
    assert types(store.articles()) == dict(ARTICLES)
    assert types(store.not_on_map()) == dict(NOT_ON_MAP)
    assert types(as_frame([])) == dict(COLUMNS)


def test_an_incident_is_one_row_per_place_and_one_without_a_place_has_no_point(store: Store) -> None:
    two = make_report("r1", places=(make_place(), make_place(MOSCOW)))
    fill_store(store, make_reading(reports=[two, make_report("r2", places=(), fatalities=None)]))
    frame = store.incidents()
    assert list(frame["incident_id"]) == ["i-a1-r1", "i-a1-r1", "i-a1-r2"]
    assert list(frame["mapped"]) == [True, True, False]
    assert frame["lat"].isna().tolist() == [False, False, True]
    assert frame["fatalities_best"].isna().tolist() == [False, False, True]
    assert frame["evidence"].iloc[0] == "Shelling of Kherson killed two people on Monday, officials said."


def test_what_is_left_off_the_map_is_listed_with_its_reason(store: Store) -> None:
    denied = make_report("r2", status="denied")
    nowhere = make_report("r3", places=())
    unknown = Mention(0, 8, "Shelling", "location", "an incident stands here")
    fill_store(store, make_reading(reports=[make_report(), denied, nowhere], mentions=(unknown,)))
    found = store.not_on_map()
    assert sorted(found["kind"]) == ["incident", "incident", "skipped", "unknown_place"]
    assert set(found.loc[found["kind"] == "incident", "reason"]) == {
        "denied: listed, never drawn",
        "the text names no place for it",
    }


def test_an_incident_comes_back_with_its_reports(store: Store) -> None:
    store.save(make_reading(make_article("a1")))
    store.save(make_reading(make_article("a2", text=make_article().text + " Indeed.")))
    revision, reports = store.reports()
    (incident,) = merge(reports)
    store.replace_incidents([incident], "test", revision)
    assert store.incident(incident.id) == incident
    assert store.incidents()["n_sources"].tolist() == [2]
    assert store.incident("nobody") is None


def test_a_changed_article_changes_the_incidents_it_is_in_and_no_others(store: Store) -> None:
    one, two = (make_reading(make_article(name, text=f"{name} was hit. " * 9)) for name in ("a1", "a2"))
    fill_store(store, one, two)
    fill_store(store, replace(two, article=replace(two.article, title="New title")))
    assert store.incidents()["article_title"].tolist() == ["Kherson shelled", "New title"]
    fill_store(store, replace(one, reports=()))
    assert store.incidents()["article_id"].tolist() == ["a2"]


def test_incidents_made_of_older_reports_are_refused(store: Store) -> None:
    fill_store(store)
    revision, reports = store.reports()
    store.save(make_reading(make_article("a2", text="Newer. " * 20)))
    assert store.replace_incidents(merge(reports), "test", revision) is False
    assert store.is_stale("test")


def test_the_same_articles_give_the_same_version_in_any_order() -> None:
    readings = [make_reading(make_article(f"a{n}", text=f"Text {n}. " * 20)) for n in range(3)]
    versions = {fill_store(Store.open("sqlite://"), *order).version() for order in itertools.permutations(readings)}
    assert len(versions) == 1
    assert fill_store(Store.open("sqlite://"), *readings[:2]).version() not in versions


def test_a_failure_at_any_statement_leaves_the_store_as_it_was(store: Store) -> None:
    fill_store(store)
    before = store.incidents(), store.articles(), store.not_on_map()
    changed = make_reading(make_article(title="New title"), reports=[make_report(confidence=0.1)])
    for nth in range(1, 40):
        count = itertools.count(1)

        def fail(*_: Any, count: Any = count, nth: int = nth) -> None:
            if next(count) == nth:
                msg = "pulled the plug"
                raise RuntimeError(msg)

        sa.event.listen(store._engine, "before_cursor_execute", fail)
        try:
            store.save(changed)
        except RuntimeError:
            pass
        else:
            break
        finally:
            sa.event.remove(store._engine, "before_cursor_execute", fail)
        for frame, now in zip(before, (store.incidents(), store.articles(), store.not_on_map()), strict=True):
            pd.testing.assert_frame_equal(frame, now)
    assert nth > 5
    assert store.articles()["title"].tolist() == ["New title"]


def test_two_processes_that_write_at_once_lose_nothing(url: str) -> None:
    stores = [Store.open(url) for _ in range(3)]

    def write(number: int) -> None:
        for n in range(10):
            stores[number].save(make_reading(make_article(f"a{number}-{n}", text=f"Text {number} {n}. " * 10)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].articles()) == 30


def test_a_store_that_another_process_holds_is_busy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 1)
    store = Store.open(url)
    store.save(make_reading())
    with db.transaction(Store.open(url)._engine, write=True):
        with pytest.raises(BusyError, match="try again"):
            store.save(make_reading(make_article("a2", text="Other.")))
        assert len(store.articles()) == 1


def test_whoever_does_not_wait_is_told_at_once_that_another_writes(url: str) -> None:
    store = Store.open(url)
    store.save(make_reading())
    revision = store.reports()[0]
    with db.transaction(Store.open(url)._engine, write=True), pytest.raises(BusyError, match="try again"):
        store.replace_incidents([], "a rule", revision, wait=False)
    assert store.replace_incidents([], "a rule", revision)


def test_the_file_is_in_wal_mode_with_strict_tables_and_foreign_keys(sqlite_url: str) -> None:
    store = Store.open(sqlite_url)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        tables = connection.exec_driver_sql("PRAGMA table_list").all()
        strict = {row[1]: row[5] for row in tables if not row[1].startswith(("sqlite_", "alembic_"))}
    assert strict == dict.fromkeys(metadata.tables, 1)


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_migrations_end_in_the_tables_that_the_code_uses(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    found = sa.MetaData()
    found.reflect(store._engine)
    for name, table in metadata.tables.items():
        made = found.tables[name]
        assert {c.name: c.nullable for c in made.columns if c.name != "point"} == {
            c.name: c.nullable for c in table.columns
        }
        kinds = {c.name: c.type.compile(store._engine.dialect) for c in table.columns}
        assert {c.name: str(c.type) for c in made.columns if c.name in kinds} == kinds
        own = {index.name for index in table.indexes}
        assert {index.name for index in made.indexes} - {"ix_incident_rows_point"} == own
        assert [c.name for c in made.primary_key] == [c.name for c in table.primary_key]


def test_a_store_of_a_newer_sitmap_is_refused_with_advice(url: str) -> None:
    store = Store.open(url)
    with db.transaction(store._engine, write=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(MissingError, match="newer Sitmap"):
        Store.open(url)


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but long enough to be read as one" * 40, b"SQLite format 3"]
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(damage)
    with pytest.raises(MissingError, match=r"store\.db"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == damage


def test_a_store_to_be_read_only_must_be_there_and_cannot_be_written(sqlite_url: str) -> None:
    url = sqlite_url
    with pytest.raises(MissingError, match="python -m geo ingest"):
        Store.open(url, read_only=True)
    fill_store(Store.open(url)).close()
    reader = Store.open(url, read_only=True)
    assert len(reader.incidents()) == 1
    with pytest.raises(MissingError):
        reader.eraser.articles(["a1"])


@pytest.mark.parametrize("bad", ["store.db", "nonsense://x", "sqlite:////proc/nowhere/store.db"])
def test_an_address_that_is_no_store_is_an_error_that_says_what_to_do(bad: str) -> None:
    with pytest.raises((UsageError, MissingError), match=r"GEO_STORE|driver"):
        Store.open(bad)


def test_a_report_of_another_article_is_not_saved(store: Store) -> None:
    reading = make_reading()
    stray = replace(reading, reports=(make_report(article_id="other"),))
    with pytest.raises(ValueError, match="belongs to article"):
        store.save(stray)
    assert store.is_empty()
