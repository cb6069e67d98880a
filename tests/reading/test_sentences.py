"""Sentences: no text is lost, nothing crosses a line, and a stop that ends no sentence cuts none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.sentences import body_start, split_sentences


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Ivan Petrenko spoke to Mr. Kovalenko in St. Petersburg.",
        "The U.S. Navy fired at 5.30 p.m. local time.",
        "J. K. Miller of the U.N. said so.",
        "A 3.5 km stretch near No. 4 gate was mined.",
        "Shells fell on Jan. 5 and on Feb. 7.",
        "“Who fired?” asked the mayor.",
        "He said … nothing more.",
        "The repair cost... 5 dollars.",
        "Yahoo! reported the blast.",
        "The firm Example Inc. of Ohio built the e.g. famous pump.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_cut_it(text: str) -> None:
    assert cut(text)[0].startswith(text[:10])
    if "Yahoo" not in text:
        assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["Drones hit the port.", "Two people were hurt."],
        ["“We heard a blast.”", "The mayor ran."],
        ["Was it a drone?", "Nobody knows!", "The police came."],
        ["The talks were in the U.S.", "The envoys left."],
        ["It began at 5 p.m.", "The town slept."],
        ["The strike killed 12.", "No one claimed it."],
        ["The bridge fell…", "Then came silence."],
        ["The bridge fell...", "Then came silence."],
        ["The bridge (built in 1970.)", "Then came silence."],
        ["The army denied it.[4]", "Others did not."],
        ["The depot (built in 1970) burned.)", "Smoke rose."],
    ],
)
def test_a_stop_at_the_end_cuts(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("- Shells fell on the town.", "Shells fell on the town."),
        ("• Shells fell on the town.", "Shells fell on the town."),
        ("14:20 Shells fell on the town.", "Shells fell on the town."),
        ("09:05 — Shells fell on the town.", "Shells fell on the town."),
        ("KYIV, April 20 — Shells fell on the town.", "Shells fell on the town."),
        ("DAMASCUS, Syria (Wire) - Shells fell on the town.", "Shells fell on the town."),
        ("Shells fell on the town.", "Shells fell on the town."),
        ("The U.N. - not the army - fed the town.", "The U.N. - not the army - fed the town."),
    ],
)
def test_bullets_time_stamps_and_datelines_stand_before_the_sentence(line: str, body: str) -> None:
    assert line[body_start(line) :] == body
    assert cut(line) == [body]


def test_each_line_is_a_paragraph_of_its_own() -> None:
    found = split_sentences("One. Two.\r\nThree\n\nFour.")
    assert [(s.text, s.paragraph, s.index) for s in found] == [
        ("One.", 0, 0),
        ("Two.", 0, 1),
        ("Three", 1, 2),
        ("Four.", 3, 3),
    ]


words = st.lists(
    st.sampled_from(
        [
            "A.",
            "Gen.",
            "U.S.",
            "shells",
            "Fell",
            "3.5",
            "…",
            "?",
            "!”",
            "(so)",
            "\n",
            "\r\n",
            "-",
            "—",
            "12:30",
            "KYIV,",
            "é",
            "️",
            "\u2028",
            "\x0b",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(st.one_of(words, st.text(max_size=300)))
def test_sentences_partition_the_text_and_their_spans_index_it(text: str) -> None:
    found = split_sentences(text)
    at = 0
    for number, sentence in enumerate(found):
        assert sentence.index == number
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.text
        assert "\n" not in sentence.text
        assert sentence.start >= at
        at = sentence.end
    kept = "".join(sentence.text for sentence in found)
    assert len(kept) <= len(text)


@given(words)
def test_only_blanks_and_what_stands_before_a_line_s_body_is_left_out(text: str) -> None:
    covered = [False] * len(text)
    for sentence in split_sentences(text):
        covered[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
    start = 0
    for line in text.split("\n"):
        body = start + body_start(line)
        end = start + len(line)
        assert all(covered[k] or text[k].isspace() for k in range(body, end))
        start = end + 1


@pytest.mark.parametrize("unit", [".", "9", "A. ", " ", "\n", "“", "U.S. ", "? ", "- ", "12:30 ", "KYIV, ", "(", "…"])
def test_a_megabyte_of_one_thing_comes_to_an_end(unit: str) -> None:
    split_sentences(unit * (1_000_000 // len(unit)))


def test_a_sentence_without_end_is_cut_at_blanks_and_loses_nothing() -> None:
    text = " ".join(f"word{number}" for number in range(900))
    parts = cut(text)
    assert len(parts) == 3
    assert " ".join(parts) == text


def test_many_sentences_on_one_line_stay_whole() -> None:
    assert cut(" ".join(["Shells fell on the town."] * 200)) == ["Shells fell on the town."] * 200
