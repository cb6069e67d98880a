"""What a following sentence takes back: a report that is withdrawn, a rumour that is denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.reading.document import Sentence
from geo.reading.drafts import Draft
from geo.reading.status import RUMOUR


def withdraw(drafts: Sequence[Draft], sentence: Sentence) -> None:
    """A correction that follows in the same passage withdraws what the sentence before it told."""
    for draft in reversed(drafts[-2:]):
        near = sentence.index - draft.sentence.index
        if (
            draft.sentence.paragraph == sentence.paragraph
            and 1 <= near <= 2
            and draft.status in ("occurred", "alleged")
        ):
            draft.verdict = replace(draft.verdict, status="retracted", reason="withdrawn in the sentence that follows")
            draft.add_sentence(sentence)


def deny_rumour(drafts: Sequence[Draft], sentence: Sentence) -> None:
    """A denial that follows at once takes the ground from what only a message told: "The governor denied it."."""
    draft = drafts[-1] if drafts else None
    if draft is not None and draft.trigger.rule == RUMOUR and sentence.index - draft.sentence.index == 1:
        draft.verdict = replace(draft.verdict, status="denied", reason="denied in the sentence that follows")
        draft.add_sentence(sentence)
