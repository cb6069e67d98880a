"""One article in, one Reading out: the order of the steps of reading, written once."""

from __future__ import annotations

from geo.errors import InputError
from geo.language import ENGLISH, language_name, language_of
from geo.model import Article, Mention, Reading, Role, Skip
from geo.places.gazetteer import Gazetteer
from geo.reading.boilerplate import find_boilerplate
from geo.reading.dates import find_dates
from geo.reading.document import Document, Name
from geo.reading.events import read_events
from geo.reading.foreign import find_foreign
from geo.reading.sentences import split_sentences
from geo.reading.shelf import Shelf
from geo.reading.toponyms import find_names
from geo.reading.version import EXTRACTOR

__all__ = ["EXTRACTOR", "read"]

#: A line longer than this is read up to here: real paragraphs are shorter, hostile ones must not hang (characters).
MAX_PARAGRAPH = 20_000
#: An article is read up to here (characters); the rest is listed as skipped.
MAX_TEXT = 2_000_000


def read(article: Article, gazetteer: Gazetteer) -> Reading:
    """Read one article.

    Parameters
    ----------
    article:
        The article with its publication day, which dates count from; None leaves relative dates open.
    gazetteer:
        Where place names are looked up.

    Raises
    ------
    InputError
        When it is in a language that the project leaves aside.
    """
    language = language_of(article.text)
    if gazetteer.interest.languages and language not in gazetteer.interest.languages:
        taken = ", ".join(map(language_name, gazetteer.interest.languages))
        msg = f"{article.origin or article.id}: it is in {language_name(language)}; this project takes {taken}"
        raise InputError(msg)
    if language != ENGLISH:
        return _places_only(article, gazetteer, language)
    document = look_over(article, gazetteer)
    events = read_events(document, gazetteer)
    return Reading(
        article=article,
        mentions=tuple(_mention(n, events.roles) for n in document.names),
        demonyms=document.demonyms,
        dates=tuple(document.dates),
        reports=events.reports,
        skipped=tuple(sorted((*document.skipped, *events.skipped), key=lambda s: (s.start, s.end))),
    )


def _places_only(article: Article, gazetteer: Gazetteer, language: str) -> Reading:
    """An article in another language: its places are listed, and marked as such; there are no dates and no events."""
    text, cut = readable(article.text)
    names = find_foreign(text, split_sentences(text), gazetteer)
    spoken = language_name(language)
    why = f"in an article in {spoken}: places are found by the gazetteer, what happened there is not read"
    said = f"language: the article is in {spoken}; its places are listed, its events are not read"
    return Reading(
        article=article,
        mentions=tuple(_mention(n, {(n.start, n.end): ("background", why)}) for n in names),
        demonyms=(),
        dates=(),
        reports=(),
        skipped=(Skip(0, max(1, text.find("\n")) if "\n" in text else len(text), said), *cut),
    )


def look_over(article: Article, gazetteer: Gazetteer) -> Document:
    """Cut an article into sentences and find its names and dates: all that is known before its events are read."""
    text, cut = readable(article.text)
    boilerplate = find_boilerplate(text)
    every = split_sentences(text)
    sold = Shelf(boilerplate)
    sentences = tuple(s for s in every if not ((last := sold.last_before(s.start)) and s.start < last.end))
    names, demonyms = find_names(text, every, gazetteer, gazetteer.leaning(article.source))
    dates = find_dates(text, every, article.published)
    return Document(article, sentences, names, demonyms, dates, (*boilerplate, *cut))


def readable(text: str) -> tuple[str, tuple[Skip, ...]]:
    """Blank out what is too long to be prose; offsets stay as they are.

    Returns
    -------
    tuple
        The text with the tail of over-long lines (and of an over-long article) replaced by blanks, and those
        stretches with the reason.
    """
    if len(text) <= MAX_PARAGRAPH:
        return text, ()
    parts: list[str] = []
    cut: list[Skip] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        limit = min(start + MAX_PARAGRAPH, MAX_TEXT)
        if end > limit:
            keep = max(limit, start)
            cut.append(Skip(keep, end, f"a line longer than {MAX_PARAGRAPH} characters is not prose"))
            line = line[: keep - start] + " " * (end - keep)
        parts.append(line)
        start = end + 1
    return "\n".join(parts), tuple(cut)


def _mention(name: Name, roles: dict[tuple[int, int], tuple[Role, str]]) -> Mention:
    role, reason = roles.get((name.start, name.end), ("background", "in a line that is not read"))
    if name.sense != "literal":
        role, reason = name.sense, name.sense_reason
    return Mention(
        start=name.start,
        end=name.end,
        name=name.name,
        role=role,
        role_reason=reason,
        place=name.place,
        score=name.score,
        alternatives=name.alternatives,
        relation=name.relation,
    )
