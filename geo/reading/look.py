"""Where a word that bears on an incident stands: before it, behind it, in its clause or anywhere in the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.reading.clauses import Clause
from geo.reading.lexicon import Mark
from geo.reading.triggers import SentenceView, Trigger

#: Words of accusation that also describe people.
_SUPPOSED = frozenset({"suspected", "alleged"})
#: Wherever in a clause one of these stands, all of it is hearsay.
_HEARSAY = frozenset({"reportedly", "allegedly", "purportedly"})
#: How many tokens behind a noun its future may stand.
_AHEAD_REACH = 9


@dataclass(frozen=True, slots=True)
class Look:
    """Where a cue stands relative to the trigger."""

    seen: SentenceView
    clause: Clause
    head: Mark

    def sentence(self, name: str) -> bool:
        """Anywhere in the sentence."""
        return bool(self.seen.marked.of(name))

    def same(self, name: str) -> bool:
        """Before the trigger, in its own clause or in the subject that it shares."""
        shared = self.clause.subject
        return any(
            self.clause.first <= m.first < self.head.first or shared[0] <= m.first < shared[1]
            for m in self.seen.marked.of(name)
        )

    def governed(self) -> bool:
        """Whether a word of the future governs the trigger; not across "that has"."""
        words = [t.text for t in self.seen.marked.tokens[self.clause.first : self.clause.first + 2]]
        own = [m for m in self.seen.marked.of("CUE_FUTURE") if self.clause.first <= m.first < self.head.first]
        return bool(own) if words[:1] == ["that"] and words[1:] != ["will"] else self.same("CUE_FUTURE")

    def earlier(self, name: str) -> bool:
        """Before the trigger, in its own clause or in one that reports it."""
        first = self.clause.first
        for clause in reversed(self.seen.clauses):
            if clause.last == first and (clause.kind in ("report", "joined") or self.clause.kind == "joined"):
                first = clause.first
        return any(first <= m.first < self.head.first for m in self.seen.marked.of(name))

    def alleged(self) -> bool:
        """Whether a word of accusation reaches the trigger; "suspected gang members" only says who they are."""
        marked = self.seen.marked
        people = {m.first for name in ("GUNMEN", "ARMED", "PERSON", "CIVIL") for m in marked.of(name)}
        attributes = {
            m.first
            for m in marked.of("CUE_ALLEGE")
            if marked.tokens[m.first].text in _SUPPOSED and people & set(range(m.last, m.last + 3))
        }
        first = {m.first for m in marked.of("CUE_ALLEGE")}
        inside = range(self.clause.first, self.clause.last)
        if any(marked.tokens[k].text in _HEARSAY for k in inside):
            return True
        return self.earlier("CUE_ALLEGE") and not (attributes and first <= attributes)

    def behind(self, names: Iterable[str], reach: int = 6) -> bool:
        """Whether one of these words or classes follows the trigger closely: "the talks could be held in X"."""
        last = min(self.head.last + reach, self.clause.last)
        return any(self.head.last <= m.first < last for name in names for m in self.seen.marked.of(name))

    def ahead(self) -> bool:
        """Whether a word of the future follows the trigger, with no relative clause between."""
        reach = min(self.head.last + _AHEAD_REACH, self.clause.last)
        words = [t.text for t in self.seen.marked.tokens]
        return any(
            self.head.last <= m.first < reach and not {"that", "which", "who"} & set(words[self.head.last : m.first])
            for m in self.seen.marked.of("CUE_FUTURE")
        )

    def called_off(self) -> bool:
        """Whether the words after the trigger say that it did not come about."""
        reach = self.head.last + 14
        return any(self.head.last <= m.first < min(reach, self.clause.last) for m in self.seen.marked.of("NOT_CANCEL"))

    def head_word(self) -> str:
        """The trigger's first word, in lower case."""
        return self.seen.marked.tokens[self.head.first].text

    def near(self, name: str, reach: int) -> bool:
        """At most so many tokens before the trigger, in its clause."""
        return any(
            self.head.first - reach <= m.first < self.head.first and m.first >= self.clause.first
            for m in self.seen.marked.of(name)
        )


def head_of(seen: SentenceView, trigger: Trigger) -> Mark:
    """The first token of a trigger, as a mark."""
    at = trigger.start - seen.sentence.start
    first = next(i for i, t in enumerate(seen.marked.tokens) if t.end > at)
    return Mark(first, first + 1, trigger.form)
