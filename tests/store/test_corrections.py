"""Decisions of people outlast a new reading, a new copy of the article, its absence, a restart; they can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from geo.desk import join, take_out, undo
from geo.errors import MissingError, UsageError
from geo.merging.by_hand import key_of
from geo.model import Incident, Reading, Span
from geo.refreshing import refresh
from geo.store.engine import MIGRATIONS, transaction
from geo.store.meta import touch
from geo.store.schema import articles
from geo.store.store import Store
from tests.makers import MOSCOW, TEXT, make_article, make_place, make_reading, make_report

SIGNED: dict[str, Any] = {"author": "Ada", "made": datetime(2024, 3, 5, 12, tzinfo=UTC), "reason": "another street"}


def reading(name: str, text: str = TEXT, **more: Any) -> Reading:
    article = make_article(name, text=text + f" Told by {name}.", identity=f"path:/{name}.txt", source=name)
    return make_reading(article, reports=[make_report(f"{name}#1", article_id=name, **more)], skipped=())


@pytest.fixture
def store(url: str) -> Store:
    made = Store.open(url)
    for name in ("a", "b"):
        made.save(reading(name))
    refresh(made)
    return made


def incidents(store: Store) -> list[Incident]:
    found = [store.incident(one) for one in store.incidents()["incident_id"].unique()]
    return [one for one in found if one is not None]


def split(store: Store) -> str:
    (one,) = incidents(store)
    return take_out(store, one, one.reports[1], **SIGNED)


def test_a_report_that_is_taken_out_is_an_incident_of_its_own_and_undone_it_is_back(store: Store) -> None:
    before = store.incidents(), store.version()
    rest = split(store)
    assert len(incidents(store)) == 2
    assert [report.article_id for report in store.incident(rest).reports] == ["a"]  # type: ignore[union-attr]
    assert store.version() != before[1]
    (decision,) = store.decisions()
    undo(store, decision.id, author="Bo", made=SIGNED["made"])
    assert store.incidents().equals(before[0])
    assert store.version() == before[1]
    (kept,) = store.corrections.history()
    assert (kept.author, kept.reason, kept.undone_by) == ("Ada", "another street", "Bo")
    with pytest.raises(MissingError, match="undone already"):
        undo(store, decision.id, author="Bo", made=SIGNED["made"])


def test_rows_say_who_decided_what_when_and_why(store: Store) -> None:
    split(store)
    assert set(store.incidents()["decisions"]) == {"split by Ada, 2024-03-05: another street"}


def test_it_is_remembered_after_a_restart(store: Store, url: str) -> None:
    split(store)
    store.close()
    again = Store.open(url)
    refresh(again)
    assert len(incidents(again)) == 2


def test_it_is_remembered_when_a_newer_reader_numbers_the_reports_anew(store: Store) -> None:
    split(store)
    more = make_report("b#1", article_id="b", type="battle", sub_type="armed_clash", evidence=Span(65, 82))
    same = make_report("b#2", article_id="b", confidence=0.4)
    store.save(replace(reading("b"), reports=(more, same)))
    refresh(store)
    assert len(incidents(store)) == 3
    (decision,) = store.decisions()
    assert {*decision.one, *decision.other} == {("a", "a#1"), ("b", "b#2")}


def test_it_is_remembered_when_the_text_changes_around_the_sentence(store: Store) -> None:
    split(store)
    article = make_article("b2", text="Updated. " + TEXT, identity="path:/b.txt")
    moved = make_report("b2#1", article_id="b2", evidence=Span(9, 73))
    assert store.save(make_reading(article, reports=[moved], skipped=(), mentions=())) == "replaced"
    refresh(store)
    assert len(incidents(store)) == 2


def lose(store: Store, name: str) -> None:
    """Take an article away and nothing else, as in a store into which corrections came before their articles."""
    with transaction(store._engine, write=True) as connection:
        connection.execute(articles.delete().where(articles.c.article_id == name))
        touch(connection)


def test_it_waits_while_its_article_is_gone_and_counts_again_when_that_is_back(store: Store) -> None:
    split(store)
    lose(store, "b")
    refresh(store)
    assert store.decisions() == ()
    assert len(store.corrections.history()) == 1
    store.save(reading("b"))
    refresh(store)
    assert len(incidents(store)) == 2


def test_a_sentence_that_now_tells_of_something_else_is_not_meant(store: Store) -> None:
    split(store)
    other = make_report("b#1", article_id="b", type="battle", sub_type="armed_clash", places=(make_place(MOSCOW),))
    store.save(replace(reading("b"), reports=(other,)))
    refresh(store)
    assert store.decisions() == ()


def test_two_incidents_are_joined_and_the_articles_in_any_order_give_the_same(store: Store) -> None:
    store.save(reading("c", places=(make_place(MOSCOW),)))
    refresh(store)
    one, other = incidents(store)
    kept = join(store, one, other, **SIGNED)
    assert {report.article_id for report in store.incident(kept).reports} == {"a", "b", "c"}  # type: ignore[union-attr]
    version = store.version()
    for name in ("c", "a", "b"):
        lose(store, name)
        refresh(store)
    for name in ("b", "c", "a"):
        store.save(reading(name, **({"places": (make_place(MOSCOW),)} if name == "c" else {})))
        refresh(store)
    assert store.version() == version
    assert len(incidents(store)) == 1


def test_a_decision_needs_a_name_and_a_reason_and_two_sides(store: Store) -> None:
    (one,) = incidents(store)
    for signed in ({"author": " "}, {"reason": ""}, {"reason": "x" * 999}):
        with pytest.raises(UsageError, match="a decision needs"):
            take_out(store, one, one.reports[1], **(SIGNED | signed))
    with pytest.raises(UsageError, match="two different incidents"):
        join(store, one, one, **SIGNED)
    split(store)
    with pytest.raises(UsageError, match="one of several"):
        take_out(store, incidents(store)[0], incidents(store)[0].reports[0], **SIGNED)
    with pytest.raises(MissingError, match="no longer in the store"):
        store.corrections.add("split", one=[("a", "gone")], other=[key_of(one.reports[0])], **SIGNED)


def test_a_store_of_the_schema_before_is_migrated_and_keeps_its_articles(store: Store, url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with transaction(store._engine, write=True) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    store.close()
    again = Store.open(url)
    assert len(again.articles()) == 2
    assert again.incidents()["decisions"].isna().all()
    assert again.articles()["language"].tolist() == ["en", "en"]
    assert again.incidents()["languages"].tolist() == ["en"] * len(again.incidents())
    assert again.corrections.history() == ()
