"""Bad files of the kinds that libraries read: pages, feeds, PDF, Word, e-mails, tables of texts, crawls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.faults.case import BODY, Case, file
from tests.sources.test_file_kinds import HOSTILE, PROSE, docx, pdf

MB = 1_000_000
PAGE = f"<html><body><article><h1>Kherson</h1><p>{PROSE}</p><p>{PROSE} Again.</p></article>%s</body></html>"


def _zip(name: str, members: dict[str, bytes]) -> Callable[[Path], Path]:
    """A file of this name that is an archive of `members`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file(name, held.getvalue())


def _mail(parts: int) -> bytes:
    inner = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(parts))
    return f"Subject: x\n{inner}".encode()


FILES = (
    Case("31", "HTML of 100,000 nested elements", file("x.html", "<div>" * 100_000 + BODY), says="x.html"),
    Case("31", "HTML of 100,000 elements", file("x.html", PAGE % ("<b>x</b>" * 100_000)), says="elements"),
    Case("31", "HTML, a megabyte of dots", file("x.html", PAGE % f"<p>{'.' * MB}</p>"), says="x.html", heavy=True),
    Case("31", "HTML of 20 MB", file("x.html", PAGE % ("x" * 20 * MB)), says="too large", heavy=True),
    *(Case("33", name, file(HOSTILE[name][1], HOSTILE[name][0]), says=HOSTILE[name][2]) for name in HOSTILE),
    Case(
        "35",
        "a feed whose links and enclosures are files",
        file(
            "x.rss",
            f'<rss version="2.0"><channel><title>W</title><item><title>a</title><link>file:///etc/passwd</link>'
            f'<enclosure url="file:///etc/passwd" type="text/plain"/><description>Another day. {BODY}</description>'
            "</item></channel></rss>",
        ),
        0,
    ),
    Case("36", "Word: members outside", _zip("x.docx", {"../../x.txt": b"x", "/y": b"y"}), says="Word"),
    Case("36", "Word: 200 MB in 200 kB", _zip("x.docx", {"word/document.xml": b" " * 200 * MB}), says="MB unpacked"),
    Case("37", "PDF of 10,000 pages", file("x.pdf", pdf("", pages=10_000)), says="too many", heavy=True),
    Case("37", "PDF, cut in the middle", file("x.pdf", pdf(PROSE)[: len(pdf(PROSE)) // 2]), says="x.pdf"),
    Case("37", "an e-mail of 3,000 parts in parts", file("x.eml", _mail(3000)), says="x.eml"),
    Case(
        "5",
        "a table of texts with a cell of 20 MB",
        file("x.csv", f"text\n{'a' * 20 * MB}\n"),
        says="x.csv",
        heavy=True,
    ),
    Case(
        "5",
        "a table of texts in UTF-16 without its mark",
        file("x.csv", f"text\n{BODY}\n".encode("utf-16-le")),
        says="x.csv",
    ),
    Case("32", "a crawl that is noise", file("x.warc.gz", b"\x1f\x8b" + bytes(range(256)) * 40), says="x.warc.gz"),
    Case("1", "Word without text", file("x.docx", docx()), says="no text"),
)
