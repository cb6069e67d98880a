"""A copied store is the same store, on whichever database; nothing is ever written over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from geo.desk import take_out
from geo.errors import MissingError, UsageError
from geo.imports.load import import_file
from geo.merging.merge import MERGER
from geo.store.alerts import Alert
from geo.store.copy import copy
from geo.store.feeds import Behind
from geo.store.overlays import Overlay
from geo.store.store import Store
from tests.makers import fill_store, make_article, make_reading, make_report


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> Store:
    """A store with something of everything."""
    store = Store.open(sqlite_url)
    texts = {name: make_article(name, text=f"{make_article().text} Told by {name}.") for name in ("a", "b")}
    readings = [make_reading(one, reports=[make_report(f"{name}#1", article_id=name)]) for name, one in texts.items()]
    fill_store(store, *readings)
    path = tmp_path / "rows.csv"
    path.write_text("id,date,latitude,longitude\n7,2024-03-01,46.5,32.5\n", encoding="utf-8")
    import_file(path, store)
    store.overlays.save(Overlay("o", "Front", "CC0", "f.geojson", "0", "always", None, None, 1), b"\x1f\x8b\x00")
    now = datetime(2024, 3, 5, tzinfo=UTC)
    store.jobs.add("files", "Архів", {"paths": ["/a"]}, now, files=[("a.txt", b"\x00\xff"), ("b.txt", b"")])
    store.feeds.add(["https://wire.example/rss?a=1&b=Київ"], now, pages=True)
    store.feeds.note_behind(store.feeds.list()[0], Behind("https://wire.example/1", "0" * 64, '"v1"', failures=2))
    store.alerts.save(
        Alert("near", "near Sumy 'x'", ("battle",), lat=50.9, lon=34.8, km=30.0, at_least=2), ["one", "two"]
    )
    store.quarantine.put("/in/b.jsonl, line 7", "too large", path="/in/b.jsonl", article=make_article("h"))
    incident = store.incident(str(store.incidents()["incident_id"].iloc[-1]))
    if incident is not None and len(incident.reports) > 1:
        take_out(store, incident, incident.reports[1], author="Ada", made=now, reason="another street")
    return store


def test_a_copy_is_the_same_store_and_a_copy_of_the_copy_too(filled: Store, sqlite_url: str, url: str) -> None:
    target = url if url != sqlite_url else url.replace("store.db", "other.db")
    rows = copy(sqlite_url, target)
    assert (rows["articles"], rows["datasets"], rows["overlays"]) == (2, 1, 1)
    back = sqlite_url.replace("store.db", "back.db")
    assert copy(target, back) == rows
    for other in (Store.open(target), Store.open(back)):
        assert other.version() == filled.version()
        assert not other.is_stale(MERGER) or filled.is_stale(MERGER)
        for name in ("incidents", "articles", "not_on_map"):
            pd.testing.assert_frame_equal(getattr(other, name)(), getattr(filled, name)())
        assert other.corrections.history() == filled.corrections.history()
        assert other.reading("a") == filled.reading("a")
        assert other.overlays.body("o") == b"\x1f\x8b\x00"
        assert other.jobs.list() == filled.jobs.list()
        assert list(other.jobs.files(1)) == list(filled.jobs.files(1)) != []
        (feed,) = filled.feeds.list()
        assert other.feeds.list() == (feed,)
        assert other.feeds.behind(feed, "https://wire.example/1") == filled.feeds.behind(feed, "https://wire.example/1")
        assert other.alerts.list() == filled.alerts.list()
        assert other.alerts.unseen("near", ["one", "three"]) == [False, True]
        assert other.quarantine.list() == filled.quarantine.list()
        assert other.jobs.add("files", "next", {}, datetime(2024, 3, 6, tzinfo=UTC)) == 2  # and it goes on from there


def test_a_store_is_not_copied_over_another_nor_into_itself_nor_out_of_nowhere(
    filled: Store, sqlite_url: str, url: str
) -> None:
    target = url if url != sqlite_url else url.replace("store.db", "other.db")
    fill_store(Store.open(target))
    before = Store.open(target).version()
    with pytest.raises(UsageError, match="already"):
        copy(sqlite_url, target)
    assert Store.open(target).version() == before != filled.version()
    with pytest.raises(UsageError, match="itself"):
        copy(sqlite_url, sqlite_url)
    with pytest.raises(MissingError):
        copy("sqlite:////nowhere/at/all.db", target)
