"""Text files become articles; what cannot be read is refused with its name and the fix."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import read_day
from geo.sources.text import article_from_bytes, article_from_text

HEADED = """title: Drones over Odesa
source: Test Wire
url: https://example.org/1
published: 2024-05-06

Drones hit Odesa on Sunday.
"""


def read(data: bytes | str, name: str = "story.txt") -> Article:
    return article_from_bytes(data.encode() if isinstance(data, str) else data, name, identity=f"path:/{name}")


def test_a_header_gives_title_source_address_and_day_and_is_not_part_of_the_text() -> None:
    article = read(HEADED)
    assert (article.title, article.source, article.url) == (
        "Drones over Odesa",
        "Test Wire",
        "https://example.org/1",
    )
    assert article.published == date(2024, 5, 6)
    assert article.published_basis == "header"
    assert article.text == "Drones hit Odesa on Sunday."
    assert article.identity == "url:https://example.org/1"


def test_a_header_between_hyphens_is_a_header_too() -> None:
    assert read("---\n" + HEADED.replace("\n\n", "\n---\n", 1)) == read(HEADED)


def test_without_a_header_all_is_text_and_a_first_line_alone_is_the_title() -> None:
    article = read("Drones over Odesa\n\nDrones hit Odesa on Sunday.")
    assert article.title == "Drones over Odesa"
    assert article.text.startswith(article.title)
    assert article.published is None
    assert article.published_reason == "no publication date"
    assert article.identity == "path:/story.txt"


def test_prose_that_begins_with_a_word_and_a_colon_is_no_header() -> None:
    text = "Source: officials in Kyiv.\nThey said that a drone fell on Sunday."
    assert read(text).text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        ("Kyiv was hit.".encode("utf-16-le"), "binary"),
        (b"\xff\xfeK\x00y\xd8", "UTF-16 but is damaged"),
        ("Київ уночі".encode("cp1251"), "UTF-8"),
        (b"a" * 2_000_001, "2.0 MB is too large"),
        (b"published: 2024-02-31\n\nText.", "line 1: published must be a day"),
        (b"title: x\npublished: yesterday\n\nText.", "line 2: published must be a day"),
        (b"title: x\npublished: 9999-01-01\n\nText.", "line 2: published must be a day"),
        (b"published: 2024-02-03\nText goes on here.", "line 2: the header must end with an empty line"),
        (b"title: x\npublished: 2024-02-03\n\n \n", "no text follows the header"),
        (b"title: x\npublished: 2024-02-03", "no text follows the header"),
        (b"url: javascript:alert(1)\n\nText.", "url must begin with https://"),
    ],
)
def test_bad_input_names_the_file_and_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "folder/bad.txt")
    assert str(caught.value).startswith("folder/bad.txt")
    assert said in str(caught.value)
    assert str(caught.value).rstrip(".").rsplit(". ", 1)[-1].split()[0] in {"Save", "Put", "Give", "Split", "Correct"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_common_encodings_of_text_are_understood(encoding: str) -> None:
    text = "Près de Kyiv’s airport, a drone fell – nobody was hurt. " * 3
    assert read(text.encode(encoding)).text == text.strip()


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_u", "cp866", "iso8859_5"])
def test_cyrillic_text_from_before_unicode_is_told_by_its_letters(encoding: str) -> None:
    text = "Російські війська обстріляли Херсон уночі. Постраждали двоє людей, повідомили в області."
    kept = "".join(letter for letter in text if letter.encode(encoding, "ignore"))  # cp866 lacks two of the letters
    assert read(kept.encode(encoding)).text == kept
    assert read(f"published: 2024-05-07\n\n{kept}".encode(encoding)).text == kept


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1256", "قتل أربعة مدنيين في غارة جوية على سوق شعبية في أطراف مدينة إدلب صباح الأحد."),
        ("cp1253", "Οι αρχές ανακοίνωσαν ότι το πλοίο βυθίστηκε ανοιχτά της Πύλου."),
        ("cp1255", "כוחות הביטחון הודיעו כי שלוש רקטות שוגרו לעבר העיר אשקלון ביום ראשון בבוקר."),
        ("gb18030", "外交部发言人表示，中方对加沙地带的局势深表关切，呼吁各方立即停火，避免局势进一步升级。"),
    ],
)
def test_text_of_other_scripts_from_before_unicode_is_told_too(encoding: str, text: str) -> None:
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "said",
    ["2024-03-31", "2024-03-31T10:00:00Z", "31.03.2024", "31.3.2024 12:05", "2024/03/31", "20240331T120000Z",
     "20240331120000", "31 March 2024", "Sun, 31 Mar 2024 10:00:00 GMT", "March 31, 2024 at 5 p.m.", "Mar. 31, 2024",
     "31-Mar-2024"],
)  # fmt: skip
def test_a_day_of_which_the_order_is_beyond_doubt_is_understood(said: str) -> None:
    assert read_day(said, "here") == date(2024, 3, 31)


@pytest.mark.parametrize(
    "said", ["04/03/2024", "31/12/2024", "31.02.2024", "Marble 31, 2024", "7 May", "2024-13-01", "1711843200"]
)
def test_any_other_day_is_asked_about(said: str) -> None:
    with pytest.raises(InputError, match="must be a day such as"):
        read_day(said, "here")


def test_line_ends_do_not_matter() -> None:
    assert read(HEADED.replace("\n", "\r\n")) == read(HEADED) == read(HEADED.replace("\n", "\r"))


def test_pasted_text_takes_what_is_entered_beside_it() -> None:
    article = article_from_text(HEADED, title="My title", published=date(2024, 5, 7))
    assert (article.title, article.published, article.published_basis) == ("My title", date(2024, 5, 7), "declared")
    assert article.source == "Test Wire"
    assert article.origin == "pasted"


def test_the_same_text_has_the_same_id_wherever_it_stands() -> None:
    assert read("Drones hit Odesa.", "a.txt").id == read(b"\xef\xbb\xbfDrones hit Odesa.\r\n", "b.txt").id


@given(st.binary(max_size=200))
def test_any_bytes_are_an_article_or_an_input_error(data: bytes) -> None:
    try:
        article = read(data)
    except InputError:
        return
    assert article.text.strip()
    article.text.encode()
