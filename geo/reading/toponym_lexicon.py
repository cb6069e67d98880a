"""The word lists of the place-name reader: loaded once from ``data/lexicons/toponym_*.csv``."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache

from geo.places.keys import fold
from geo.settings import DATA

LEXICONS = DATA / "lexicons"


def _rows(name: str) -> list[dict[str, str]]:
    with (LEXICONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def cues() -> dict[str, frozenset[str]]:
    """Kind of cue -> its words, all lower case but ``generic_inside``."""
    table: dict[str, set[str]] = defaultdict(set)
    for row in _rows("toponym_cues.csv"):
        table[row["kind"]].add(row["word"])
    return {kind: frozenset(words) for kind, words in table.items()}


@lru_cache(maxsize=16)
def cue_words(*kinds: str) -> frozenset[str]:
    """The words of several kinds of cues together."""
    return frozenset().union(*(cues()[kind] for kind in kinds))


@lru_cache(maxsize=1)
def agent_verbs() -> frozenset[str]:
    """Finite verbs whose subject is a government, an army or an authority."""
    return frozenset(row["verb"] for row in _rows("toponym_agent_verbs.csv"))


@lru_cache(maxsize=1)
def person_titles() -> frozenset[str]:
    """Titles and trades that stand before a person's name, as they are written."""
    return frozenset(row["title"] for row in _rows("toponym_person_titles.csv"))


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names of people, in lower case."""
    return frozenset(row["name"].lower() for row in _rows("toponym_given_names.csv"))


@lru_cache(maxsize=1)
def organisation_words() -> dict[str, frozenset[str]]:
    """Words that make the name before them ("after") or behind them ("before") part of an organisation's name."""
    table: dict[str, set[str]] = {"after": set(), "before": set()}
    for row in _rows("toponym_organisations.csv"):
        table[row["position"]].add(row["word"])
    return {position: frozenset(words) for position, words in table.items()}


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Capitals and seats of government under all their usual spellings, as folded keys."""
    return frozenset(fold(row["name"]) for row in _rows("toponym_capitals.csv"))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Ordinary English words (lower case) that are also somebody's place name."""
    return frozenset(row["word"] for row in _rows("toponym_common_words.csv"))


@lru_cache(maxsize=1)
def not_places() -> frozenset[str]:
    """Names, in lower case, that are never a place in the news although a gazetteer knows one."""
    return frozenset(row["name"].lower() for row in _rows("toponym_not_places.csv"))


@lru_cache(maxsize=1)
def peoples() -> dict[str, str]:
    """Words of nationality of regions and parts of countries -> the place: "European" -> "Europe"."""
    return {row["word"]: row["place"] for row in _rows("toponym_peoples.csv")}


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Abbreviations of provinces and states as they are written, dots and all -> the name spelled out."""
    return {row["abbreviation"]: row["name"] for row in _rows("toponym_abbreviations.csv")}


@lru_cache(maxsize=1)
def reasons() -> dict[tuple[str, str], str]:
    """(feature, sense) -> why, in plain words; ``{word}`` stands for the word that was seen."""
    return {(row["feature"], row["sense"]): row["reason"] for row in _rows("toponym_reasons.csv")}
