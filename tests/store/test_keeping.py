"""Many articles in one transaction leave what one after the other would have left, to the row."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geo.errors import MissingError
from geo.keeper import Came, Keeper, Summary
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
