"""What a person corrects at the desk outlasts a restart, a new ingest, a newer reader, and the way to another store."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geo import pipeline
from geo.desk import correct, export_corrections, import_corrections, join, undo
from geo.errors import InputError, MissingError, UsageError
from geo.model import Article, Reading
from geo.sources.text import article_from_text
from geo.store.codec import plain
from geo.store.remembered import spot_of
from geo.store.store import Store
from tests.commands import runner
from tests.makers import KHERSON, TEXT, make_reading, make_report

SIGNED: dict[str, Any] = {"author": "Ada", "made": datetime(2024, 3, 5, 12, tzinfo=UTC), "reason": "the text says so"}
GAZETTEER: Any = type("FakeGazetteer", (), {"version": "test"})()


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "read", lambda article, _: make_reading(article, [make_report()]))


def ingested(store: Store) -> Store:
    pipeline.ingest([article_from_text(TEXT, title="A", source="wire", published=date(2024, 3, 5))], store, GAZETTEER)
    return store


@pytest.fixture
def store() -> Store:
    return ingested(Store.open("sqlite://"))


def reading(store: Store) -> Reading:
    found = store.reading(store.articles()["article_id"][0])
    assert found is not None
    return found


def claimed(store: Store) -> str:
    told = reading(store).reports[0]
    return correct(store, "status", {"status": "claimed"}, reports=[(told.article_id, told.id)], **SIGNED)


def off_the_map(store: Store) -> str:
    return correct(store, "role", {"role": "metonym"}, spot=spot_of(reading(store).article, 12, 19), **SIGNED)


def rows(store: Store) -> Any:
    return store.incidents()[["status", "mapped", "confirmed"]].values.tolist()


def test_a_correction_is_seen_everywhere_and_undone_nothing_is_left_of_it(store: Store) -> None:
    before = store.incidents(), store.version(), store.not_on_map()
    ids = [claimed(store), off_the_map(store)]
    assert rows(store) == [["claimed", False, "status; place"]]
    assert store.version() != before[1]
    assert reading(store).mentions[0].role == "metonym"
    assert "Kherson" in store.not_on_map()["text"].tolist()
    incident = store.incident(store.incidents()["incident_id"][0])
    assert incident is not None
    assert (incident.status, incident.reports[0].confirmed) == ("claimed", ("status", "place"))
    assert store.reading(incident.reports[0].article_id, as_read=True) == make_reading(
        reading(store).article, [make_report()]
    )
    for one in ids:
        undo(store, one, author="Bo", made=SIGNED["made"])
    assert store.incidents().equals(before[0])
    assert store.version() == before[1]
    assert store.not_on_map().equals(before[2])
    assert [one.undone_by for one in store.corrections.history()] == ["Bo", "Bo"]
    with pytest.raises(MissingError, match="undone already"):
        undo(store, ids[0], author="Bo", made=SIGNED["made"])


def test_it_survives_a_new_ingest_a_newer_reader_and_a_new_publication_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(store)
    off_the_map(store)
    expected = rows(store)
    assert ingested(store).articles().shape[0] == 1
    assert rows(store) == expected
    monkeypatch.setattr(pipeline, "EXTRACTOR", "another")
    newer = make_report("r9", confidence=0.5)
    monkeypatch.setattr(pipeline, "read", lambda article, _: make_reading(article, [newer]))
    assert rows(ingested(store)) == expected
    pipeline.redate(store, GAZETTEER, store.articles()["article_id"][0], date(2024, 3, 9))
    assert rows(store) == expected


def test_it_goes_as_a_file_to_another_store_and_waits_there_for_its_article(store: Store) -> None:
    claimed(store)
    off_the_map(store)
    pipeline.redate(store, GAZETTEER, store.articles()["article_id"][0], date(2024, 3, 9))
    text = export_corrections(store)
    there = Store.open("sqlite://")
    taken = import_corrections(there, text, GAZETTEER)
    assert (taken.added, taken.known, taken.days_waiting) == (2, 0, 1)
    ingested(there)
    assert rows(there) == rows(store)
    again = import_corrections(there, text, GAZETTEER)
    assert (again.added, again.known, again.days_waiting) == (0, 2, 0)
    assert there.articles()["published"].dt.date.tolist() == [date(2024, 3, 9)]
    assert there.corrections.history() == store.corrections.history()
    assert export_corrections(there) == text


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update(format="another"),
        lambda held: held["corrections"][0].update(field="colour"),
        lambda held: held["corrections"][0]["value"].update(status="perhaps"),
        lambda held: held["corrections"][0].update(author=""),
        lambda held: held["corrections"][0].pop("made"),
        lambda held: held.update(corrections=7),
    ],
)
def test_a_file_of_something_else_is_refused_whole(store: Store, change: Any) -> None:
    claimed(store)
    held = json.loads(export_corrections(store))
    change(held)
    there = Store.open("sqlite://")
    with pytest.raises(InputError, match="corrections export"):
        import_corrections(there, json.dumps(held), GAZETTEER)
    assert there.corrections.history() == ()


def test_a_correction_is_signed_and_about_one_thing(store: Store) -> None:
    told = reading(store).reports[0]
    key, spot = (told.article_id, told.id), spot_of(reading(store).article, 12, 19)
    with pytest.raises(UsageError, match="needs a name"):
        correct(store, "status", {"status": "claimed"}, reports=[key], **(SIGNED | {"author": " "}))
    with pytest.raises(UsageError, match="about reports or about"):
        correct(store, "status", {"status": "claimed"}, reports=[key], spot=spot, **SIGNED)
    with pytest.raises(MissingError, match="no longer in the store"):
        correct(store, "status", {"status": "claimed"}, reports=[(told.article_id, "gone")], **SIGNED)
    assert store.corrections.history() == ()


def test_what_was_corrected_is_forgotten_with_the_article(store: Store) -> None:
    claimed(store)
    off_the_map(store)
    pipeline.remove(store, [reading(store).article.id])
    assert store.corrections.history() == ()
    assert store.incidents().empty


def test_an_added_incident_can_be_corrected_and_joined_like_any_other(store: Store) -> None:
    article: Article = reading(store).article
    start = article.text.index("Moscow denied")
    value = {"type": "battle", "sub_type": "armed_clash", "status": "occurred", "date": {"last": "2024-03-04"}}
    correct(store, "incident", value, spot=spot_of(article, start, start + 17), **SIGNED)
    added = reading(store).reports[-1]
    correct(store, "status", {"status": "alleged"}, reports=[(added.article_id, added.id)], **SIGNED)
    assert reading(store).reports[-1].status == "alleged"
    one, other = (store.incident(name) for name in store.incidents()["incident_id"])
    assert one is not None
    assert other is not None
    join(store, one, other, **SIGNED)
    assert len(store.incidents()["incident_id"].unique()) == 1
    store.corrections.undo("nothing", author="Ada", made=SIGNED["made"])
    ingested(store)
    assert len(store.incidents()["incident_id"].unique()) == 1


def test_two_reviewers_never_get_the_same_incident_until_a_lease_runs_out(store: Store) -> None:
    now, minutes = SIGNED["made"], timedelta(minutes=6)
    take = store.claims.take
    assert take(["a", "b", "c"], "Ada", now) == "a"
    assert take(["a", "b", "c"], "Bo", now) == "b"
    assert take(["a", "b", "c"], "Ada", now) == "a"
    assert take(["b"], "Ada", now) is None
    assert store.claims.held("Bo", now) == frozenset()
    assert take(["b", "a"], "Ada", now + minutes) == "b"


def test_commands_list_carry_and_undo_corrections(
    at_home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = runner(capfd)
    store = ingested(Store.open(at_home))
    made = claimed(store)
    store.close()
    assert made in run("corrections", "list").out
    assert json.loads(run("corrections", "list", "--json").out)["value"] == {"status": "claimed"}
    file = tmp_path / "corrections.json"
    assert run("corrections", "export", str(file)).code == 0
    assert "0 added, 1 there already" in run("corrections", "import", str(file)).out
    assert run("corrections", "undo", made, "--author", "Bo").code == 0
    assert "undone by Bo" in run("corrections", "list").out
    file.write_text("{}")
    assert run("corrections", "import", str(file)).code == 65


def test_kherson_by_hand_keeps_its_place_without_a_gazetteer(store: Store) -> None:
    elsewhere = replace(KHERSON, id="hand:1.0,2.0", lat=1.0, lon=2.0)
    correct(store, "place", {"place": plain(elsewhere)}, spot=spot_of(reading(store).article, 12, 19), **SIGNED)
    assert store.incidents()[["lat", "lon"]].values.tolist() == [[1.0, 2.0]]


def test_days_are_taken_in_one_question_however_many_articles_there_are(store: Store) -> None:
    pipeline.redate(store, GAZETTEER, store.articles()["article_id"][0], date(2024, 3, 9))
    text = export_corrections(store)

    def asked(there: Store) -> int:
        questions: list[str] = []
        sa.event.listen(there._engine, "before_cursor_execute", lambda *given: questions.append(given[2]))
        import_corrections(there, text, GAZETTEER)
        export_corrections(there)
        return sum("FROM articles" in one for one in questions)

    few, many = Store.open("sqlite://"), Store.open("sqlite://")
    pipeline.ingest([article_from_text(f"{TEXT} {n}", title=str(n)) for n in range(30)], many, GAZETTEER)
    assert asked(many) <= asked(few) + 2
