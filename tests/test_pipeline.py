"""The steps in their order: nothing twice, nothing half, one failure never in the way, samples never in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.errors import InputError, MissingError
from geo.model import Article, Reading
from geo.settings import Settings
from geo.sources.failure import Failure
from geo.sources.paths import read_paths
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.makers import make_date, make_reading, make_report


class FakeGazetteer:
    version = "test"


GAZETTEER: Any = FakeGazetteer()


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """Reading is replaced by a report dated to the publication day; the list holds what was read."""
    seen: list[Article] = []

    def read(article: Article, _gazetteer: Any) -> Reading:
        seen.append(article)
        if "explode" in article.text:
            msg = "a fault in the reader"
            raise RuntimeError(msg)
        day = make_date(article.published) if article.published else make_date(None, None, "unknown")
        return make_reading(article, [make_report(date=day)])

    monkeypatch.setattr(pipeline, "read", read)
    return seen


@pytest.fixture
def store() -> Store:
    return Store.open("sqlite://")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "data" / "articles").mkdir(parents=True)
    url = f"sqlite:///{tmp_path}/store.db"
    return Settings(url, tmp_path / "cache", tmp_path / "models", tmp_path / "data")


def article(text: str, **more: Any) -> Article:
    return article_from_text(f"{text} and more text that an article has.", **more)


def test_articles_go_in_once_and_failures_do_not_stop_the_others(store: Store, reads: list[Article]) -> None:
    failed = Failure("bad.txt", InputError("bad.txt: this is not plain text"))
    items = [article("One"), failed, article("This will explode"), article("Two")]
    summary = pipeline.ingest(items, store, GAZETTEER)
    assert (summary.added, summary.replaced, summary.unchanged) == (2, 0, 0)
    assert [failure.origin for failure in summary.failures] == ["bad.txt", "pasted"]
    assert "a fault in the reader" in str(summary.failures[1].error)
    before = store.version()

    again = pipeline.ingest(items, store, GAZETTEER)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 2)
    assert store.version() == before
    assert len(reads) == 4  # the two good ones were not read again


def test_the_order_of_articles_does_not_matter() -> None:
    items = [article(word, published=date(2024, 3, day)) for day, word in enumerate(("One", "Two", "Three"), start=1)]
    frames = []
    for order in (items, items[::-1]):
        store = Store.open("sqlite://")
        pipeline.ingest(order, store, GAZETTEER)
        frames.append(store.incidents().to_csv())
    assert frames[0] == frames[1]


def test_a_changed_file_is_read_again_and_replaced(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for text, expected in (("First.", "added"), ("First.", "unchanged"), ("Second.", "replaced")):
        file.write_text(text)
        summary = pipeline.ingest(read_paths([file]), store, GAZETTEER)
        assert getattr(summary, expected) == 1
    assert len(store.incidents()) == 1


def test_a_new_reader_reads_old_articles_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [article("One")]
    pipeline.ingest(items, store, GAZETTEER)
    monkeypatch.setattr(pipeline, "EXTRACTOR", "another")
    monkeypatch.setattr(pipeline, "read", lambda one, _: make_reading(one, []))
    assert pipeline.ingest(items, store, GAZETTEER).replaced == 1
    assert store.incidents().empty


def test_a_day_set_by_hand_moves_the_incidents_and_survives_another_ingest(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("published: 2024-01-01\n\nFirst text.")
    pipeline.ingest(read_paths([file]), store, GAZETTEER)
    (article_id,) = store.articles()["article_id"]

    pipeline.redate(store, GAZETTEER, article_id, date(2024, 2, 2))
    assert store.incidents()["date_start"].dt.date.tolist() == [date(2024, 2, 2)]
    row = store.articles().iloc[0]
    assert (row["published_edited"], row["published_reason"]) == (True, "set by hand")

    assert pipeline.ingest(read_paths([file]), store, GAZETTEER).unchanged == 1
    file.write_text("published: 2024-01-01\n\nSecond text.")
    assert pipeline.ingest(read_paths([file]), store, GAZETTEER).replaced == 1
    assert store.incidents()["date_start"].dt.date.tolist() == [date(2024, 2, 2)]

    (article_id,) = store.articles()["article_id"]
    pipeline.redate(store, GAZETTEER, article_id, None)
    assert store.incidents()["date_start"].dt.date.tolist() == [date(2024, 1, 1)]
    assert not store.articles()["published_edited"].any()


def test_an_article_that_is_not_there_cannot_be_dated(store: Store) -> None:
    with pytest.raises(MissingError, match="articles list"):
        pipeline.redate(store, GAZETTEER, "nobody", date(2024, 1, 1))


def test_incidents_of_an_ingest_that_was_stopped_are_made_when_the_store_is_opened(settings: Settings) -> None:
    Store.open(settings.store_url).save(make_reading())
    assert len(pipeline.open_store(settings).incidents()) == 1


def test_removing_the_last_article_leaves_an_empty_map(store: Store) -> None:
    summary = pipeline.ingest([article("One")], store, GAZETTEER)
    assert pipeline.remove(store, summary.article_ids) == 1
    assert store.incidents().empty


def test_samples_are_in_view_only_while_the_store_is_empty_and_never_in_it(
    settings: Settings, reads: list[Article]
) -> None:
    samples = settings.data_dir / "articles"
    (samples / "one.txt").write_text("published: 2024-01-01\n\nA sample.")
    first = pipeline.view(settings, GAZETTEER)
    assert first.is_sample
    assert len(first.store.incidents()) == 1
    assert pipeline.open_store(settings).is_empty()

    pipeline.view(settings, GAZETTEER)
    assert len(reads) == 1  # made once, then kept
    (samples / "one.txt").write_text("published: 2024-01-01\n\nAnother sample.")
    assert pipeline.view(settings, GAZETTEER).store.version() != first.store.version()

    pipeline.ingest([article("Mine")], pipeline.open_store(settings), GAZETTEER)
    mine = pipeline.view(settings, GAZETTEER)
    assert not mine.is_sample
    assert len(mine.store.articles()) == 1


def test_samples_are_kept_in_memory_where_the_cache_cannot_be_written(settings: Settings) -> None:
    (settings.data_dir / "articles" / "one.txt").write_text("A sample.")
    settings.cache_dir.write_text("a file where the folder should be")
    assert len(pipeline.view(settings, GAZETTEER).store.articles()) == 1


def test_without_samples_the_empty_store_is_in_view(settings: Settings) -> None:
    view = pipeline.view(settings, GAZETTEER)
    assert not view.is_sample
    assert view.store.is_empty()


def test_the_reader_sees_the_file_name_of_a_text_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str | None] = []

    class Unknown:
        day, basis, reason = None, "unknown", "no publication date"

    def infer(_text: str, *, declared: Any, header: Any, file_name: str | None) -> Unknown:
        names.append(file_name)
        return Unknown()

    monkeypatch.setattr(pipeline, "infer_published", infer)
    one = article("One")
    for origin in ("/x/2024-05-01 story.txt", "dump-2024-05-01.jsonl, line 3", "pasted"):
        pipeline.with_published(replace(one, origin=origin))
    assert names == ["2024-05-01 story.txt", None, None]
    given = replace(one, published=date(2024, 1, 1))
    assert pipeline.with_published(given) is given
