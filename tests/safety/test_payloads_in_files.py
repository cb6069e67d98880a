"""Payloads in all that a file says of itself: title, sender, site, author, address, day; they come as text or not."""

from __future__ import annotations

import html
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from email.header import Header
from pathlib import Path

import pypdf
import pytest

from geo.dashboard.evidence import panel_html
from geo.dashboard.marked import reading_html
from geo.model import Article, web_host
from geo.refreshing import refresh
from geo.sources.failure import Failure
from geo.sources.paths import read_upload
from geo.store.store import Store
from tests.commands import runner
from tests.makers import make_reading, make_report
from tests.maps.hostile import PAYLOADS
from tests.safety.test_injection import check_part, no_canary
from tests.safety.test_terminal import steering
from tests.sources.test_file_kinds import PROSE, W, pdf, record

__all__ = ["no_canary"]  # after each test: nothing ran here

#: Addresses that must not become links.
ADDRESSES = (
    "javascript:window.PWN=1", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "vbscript:x",
    "data:text/html,<script>window.PWN=2</script>", "file:///etc/passwd", "//trap.example/x", "https://[x", "blob:x",
    "\\\\trap.example\\share\\x", "view-source:https://trap.example", "https:x", "ftp://trap.example/x",
)  # fmt: skip


def text(said: str) -> str:
    """Another one for each payload."""
    return f"{PROSE}\n\n{PROSE} That was report {zlib.crc32(said.encode('utf-8', 'replace'))}."


def docx(said: str) -> bytes:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{html.escape(said)}</dc:title></cp:coreProperties>'
    )
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text(said)}</w:t></w:r></w:p></w:body></w:document>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", body)
        archive.writestr("docProps/core.xml", core)
    return held.getvalue()


def titled_pdf(said: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(text(said).replace("\n\n", "\n"))))
    writer.add_metadata({"/Title": said, "/Author": said, "/Subject": said})
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def page(said: str, url: str) -> str:
    e, link = html.escape(said), html.escape(url)
    return (
        f'<html><head><title>{e}</title><meta property="og:title" content="{e}"><meta name="author" content="{e}">'
        f'<meta property="og:site_name" content="{e}"><meta property="article:published_time" content="{e}">'
        f'<link rel="canonical" href="{link}"><meta property="og:url" content="{link}"></head>'
        f"<body><article><h1>{e}</h1><p>{PROSE}</p><p>{text(said)}</p></article></body></html>"
    )


def mail(said: str, _url: str) -> bytes:
    def head(name: str, words: str) -> str:
        return f"{name}: {Header(' '.join(words.split()), 'utf-8').encode()}"

    lines = (head("Subject", said), f"From: {Header(said, 'utf-8').encode()} <a@trap.example>", head("Date", said))
    return "\n".join([*lines, head("Message-ID", said), "", text(said)]).encode()


def feed(said: str, url: str) -> bytes:
    e = html.escape(said)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{e}</title><item><title>{e}</title>'
        f"<link>{html.escape(url)}</link><guid>{e}</guid><pubDate>{e}</pubDate><author>{e}</author>"
        f"<description>{html.escape(f'<p>{text(said)}</p>')}</description></item></channel></rss>"
    ).encode()


def table(said: str, url: str) -> bytes:
    cells = ",".join('"' + one.replace('"', '""') + '"' for one in (said, said, url, text(said)))
    return f"title,source,url,text\n{cells}\n".encode("utf-8", "replace")


def channel(said: str, _url: str) -> bytes:
    e = html.escape(said)
    return (
        f'<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_header">{e}</div>'
        f'<div class="message default clearfix" id="{e}"><div class="body"><div class="pull_right date details" '
        f'title="{e}">x</div><div class="from_name">{e}</div><div class="text">{text(said)}</div></div></div>'
        "</body></html>"
    ).encode()


#: What a file is called, and its content out of a payload and an address.
FILES: dict[str, Callable[[str, str], bytes]] = {
    "x.txt": lambda said, url: f"title: {' '.join(said.split())}\nsource: x\nurl: {url}\n\n{text(said)}".encode(),
    "x.jsonl": lambda said, url: json.dumps(
        {"id": said, "title": said, "source": said, "url": url, "text": text(said)}
    ).encode(),
    "x.html": lambda said, url: page(said, url).encode(),
    "x.eml": mail,
    "x.mht": lambda said, url: (
        f"Content-Type: text/html; charset=utf-8\nContent-Location: {' '.join(url.split())}\n\n".encode()
        + page(said, url).encode()
    ),
    "x.docx": lambda said, _: docx(said),
    "x.pdf": lambda said, _: titled_pdf(said),
    "x.rss": feed,
    "x.csv": table,
    "messages.html": channel,
}


def article_of(name: str, said: str, url: str = "", of: str = "") -> Article | None:
    (found,) = read_upload(FILES[name](said, url or f"https://trap.example/{zlib.crc32(said.encode())}"), of + name)
    if isinstance(found, Failure):
        assert steering(str(found.error)) == set()
        return None
    assert found.url is None or web_host(found.url)
    return found


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_says_of_itself_comes_as_text(name: str) -> None:
    store = Store.open("sqlite://")
    came = 0
    # a line of a file, XML and a PDF cannot hold some signs: such a file is damaged, not hostile
    for number, payload in enumerate(one for one in PAYLOADS if one.isprintable()):
        article = article_of(name, f"{payload} {number}", of=str(number))
        if article is None:
            continue
        came += 1
        report = make_report(f"{article.id}#1", article_id=article.id)
        store.save(make_reading(article, [report], mentions=(), skipped=()))
        reading = store.reading(article.id)
        assert reading is not None
        check_part(reading_html(reading))
    assert came > 40
    assert len(store.articles()) == came
    refresh(store)
    for one in store.incidents()["incident_id"].unique():
        incident = store.incident(one)
        assert incident is not None
        check_part(panel_html(incident, store, str))


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("x.docx", "x.pdf", "x.eml", "messages.html")])
def test_an_address_that_is_none_of_the_web_becomes_no_link(name: str) -> None:
    for url in ADDRESSES:
        article = article_of(name, "A title", url)
        assert article is None or article.url is None, url


def test_the_address_of_a_crawled_page_is_one_of_the_web() -> None:
    pytest.importorskip("fastwarc.warc")
    for url in (one for one in ADDRESSES if one.isprintable() and one.strip() == one):
        (found,) = read_upload(record(url, page("A title", url)), "x.warc")
        assert isinstance(found, Failure) or found.url is None, url


def test_no_name_of_a_file_steers_the_terminal(at_home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = runner(capfd)
    for number, payload in enumerate(PAYLOADS):
        folder = tmp_path / f"of {number}"
        folder.mkdir()
        (folder / f"{payload.replace(chr(0), '').replace('/', '')[:60]}.txt").write_bytes(b"")
    outcome = run("ingest", tmp_path)
    assert outcome.code == 65
    assert steering(outcome.out + outcome.err) == set()
    listed = run("articles", "failed")
    assert steering(listed.out + listed.err) == set()
    assert listed.out.count("\n") >= len(PAYLOADS) - 2
