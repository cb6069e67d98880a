"""The last word on every name: does an incident stand there, is it only around one, or is it background?"""

from __future__ import annotations

from collections.abc import Sequence

from geo.model import Role
from geo.reading.document import Document, Name
from geo.reading.drafts import Draft
from geo.reading.linking import contains, seat_of_source


def rule_roles(document: Document, drafts: Sequence[Draft]) -> dict[tuple[int, int], tuple[Role, str]]:
    """Role and reason of every name of a document, by its offsets."""
    spots = {(p.mention.start, p.mention.end) for d in drafts for p in d.placed.places if p.mention}
    spots |= {(n.start, n.end) for d in drafts for n in d.placed.used}
    around = {(n.start, n.end) for d in drafts for n in d.placed.containers}
    told = [(s.start, s.end, d) for d in drafts for s in (d.sentence, *d.more)]
    held = [n for n in document.names if (n.start, n.end) in spots]
    roles: dict[tuple[int, int], tuple[Role, str]] = {}
    for name in document.names:
        key = (name.start, name.end)
        if name.sense != "literal":
            roles[key] = (name.sense, name.sense_reason)
        elif key in spots:
            roles[key] = ("location", "an incident stands here")
        elif key in around:
            roles[key] = ("container", "a wider place around an incident")
        else:
            roles[key] = _other(name, document, told, held)
    return roles


def _other(
    name: Name, document: Document, told: Sequence[tuple[int, int, Draft]], held: Sequence[Name]
) -> tuple[Role, str]:
    """Role of a literal name that no incident used directly."""
    sentence = next((s for s in document.sentences if s.start <= name.start < s.end), None)
    if sentence is not None and seat_of_source(name, sentence):
        return "background", "where a source sits"
    paragraph = sentence.paragraph if sentence else -1
    for start, end, draft in told:
        if start <= name.start < end and name.place is not None:
            for place in draft.placed.places:
                if place.place_id == name.place.id and name.place.level != "country":
                    return "location", "named again with its incident"
    near = [h for h in held if _paragraph(document, h) == paragraph or paragraph <= 0 or _heads(document, name)]
    if any(contains(name, other) for other in near):
        return "container", "a wider place around an incident of this passage"
    return "background", "named, but no incident stands here"


def _paragraph(document: Document, name: Name) -> int:
    return next((s.paragraph for s in document.sentences if s.start <= name.start < s.end), -1)


def _heads(document: Document, name: Name) -> bool:
    """Whether a name stands in a heading: a line of a few words."""
    text = document.article.text
    start = text.rfind("\n", 0, name.start) + 1
    end = text.find("\n", name.end)
    return len(text[start : end if end >= 0 else len(text)].split()) <= 8
