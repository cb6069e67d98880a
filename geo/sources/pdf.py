"""PDF documents: their text, with the lines of a paragraph put together again."""

from __future__ import annotations

import io
import logging
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
_END = (".", "!", "?", ".”", '."', ":", ".)")


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
    text = "\n\n".join(paragraph for page in pages for paragraph in unwrapped(page))
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
        found.append(page.extract_text() or "")
    return found


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
            broken = part.endswith("-") and part[-2:-1].isalpha() and line[0].islower()
            part = part[:-1] + line if broken else f"{part} {line}" if part else line
        if part and (not line or (line.endswith(_END) and len(line) < SHORT_SHARE * usual)):
            found.append(part)
            part = ""
    return found
