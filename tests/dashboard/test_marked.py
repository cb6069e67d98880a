"""Text of articles as HTML: every mark where it belongs, and no markup of the article's own."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from geo.dashboard.marked import Mark, excerpt, marked_html
from geo.dashboard.words import html_text, plain
from geo.model import Span

HOSTILE = st.text(st.sampled_from("<>&\"'`{}$%[]()!*_:\\ab\n\u2028\u202e"), max_size=60)


@given(HOSTILE, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("abc")), max_size=6))
def test_marks_change_nothing_of_the_text_and_let_no_tag_of_it_through(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    marks = [Mark(min(a, b), max(a, b), css, 'hover " <b>') for a, b, css in spans if a != b]
    made = marked_html(text, marks)
    tags = re.findall(r"<[^>]*>", made)
    assert all(tag == "</span>" or re.fullmatch(r'<span class="[abc ]+" title="[^"<>]*">', tag) for tag in tags)
    assert html.unescape(re.sub(r"<[^>]*>", "", made)) == text


@given(st.text(max_size=900), st.data())
def test_an_excerpt_always_holds_its_sentence(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = excerpt(text, Span(start, end))
    assert first <= start
    assert last >= end or "\n" in text[start:end]


@given(HOSTILE)
def test_text_for_markdown_shows_as_itself(text: str) -> None:
    assert "\n" not in plain(text)
    assert re.sub(r"\\(.)", r"\1", plain(text)) == re.sub(r"[\r\n\t\u2028\u2029]", " ", text)


@given(HOSTILE)
def test_text_for_html_has_no_tag(text: str) -> None:
    assert "<" not in html_text(text)
    assert '"' not in html_text(text)
