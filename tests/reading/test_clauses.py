"""Clauses keep what belongs together: one verb, its people, its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.clauses import split_clauses
from geo.reading.lexicon import mark


def parts(text: str) -> list[str]:
    marked = mark(text)
    return [
        text[marked.tokens[c.first].start : marked.tokens[c.last - 1].end].strip(" ,.") for c in split_clauses(marked)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shells hit the port, and a drone struck a bus.",
            ["Shells hit the port", "and a drone struck a bus"],
        ),
        ("Gunmen blocked the road before dawn.", ["Gunmen blocked the road before dawn"]),
        (
            "The mission, which left the town in May, handed over its camp.",
            ["The mission", "which left the town in May", "handed over its camp"],
        ),
        (
            "The army shelled the port and is massing fighters nearby.",
            ["The army shelled the port", "and is massing fighters nearby"],
        ),
        ("Ministers of eight states meet on Thursday.", ["Ministers of eight states meet on Thursday"]),
    ],
)
def test_a_sentence_is_cut_at_its_verbs(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text(alphabet="abc ,.;:—whofterandsi", max_size=80))
def test_clauses_cover_a_sentence_without_gaps(text: str) -> None:
    marked = mark(text)
    if not marked.tokens:
        return
    clauses = split_clauses(marked)
    assert clauses[0].first == 0
    assert clauses[-1].last == len(marked.tokens)
    assert all(a.last == b.first for a, b in pairwise(clauses))
