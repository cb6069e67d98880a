"""Copies of one text are found, and speak with one voice."""

from __future__ import annotations

import random
from typing import ClassVar

import pytest

from geo.merging.copies import find_copies, voices
from geo.merging.merge import merge
from geo.merging.sketch import HASHES, READ_CHARACTERS
from tests.makers import make_report
from tests.sources.page_stories import STORIES

TEXTS = {str(number): "\n\n".join(story.paragraphs) for number, story in enumerate(STORIES)}


def test_a_cut_copy_with_another_beginning_is_found_whatever_the_order() -> None:
    whole = TEXTS["0"]
    cut = "KYIV (Example Wire) - " + whole.rsplit("\n\n", 1)[0]
    led = whole.replace("early on Tuesday", "before dawn on Tuesday") + "\n\nOur own reporter added to this."
    pairs = [*TEXTS.items(), ("copy 1", cut), ("copy 2", led)]
    found = find_copies(pairs)
    assert found == {"0": "0", "copy 1": "0", "copy 2": "0"}
    random.Random(3).shuffle(pairs)  # noqa: S311
    assert find_copies(pairs) == found


def test_two_reports_of_one_event_in_their_own_words_are_no_copies() -> None:
    other = (
        "Thousands fled on Tuesday as water poured from the destroyed dam at Nova Kakhovka. Each side says the other "
        "blew it up. Streets in Kherson are flooded, and people are being taken to safety by boat, while the nuclear "
        "plant upstream still has enough water for cooling, the agency in Vienna said on the same evening."
    )
    assert find_copies([*TEXTS.items(), ("other", other)]) == {}
    assert find_copies([("a", "Too short to say."), ("b", "Too short to say.")]) == {}


def test_a_text_of_a_few_words_is_no_copy() -> None:
    words = [f"word{number}" for number in range(40)]
    whole, short = " ".join(words), " ".join(words[1:])
    assert find_copies([("a", whole), ("b", whole)]) == {"a": "a", "b": "a"}
    assert find_copies([("a", short), ("b", short)]) == {}


def test_a_text_is_looked_at_up_to_a_length() -> None:
    same = " ".join(f"word{number}" for number in range(6_000))
    ends = {name: " ".join(f"{name}{number}" for number in range(20_000)) for name in ("a", "b")}
    assert len(same) > READ_CHARACTERS
    assert find_copies((name, f"{same} {end}") for name, end in ends.items()) == {"a": "a", "b": "a"}


class Sketch:
    """Keeps what it is given; half of any two is the same."""

    seen: ClassVar[list[list[str]]] = []

    def __init__(self, num_perm: int, seed: int) -> None:
        """Nothing is hashed."""

    def update(self, runs: list[str]) -> None:
        self.seen.append(runs)

    def digest(self) -> list[int]:
        return [0] * (HASHES // 2) + [len(self.seen)] * (HASHES // 2)


def test_a_text_is_known_by_all_its_runs_of_four_words_and_half_of_them_make_a_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.merging.sketch.RMinHash", Sketch)
    monkeypatch.setattr(Sketch, "seen", [])
    words = [f"w{number}" for number in range(44)]
    assert find_copies([("a", " ".join(words)), ("b", " ".join(words[:40]))]) == {"a": "a", "b": "a"}
    whole, short = Sketch.seen
    assert (whole[0], whole[-1], len(whole)) == ("w0 w1 w2 w3", "w40 w41 w42 w43", 41)
    assert short == whole[:37]


def test_the_last_letter_that_is_looked_at_is_the_fifty_thousandth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.merging.sketch.RMinHash", Sketch)
    monkeypatch.setattr(Sketch, "seen", [])
    find_copies([("a", "ab " * 16_666 + "abcdef")])  # 49,998 letters, and two of the last word
    assert Sketch.seen[0][-1] == "ab ab ab ab"


def test_copies_and_articles_of_one_publisher_speak_with_one_voice() -> None:
    publishers = {"a": "wire", "b": "wire", "c": "times"}
    assert len(voices("abcd", publishers)) == 3
    assert set(voices("abcd", publishers, {"c": "b", "b": "b"})) == {frozenset("abc"), frozenset("d")}
    assert len(voices("abcd", publishers, {"c": "b", "b": "b", "d": "b"})) == 1


def test_a_copy_adds_no_confidence_and_the_reason_says_so() -> None:
    told = [make_report(article_id=name) for name in "ab"]
    (alone,) = merge(told[:1])
    (apart,) = merge(told, publishers={"a": "x", "b": "y"})
    (copied,) = merge(told, publishers={"a": "x", "b": "y"}, copies={"a": "a", "b": "a"})
    assert alone.confidence == copied.confidence < apart.confidence
    assert "2 articles of one source tell of it, copies of one text counted once" in copied.confidence_reason
