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
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
    found = []
    for paragraph in root.iter(f"{_W}p"):
        runs = []
        for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}p"):
            if element is not paragraph and element.tag == f"{_W}p":
                break  # a text box has paragraphs of its own, which come later
            runs.append(element.text or "" if element.tag == f"{_W}t" else " ")
        line = " ".join("".join(runs).split())
        if line:
            found.append(line)
    return found
