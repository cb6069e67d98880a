"""Lines that sell, link or warn instead of telling (subscription, price, newsletter, cookie, copyright): never read."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache

from geo.model import Skip
from geo.settings import DATA

#: A line that has to be as short as this for a weak sign to count (characters).
SHORT = 120
#: Lines longer than this are prose (characters): no offer is so long, and only the sentence that sells is left out.
LONGEST = 360
_STOP = re.compile(r"[.!?][”\"’)]?\s+(?=[A-Z“\"‘(©])")
_YOU = re.compile(r"\b(?:you|your|us|our|readers|members)\b", re.IGNORECASE)
#: In a line that reports something, these words are news ("a newsletter published by the ministry said").
_NEWS = re.compile(r"\b(?:killed|wounded|injured|struck|shelled|said on|reported on|according to)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[tuple[str, ...], re.Pattern[str], str, str], ...]:
    """Per rule what a line must hold, any of it in lower case, for the pattern to be tried; and the rest of its row."""
    with (DATA / "lexicons" / "boilerplate.csv").open(encoding="utf-8", newline="") as fh:
        return tuple(
            (tuple(r["holds"].split("|")), re.compile(r["pattern"], re.IGNORECASE), r["reason"], r["where"])
            for r in csv.DictReader(fh)
        )


@lru_cache(maxsize=1)
def _signs() -> tuple[str, ...]:
    """What no line without any of them is boilerplate, in lower case."""
    return tuple(sorted({sign for holds, *_ in _rules() for sign in holds}))


def find_boilerplate(text: str) -> tuple[Skip, ...]:
    """The whole lines that are boilerplate, each with its reason.

    Parameters
    ----------
    text
        The article as it came.
    """
    whole = text.lower()
    signs = [sign for sign in _signs() if sign in whole]
    if not signs:
        return ()
    found: list[Skip] = []
    start = 0
    block: list[tuple[int, str]] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((start, line))
        elif block:
            found.extend(_in_block(block, signs))
            block = []
        start += len(line) + 1
    return tuple(found)


def _in_block(block: list[tuple[int, str]], signs: Sequence[str]) -> list[Skip]:
    """Boilerplate among lines that no blank line parts; a short line that addresses the reader goes with an offer."""
    long = [skip for start, line in block if len(line) > LONGEST for skip in _in_prose(start, line, signs)]
    reasons = [_reason(line, signs) for _, line in block]
    if any(reasons) and all(len(line) <= 2 * SHORT for _, line in block):
        for k, (_, line) in enumerate(block):
            beside = (k and reasons[k - 1]) or (k + 1 < len(block) and reasons[k + 1])
            if not reasons[k] and beside and (_YOU.search(line) or "$" in line) and not _NEWS.search(line):
                reasons[k] = "offer"
    found = [
        Skip(start, start + len(line), f"boilerplate: {reason}")
        for (start, line), reason in zip(block, reasons, strict=True)
        if reason
    ]
    return sorted((*found, *long), key=lambda skip: skip.start)


def _in_prose(start: int, line: str, signs: Sequence[str]) -> list[Skip]:
    """The sentences of a long line that are boilerplate."""
    low = line.lower()
    if not any(sign in low for sign in signs):
        return []
    found = []
    at = 0
    for end in [*(m.end() for m in _STOP.finditer(line)), len(line)]:
        reason = _reason(line[at:end], signs)
        if reason:
            found.append(Skip(start + at, start + end, f"boilerplate: {reason}"))
        at = end
    return found


def _reason(line: str, signs: Sequence[str]) -> str | None:
    """Why a line is boilerplate by itself; ``signs`` are those that its article holds."""
    if len(line) > LONGEST:
        return None
    low = line.lower()
    if not any(sign in low for sign in signs) or _NEWS.search(line):
        return None
    for holds, pattern, reason, where in _rules():
        if not any(sign in low for sign in holds):
            continue
        if where == "short" and len(line) > SHORT:
            continue
        if where == "you" and not _YOU.search(line):
            continue
        if pattern.search(line):
            return reason
    return None
