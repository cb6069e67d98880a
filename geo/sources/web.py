"""An article by its web address, where the user has allowed that it is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from geo.errors import InputError
from geo.model import Article
from geo.settings import Settings
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.fetch import Fetched, check_allowed, fetch
from geo.sources.kinds import EXTENSIONS, by_name, read_kind

#: Media type -> the extension under which its readers know such a file.
EXTENSION = {
    "text/plain": ".txt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}

#: What holds one article, known by the address that it came from; the items of a feed have addresses of their own.
SINGLE = (".txt", ".html")


def is_address(text: str) -> bool:
    """Whether this is meant as a web address, not as a file."""
    return text.lower().startswith(("http://", "https://"))


def read_address(url: str, settings: Settings, **how: Any) -> Iterator[Article | Failure]:
    """The articles at a web address, known by that address from then on.

    Parameters
    ----------
    url
        The address.
    settings
        They say whether anything may be fetched.
    how
        Handed to ``fetch``; given by tests.

    Raises
    ------
    UsageError
        Unless fetching is allowed.
    """
    check_allowed(settings)
    try:
        yield from articles_of(fetch(url, **how), url)
    except InputError as error:
        yield Failure(printable(url), error)


def articles_of(found: Fetched, url: str) -> list[Article | Failure]:
    """The articles in what was fetched from `url`, known by the address that it came from.

    Raises
    ------
    InputError
        When nothing in it can be read.
    """
    articles: list[Article | Failure] = []
    for one in _read(found):
        # Whatever a page says of its own address: it must not take the place of an article from elsewhere.
        if isinstance(one, Article) and (one.url is None or EXTENSION[found.type] in SINGLE):
            one = replace(one, url=found.url, origin=printable(url), identity=f"url:{found.url}")
        articles.append(one)
    return articles


def _read(found: Fetched) -> Iterator[Article | Failure]:
    extension = EXTENSION[found.type]
    if extension not in EXTENSIONS:
        msg = f"{printable(found.url[:100])}: articles of the type {found.type} are not read yet; save it as text"
        raise InputError(msg)
    name = PurePosixPath(printable(found.url)).name.split("?")[0][:100] or "page"
    content = found.content
    if extension == ".txt" and found.charset not in (None, "utf-8", "us-ascii"):
        try:
            content = content.decode(str(found.charset)).encode()
        except (LookupError, UnicodeDecodeError) as error:
            msg = f"{printable(found.url[:100])}: its text is not {printable(str(found.charset)[:30])}, as it says"
            raise InputError(msg) from error
    name = name if name.lower().endswith(extension) else name + extension
    kind = by_name(name)  # as it was served, whatever its first bytes look like
    if kind is not None:
        yield from read_kind(kind, content, name)
