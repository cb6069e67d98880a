"""Who speaks in an article: a party to the fighting, a government, a civil authority, or a narrator of its own.

A release by one side is a claim from end to end; a governor's morning report states the harm in his own area. The
cues stand in ``data/lexicons/voice_cues.csv``; words inside quotation marks are not the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from geo.reading.actor_names import find_actor_names
from geo.reading.attribution import Attribution
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.quantities import words

Voice = Literal["narrator", "party", "government", "civil"]
#: The opening that says who issues an article (characters); the cues of a whole article are sought up to the second.
HEAD, WHOLE = 420, 60_000
#: A first line of at most this many words is a title.
TITLE_WORDS = 25
#: A voice needs at least this much evidence; one cue may count this often.
THRESHOLD, MOST = 3, 2
_QUOTED = re.compile(r"[“\"«][^“”\"«»\n]{0,600}[”\"»]")
#: Kinds of source that tell of a side's own fighting.
_PARTIES = frozenset({"belligerent", "official"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The voice of an article and what shows it."""

    voice: Voice
    reason: str

    @property
    def one_sided(self) -> bool:
        """Whether a side or its government issues the article."""
        return self.voice in ("party", "government")


NARRATOR = Speaker("narrator", "the article tells in its own voice")


def find_speaker(title: str, text: str) -> Speaker:
    """Find the voice of an article from its title and text."""
    opening = text[:HEAD].lstrip().split("\n", 1)[0]
    parts = {
        "title": f"{title} . {opening if len(opening.split()) <= TITLE_WORDS else ''}",
        "head": f"{title} . {_QUOTED.sub(' ', text[:HEAD])}",
        "text": f"{title} . {_QUOTED.sub(' ', text[:WHOLE])}",
    }
    flat = {where: " ".join(part.lower().replace("’", "'").split()) for where, part in parts.items()}
    score: dict[str, int] = {}
    shown: dict[str, str] = {}
    strong: set[str] = set()
    for voice, where, weight, pattern, signs in _cues():
        if not any(sign in flat[where] for sign in signs):
            continue  # to seek plain words is many times faster than to try the pattern at every letter
        for k, match in enumerate(pattern.finditer(flat[where])):
            if k == MOST:
                break
            score[voice] = score.get(voice, 0) + weight
            if weight >= THRESHOLD:
                strong.add(voice)
            shown.setdefault(voice, match.group())
    if "civil" not in strong:
        score.pop("civil", None)  # a governor who is quoted does not make a report of his
    best = max(score, key=lambda v: (score[v], v), default="")
    if not best or score[best] < THRESHOLD:
        return NARRATOR
    if best != "civil" and score.get("civil", 0) >= max(THRESHOLD, score[best] - 1):
        best = "civil"
    names: dict[str, Voice] = {"party": "party", "government": "government", "civil": "civil"}
    return Speaker(names[best], f"the article speaks for one side: “{shown[best]}”")


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, str, int, re.Pattern[str], tuple[str, ...]], ...]:
    """Voice, part of the text, weight, pattern, and words of which one stands in every match."""
    found = []
    for row in read_rows(LEXICONS / "voice_cues.csv"):
        entries = sorted(row["words"].split("|"), key=lambda w: -len(w))
        body = "|".join(re.escape(e).replace(r"\*", r"\S{1,30}") for e in entries)
        pattern = re.compile(rf"(?<![\w-])(?:{body})(?![\w-])")
        signs = tuple(max(entry.split("*"), key=len) for entry in entries)
        found.append((row["voice"], row["where"], int(row["weight"]), pattern, signs))
    return tuple(found)


def sides_of(source: Attribution | None, text: str) -> frozenset[str]:
    """Countries (ISO) for which a source speaks: "Ukraine's air force", "Moscow", "the Israeli army".

    Parameters
    ----------
    source:
        The source; None for the narrator.
    text:
        The sentence, for a nationality that stands right after the name ("the ministry in Moscow").
    """
    if source is None or source.kind not in _PARTIES:
        return frozenset()
    named = " ".join((*source.who, text[source.start : source.end]))
    return frozenset(f.actor.country for f in find_actor_names(words(named[:400])) if f.actor.country)


def acting_countries(text: str, skip: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """Countries whose arms or men a stretch of text names, sources left out."""
    kept = text
    for start, end in skip:
        kept = kept[:start] + " " * (end - start) + kept[end:]
    return frozenset(f.actor.country for f in find_actor_names(words(kept[:2000])) if f.actor.country)
