"""Saved web pages: the article comes out, and what stands around it stays behind."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from geo.errors import InputError
from geo.sources.page import article_from_page, paragraphs, read_page
from geo.sources.page_lines import is_furniture
from tests.sources.more_layouts import PAGES, Saved
from tests.sources.page_layouts import LAYOUTS
from tests.sources.page_stories import STORIES
from tests.sources.strange_layouts import PAGES as STRANGE
from tests.sources.strange_layouts import Odd


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def test_pages_in_thirty_two_layouts_give_their_body_title_and_day() -> None:
    scores, titles, days = [], 0, 0
    for number, make in enumerate(LAYOUTS):
        story = STORIES[number % len(STORIES)]
        html = make(story)
        found = read_page(html.encode("cp1252" if "windows-1252" in html else "utf-8"), make.__name__)
        got, wanted = words(found.text), words(" ".join(story.paragraphs))
        scores.append(2 * sum((got & wanted).values()) / (sum(got.values()) + sum(wanted.values())))
        titles += found.title == story.title
        days += found.day == story.day
    assert len(scores) == 32
    assert sum(scores) / len(scores) >= 0.98
    assert min(scores) > 0.9
    assert (titles, days) == (32, 32)


@pytest.mark.parametrize("saved", [one for one in PAGES if one.name != "exported channel"], ids=lambda one: one.name)
def test_pages_that_were_written_later_give_all_of_their_body_and_little_else(saved: Saved) -> None:
    found = read_page(saved.html.encode(), saved.name)
    got, wanted = words(found.text), words(" ".join(saved.body))
    assert 2 * sum((got & wanted).values()) / (sum(got.values()) + sum(wanted.values())) >= 0.99
    assert [line for line in found.text.split("\n") if line] == list(saved.body)
    assert (found.title, found.day) == (saved.title, saved.day)


@pytest.mark.parametrize("odd", STRANGE, ids=lambda one: one.name)
def test_pages_with_one_thing_to_stumble_over_give_their_body_title_and_day(odd: Odd) -> None:
    found = read_page(odd.page, odd.name)
    got, wanted = words(found.text), words(" ".join(odd.body))
    assert 2 * sum((got & wanted).values()) / (sum(got.values()) + sum(wanted.values())) >= 0.98
    assert [line for line in found.text.split("\n") if line in odd.body] == list(odd.body)
    assert (found.title, found.day) == (odd.title, odd.day)


def test_a_page_is_read_in_the_letters_it_has_whatever_it_declares() -> None:
    told = "Російські війська обстріляли Херсон уночі. Постраждали двоє людей, повідомили в обласній адміністрації."
    page = f"<html><head><title>Х</title></head><body><article><h1>Херсон</h1><p>{told}</p></article></body></html>"
    wrong = page.replace("<title>", "<meta charset='iso-8859-1'><title>").encode("cp1251")
    spoilt = page.replace("</article>", "<p>\x00</p></article>").encode().replace(b"\x00", b"\xd0\xff")
    for data in (wrong, spoilt, page.encode("utf-16"), page.encode("koi8-u")):
        assert told in read_page(data, "a.html").text


def test_a_sentence_on_rights_stays_and_a_claim_of_them_goes() -> None:
    assert is_furniture("© The Example Courier of the North 2024. All rights reserved.")
    assert not is_furniture("Copyright law was changed by parliament in the night to Friday.")


def test_breaks_without_end_are_no_work() -> None:
    body = "".join(f"<p>{one}</p>" for one in STORIES[0].paragraphs)
    page = f"<html><body><div>{'<br>' * 15_000}</div>{body}</body></html>"
    assert read_page(page.encode(), "a.html").text.count("\n\n") == len(STORIES[0].paragraphs) - 1


def test_news_of_subscriptions_and_tables_of_figures_stay() -> None:
    for line in (
        "Підписання угоди відклали до п’ятниці, повідомили в міністерстві закордонних справ.",
        "Подписание соглашения перенесли на пятницу, сообщили в министерстве иностранных дел.",
        "The reproduction of the map in court took two hours and changed nothing.",
    ):
        assert not is_furniture(line)
    rows = "".join(f"<tr><td>Town {n}</td><td>{n} killed</td></tr>" for n in range(5))
    body = "".join(f"<p>{one}</p>" for one in STORIES[0].paragraphs)
    html = f"<html><body><article>{body}<table>{rows}</table></article></body></html>"
    assert "Town 3" in read_page(html.encode(), "a.html").text


def test_a_page_becomes_an_article_known_by_its_own_address() -> None:
    body = "".join(f"<p>{one}</p>" for one in STORIES[0].paragraphs)
    head = "<title>Dam | Wire</title><link rel='canonical' href='https://wire.example/dam'>"
    html = f"<html><head>{head}<meta property='article:published_time' content='2023-06-06'></head><article>{body}"
    article = article_from_page(html.encode(), "saved.html", identity="path:saved.html")
    assert (article.url, article.identity) == ("https://wire.example/dam", "url:https://wire.example/dam")
    assert (article.published, article.published_reason) == (date(2023, 6, 6), "given by the page")
    bad = html.replace("https://wire.example/dam", "javascript:alert(1)")
    assert article_from_page(bad.encode(), "saved.html", identity="path:saved.html").identity == "path:saved.html"


def test_a_page_without_a_day_gets_none() -> None:
    body = "".join(f"<p>{one}</p>" for one in STORIES[1].paragraphs)
    article = article_from_page(f"<html><body><article>{body}</article></body></html>".encode(), "a.html")
    assert (article.published, article.published_basis) == (None, "unknown")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000, "nested deeper"),
        (b"<html><body>" + b"<p>a</p>" * 50_000, "elements is no article"),
        (b"<html>" + b" " * 11_000_000, "too large"),
        (b"<html><body><p>" + b"word " * 500_000, "too large for one article"),
        (b"", "nothing in this page"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article in this page"),
    ],
    ids=["nested", "many", "large", "wordy", "empty", "no article"],
)
def test_pages_that_are_none_are_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        article_from_page(data, "bad.html")


def test_news_is_no_furniture() -> None:
    news = [
        "Subscribers of the largest operator lost their connection after the strike on the centre of the city.",
        "Advertisements for the army were put up in every street of the capital this week.",
        "Share prices fell by four per cent after the attack on the refinery near the port.",
        "“We will not leave our homes,” said a woman in Kherson, who had lost her husband.",
        "The video shows a column of tanks that moves from the village to the bridge over the river.",
    ]
    assert not any(map(is_furniture, news))
    sold = ["ADVERTISEMENT", "Read more: What we know so far", "Sign up for our newsletter", "Photo: Agency", "Share"]
    assert all(map(is_furniture, sold))


def test_a_piece_of_html_becomes_its_paragraphs() -> None:
    text = paragraphs("<p>One &amp; two<br>three</p><script>alert(1)</script><ul><li>four</li></ul>{{ 7*7 }}")
    assert text.split("\n\n") == ["One & two", "three", "four", "{{ 7*7 }}"]
    assert paragraphs("5 &lt; 6") == "5 < 6"
