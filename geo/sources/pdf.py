"""PDF documents: their text, with the lines of a paragraph put together again."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from itertools import groupby
from statistics import median
from time import monotonic
from typing import Any

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import check_size, check_text
from geo.sources.text import content_id, titled

MAX_PDF_BYTES = 30_000_000
#: More pages than this are a book.
MAX_PAGES = 200
#: A document that takes longer is given up (s).
MAX_S = 20.0
#: A line of less than this share of the usual width that ends a sentence ends its paragraph.
SHORT_SHARE = 0.8
_END = (".", "!", "?", ".”", '."', ":", ".)", "؟", ".»")
#: Letters so many times as large as most are a heading; it has so many characters or more, and at most so many.
LARGER, SHORTEST_HEADING, LONGEST_HEADING = 1.15, 12, 300
#: So many lines at the top and at the foot of a page may be the same on every one.
EDGE_LINES = 2
#: How a page of pictures of letters gives Arabic: by their forms.
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
_STOP_FIRST, _STOP_LAST = re.compile(r"^\s*[.،؟:]", re.MULTILINE), re.compile(r"[.،؟:]\s*$", re.MULTILINE)


def article_from_pdf(data: bytes, name: str, *, identity: str | None = None) -> Article:
    """The article in a PDF document; one that holds only pictures of text is refused.

    Parameters
    ----------
    data
        The file as it is.
    name
        Its path or name, for messages and as origin.
    identity
        What it is known by when its text changes.

    Raises
    ------
    InputError
        When it is locked, damaged, too large, without text, or no PDF.
    """
    pages, title = _read(data, name)
    text = "\n\n".join(paragraphs_of(pages))
    if not text.strip():
        msg = f"{name}: there is no text in this PDF, only pictures of pages. Give it as text"
        raise InputError(msg)
    check_size(len(text), name)
    check_text(text, name)
    return Article(id=content_id(text), text=text, title=titled(text, title), origin=name, identity=identity)


def _read(data: bytes, name: str) -> tuple[list[str], str | None]:
    from pypdf import PdfReader  # 0.2 s to import
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every slip that it repairs
    locked = f"{name}: this PDF is locked with a password. Save a copy that is not"
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(locked)
        _check_pages(reader, name)
        return _texts(reader, name), _title(reader)
    except InputError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise InputError(locked) from error
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, OSError,
            AssertionError, NotImplementedError, MemoryError) as error:  # fmt: skip
        # pypdf raises nearly anything on a document that was cut or spoilt
        msg = f"{name}: this PDF is damaged ({type(error).__name__}). Save it again, or give its text as .txt"
        raise InputError(msg) from error


def _check_pages(reader: Any, name: str) -> None:
    """Refuse a book by what it says of itself: to count the pages takes long."""
    said = reader.root_object["/Pages"].get_object().get("/Count", 0)
    if isinstance(said, int) and said > MAX_PAGES:
        msg = f"{name}: {said:,} pages are too many for one article (at most {MAX_PAGES}). Save the pages that matter"
        raise InputError(msg)


def _texts(reader: Any, name: str) -> list[str]:
    began, found = monotonic(), []
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES or monotonic() - began > MAX_S:
            msg = f"{name}: this PDF is too large to be read (page {number + 1}). Give its text as .txt"
            raise InputError(msg)
        found.append(in_logical_order(_text_of(page)))
    return found


def _text_of(page: Any) -> str:
    """The text of a page; what stands in larger letters is apart from it, and in smaller ones on lines of its own."""
    pieces: list[tuple[str, float]] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        pieces.append((text, abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1]))))

    whole = page.extract_text(visitor_text=see) or ""
    if "".join(text for text, _ in pieces) != whole:
        return str(whole)
    sizes: Counter[float] = Counter()
    for text, size in pieces:
        sizes[round(size, 1)] += len(text.strip())
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    kinds: list[str] = []
    for text, size in pieces:
        if not text.strip():
            kinds.append(kinds[-1] if kinds else "")
        else:
            kinds.append("\n\n" if size > LARGER * usual else "\n" if size * LARGER < usual else "")
    if sum(len(text) for (text, _), kind in zip(pieces, kinds, strict=True) if kind == "\n\n") > LONGEST_HEADING:
        return str(whole)
    told: list[str] = []
    for kind, run in groupby(zip(pieces, kinds, strict=True), key=lambda one: one[1]):
        part = "".join(text for (text, _), _ in run)
        apart = kind if len(part.strip()) >= SHORTEST_HEADING else ""  # not the large first letter of a text
        told.append(f"{apart}{part}{apart}")
    return "".join(told)


def in_logical_order(page: str) -> str:
    """Arabic as it is typed, where a page gives the forms of its letters, and its words from left to right."""
    if not _FORMS.search(page):
        return page
    page = unicodedata.normalize("NFKC", page)
    if len(_STOP_FIRST.findall(page)) <= len(_STOP_LAST.findall(page)):
        return page
    lines = (re.sub(r"^([.،؟:]+)(\S+)$", r"\2\1", word) for word in re.split(r"(\s+)", page))
    return "\n".join("".join(reversed(re.split(r"(\s+)", line))) for line in "".join(lines).split("\n"))


def paragraphs_of(pages: list[str]) -> list[str]:
    """The paragraphs of a document, also across its pages, without the lines that are the same on them."""
    found: list[str] = []
    for page in without_edges(pages):
        new = unwrapped(page)
        if found and new and not found[-1].endswith(_END) and new[0][:1].islower():
            new[0] = _joined(found.pop(), new[0])
        found += new
    return found


def without_edges(pages: list[str]) -> list[str]:
    """`pages` without running heads and feet: what stands at an edge of most pages, but for its number."""
    split = [page.split("\n") for page in pages]
    if len(pages) < EDGE_LINES:
        return pages
    edges = [{_plain(line) for line in _edges(lines)} for lines in split]
    counts = Counter(line for one in edges for line in one)
    same = {line for line, count in counts.items() if count > len(pages) / 2}
    return [
        "\n".join("" if _plain(line) in same and line in _edges(lines) else line for line in lines) for lines in split
    ]


def _edges(lines: list[str]) -> list[str]:
    told = [line for line in lines if line.strip()]
    return told[:EDGE_LINES] + told[max(len(told) - EDGE_LINES, EDGE_LINES) :]


def _plain(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _joined(part: str, line: str) -> str:
    """A line and the next one: a word that was broken at the margin is whole again, a compound keeps its hyphen."""
    if part.endswith(("-", "\u00ad", "\u2010")) and part[-2:-1].isalpha() and line[0].isalpha():
        return part[:-1] + line if line[0].islower() or part.endswith("\u00ad") else part + line
    return f"{part} {line}"


def _title(reader: Any) -> str | None:
    said = reader.metadata.get("/Title") if reader.metadata else None
    words = " ".join(str(said or "").split())
    # what programs write there is the name of a file
    return words if 8 <= len(words) <= 200 and " " in words and not words.startswith("Microsoft ") else None


def unwrapped(page: str) -> list[str]:
    """The paragraphs of a page of text whose lines end at its margin."""
    lines = [" ".join(line.split()) for line in page.split("\n")]
    widths = [len(line) for line in lines if line]
    usual = median(widths) if widths else 0
    found, part = [], ""
    for line in [*lines, ""]:
        if line:
            part = _joined(part, line) if part else line
        if part and (not line or (line.endswith(_END) and len(line) < SHORT_SHARE * usual)):
            found.append(part)
            part = ""
    return found
