"""Who tells of each incident: the source of its sentence, else the one that speaks in its section, else the article."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Span
from geo.reading.actor_names import find_actor_names
from geo.reading.actors import find_actors
from geo.reading.attribution import Attribution, find_attribution
from geo.reading.document import Document, Sentence
from geo.reading.linking import Placed
from geo.reading.quantities import words
from geo.reading.reported import Telling, own_ground
from geo.reading.speakers import acting_countries, find_speaker, sides_of
from geo.reading.triggers import Trigger

#: Sources of these kinds keep the word until another one speaks.
_HOLDS = frozenset({"belligerent", "civil", "official"})
_OWN = frozenset({"it", "its", "their", "they", "our", "we"})
#: States that a government's statement accuses by these words.
_ACCUSED = frozenset({"regime", "regime's", "asad", "assad", "russia", "russia's", "russian"})


class Hearing:
    """Keeps the speakers of a document while it is read from top to bottom."""

    def __init__(self, document: Document) -> None:
        article = document.article
        self.speaker = find_speaker(article.title or "", article.text)
        self._carried: Attribution | None = None

    def enter(self, sentence: Sentence, *, heading: bool) -> None:
        """Begin a sentence; a new heading takes the word from whoever had it."""
        if heading:
            self._carried = None

    def source(self, sentence: Sentence) -> Attribution | None:
        """The source that a sentence names; in a one-sided article the section's speaker goes on speaking."""
        found = find_attribution(sentence.text)
        if found is not None and found.kind in _HOLDS:
            self._carried = found
        if found is None and self.speaker.voice in ("party", "civil"):
            return self._carried
        return found

    def telling(self, sentence: Sentence, trigger: Trigger, source: Attribution | None, placed: Placed) -> Telling:
        """Who tells of one trigger, and how it stands to the act."""
        source = _of_segment(sentence, trigger, source)
        countries = {p.country for p in placed.places if p.country}
        own, abroad = own_ground(sides_of(source, sentence.text), countries)
        ws = words(sentence.text[:2000])
        accused = bool(_ACCUSED & {w.text for w in ws})
        if source is None:
            return Telling(speaker=self.speaker, accused=accused)
        return Telling(
            kind=source.kind,
            who=", ".join(source.who),
            speaker=self.speaker,
            own_act=self._own_act(sentence, trigger, source),
            own_ground=own,
            abroad=abroad,
            foe=self._foe(sentence, source),
            accused=accused,
        )

    def _foe(self, sentence: Sentence, source: Attribution) -> bool:
        """Whether the sentence names another side than the source's, outside the name of the source."""
        sides = sides_of(source, sentence.text)
        named = acting_countries(sentence.text, [(source.start, source.end)])
        return bool(sides) and bool(named - sides)

    def _own_act(self, sentence: Sentence, trigger: Trigger, source: Attribution) -> bool:
        """Whether the source tells of what its own side did."""
        if source.end <= len(sentence.text):
            after = [w.text for w in words(sentence.text[source.end : source.end + 60])[:4]]
            if _OWN & set(after[1:]):
                return True
        named = {f.actor.name for f in find_actor_names(words(" ".join(source.who)))}
        acting = find_actors(sentence, Span(trigger.start, trigger.end), trigger.type, trigger.sub_type, "")
        return any(a.name in named for a in acting if a.role.startswith("initiator"))


def _of_segment(sentence: Sentence, trigger: Trigger, source: Attribution | None) -> Attribution | None:
    """The source of the part between semicolons in which the trigger stands: "A happened; B said that C"."""
    at = trigger.start - sentence.start
    text = sentence.text
    if source is None or ";" not in text or source.end > len(text):
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
