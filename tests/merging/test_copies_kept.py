"""A text is compared once: what it is compared by is kept, and only what came since is held against the others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo import refreshing
from geo.desk import take_out
from geo.merging import copies
from geo.refreshing import refresh
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report

LONG = " ".join(f"word{n}" for n in range(60))


def put(store: Store, name: str, text: str = LONG) -> None:
    article = make_article(name, text=f"Shelling of Kherson killed two. {text} {name}", identity=name)
    store.save(make_reading(article, reports=[make_report(f"{name}#1", article_id=name)]))


def test_a_text_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    sketch = refreshing.sketch
    monkeypatch.setattr(refreshing, "sketch", lambda text: looked.append(text[-2:]) or sketch(text))
    store = Store.open("sqlite://")
    put(store, "a1")
    put(store, "a2")
    refresh(store)
    incident = store.incident(store.incidents()["incident_id"].iloc[0])
    assert incident is not None
    assert (len(incident.reports), looked, store.copies("a1")) == (2, ["a1", "a2"], ("a2",))
    take_out(store, incident, incident.reports[0], author="Ada", made=datetime(2024, 3, 5, tzinfo=UTC), reason="no")
    assert store.incidents()["incident_id"].nunique() == 2
    assert (looked, store.copies("a1")) == (["a1", "a2"], ("a2",))
    put(store, "a3", "another text " * 30)
    refresh(store)
    assert looked == ["a1", "a2", "a3"]
    store.eraser.articles(["a2"])
    refresh(store)
    assert (looked, store.copies("a1")) == (["a1", "a2", "a3"], ())
    assert not store.is_stale(refreshing.MERGER)


def test_a_copy_that_held_others_together_is_gone() -> None:
    """Of three texts the outer two share too little with each other."""
    words = [f"word{n}" for n in range(200)]
    texts = {"a": words[:140], "b": words[30:170], "c": words[60:]}
    sketches = {name: copies.sketch(" ".join(told)) for name, told in texts.items()}
    whole = copies.group_copies(sketches)
    assert whole == {"a": "a", "b": "a", "c": "a"}
    del sketches["b"]
    assert copies.group_copies(sketches, whole, ()) == copies.group_copies(sketches) == {}


def test_what_came_is_held_against_all_others() -> None:
    texts = {f"t{n}": " ".join(f"w{n // 3}x{k}" for k in range(80)) for n in range(30)}
    sketches = {name: copies.sketch(text) for name, text in texts.items()} | {"short": b""}
    whole = copies.group_copies(sketches)
    assert (len(whole), whole["t5"]) == (30, "t3")
    for new in ({"t0"}, {"t4", "t5", "t9"}, set(texts)):
        was = copies.group_copies({name: held for name, held in sketches.items() if name not in new})
        assert copies.group_copies(sketches, was, new) == whole
    assert copies.group_copies({}) == copies.group_copies({"short": b""}) == {}
