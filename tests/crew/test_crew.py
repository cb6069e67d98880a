"""Several processes read: nothing lost, nothing twice, nothing out of order, whoever dies on the way."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.crew import first
from geo.crew import ingest as crew_ingest
from geo.crew.child import LINES, decode, encode
from geo.crew.first import first_incidents
from geo.crew.ingest import ingest
from geo.crew.pool import Crew, Task
from geo.errors import InputError, MissingError
from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings
from geo.sources.failure import Failure
from geo.sources.paths import read_paths
from geo.store.store import Store
from tests.commands import runner
from tests.crew.reader_of_riddles import VERSION, run, stillborn

SAMPLES = sorted((DATA / "articles").glob("*.txt"))[:6]


def answers(texts: Iterable[str], tmp_path: Path, *, size: int = 2) -> list[tuple[str, str]]:
    """What the reader of riddles makes of `texts`, in the order in which it comes."""
    settings = Settings("sqlite://", tmp_path, tmp_path)
    limits_s = {"hang": 3.0}  # no other is given up, however busy the machine is
    tasks = (Task(text, encode({"text": text}), len(text), limit_s=limits_s.get(text, 300.0)) for text in texts)
    with Crew(size, settings, run) as crew:
        return [(task.item, next(iter((task.answer or {}).values()))) for task in crew.read(tasks, VERSION)]


def test_answers_come_in_the_order_of_the_questions_and_each_once(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(300)]
    assert answers(texts, tmp_path, size=3) == [(text, text.upper()) for text in texts]


def test_what_hangs_or_kills_its_process_is_set_aside_and_nothing_else(tmp_path: Path) -> None:
    texts = ["a", "die", "b", "c", "hang", "d", "e", "f"]
    found = dict(answers(texts, tmp_path))
    assert list(found) == texts
    assert {text: said for text, said in found.items() if said != text.upper()} == {
        "die": "the process that read it ended while reading it, 2 times over",
        "hang": "the process that read it was still reading it after 3 s, 2 times over",
    }


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    texts = ["a", "die once", "b", "die once more", "c"]
    assert answers(texts, tmp_path) == [(text, text.upper()) for text in texts]


def test_lines_of_a_message_come_as_they_went() -> None:
    lines = ['{"a": "\\n\\ud800 \u2028"}', "", "\ud800"]
    assert decode(encode({"said": "a\nb", LINES: lines})) == {"said": "a\nb", LINES: lines}
    assert decode(encode({"said": "a"})) == {"said": "a"}


def test_messages_larger_than_a_pipe_pass(tmp_path: Path) -> None:
    texts = [letter * 1_500_000 for letter in "abcdefgh"]
    assert answers(texts, tmp_path) == [(text, text.upper()) for text in texts]


def test_processes_that_cannot_start_or_read_otherwise_are_an_error(tmp_path: Path) -> None:
    settings = Settings("sqlite://", tmp_path, tmp_path)
    with Crew(1, settings, stillborn) as crew, pytest.raises(MissingError, match="ends as it starts"):
        list(crew.read([Task("a", encode({"text": "a"}))], VERSION))
    with Crew(1, settings, run) as crew, pytest.raises(MissingError, match="changed while"):
        list(crew.read([Task("a", encode({"text": "a"}))], "riddles 2"))


def content(store: Store) -> tuple[str, str, str]:
    return store.version(), store.articles().to_csv(), store.incidents().to_csv()


def items() -> list[Article | Failure]:
    """The samples, one of them twice and one again with another text, and one that failed before it was read."""
    found: list[Article | Failure] = list(read_paths(SAMPLES))
    again = found[1]
    assert isinstance(again, Article)
    changed = Article(again.id, again.text[:-60], again.title, published=again.published, identity=again.identity)
    return [*found[:4], found[0], changed, Failure("bad.txt", InputError("bad.txt: no")), *found[4:]]


def test_the_store_is_the_same_with_several_processes_even_if_one_is_killed(
    settings: Settings, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared: list[bool] = []

    def merged_in_shares(*given: Any) -> None:
        shared.append(first_incidents(*given))

    monkeypatch.setattr(first, "FEW", 1)
    monkeypatch.setattr(crew_ingest, "first_incidents", merged_in_shares)
    alone, fifty, together = (Store.open("sqlite://") for _ in range(3))
    by_one = pipeline.ingest(items(), alone, gazetteer)
    by_fifty = pipeline.ingest(items(), fifty, gazetteer, at_once=50)
    killed = []

    def kill(share: float, _what: str) -> None:
        if share > 0 and not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    with Crew(2, settings) as crew:
        by_two = ingest(items(), together, gazetteer, crew, kill)
    assert killed
    assert shared == [True]
    assert not multiprocessing.active_children()
    assert content(together) == content(fifty) == content(alone)
    assert by_fifty.article_ids == by_one.article_ids
    assert (by_two.added, by_two.replaced, by_two.unchanged) == (by_one.added, by_one.replaced, by_one.unchanged)
    assert by_two.article_ids == by_one.article_ids
    assert [failure.origin for failure in by_two.failures] == ["bad.txt"]

    with Crew(2, settings) as crew:
        again = ingest(items()[:3], together, gazetteer, crew)
    assert (again.added, again.replaced) == (0, 1)  # the one whose text had changed changes back


def test_a_remote_reader_reads_alone(capfd: pytest.CaptureFixture[str]) -> None:
    outcome = runner(capfd)("ingest", "a.txt", "--remote", "--workers", "2")
    assert outcome.code == 2
    assert "leave out --workers" in outcome.err
