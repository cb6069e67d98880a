"""Reading at scale: the same incidents as `ingest`, part by part, also when workers die; nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.errors import InputError, MissingError
from geo.export.gis import write_parquet
from geo.export.rows import Rows
from geo.model import Article
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.scale import parts as cutting
from geo.scale import run as running
from geo.scale.load import load
from geo.scale.parts import articles, plan
from geo.settings import DATA, Settings
from geo.sources.paths import read_paths
from geo.store.store import Store
from tests.commands import Run, runner
from tests.makers import TEXT

distributed = pytest.importorskip("distributed", reason="Dask is not installed (requirements-scale.txt)")


@pytest.fixture
def few_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of seven articles."""
    monkeypatch.setattr(cutting, "PART_ARTICLES", 7)


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask in this process."""

    @contextmanager
    def client(*_: object) -> Iterator[Any]:
        here = {"processes": False, "protocol": "tcp", "host": "127.0.0.1", "dashboard_address": None}
        with (
            distributed.LocalCluster(n_workers=1, threads_per_worker=1, **here) as one,
            distributed.Client(one) as made,
        ):
            yield made

    monkeypatch.setattr(running, "client", client)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as files, as lines and as Parquet, some of them twice, and what cannot be read."""
    folder = tmp_path_factory.mktemp("news")
    texts = [path.read_text(encoding="utf-8") for path in sorted((DATA / "articles").glob("*.txt"))[:30]]
    for number in range(5):
        (folder / f"{number}.txt").write_text(texts[number], encoding="utf-8")
    told = [
        {"id": f"a{n}", "text": text.partition("\n\n")[2], "published": "2024-03-04", "source": f"Paper {n % 3}"}
        for n, text in enumerate(texts)
    ]
    more = [one | {"id": f"again-{one['id']}", "text": f"{one['text']} It was said again."} for one in told[:9]]
    lines = [json.dumps(one) for one in [*told, *more, told[3], {"id": "same", "text": told[4]["text"]}]]
    lines[6:6] = ["", "no JSON", '{"id": "empty"}']
    (folder / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    newer = [{"id": "a2", "text": f"{TEXT} That changed.", "published": "2024-03-04"}, {"id": "p1", "text": TEXT}]
    pd.DataFrame(newer).to_parquet(folder / "c.parquet")
    return folder


@pytest.fixture(scope="module")
def ingested(news: Path, gazetteer: Gazetteer) -> Store:
    """What `ingest` makes of the same; Parquet comes as lines there."""
    store = Store.open("sqlite://")
    ingest(
        [*read_paths([news]), *(one for part in plan([news / "c.parquet"]) for one in articles(part))], store, gazetteer
    )
    return store


def told(items: Iterable[Any]) -> list[object]:
    """Articles as they are, and of failures what they say."""
    return [one if isinstance(one, Article) else str(one.error) for one in items]


def rows(out: Path) -> list[dict[str, Any]]:
    """All rows of a run."""
    found = [row for path in (out / "incidents").rglob("*.parquet") for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted(found, key=lambda row: (row["incident_id"], row["place_no"]))


def rows_of(store: Store) -> list[dict[str, Any]]:
    """The same of a store, as its export has them."""
    made = BytesIO()
    write_parquet(made, Rows.of(store.incidents()))
    return sorted(pq.read_table(made).to_pylist(), key=lambda row: (row["incident_id"], row["place_no"]))


def test_a_folder_in_parts_gives_the_articles_of_the_folder_in_its_order(news: Path, few_a_part: None) -> None:
    found = plan([news])
    assert [part.kind for part in found] == ["files", *["lines"] * 7, "rows"]
    whole = told([*read_paths([news]), *articles(found[-1])])
    assert told(one for part in found for one in articles(part)) == whole
    halves = [half for part in found for half in (part.halves() or (part,))]
    assert len(halves) > len(found)
    assert told(one for half in halves for one in articles(half)) == whole


def test_parts_are_cut_down_to_single_articles(news: Path, few_a_part: None) -> None:
    part, singles = plan([news / "b.jsonl"])[0], []
    waiting = [part]
    while waiting:
        one = waiting.pop(0)
        waiting[:0] = one.halves()
        singles += [] if one.halves() else [one]
    assert len(singles) == 7
    assert told(one for single in singles for one in articles(single)) == told(articles(part))


def test_a_crawl_is_cut_at_its_records(tmp_path: Path, few_a_part: None) -> None:
    pytest.importorskip("fastwarc")
    from tests.bench.crawl import make

    make(tmp_path / "x.warc.gz", 20)
    found = plan([tmp_path / "x.warc.gz"])
    assert [part.first for part in found] == [1, 8, 15]
    assert [one for part in found for one in articles(part)] == list(read_paths([tmp_path / "x.warc.gz"]))


def test_what_is_not_there_or_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    for path in (tmp_path / "x.parquet", tmp_path / "none"):
        with pytest.raises(InputError):
            plan([path])
    pd.DataFrame({"body": ["x"]}).to_parquet(tmp_path / "y.parquet")
    with pytest.raises(InputError, match="column 'text'"):
        plan([tmp_path / "y.parquet"])


def test_the_incidents_are_those_of_ingest_and_the_store_too(
    news: Path, ingested: Store, tmp_path: Path, settings: Settings, few_a_part: None, one_process: None
) -> None:
    out = tmp_path / "out"
    made = running.run([news], out, settings)
    assert (made.articles, made.failures) == (len(ingested.articles()), 2)
    assert rows(out) == rows_of(ingested)
    assert made.rows == len(ingested.incidents())
    store = Store.open("sqlite://")
    load(out, store)
    pd.testing.assert_frame_equal(store.incidents(), ingested.incidents())
    assert store.version() == ingested.version()
    assert len(store.quarantine.list()) == 2


def test_a_run_goes_on_where_it_was_and_follows_its_inputs(
    news: Path, tmp_path: Path, settings: Settings, few_a_part: None, one_process: None
) -> None:
    out, first = tmp_path / "out", tmp_path / "first.jsonl"
    first.write_bytes((news / "b.jsonl").read_bytes())
    made = running.run([first], out, settings)
    before = {path.name: path.read_bytes() for path in (out / "incidents").rglob("*.parquet")}
    sorted((out / "read").glob("*.parquet"))[2].unlink()
    again = running.run([first], out, settings)
    assert (made.parts_read, again.parts_read) == (made.parts, 1)
    assert {path.name: path.read_bytes() for path in (out / "incidents").rglob("*.parquet")} == before
    first.write_text(json.dumps({"id": "x", "text": TEXT, "published": "2024-03-04"}), encoding="utf-8")
    fewer = running.run([first], out, settings)
    assert (fewer.parts_read, fewer.articles) == (1, 1)
    assert len(rows(out)) == fewer.rows < made.rows
    assert not [path for path in out.rglob("*.part") if path.is_file()]


def test_a_part_that_kills_its_workers_is_halved_down_to_the_article_that_does(
    news: Path, tmp_path: Path, settings: Settings, gazetteer: Gazetteer, few_a_part: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from geo.pipeline import extractor_version

    def read(part: Any, *given: Any) -> Any:
        if any(isinstance(one, Article) and one.id == "a9" for one in articles(part)):
            raise distributed.KilledWorker("task", None, 3)
        return running_read(part, *given)

    class Future:
        def __init__(self, key: str, call: Any) -> None:
            self.key, self.result = key, call

    class Going(list[Any]):
        add = list.append
        count = list.__len__  # type: ignore[assignment]

    class Client:
        made = 0

        def submit(self, work: Any, *given: Any, **_: Any) -> Future:
            self.made += 1
            return Future(f"k{self.made}", lambda: work(*given))

    running_read = running.read_part
    monkeypatch.setattr(running, "read_part", read)
    monkeypatch.setattr(distributed, "as_completed", Going)
    extractor = extractor_version(gazetteer)
    found = plan([news / "b.jsonl"])
    done = running._read(Client(), found, settings, tmp_path, extractor, lambda *_: None)
    assert sum(one.failures for one in done) == 3  # the two lines that are none, and the poison
    assert sum(one.articles for one in done) == sum(isinstance(a, Article) for p in found for a in articles(p)) - 1


def test_a_worker_that_is_killed_leaves_no_trace(
    news: Path, ingested: Store, tmp_path: Path, settings: Settings, few_a_part: None
) -> None:
    out, killed = tmp_path / "out", []

    def kill() -> None:
        while not list((out / "read").glob("*.parquet")):
            time.sleep(0.02)
        children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
        pids = [int(one) for path in children for one in path.read_text().split()]
        workers = [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        killed.append(max(workers))
        os.kill(killed[0], signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    made = running.run([news], out, settings, workers=2)
    assert killed
    assert (made.articles, made.rows) == (len(ingested.articles()), len(ingested.incidents()))


def test_without_dask_the_command_says_what_to_install(
    at_home: str, news: Path, tmp_path: Path, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Run = runner(capfd)
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = run("scale", news, "--out", tmp_path / "out")
    assert outcome.code == MissingError.exit_code
    assert "requirements-scale.txt" in outcome.err


def test_the_command_reads_and_loads(
    at_home: str, news: Path, tmp_path: Path, capfd: Any, one_process: None, ingested: Store
) -> None:
    run: Run = runner(capfd)
    outcome = run("scale", news, "--out", tmp_path / "out", "--load")
    assert outcome.code == 65  # two lines are no articles
    assert f"store: {len(ingested.articles())} added" in outcome.out
    assert Store.open(at_home).version() == ingested.version()


def test_a_folder_without_a_run_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run"):
        load(tmp_path, Store.open("sqlite://"))
