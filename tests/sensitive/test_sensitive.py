"""Sentences that are marked as sensitive, with the reason, and those that are not."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.desk import correct, undo
from geo.errors import UsageError
from geo.model import Span
from geo.refreshing import refresh
from geo.sensitive import REASONS, any_words, reasons
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report

with (Path(__file__).parent / "sentences.csv").open(encoding="utf-8", newline="") as lines:
    SENTENCES = [
        (row["sentence"], tuple(row["reasons"].split(";")) if row["reasons"] else ()) for row in csv.DictReader(lines)
    ]


def test_of_all_sentences_written_for_it_next_to_none_is_missed_or_marked_for_nothing() -> None:
    found = [(set(reasons(sentence)), set(wanted)) for sentence, wanted in SENTENCES]
    right = sum(len(told & wanted) for told, wanted in found)
    assert right / sum(len(told) for told, _ in found) >= 0.97
    assert right / sum(len(wanted) for _, wanted in found) >= 0.97


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The fighters beheaded two herders near Djibo.", ("graphic",)),
        ("The mine blew both legs off; his arm was torn off too.", ("graphic",)),
        ("The blood bank in Goma ran empty.", ()),
        ("Shelling severed the power line.", ()),
        ("Armed men raped seven women near Baraka.", ("sexual_violence",)),
        ("Rapeseed burned near Melitopol.", ()),
        ("A drone wounded a boy of 13.", ("child",)),
        ("A drone wounded a man of 31 aged by grief.", ()),
        ("Some 1,050 children were evacuated from Sumy.", ()),
        ("In Kismayo soldiers shot four prisoners.", ("prisoner",)),
        ("The two sides exchanged 84 prisoners each.", ()),
        ("Soldiers freed 14 hostages in a forest; they shot four kidnappers dead.", ()),
        ("Oksana Melnyk was killed in her kitchen.", ("victim_named",)),
        ("General Oksana Melnyk was killed at the front.", ()),
        ("Oksana Melnyk, the mayor of the town, was killed.", ()),
        ("Dayton, 42, of Woodbridge, died of wounds.", ("victim_named",)),
        ("On November 28, two people were killed.", ()),
        ("Nova Kakhovka was shelled and three people were killed.", ()),
        ("", ()),
    ],
)
def test_a_sentence_is_marked_for_what_it_tells(sentence: str, why: tuple[str, ...]) -> None:
    assert reasons(sentence) == why


def test_reasons_stand_in_one_order_whatever_the_order_of_the_words() -> None:
    told = reasons("Guards tortured the captured soldiers and raped a girl of nine, Maria Lopez, 9, whom they killed.")
    assert told == tuple(one for one in REASONS if one in told)
    assert len(told) > 3


def test_the_first_look_lets_no_marked_sentence_pass() -> None:
    look = re.compile(any_words())
    assert [one for one, wanted in SENTENCES if wanted and not look.search(one.lower())] == []


def test_the_first_look_passes_by_what_tells_of_no_harm() -> None:
    look = re.compile(any_words())
    plain = (
        "The ministers of both countries met in Kyiv as planned, and went on to the talks by train.",
        "A column of tanks was seen at the border with Belarus until the evening of the 5th.",
        "The men said that they had been told to wait for the buses into the city.",
    )
    assert [one for one in plain if look.search(one.lower())] == []


def test_letters_that_grow_when_made_small_do_no_harm() -> None:
    assert reasons("İİİİİ Oksana Melnyk was killed by a girl who was shot") == ("child",)


GRAPHIC = "Shelling of Kherson killed two people on Monday; body parts lay in the street. Moscow denied it."


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open("sqlite://")
    article = make_article(text=GRAPHIC)
    opened.save(make_reading(article, [make_report(evidence=Span(0, GRAPHIC.index(" Moscow")))]), extractor="x")
    refresh(opened)
    yield opened
    opened.close()


def marked(store: Store) -> list[str | None]:
    return [None if pd.isna(one) else one for one in store.incidents()["sensitive"]]


def test_each_row_says_why_its_sentence_is_sensitive_and_a_person_has_the_last_word(store: Store) -> None:
    assert marked(store) == ["graphic"]
    told: dict[str, Any] = {"author": "Ada", "made": datetime(2024, 3, 5, tzinfo=UTC), "reason": "seen"}
    told |= {"reports": [("a1", "r1")]}
    first = correct(store, "sensitive", {"sensitive": []}, **told)
    assert marked(store) == [None]
    second = correct(store, "sensitive", {"sensitive": ["victim_named", "child"]}, **told)
    assert marked(store) == ["child; victim_named"]
    assert store.incidents()["confirmed"].isna().all()
    for one in (second, first):
        undo(store, one, author="Ada", made=told["made"])
    assert marked(store) == ["graphic"]


def test_a_reason_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="reason must be one of"):
        correct(
            store, "sensitive", {"sensitive": ["ugly"]}, reports=[("a1", "r1")],
            author="Ada", made=datetime(2024, 3, 5, tzinfo=UTC), reason="x",
        )  # fmt: skip


def test_a_store_of_before_gets_its_marks_when_it_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = Store.open(url)
    article = make_article(text=GRAPHIC)
    store.save(make_reading(article, [make_report(evidence=Span(0, GRAPHIC.index(" Moscow")))]), extractor="x")
    refresh(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as database:
        database.execute("ALTER TABLE incident_rows DROP COLUMN sensitive")
        for table in ("merged", "blocks", "told_by", "sketches"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DROP INDEX ix_articles_read")
        database.execute("UPDATE alembic_version SET version_num = '0012'")
        database.commit()
    opened = Store.open(url)
    refresh(opened)
    assert marked(opened) == ["graphic"]
    opened.close()
