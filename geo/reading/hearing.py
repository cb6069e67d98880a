"""Who tells of each incident: the source of its sentence, else the one that speaks in its section, else the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from geo.model import Span
from geo.reading.actor_names import find_actor_names
from geo.reading.actors import find_actors
from geo.reading.attribution import Attribution, find_attribution, kind_of_source
from geo.reading.document import Document, Sentence
from geo.reading.linking import Placed
from geo.reading.quantities import words
from geo.reading.reported import Telling, own_ground
from geo.reading.speakers import Speaker, acting_countries, find_speaker, sides_of
from geo.reading.triggers import Trigger

#: Sources of these kinds keep the word until another one speaks.
_HOLDS = frozenset({"belligerent", "civil", "official"})
_OWN = frozenset({"it", "its", "their", "they", "our", "we"})
#: States that a government's statement accuses by these words.
_ACCUSED = frozenset({"regime", "regime's", "asad", "assad", "russia", "russia's", "russian"})


#: Voices of articles in which whoever speaks in a section goes on speaking.
_ONE_SIDED = ("party", "civil")
#: How many sentences back "it said" may point.
_BACK = 3
_PRONOUN_SAYS = re.compile(
    r"(?:^|,\s)(?:it|he|she|they)\s(?:also\s|later\s)?"
    r"(?P<verb>said|says|say|added|adds|claimed|claims|claim|reported|announced|wrote|confirmed|acknowledged|admitted)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:[\w’'-]+\s){1,6}(?=(?:had|has|was|were|published|issued|spoke|released|gave|held)\b)")
#: Officials whom an occupier appointed speak for the place that they run.
_INSTALLED = re.compile(r"installed|appointed|occupation\b|-backed", re.IGNORECASE)
_ADMITS = frozenset({"acknowledged", "acknowledges", "acknowledge", "admitted", "admits", "admit", "conceded"})
_BESIDE = re.compile(r"(?:,|;)?\s(?:and|but|while|although|though)\s(?:the\s|its\s|his\s|her\s)?$")
_THAT = re.compile(r"\s(?:ha[sd]\s|have\s)?\w{3,12}(?:\s\w{2,10})?\sthat\b")
#: What closes a sentence: ", officials said."
_CLOSING = re.compile(r",\s[^,;]{1,120}$")
_GOES_ON = re.compile(r"\s(?:ha[sd]\s)?\w{3,12},\s(?:and|but|while)\s")


class Hearing:
    """Keeps the speakers of a document while it is read from top to bottom."""

    def __init__(self, document: Document) -> None:
        self._article = document.article
        self._sentences = document.sentences
        self._carried: Attribution | None = None
        self._last: tuple[int, Attribution] | None = None  #: the source heard last, and the index of its sentence
        #: Sentences whose source nobody has asked for yet; None stands for a heading between them.
        self._unheard: list[Sentence | None] = []

    @cached_property
    def speaker(self) -> Speaker:
        """Who speaks in the article, found when the first incident asks for it."""
        return find_speaker(self._article.title or "", self._article.text)

    def enter(self, sentence: Sentence, *, heading: bool) -> None:
        """Begin a sentence; a new heading takes the word from whoever had it."""
        if heading:
            self._unheard.append(None)

    def hear(self, sentence: Sentence) -> None:
        """Go on to a sentence; its source is sought when it is asked for, as few sentences tell of an incident."""
        self._unheard.append(sentence)

    def source(self, sentence: Sentence) -> Attribution | None:
        """The source of the sentence heard last; in a one-sided article the section's speaker goes on speaking."""
        if self.speaker.voice not in _ONE_SIDED:
            own = find_attribution(sentence.text)
            if own is not None or not _PRONOUN_SAYS.search(sentence.text):
                return own  # nothing that was said before has a bearing on it
        found = None
        for earlier in self._unheard:
            if earlier is None:
                self._carried = None
            else:
                found = self._source(earlier)
        self._unheard.clear()
        return found

    def _source(self, sentence: Sentence) -> Attribution | None:
        found = find_attribution(sentence.text) or self._pronoun(sentence)
        if found is not None:
            self._last = (sentence.index, found)
        if found is not None and found.kind in _HOLDS:
            self._carried = replace(found, verb="said")
        if found is None and self.speaker.voice in _ONE_SIDED:
            return self._carried
        return found

    def _pronoun(self, sentence: Sentence) -> Attribution | None:
        """For "It said that …": whoever spoke, or was spoken of, in the sentence before."""
        says = _PRONOUN_SAYS.search(sentence.text)
        if says is None or sentence.index == 0:
            return None
        if self._last is not None and sentence.index - self._last[0] <= _BACK:
            told = self._last[1]
        else:
            before = next((s for s in self._sentences if s.index == sentence.index - 1), None)
            subject = _SUBJECT.match(before.text) if before is not None else None
            kind = kind_of_source(subject.group()) if subject else "unknown"
            if subject is None or kind == "unknown":
                return None
            told = Attribution((subject.group(),), kind, "said", False, 0, 0)
        return replace(told, verb=says["verb"].lower(), start=says.start(), end=says.end())

    def telling(self, sentence: Sentence, trigger: Trigger, source: Attribution | None, placed: Placed) -> Telling:
        """Who tells of one trigger, and how it stands to the act."""
        source = _of_segment(sentence, trigger, source)
        countries = {p.country for p in placed.places if p.country}
        own, abroad = own_ground(sides_of(source, sentence.text), countries)
        ws = words(sentence.text[:2000])
        accused = bool(_ACCUSED & {w.text for w in ws})
        if source is None:
            return Telling(speaker=self.speaker, accused=accused)
        installed = _INSTALLED.search(sentence.text[max(0, source.start - 30) : source.end + 30]) is not None
        return Telling(
            kind="civil" if installed and source.kind == "official" else source.kind,
            who=", ".join(source.who),
            speaker=self.speaker,
            own_act=self._own_act(sentence, trigger, source),
            own_ground=own,
            abroad=abroad,
            foe=self._foe(sentence, source),
            accused=accused,
            admitted=source.verb in _ADMITS,
        )

    def _foe(self, sentence: Sentence, source: Attribution) -> bool:
        """Whether the sentence names another side than the source's, outside the name of the source."""
        sides = sides_of(source, sentence.text)
        return bool(sides) and bool(acting_countries(sentence.text, [(source.start, source.end)]) - sides)

    def _own_act(self, sentence: Sentence, trigger: Trigger, source: Attribution) -> bool:
        """Whether the source tells of what its own side did."""
        if source.end <= len(sentence.text):
            after = [w.text for w in words(sentence.text[source.end : source.end + 60])[:4]]
            if _OWN & set(after[1:]):
                return True
        named = {f.actor.name for f in find_actor_names(words(" ".join(source.who)))}
        if not named:
            return False
        acting = find_actors(sentence, Span(trigger.start, trigger.end), trigger.type, trigger.sub_type, "")
        return any(a.name in named for a in acting if a.role.startswith("initiator"))


def _of_another_clause(text: str, at: int, source: Attribution) -> bool:
    """Whether a source speaks only in a clause beside the trigger's: "A happened, and B insists that …"."""
    if source.start > at:
        return bool(_BESIDE.search(text[max(0, source.start - 16) : source.start])) and bool(
            _THAT.match(text[source.end : source.end + 40])
        )
    tail = text[: source.start].rstrip().endswith(",")
    return (
        tail and bool(_GOES_ON.match(text[source.end : source.end + 40])) and "reported" in text[source.end : at + 60]
    )


def _of_segment(sentence: Sentence, trigger: Trigger, source: Attribution | None) -> Attribution | None:
    """The source of the part between semicolons in which the trigger stands: "A happened; B said that C"."""
    at = trigger.start - sentence.start
    text = sentence.text
    if source is None or source.end > len(text) or _of_another_clause(text, at, source):
        return None
    if ";" not in text:
        return source
    first = text.rfind(";", 0, at) + 1
    last = text.find(";", at)
    segment = text[first : last if last >= 0 else len(text)]
    if first <= source.start < first + len(segment):
        return source
    found = find_attribution(segment)
    if found is None:
        return None
    return replace(found, start=found.start + first, end=found.end + first)


def credited(sentence: Sentence, trigger: Trigger, others: Iterable[Trigger]) -> tuple[str, ...]:
    """Names of those to whom a sentence credits one of its triggers.

    Of several parts between semicolons each has its own source; one without goes on with the last source before it, or
    has that with which the sentence closes, or that of a later part which tells of none of the `others`.
    """
    text = sentence.text[:4000]
    if ";" not in text:
        whole = find_attribution(text)
        return whole.who if whole else ()
    parts = [(m.start(), m.group()) for m in re.finditer(r"[^;]+", text)]
    at = trigger.start - sentence.start
    for start, part in reversed(parts):
        if start <= at and (found := find_attribution(part)) is not None:
            return found.who
    elsewhere = [one.start - sentence.start for one in others]
    for start, part in parts:
        found = find_attribution(part) if start > at else None
        alone = not any(start <= k < start + len(part) for k in elsewhere)
        if found and (alone or (start == parts[-1][0] and _closes(found, part))):
            return found.who
    return ()


def _closes(source: Attribution, part: str) -> bool:
    closing = _CLOSING.search(part)
    return closing is not None and source.start >= closing.start()
