"""Many articles in one transaction leave what one after the other would have left, to the row."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geo.errors import MissingError
from geo.keeper import Came, Keeper, Summary, marks_of, together
from geo.model import Article
from geo.store.article_rows import find, find_all
from geo.store.engine import transaction
from geo.store.reading_rows import Rows, rows_of
from geo.store.schema import articles, left_out, reports
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report


def some_rows(chance: random.Random) -> list[Rows]:
    """Articles that come again, the same, changed, with a day that they lacked, or under another name."""
    made = []
    for number in range(60):
        known = chance.randrange(12)
        name = f"a{number}"
        day = chance.choice([None, date(2024, 3, 4)])
        article = make_article(name, text=f"Text {chance.randrange(12)}.", identity=f"i{known}", published=day)
        told = [make_report(f"{name}#{k}", article_id=name) for k in range(chance.randrange(3))]
        made.append(rows_of(make_reading(article, told), article, f"reader {chance.randrange(2)}", edited=False))
    return made


def held(store: Store) -> list[list[tuple[Any, ...]]]:
    with transaction(store._engine, write=False) as connection:
        return [
            [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.c))]
            for table in (articles, reports, left_out)
        ]


@pytest.mark.parametrize("seed", range(4))
def test_together_is_as_one_after_the_other(url: str, sqlite_url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 not for secrets
    rows = some_rows(chance)
    single, many = Store.open("sqlite://"), Store.open(url)
    one_by_one = [single.keep(one) for one in rows]
    together, at = [], 0
    while at < len(rows):
        size = chance.randrange(1, 20)
        together += many.keep_all(rows[at : at + size])
        at += size
    assert together == one_by_one
    assert {"added", "replaced", "unchanged"} == set(one_by_one)
    assert held(many) == held(single)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_known_of_many_articles_is_what_is_known_of_each(url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 not for secrets
    store = Store.open(url)
    store.keep_all(some_rows(chance))
    asked = [
        make_article(f"b{k}", text=f"Text {chance.randrange(20)}.", identity=f"i{chance.randrange(20)}")
        for k in range(60)
    ]
    found = store.known(asked, "reader 1")
    assert found == [store.known([one], "reader 1")[0] for one in asked]
    with transaction(store._engine, write=False) as connection:
        rows = [find(connection, *marks_of(one)) for one in asked]
    assert [one is None for one in found] == [row is None for row in rows]
    assert {None if one is None else one.same for one in found} == {None, True, False}
    assert find_all_of(store, asked) == rows
    assert store.known([], "reader 1") == []


def find_all_of(store: Store, asked: list[Article]) -> list[Any]:
    with transaction(store._engine, write=False) as connection:
        return find_all(connection, [marks_of(one) for one in asked])


def test_only_what_comes_at_once_is_taken_together(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("geo.keeper.monotonic", lambda: now[0])

    def source() -> Iterator[Article]:
        for number in range(9):
            if number == 4:
                now[0] += 1.0  # a slow one
            yield make_article(f"a{number}", text="x" * (600_000 if number > 5 else 1))
        raise OSError

    came: list[list[str]] = []
    with pytest.raises(OSError):  # noqa: PT011 - it says nothing
        came.extend([one.id for one in some if isinstance(one, Article)] for some in together(source(), 3))
    assert came == [["a0", "a1", "a2"], ["a3", "a4"], ["a5", "a6", "a7"], ["a8"]]


def test_what_the_database_refuses_takes_nothing_with_it(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    keeper = Keeper(store, Summary(), at_once=10)
    bad = make_article("a1", text="Another text.", identity="another")  # the id of the first
    for article in (
        make_article("a1", text="One.", identity="one"),
        make_article("a2", text="Two.", identity="two"),
        bad,
    ):
        keeper.take(Came("x", article, rows_of(make_reading(article, []), article, "reader", edited=False)))
    assert len(store.articles()) == 0
    with pytest.raises(MissingError):
        keeper.flush()
    assert set(store.articles()["article_id"]) == {"a1", "a2"}
    assert keeper.summary.added == 2
    keeper.flush()
