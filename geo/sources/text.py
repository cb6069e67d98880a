"""Articles as text: a file or an upload with an optional header, or pasted text.

The header is lines ``title: …``, ``source: …``, ``url: …``, ``published: YYYY-MM-DD``, ended by an empty line; it may
stand between lines of three hyphens. ``Article.text`` is what follows it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date

from geo.errors import InputError
from geo.model import Article, web_host
from geo.sources.days import read_day
from geo.sources.decode import check_text, decode

KEYS = ("title", "source", "url", "published")
#: A first line of at most this many characters, followed by an empty line, is the title.
TITLE_CHARACTERS = 150
#: An address of so many characters or more is none to be kept.
LONGEST_ADDRESS = 2000

_HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z_-]{0,19}):[ \t]*(.*)")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def article_from_bytes(data: bytes, name: str, *, identity: str | None = None) -> Article:
    """The article in a text file or upload.

    Parameters
    ----------
    data
        The file as it is.
    name
        Its path or name, for messages and as origin.
    identity
        What it is known by when its text changes; a ``url:`` in the header goes before it.

    Raises
    ------
    InputError
        When it is empty, binary, in an unknown encoding, or its header cannot be understood.
    """
    return _article(decode(data, name), name, identity)


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    published: date | None = None,
) -> Article:
    """The article in pasted text; it may begin with a header, over which the arguments go.

    Raises
    ------
    InputError
        When there is no text, or its header cannot be understood.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_text(text, "the pasted text")
    given = {"title": title, "source": source, "url": url}
    return _article(text, "pasted", None, {key: value for key, value in given.items() if value}, published)


def content_id(text: str) -> str:
    """An article's id where none is given: the same text has the same id everywhere."""
    return "t" + hashlib.sha256(text.encode()).hexdigest()[:15]


def check_url(url: str, where: str) -> str:
    """`url`, if it is a web address and so may become a link.

    Raises
    ------
    InputError
        When it is none; `where` says in which file and line.
    """
    if not _WEB.match(url) or not web_host(url):
        msg = f"{where}: url must begin with https:// or http://, got {url[:40]!r}. Correct it, or leave it out"
        raise InputError(msg)
    return url


def web_address(found: object) -> str | None:
    """A link that a page or feed gives, if it is one of the web: they may hold ``javascript:`` and ``file:`` too."""
    return found if isinstance(found, str) and len(found) < LONGEST_ADDRESS and web_host(found) else None


def _article(
    text: str, name: str, identity: str | None, given: Mapping[str, str] | None = None, published: date | None = None
) -> Article:
    lines, body = _split(text, name)
    header = {key: value for key, (value, _) in lines.items()} | dict(given or {}) | _day(lines, name, published)
    if not body.strip():
        msg = f"{name}: no text follows the header. Put the article's text below the empty line"
        raise InputError(msg)
    body = body.strip()
    url = check_url(header["url"], name) if "url" in header else None
    day = header.get("published")
    basis = "unknown" if day is None else "declared" if published else "header"
    reason = {"unknown": "no publication date", "declared": "entered with the article", "header": f"the header: {day}"}
    return Article(
        id=content_id(body),
        text=body,
        title=header.get("title") or _first_line(body),
        source=header.get("source"),
        url=url,
        published=None if day is None else date.fromisoformat(day),
        published_basis=basis,  # type: ignore[arg-type]
        published_reason=reason[basis],
        origin=name,
        identity=f"url:{url}" if url else identity,
    )


def _day(header: Mapping[str, tuple[str, int]], name: str, published: date | None) -> dict[str, str]:
    if published is not None:
        return {"published": published.isoformat()}
    value, line = header.get("published", ("", 0))
    return {"published": read_day(value, f"{name}, line {line}").isoformat()} if value else {}


def _split(text: str, name: str) -> tuple[dict[str, tuple[str, int]], str]:
    """The header as key -> (value, line number), and the text below it."""
    lines = text.lstrip("\ufeff").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fenced = lines[start].strip() == "---"
    first = _HEADER_LINE.fullmatch(lines[start + fenced].strip()) if start + fenced < len(lines) else None
    if first is None or first[1].lower() not in KEYS:
        return {}, text
    header: dict[str, tuple[str, int]] = {}
    for number in range(start + fenced, len(lines)):
        line = lines[number].strip()
        if not line or (fenced and line == "---"):
            return {key: found for key, found in header.items() if found[0]}, "\n".join(lines[number + 1 :])
        match = _HEADER_LINE.fullmatch(line)
        if match is not None and match[1].lower() in KEYS and match[1].lower() in header:
            msg = f"{name}, line {number + 1}: the header gives {match[1].lower()!r} twice. Keep one of the two lines"
            raise InputError(msg)
        if match is None or match[1].lower() in header:
            return _no_header(header, text, f"{name}, line {number + 1}")
        header[match[1].lower()] = match[2].strip().strip("\"'"), number + 1
    return header, ""


def _no_header(header: Mapping[str, object], text: str, where: str) -> tuple[dict[str, tuple[str, int]], str]:
    """A line that breaks the header: prose may begin with "Source: …", but not with "published: …"."""
    if "published" in header or "url" in header:
        msg = f"{where}: the header must end with an empty line. Put one above this line"
        raise InputError(msg)
    return {}, text


def titled(text: str, title: str | None) -> str | None:
    """The title that a file names, else the first line of its text where it stands alone and is short."""
    return title or _first_line(text)


def _first_line(body: str) -> str | None:
    first, _, rest = body.partition("\n")
    first = first.strip().lstrip("#").strip()
    alone = rest.startswith("\n") or not rest.split("\n", 1)[0].strip()
    return first if rest and alone and 0 < len(first) <= TITLE_CHARACTERS else None
