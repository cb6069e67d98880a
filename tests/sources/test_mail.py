"""E-mails that were passed on, answered, signed or sent as HTML: the article is what was written, on the day it was."""

from __future__ import annotations

from datetime import date

import pytest

from geo.model import Article
from geo.sources.days import read_day
from geo.sources.mail import article_from_mail

PROSE = "Shelling hit the centre of Kherson on Monday, killing two people, the governor said."
LONG = f"{PROSE} Three more were wounded near the market, where the windows of a school were broken too."
HEAD = "From: Colleague <me@x>\nSubject: Fwd: for you\nDate: Fri, 10 May 2024 09:00:00 +0300\nMessage-ID: <f@x>\n"


def read(body: str, head: str = HEAD, kind: str = "text/plain; charset=utf-8") -> Article:
    return article_from_mail(f"{head}Content-Type: {kind}\n\n{body}".encode(), "a.eml")


@pytest.mark.parametrize(
    ("mark", "sent"),
    [
        ("---------- Forwarded message ---------", "Date: Tue, 7 May 2024 at 08:12"),
        ("-----Original Message-----", "Sent: Tuesday, May 7, 2024 8:12 AM"),
        ("Begin forwarded message:\n", "Date: 7 May 2024 at 08:12:00 EEST"),
        ("---------- Переслане повідомлення ---------", "Date: вт, 7 трав. 2024 р. о 08:12"),
        ("-------- Пересылаемое сообщение --------", "Дата: вт, 7 мая 2024 г. в 08:12"),
        ("---------- Message transféré ---------", "Envoyé : mar. 7 mai 2024 à 08:12"),
        ("---------- Mensaje reenviado ---------", "Fecha: El mar, 7 may 2024 a las 8:12"),
    ],
)
def test_a_forwarded_message_has_the_day_and_sender_of_its_own_head(mark: str, sent: str) -> None:
    found = read(f"Worth a line?\n\n{mark}\nFrom: Example Wire <w@x>\n{sent}\nSubject: Kherson\nTo: <me@x>\n\n{LONG}\n")
    assert (found.text, found.title, found.source) == (LONG, "Kherson", "Example Wire")
    assert (found.published, found.published_reason) == (date(2024, 5, 7), "the forwarded e-mail's Date: 2024-05-07")
    assert found.identity == "mail:<f@x>"


def test_a_forwarded_message_whose_day_cannot_be_read_has_none_and_not_that_of_forwarding() -> None:
    found = read(f"---------- Forwarded message ---------\nFrom: Wire\nDate: long ago\n\n{LONG}")
    assert (found.text, found.source, found.published) == (LONG, "Wire", None)


def test_one_that_was_passed_on_twice_is_the_innermost() -> None:
    second = f"---------- Forwarded message ---------\nFrom: Wire <w@x>\nDate: 7 May 2024\n\n{LONG}"
    found = read(f"See.\n---------- Forwarded message ---------\nFrom: B\nDate: 9 May 2024\n\nGood.\n\n{second}")
    assert (found.text, found.source, found.published) == (LONG, "Wire", date(2024, 5, 7))


def test_a_short_note_passed_on_below_an_article_is_no_article() -> None:
    found = read(f"{LONG}\n\n-----Original Message-----\nFrom: B <b@x>\nSent: 9 May 2024\n\nWho has more?")
    assert (found.text[: len(LONG)], found.source, found.published) == (LONG, "Colleague", date(2024, 5, 10))


def test_a_message_that_is_attached_to_another_is_the_article() -> None:
    inner = f"From: Wire <w@x>\nSubject: Kherson\nDate: Tue, 7 May 2024 08:12:00 +0300\nMessage-ID: <o@x>\n\n{LONG}"
    body = f"--B\nContent-Type: text/plain\n\nSee below.\n--B\nContent-Type: message/rfc822\n\n{inner}\n--B--\n"
    found = read(body, kind="multipart/mixed; boundary=B")
    assert (found.text, found.title, found.source) == (LONG, "Kherson", "Wire")
    assert (found.published, found.identity) == (date(2024, 5, 7), "mail:<o@x>")


def test_what_is_quoted_and_signed_is_no_part_of_an_article() -> None:
    quoted = "On Thu, 9 May 2024 at 10:00, B <b@x.example> wrote:\n> Drones hit Odesa.\n> Who has more?\n"
    assert read(f"{LONG}\n\n{quoted}").text == LONG
    assert read(f"{LONG}\n-- \nColleague\nNight desk\n").text == LONG
    assert read(f"> {PROSE}\n>\n> {LONG}\n").text == f"{PROSE}\n\n{LONG}"
    assert read(f"{LONG}\nHe wrote:\n> Come back.\nNobody did.").text == f"{LONG}\nHe wrote:\nNobody did."


def test_html_goes_before_a_line_that_only_speaks_of_it_and_loses_its_furniture() -> None:
    page = f"<p><a href='http://x'>View this email in your browser</a></p><p>{LONG}</p><p>Unsubscribe</p>"
    parts = f"--B\nContent-Type: text/plain\n\nThis mail is HTML.\n--B\nContent-Type: text/html\n\n{page}\n--B--\n"
    assert read(parts, kind="multipart/alternative; boundary=B").text == LONG


def test_letters_of_no_declared_encoding_are_told() -> None:
    told = "Російські війська обстріляли Херсон уночі. Постраждали двоє людей."
    assert article_from_mail(f"{HEAD}\n{told}".encode("cp1251"), "a.eml").text == told


@pytest.mark.parametrize(
    "said",
    [
        "7 травня 2024 року",
        "7 мая 2024 г., 21:40",
        "7 мая 2024",
        "mardi 7 mai 2024",
        "7 de mayo de 2024",
        "Sept 8, 2024",
    ],
)
def test_months_are_known_in_five_languages(said: str) -> None:
    assert read_day(said, "here") in (date(2024, 5, 7), date(2024, 9, 8))


def test_marks_without_end_are_no_work() -> None:
    mark = "-----Original Message-----\nFrom: a\n\n"
    assert read(mark * 40_000 + LONG).text.endswith(LONG)
