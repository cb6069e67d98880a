"""The scene that a passage has set: the place a heading, a dateline or the sentence before gives to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geo.model import Demonym, Span
from geo.places.gazetteer import Gazetteer
from geo.reading.document import Document, Name, Sentence
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.linking import (
    HEADED,
    UNPLACED,
    Placed,
    country_place,
    incident_place,
    place_trigger,
)
from geo.reading.nesting import narrow
from geo.reading.shelf import Shelf
from geo.reading.standing import in_town, standing
from geo.reading.triggers import SentenceView, Trigger

#: Words that point back to the place told before.
_BACK = frozenset(
    {
        "there",
        "town",
        "village",
        "city",
        "region",
        "country",
        "area",
        "camp",
        "port",
        "same",
        "nearby",
        "site",
        "province",
        "state",
        "district",
        "it",
    }
)
_WIDE = {
    "region": ("admin1", "region"),
    "oblast": ("admin1",),
    "province": ("admin1",),
    "state": ("admin1",),
    "department": ("admin1",),
    "governorate": ("admin1",),
    "country": ("country",),
    "district": ("admin2",),
}
#: Acts that have no place of their own unless the text gives one.
_UNPLACED = frozenset(
    {"prisoner_exchange", "sanctions", "agreement", "talks", "diplomatic_other", "offensive_preparation"}
)
_SAME_PLACE = re.compile(r"\bsame\s(?:place|town|city|village|region|area|building|hotel|street|district|venue)\b")
#: Kinds of thing that "the plant", "the village" name again, with the levels of place that they may be.
_LEVELS = {
    "site": ("facility", "neighbourhood"),
    "town": ("city", "neighbourhood"),
}
#: "Entered the town": a place is taken up by its kind, right behind the verb.
_THE_TOWN = re.compile(r"\s(?:the|this)\s(?:town|city|village|settlement)\b(?!\s(?:of|hall|centre|council))")
#: A label stands within so many characters from the head of its sentence.
_LABEL = 4
#: How many names back such words may point.
_MEMORY = 12
#: A town is named again within so many characters.
_NEARBY = 400
#: Talks of people who do not meet.
_DISTANT = frozenset({"video", "videoconference", "phone", "telephone", "online", "virtual", "call"})
#: A heading is a line or an opening of at most this many words that holds a place name.
_HEADING_WORDS = 6


class Scene:
    """Remembers places while a document is read from top to bottom."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._paragraph = -1
        self._heading: list[Name] = []
        self._block: list[Name] = []  #: a heading on a line of its own holds until the next one
        self._last: list[Name] = []
        self._seen: list[Name] = []
        self._last_of: dict[str, int] = {}  #: level -> number in ``_seen`` of the last place of that kind
        self._peoples = Shelf(document.demonyms)
        self._datelines = [n for n in document.names if n.sense == "dateline" and n.place][:1]

    def enter(self, sentence: Sentence, names: Sequence[Name]) -> bool:
        """Begin a sentence; a new paragraph forgets the scene of the one before.

        Returns
        -------
        bool
            Whether the sentence is a heading.
        """
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self._heading = list(self._block)
            self._last = []
        literal = [n for n in names if n.sense == "literal" and n.place]
        if literal and len(sentence.text.split()) <= _HEADING_WORDS and not sentence.text.rstrip().endswith(("!", "?")):
            whole_line = sentence.start == 0 or self._document.article.text[sentence.start - 1] == "\n"
            if whole_line:
                self._heading = literal
                self._block = literal if self._alone(sentence) else self._block
                return True
        return False

    def _alone(self, sentence: Sentence) -> bool:
        end = self._document.article.text[sentence.end : sentence.end + 1]
        return end in {"\n", ":", ""} and sentence.start > 0

    def note(self, sentence: Sentence, names: Sequence[Name], used: Sequence[Name] = ()) -> None:
        """Remember the scene of the sentence that was just read: where its incidents stand, else the free names."""
        free = [n for n in names if n.sense == "literal" and not standing(n, sentence).kind]
        literal = [n for n in used or free if n.place]
        if literal:
            self._last = literal
            self._last_of |= {n.place.level: len(self._seen) + k for k, n in enumerate(literal) if n.place}
            self._seen.extend(literal)

    def place(self, trigger: Trigger, names: Sequence[Name], seen: SentenceView, triggers: Sequence[Trigger]) -> Placed:
        """Where a trigger's incident stands."""
        if (trigger.sub_type == "talks" and _distant(seen)) or _nowhere(trigger, names, seen):
            return UNPLACED
        headed = self._entered(trigger, names, seen)
        if headed is not None:
            return headed
        found = place_trigger(trigger, names, seen, triggers)
        if found is not None:
            return found
        unknown = [n for n in names if n.place is None and n.sense == "literal" and _own(n, trigger)]
        if any(not in_town(n, self._document.article.text) for n in unknown):
            return UNPLACED  # the text names a place that no gazetteer row fits: another one would be a guess
        if unknown:
            return self._around(unknown)
        words = {t.text for t in seen.marked.tokens}
        wide = self._pointed(words, trigger) or self._known(seen, trigger) or _country_of_coup(trigger, names)
        if wide:
            return wide
        if trigger.sub_type not in _UNPLACED or "there" in words or _SAME_PLACE.search(seen.sentence.text):
            for held, how, certainty in (
                (self._last, "the scene of the sentence before", 0.6),
                (self._heading, "the heading of the passage", 0.65),
            ):
                exact, _ = narrow(held)
                places = [p for p in (incident_place(n, held) for n in exact) if p]
                if places:
                    return Placed(tuple(places), (), (), how, certainty)
        return self._by_nationality(trigger, seen) or self._by_dateline(trigger) or UNPLACED

    def _entered(self, trigger: Trigger, names: Sequence[Name], seen: SentenceView) -> Placed | None:
        """For "X: fighters entered the town": the town that heads the line, whatever else the clause names."""
        after = seen.sentence.text[trigger.end - seen.sentence.start :]
        if not _THE_TOWN.match(after):
            return None
        text, start = seen.sentence.text, seen.sentence.start
        heads = [n for n in names if n.start - start <= _LABEL and text[n.end - start :].startswith(":")]
        held = [n for n in heads or self._heading if n.place is not None and n.place.level == "city"]
        places = [p for p in (incident_place(n, held) for n in held if n.sense == "literal") if p]
        return Placed(tuple(places), tuple(n for n in held if n in names), (), HEADED, 0.8) if places else None

    def _around(self, unknown: Sequence[Name]) -> Placed:
        """For a quarter or a house that no gazetteer row fits: the town of the passage, or of the article."""
        town = self._last_of.get("city")
        held = [n for n in (*self._last, *self._heading) if n.place and n.place.level == "city"]
        held = held[-1:] or ([self._seen[town]] if town is not None else self._datelines)
        places = [p for p in (incident_place(replace(n, relation=None)) for n in held[-1:]) if p]
        if not places:
            return UNPLACED
        return Placed(tuple(places), tuple(unknown), (), f"a part of {places[0].name}, the town told of", 0.6)

    def _pointed(self, words: set[str], trigger: Trigger) -> Placed | None:
        """For "the region", "the country": the last such place that was named."""
        for word, levels in _WIDE.items():
            if word not in words or trigger.sub_type in _UNPLACED:
                continue
            last = max((self._last_of[level] for level in levels if level in self._last_of), default=None)
            place = incident_place(self._seen[last]) if last is not None else None
            if last is not None and place is not None:
                return Placed((place,), (), (), f"“the {word}” points back to {self._seen[last].name}", 0.6)
        return None

    def _known(self, seen: SentenceView, trigger: Trigger) -> Placed | None:
        """For "at the plant", "in the village": the last such place that was named, where the passage names none."""
        found = _thing().search(seen.sentence.text)
        if found is None or (self._last and trigger.sub_type not in _UNPLACED):
            return None
        levels = _LEVELS[next(kind for kind in _LEVELS if found.group(kind))]
        if trigger.sub_type == "agreement":
            return None
        for name in reversed(self._seen[-_MEMORY:]):
            if levels[0] != "facility" and seen.sentence.start - name.end > _NEARBY:
                return None
            place = incident_place(name) if name.place is not None and name.place.level in levels else None
            if place is not None:
                return Placed((place,), (), (), f"“{found.group().lower()}” points back to {name.name}", 0.55)
        return None

    def _by_nationality(self, trigger: Trigger, seen: SentenceView) -> Placed | None:
        """Only "Russian airports": the country whose things are hit, at most."""
        if trigger.sub_type in _UNPLACED or trigger.sub_type == "interception":
            return None
        marked = seen.marked
        objects = [m for name in ("FACILITY", "PLACE_N", "CIVIL_STRICT") for m in marked.of(name)]
        for demonym in self._demonyms(seen.sentence):
            after = [
                m for m in objects if 0 <= marked.tokens[m.first].start - (demonym.end - seen.sentence.start) <= 25
            ]
            if after and demonym.country is not None:
                place = country_place(demonym.country, Span(demonym.start, demonym.end))
                return Placed((place,), (), (), f"only the word “{demonym.name}” tells the country", 0.5)
        if trigger.sub_type == "territory_gained":
            for demonym in self._demonyms(seen.sentence):
                if demonym.country is not None:
                    place = country_place(demonym.country, Span(demonym.start, demonym.end))
                    return Placed((place,), (), (), f"only “{demonym.name}” tells the country", 0.4)
        return None

    def _demonyms(self, sentence: Sentence) -> Sequence[Demonym]:
        return self._peoples.between(sentence.start, sentence.end)

    def _by_dateline(self, trigger: Trigger) -> Placed | None:
        if trigger.type not in ("explosion_remote", "violence_civilians", "protest", "riot") or self._seen:
            return None
        places = [p for p in (incident_place(n) for n in self._datelines) if p]
        return Placed(tuple(places), (), (), "only the dateline gives a place", 0.3) if places else None


def _distant(seen: SentenceView) -> bool:
    """Whether talks are held from afar, not only perhaps ("in X or online")."""
    words = [t.text for t in seen.marked.tokens]
    return any(word in _DISTANT and words[max(0, k - 1)] != "or" for k, word in enumerate(words))


def _nowhere(trigger: Trigger, names: Sequence[Name], seen: SentenceView) -> bool:
    """Whether an act stands nowhere by its nature: sanctions, a night's tally of drones, a summons, a pact left."""
    if trigger.sub_type == "sanctions" or trigger.rule == "diplo_summon":
        return True
    own = any(n.sense == "literal" and _own(n, trigger) and standing(n, seen.sentence).kind != "origin" for n in names)
    return trigger.rule in ("down_of", "diplo_quit") and not own


def _country_of_coup(trigger: Trigger, names: Sequence[Name]) -> Placed | None:
    """A coup stands in the country whose ruler falls: "overthrew the president of X"."""
    if trigger.rule != "other":
        return None
    for name in names:
        country = name.place is not None and name.place.level == "country" and name.sense == "metonym"
        if country and _own(name, trigger) and name.start > trigger.end:
            place = incident_place(name)
            if place is not None:
                return Placed((place,), (name,), (), "the country of those overthrown", 0.7)
    return None


@lru_cache(maxsize=1)
def _thing() -> re.Pattern[str]:
    """Match "at the plant": a preposition, the article and a thing that has a place."""
    words = {row["class"]: row["words"] for row in read_rows(LEXICONS / "place_cues.csv")}
    kinds = "|".join(f"(?P<{kind}>(?:{words[f'BACK_{kind.upper()}']}))" for kind in _LEVELS)
    return re.compile(
        rf"\b(?:at|in|into|inside|near|outside|around|to|reached|visited|entered|shelled|taken|captured|seized|hit|attacked|left)\s(?:the|this|that)\s(?:{kinds})\b"
    )


def _own(name: Name, trigger: Trigger) -> bool:
    return trigger.clause.start <= name.start < trigger.clause.end


__all__ = ["Scene"]
