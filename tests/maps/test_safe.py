"""Text is shown as it is, wherever it lands: in HTML, in a script, in a template that is rendered twice."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from geo.maps.layer import pack
from geo.maps.safe import safe
from tests.maps.hostile import PAYLOADS, RAN

MEANING = set("<>\"'{}`$\\%\u2028\u2029\u202a\u202e\u2066\u2069\x00\x07")


def rendered(template: str) -> str:
    return str(Environment(autoescape=False).from_string(template).render())  # noqa: S701 - as Folium does


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_runs_in_a_template_that_is_rendered_twice(payload: str) -> None:
    once = rendered(safe(payload))
    assert rendered(once) == once == safe(payload)
    assert not MEANING & set(once)
    assert RAN not in once or RAN in payload


@settings(deadline=None)
@given(st.text(max_size=80))
def test_safe_text_has_no_sign_with_a_meaning_and_reads_as_it_was_written(text: str) -> None:
    made = safe(text)
    assert not MEANING & set(made)
    assert rendered(made) == made.replace("\r\n", "\n").removesuffix("\n")
    shown = html.unescape(made)
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_letters_numbers_and_punctuation_survive(text: str) -> None:
    assert html.unescape(safe(text)) == text


def test_anything_that_is_no_text_is_written_out() -> None:
    assert safe(None) == "None"
    assert safe(3.5) == "3.5"


@settings(deadline=None)
@given(st.recursive(st.text(max_size=20) | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_packed_values_hold_letters_digits_and_three_signs_only(value: object) -> None:
    assert not set(pack(value)) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
