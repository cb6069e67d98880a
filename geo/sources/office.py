"""Word documents (.docx): the text of the body, paragraph by paragraph."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import check_size, check_text
from geo.sources.text import content_id, titled

#: The file, and the one part of it that holds the text, unpacked.
MAX_FILE_BYTES, MAX_PART_BYTES = 20_000_000, 20_000_000
MAX_MEMBERS = 5_000
#: A cell with so many paragraphs is a column of a page, and its table no table.
COLUMN_PARAGRAPHS = 3
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What stands for a character.
_INSTEAD = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BODY, _CORE = "word/document.xml", "docProps/core.xml"


def article_from_docx(data: bytes, name: str, *, identity: str | None = None) -> Article:
    """The article in a Word document; pictures, comments, notes, headers and footers are left out.

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
        When it is no Word document, locked, damaged, too large, or empty.
    """
    parts = _unpack(data, name)
    text = "\n\n".join(_paragraphs(_xml(parts[_BODY], name)))
    check_size(len(text), name)
    check_text(text, name)
    title = None
    if parts.get(_CORE):
        title = " ".join((_xml(parts[_CORE], name).findtext(f".//{_DC_TITLE}") or "").split()) or None
    return Article(id=content_id(text), text=text, title=titled(text, title), origin=name, identity=identity)


def _unpack(data: bytes, name: str) -> dict[str, bytes]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        msg = f"{name}: this Word document is locked with a password or of the old form. Save it unlocked, as .docx"
        raise InputError(msg)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if _BODY not in names or len(names) > MAX_MEMBERS:
                msg = f"{name}: this is no Word document (.docx). Save the text as .docx or .txt"
                raise InputError(msg)
            return {one: _member(archive, one, name) for one in (_BODY, _CORE) if one in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        msg = f"{name}: this Word document is damaged ({error}). Save it again, or save its text as .txt"
        raise InputError(msg) from error


def _member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """One part, of which never more is unpacked than may be, whatever the archive says of its size."""
    with archive.open(member) as stream:
        content = stream.read(MAX_PART_BYTES + 1)
    if len(content) > MAX_PART_BYTES:
        msg = f"{name}: its text takes more than {MAX_PART_BYTES / 1e6:.0f} MB unpacked. Split it into articles"
        raise InputError(msg)
    return content


def _xml(content: bytes, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        msg = f"{name}: the text of this Word document is damaged. Save it again, or save its text as .txt"
        raise InputError(msg) from error
    if root.getroottree().docinfo.doctype:
        msg = f"{name}: this Word document declares a document type, which none does. Save its text as .txt"
        raise InputError(msg)
    return root


def _paragraphs(root: Any) -> list[str]:
    """The paragraphs of the body, and a line for each row of a table."""
    found: list[str] = []
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        if any(one.tag == _FALLBACK or _is_row(one) for one in element.iterancestors(f"{_W}tr", _FALLBACK)):
            continue  # a row has its paragraphs, and the other form of a text box is the same again
        if element.tag == f"{_W}tr":
            if not _is_row(element):
                continue
            cells = (" ".join(filter(None, map(_line, cell.iter(f"{_W}p")))) for cell in element.iter(f"{_W}tc"))
            line = " | ".join(filter(None, cells))
        else:
            line = _line(element)
        if line:
            found.append(line)
    return found


def _is_row(row: Any) -> bool:
    """Whether the cells of a table's row are facts and not columns of a page."""
    cells = row.findall(f"{_W}tc")
    return all(len(cell.findall(f"{_W}p")) < COLUMN_PARAGRAPHS and cell.find(f"{_W}tbl") is None for cell in cells)


def _line(paragraph: Any) -> str:
    """The text of a paragraph, without that of text boxes in it, which are paragraphs of their own, and hidden text."""
    runs: list[str] = []
    todo = [iter(paragraph)]
    while todo:
        element = next(todo[-1], None)
        if element is None:
            todo.pop()
        elif element.tag == f"{_W}t":
            runs.append(element.text or "")
        elif element.tag in _INSTEAD:
            runs.append(_INSTEAD[element.tag])
        elif element.tag != f"{_W}p" and element.find(f"{_W}rPr/{_W}vanish") is None:
            todo.append(iter(element))
    return " ".join("".join(runs).split())
