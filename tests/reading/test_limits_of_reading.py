"""Where reading ends: offers among the lines, texts that are too long, days in names of files, answers of a model."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

from geo.errors import BusyError
from geo.model import Article
from geo.reading.boilerplate import LONGEST, SHORT, find_boilerplate
from geo.reading.endpoint import WAITS_S, Endpoint
from geo.reading.publication import infer_published
from geo.reading.read import MAX_PARAGRAPH, MAX_TEXT, look_over, read, readable
from geo.reading.remote import CONFIDENCE, RemoteReader, make_report
from tests.reading.told import gazetteer

PORT = "Drones hit the port."
LONG_LINE = "The harbour was quiet again in the evening, and the cranes stood still. " * 6


def cut(text: str) -> list[str]:
    """What is left out of a text as boilerplate."""
    return [text[skip.start : skip.end].strip() for skip in find_boilerplate(text)]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        pytest.param(
            "Subscribe now.\nOnly $1 for May.", ["Subscribe now.", "Only $1 for May."], id="a price beside it"
        ),
        pytest.param("Subscribe now.\nThe port burned.", ["Subscribe now."], id="news beside it"),
        pytest.param(
            f"Subscribe now.\nMay is on us.\n{'The port burned. ' * 15}", ["Subscribe now."], id="a paragraph beside it"
        ),
        pytest.param("A gunman killed a man who sold free trials: subscribe now.", [], id="news of an offer"),
        pytest.param(f"Subscribe now. {LONG_LINE}", ["Subscribe now."], id="the first sentence of a long line"),
        pytest.param(
            f"{LONG_LINE}Subscribe now.\n\nFollow us on Telegram",
            ["Subscribe now.", "Follow us on Telegram"],
            id="two offers, one sign each",
        ),
    ],
)
def test_what_sells_is_left_out_and_no_more(text: str, left_out: list[str]) -> None:
    assert cut(f"{PORT}\n\n{text}\n") == left_out


def test_a_sentence_that_sells_is_cut_where_it_begins() -> None:
    text = f"Subscribe now. {LONG_LINE}"
    (skip,) = find_boilerplate(text)
    assert len(text) > LONGEST > SHORT
    assert (skip.start, text[: skip.end]) == (0, "Subscribe now. ")


@pytest.mark.parametrize("word", ["2024-05-17", "20240517", "17 May 2024", "May 17 2024"])
def test_a_day_is_looked_for_at_the_head_of_a_name(word: str) -> None:
    assert infer_published(PORT, file_name=f"{' ' * (300 - len(word))}{word}").day == date(2024, 5, 17)
    assert infer_published(PORT, file_name=f"{' ' * (301 - len(word))}{word}").day is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("Report of 10 May 2024, issued 17 May 2024", date(2024, 5, 17), id="issued"),
        pytest.param("Report of 10 May 2024", date(2024, 5, 10), id="one day"),
    ],
)
def test_the_day_of_issue_stands_in_the_head(line: str, day: date) -> None:
    assert infer_published(f"{line}\n\n{PORT}").day == day


def test_a_text_may_be_longer_than_what_is_read() -> None:
    line = "x" * (MAX_PARAGRAPH - 1)
    text = "\n".join([line] * (MAX_TEXT // MAX_PARAGRAPH) + ["behind the end", "and more"])
    kept, skipped = readable(text)
    assert len(kept) == len(text)
    assert [text[one.start : one.end] for one in skipped] == ["behind the end", "and more"]
    assert kept[MAX_TEXT:].strip() == ""


@pytest.mark.parametrize("length", [MAX_PARAGRAPH, MAX_PARAGRAPH + 1])
def test_a_line_is_read_up_to_its_limit(length: int) -> None:
    kept, skipped = readable("x" * length)
    assert kept == "x" * 20_000 + " " * (length - 20_000)
    assert [one.start for one in skipped] == [20_000] * (length - 20_000)


UKRAINIAN = "У місті Харків сьогодні вночі було дуже неспокійно, лунали вибухи і сирени."


@pytest.mark.parametrize(
    ("text", "end"),
    [pytest.param(UKRAINIAN, len(UKRAINIAN), id="one line"), pytest.param(f"Ніч\n{UKRAINIAN}", 3, id="two lines")],
)
def test_the_first_line_of_another_language_says_that_its_events_are_not_read(text: str, end: int) -> None:
    found = read(Article(id="t", text=text, published=date(2024, 5, 17)), gazetteer())
    assert [(one.start, one.end) for one in found.skipped] == [(0, end)]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    slept: list[float] = []
    monkeypatch.setattr(Endpoint, "_once", lambda *_: (status, None, b""))
    with pytest.raises(BusyError, match=f"HTTP {status}"):
        Endpoint(urlsplit("http://127.0.0.1/v1"), "m", sleep=slept.append).ask([])
    assert slept == list(WAITS_S)


TEXT = (
    "Winter came early. A missile hit a market in Kherson on Monday, and another one hit Odesa on Tuesday. "
    "The governor of Kherson went to Odesa and came back to Kherson. He was tired of the war on Wednesday."
)
QUOTE = "A missile hit a market in Kherson on Monday, and another one hit Odesa on Tuesday."
TOLD: dict[str, Any] = {
    "quote": QUOTE,
    "type": "explosion_remote",
    "sub_type": "shelling_missile",
    "status": "occurred",
    "places": ["Odesa"],
    "date": "on Tuesday",
}
DOCUMENT = Article(id="t", text=TEXT, published=date(2024, 5, 17))


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        pytest.param({}, date(2024, 5, 14), id="the second date of the sentence"),
        pytest.param({"date": "on Monday"}, date(2024, 5, 13), id="the first"),
        pytest.param({"date": None}, date(2024, 5, 13), id="none"),
        pytest.param({"date": "last winter"}, date(2024, 5, 13), id="one that is not there"),
    ],
)
def test_a_model_may_point_at_the_day(changes: dict[str, Any], day: date) -> None:
    report = make_report(TOLD | changes, look_over(DOCUMENT, gazetteer()), "r", 1)
    assert report is not None
    assert report.date.first == day


def test_a_model_is_as_sure_as_its_places() -> None:
    report = make_report(TOLD, look_over(DOCUMENT, gazetteer()), "r", 1)
    assert report is not None
    (place,) = report.places
    assert place.score is not None
    assert 0.0 < place.score <= 1.0
    assert report.confidence == round(CONFIDENCE * (0.6 + 0.4 * place.score), 3)
    nowhere = make_report(TOLD | {"places": []}, look_over(DOCUMENT, gazetteer()), "r", 1)
    assert nowhere is not None
    assert nowhere.confidence == round(CONFIDENCE * 0.6, 3)


def test_a_blank_quote_is_no_quote() -> None:
    assert make_report(TOLD | {"quote": " " * 12}, look_over(DOCUMENT, gazetteer()), "r", 1) is None


def test_the_reports_of_a_model_are_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    other = TOLD | {"places": ["Kherson"], "date": "on Monday"}
    answer = (
        f'{{"incidents": [{json.dumps(TOLD)}, {json.dumps(TOLD | {"quote": "Nothing of it."})}, {json.dumps(other)}]}}'
    )
    monkeypatch.setattr(Endpoint, "ask", lambda *_: answer)
    told = RemoteReader(Endpoint(urlsplit("http://127.0.0.1/v1"), "m")).read(DOCUMENT, gazetteer())
    assert [one.id for one in told.reading.reports] == ["t#1", "t#2"]


def test_a_place_that_the_quote_lacks_is_the_nearest_one_before_it() -> None:
    last = "He was tired of the war on Wednesday."
    report = make_report(
        TOLD | {"quote": last, "places": ["Kherson"], "date": None}, look_over(DOCUMENT, gazetteer()), "r", 1
    )
    assert report is not None
    (place,) = report.places
    assert place.mention is not None
    assert place.mention.start == TEXT.rindex("Kherson")
