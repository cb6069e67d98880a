"""Copies are looked for again only when articles have changed, not after every decision of a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo import refreshing
from geo.desk import take_out
from geo.refreshing import refresh
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report

LONG = " ".join(f"word{n}" for n in range(60))


def put(store: Store, name: str, text: str = LONG) -> None:
    article = make_article(name, text=f"Shelling of Kherson killed two. {text} {name}", identity=name)
    store.save(make_reading(article, reports=[make_report(f"{name}#1", article_id=name)]))


def test_after_a_decision_the_copies_of_before_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    find = refreshing.find_copies
    monkeypatch.setattr(refreshing, "find_copies", lambda texts: looked.append(1) or find(texts))
    store = Store.open("sqlite://")
    put(store, "a1")
    put(store, "a2")
    refresh(store)
    incident = store.incident(store.incidents()["incident_id"].iloc[0])
    assert incident is not None
    assert (len(incident.reports), looked, store.copies("a1")) == (2, [1], ("a2",))
    take_out(store, incident, incident.reports[0], author="Ada", made=datetime(2024, 3, 5, tzinfo=UTC), reason="no")
    assert store.incidents()["incident_id"].nunique() == 2
    assert (looked, store.copies("a1")) == ([1], ("a2",))
    put(store, "a3", "another text " * 30)
    refresh(store)
    assert looked == [1, 1]
    assert not store.is_stale(refreshing.MERGER)
