"""Saved web pages: body, title, author, day and address of the article, without what stands around it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import YEARS
from geo.sources.decode import MARKS, check_size, decode, is_damaged, old_encoding
from geo.sources.page_lines import article_lines
from geo.sources.page_shape import in_order, prepare, show_captions
from geo.sources.text import LONGEST_ADDRESS, TITLE_CHARACTERS, content_id, web_address

#: A page of more than this is refused: saved pages that hold their pictures are larger, but then they are slow too.
MAX_PAGE_BYTES = 10_000_000
#: More elements than this are no article: 39,000 take eight seconds, and time grows with them.
MAX_ELEMENTS = 20_000
#: So deep does the parser go; it leaves out what lies deeper.
MAX_DEPTH = 250
#: Latest day that a page may give; nothing here asks what day it is today.
LAST_DAY = f"{YEARS[-1]}-12-31"
#: A heading of so many characters is no name of a section.
LONG_HEADING = 25
#: A name of a page of fewer words is none of an article.
FEWEST_WORDS = 3
#: An article has at least so many characters.
SHORTEST = 60

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
#: Control characters, as "&#1;" makes them.
_NO_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
#: A title is parted from the name of the site by one of these.
_SITE = re.compile(r"\s+[|–—·•»-]\s+")


class Page(NamedTuple):
    """What a page says of its article."""

    text: str
    title: str | None
    source: str | None
    author: str | None
    url: str | None
    day: date | None


def article_from_page(data: bytes, name: str, *, identity: str | None = None, url: str | None = None) -> Article:
    """The article of a saved web page.

    Parameters
    ----------
    data
        The page as it is.
    name
        Its path or name, for messages and as origin.
    identity
        What it is known by when it has no address.
    url
        Where it was fetched; an address that the page gives as its own goes before it.

    Raises
    ------
    InputError
        When there is no article in it, or it is too large or nested too deeply.
    """
    page = read_page(data, name, url)
    by = f" (by {page.author})" if page.author else ""
    return Article(
        id=content_id(page.text),
        text=page.text,
        title=page.title,
        source=page.source,
        url=page.url,
        published=page.day,
        published_basis="declared" if page.day else "unknown",
        published_reason=f"given by the page{by}" if page.day else "no publication date",
        origin=name,
        identity=f"url:{page.url}" if page.url else identity,
    )


def read_page(data: bytes, name: str, url: str | None = None) -> Page:
    """What the page says of its article; the same errors as ``article_from_page``."""
    if len(data) > MAX_PAGE_BYTES:
        msg = f"{name}: {len(data) / 1e6:.1f} MB is too large for a page (at most {MAX_PAGE_BYTES / 1e6:.0f} MB)"
        raise InputError(msg)
    tree = parsed(data, name)
    own = _address(tree) or url
    prepare(tree)
    found = _extract(tree, own)
    if found is None and show_captions(tree):
        found = _extract(tree, own)
    if found is None:
        msg = (
            f"{name}: there is no article in this page. Save the page of one article, or copy its text into a .txt file"
        )
        raise InputError(msg)
    title = _title(tree, found)
    lines = [" ".join(line.split()) for line in (found.text or "").split("\n")]
    text = "\n\n".join(article_lines(in_order(lines, tree), title))
    if len(text) < SHORTEST:
        msg = f"{name}: there is no article in this page, only {len(text)} characters. Copy its text into a .txt file"
        raise InputError(msg)
    source = found.sitename or None
    return Page(text, title, source, found.author or None, own, _day(found.date))


def paragraphs(fragment: str) -> str:
    """The text of a piece of HTML, such as a feed or an e-mail holds, with a line for each paragraph."""
    if "<" not in fragment:
        return _unescaped(fragment).strip()
    tree = _tree(fragment.encode("utf-8", "replace"), "utf-8")
    if tree is None:
        return ""
    for element in list(tree.iter("script", "style", "head", "template", "noscript")):
        element.drop_tree()
    for element in tree.iter("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table"):
        element.tail = "\n" + (element.tail or "").translate(_NO_CONTROLS)  # lxml gives them out and takes none back
        if element.tag != "br":
            element.text = "\n" + (element.text or "").translate(_NO_CONTROLS)
    lines = (" ".join(line.split()) for line in tree.text_content().translate(_NO_CONTROLS).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _utf8(data: bytes, name: str) -> bytes:
    """A page as UTF-8: in the encoding that its letters show, for what pages declare is often not so."""
    mark = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    try:
        return data.decode(mark or "utf-8").encode()
    except UnicodeDecodeError:
        if mark is not None or is_damaged(data):
            return data.decode(mark or "utf-8", "replace").encode()
    found = _CHARSET.search(data[:4096])
    declared = found[1].decode().lower() if found else ""
    if declared in ("", "utf-8", "utf8", "iso-8859-1", "latin-1", "windows-1252"):
        declared = old_encoding(data) or "cp1252"
    try:
        return data.decode(declared, "replace").encode()
    except LookupError:
        return decode(data, name).encode()


def _tree(data: bytes, encoding: str) -> Any:
    from lxml import etree, html  # 0.1 s to import

    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def parsed(data: bytes, name: str) -> Any:
    """The tree of a page (lxml), decoded; the errors of ``article_from_page`` for what is too much."""
    tree = _tree(_utf8(data, name), "utf-8")
    if tree is None:
        msg = f"{name}: there is nothing in this page. Save it again, or copy its text into a .txt file"
        raise InputError(msg)
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        msg = f"{name}: a page of more than {MAX_ELEMENTS:,} elements is no article. Copy its text into a .txt file"
        raise InputError(msg)
    words = sum(len(e.text or "") for e in tree.iter() if e.tag not in ("script", "style")) + sum(
        len(e.tail or "") for e in tree.iter()
    )
    check_size(words, name)
    if _depth(tree) > MAX_DEPTH:
        msg = f"{name}: its elements are nested deeper than {MAX_DEPTH} levels. Copy its text into a .txt file"
        raise InputError(msg)
    return tree


def _depth(tree: Any) -> int:
    depth = deepest = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _extract(tree: Any, url: str | None) -> Any:
    from trafilatura import bare_extraction  # 0.6 s to import

    days = {"original_date": True, "extensive_search": True, "max_date": LAST_DAY}
    return bare_extraction(
        tree, url=url, with_metadata=True, favor_precision=True, fast=True, include_comments=False,
        include_tables=True, date_extraction_params=days,
    )  # fmt: skip


def _address(tree: Any) -> str | None:
    """The page's own address, if it is one of the web."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in tree.xpath(path):
            if len(found) < LONGEST_ADDRESS and (own := web_address(str(found).strip())):
                return own
    return None


def _title(tree: Any, found: Any) -> str | None:
    """The article's headline: a heading that the page is named after, else the only large one, else the name.

    The name of the site, which stands beside it after a bar or a dash, is left out.
    """
    meta = tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content")
    names = [" ".join(name.split()) for name in (*meta, tree.findtext(".//title") or "", found.title or "")]
    parts = {part for name in names if name for part in (name, *_SITE.split(name))}
    large = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    others = [" ".join(heading.text_content().split()) for heading in tree.iter("h2", "h3")]
    named = [heading for heading in (*large, *others) if heading in parts and heading != found.sitename]
    # "Print: …": the name of the page ends in a heading that is long enough to be one of an article
    named = named or [
        heading for heading in others if len(heading) >= LONG_HEADING and any(n.endswith(heading) for n in names)
    ]
    if named:
        return str(max(named, key=len))
    if len(large) == 1 and large[0]:
        return str(large[0])
    first = next((name for name in names if name), "")
    if not others and len(first.split()) < FEWEST_WORDS and (heading := _large_letters(tree)):
        return heading
    return max(_SITE.split(first), key=len) or None


def _large_letters(tree: Any) -> str | None:
    """The first line in large letters, as pages without headings have it; the name of such a page is that of a form."""
    lines = (" ".join(one.text_content().split()) for one in tree.xpath("//font[@size>=4 or starts-with(@size, '+')]"))
    return next((line for line in lines if LONG_HEADING <= len(line) <= TITLE_CHARACTERS), None)


def _day(found: str | None) -> date | None:
    try:
        day = date.fromisoformat((found or "")[:10])
    except ValueError:
        return None
    return day if day.year in YEARS else None
