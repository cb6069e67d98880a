# ruff: noqa: E501 - a file that is attacked with reads better in one line
"""Every kind of file gives its articles, is known by its content, and fails with one clear reason."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest

from geo.errors import InputError
from geo.model import Article
from geo.sources.failure import Failure
from geo.sources.kinds import KINDS, Kind, kind_of, read_kind
from geo.sources.paths import read_paths, read_upload
from geo.sources.pdf import in_logical_order, paragraphs_of, unwrapped, without_edges
from tests.sources.more_layouts import PAGES

PROSE = "Shelling hit the centre of Kherson on Monday, killing two people, the governor said."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LOCATION = "https://wire.example/a"
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title>
<item><title>Shelling in Kherson</title><link>{LOCATION}</link><pubDate>Mon, 06 May 2024 22:30:00 GMT</pubDate>
<description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>A title alone says this</title><link>javascript:alert(1)</link><guid>g-2</guid></item>
</channel></rss>"""


def docx(*paragraphs: str, extra: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{one[:9]}</w:t></w:r><w:r><w:t>{one[9:]}</w:t></w:r></w:p>" for one in paragraphs)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'{extra}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return held.getvalue()


def pdf(text: str, pages: int = 1, *, locked_with: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    font = pypdf.generic.DictionaryObject()
    for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica")):
        font[pypdf.generic.NameObject(key)] = pypdf.generic.NameObject(value)
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        if text:
            stream = pypdf.generic.DecodedStreamObject()
            lines = "".join(f"({line}) Tj T* " for line in text.split("\n"))
            stream.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {lines}ET".encode())
            page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    if locked_with:
        writer.encrypt(locked_with, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def only(data: bytes, name: str) -> Article:
    (found,) = read_upload(data, name)
    assert isinstance(found, Article), found
    return found


def why(data: bytes, name: str) -> str:
    found = list(read_upload(data, name))
    assert len(found) == 1
    assert isinstance(found[0], Failure), found
    return str(found[0].error)


def test_an_email_gives_its_text_subject_sender_and_day() -> None:
    head = "From: Example Wire <desk@wire.example>\nSubject: =?utf-8?q?Shelling_in_Kherson?=\nMessage-ID: <1@x>\n"
    mail = f"{head}Date: Tue, 07 May 2024 01:10:00 +0300\nContent-Type: text/plain; charset=utf-8\n\n{PROSE}\n"
    found = only(mail.encode(), "note.eml")
    assert (found.text, found.title, found.source) == (PROSE, "Shelling in Kherson", "Example Wire")
    assert (found.published, found.published_basis, found.identity) == (date(2024, 5, 7), "header", "mail:<1@x>")
    html = mail.replace("text/plain", "text/html").replace(PROSE, f"<p>{PROSE}</p><p>More.</p>")
    assert only(html.encode(), "note.eml").text == f"{PROSE}\n\nMore."


def test_a_page_saved_as_one_file_is_read_like_a_page() -> None:
    body = f"<html><body><article><h1>Kherson</h1><p>{PROSE}</p><p>{PROSE} Again.</p></article></body></html>"
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    found = only(f"{head}Content-Location: {LOCATION}\n\n{body}\n--b--\n".encode(), "page.mht")
    assert PROSE in found.text
    assert found.url == LOCATION


def test_a_word_document_gives_its_paragraphs() -> None:
    found = only(docx("Shelling in Kherson", PROSE), "2024-05-07 kherson.docx")
    assert found.text == f"Shelling in Kherson\n\n{PROSE}"
    assert found.title == "Shelling in Kherson"


def word(body: str) -> Article:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="{compatible}"><w:body>{body}</w:body></w:document>',
        )
    return only(held.getvalue(), "a.docx")


def para(text: str, before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_row_of_a_table_in_word_is_a_line_and_columns_are_paragraphs() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    facts = table((para("Town"), para("Killed")), (para("Kherson"), para("2") + para("men")))
    assert word(para(PROSE) + facts).text == f"{PROSE}\n\nTown | Killed\n\nKherson | 2 men"
    columns = table((para("One") + para(PROSE) + para("Two"), para("Beside")))
    assert word(columns).text == f"One\n\n{PROSE}\n\nTwo\n\nBeside"
    assert word(table((columns,))).text == word(columns).text


def test_text_boxes_in_word_come_once_and_hidden_and_deleted_text_not_at_all() -> None:
    box = f"<w:txbxContent>{para('In the box')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert word(para(PROSE, both)).text == f"{PROSE}\n\nIn the box"
    hidden = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:del><w:r><w:delText>three</w:delText></w:r></w:del>"
    )
    assert word(para("Two", hidden)).text == "Two"


def test_a_pdf_has_its_heading_apart_and_no_running_heads() -> None:
    lines = [(line, 12) for line in PROSE.split(",")]
    found = only(printed(("Shelling in Kherson", 20), *lines, ("Weekly Bulletin 7", 9)), "a.pdf")
    assert found.title == "Shelling in Kherson"
    assert found.text.startswith("Shelling in Kherson\n\nShelling hit the centre of Kherson on Monday killing two")
    told = ("One sentence\nthat goes on", "is over here.\nAnother one", "ends so.\nNo more.")
    pages = [f"THE REPORT 14 May\n{one}\nThe Report, page {n}" for n, one in enumerate(told)]
    assert [page.strip() for page in without_edges(pages)] == list(told)
    assert without_edges(["Only page\nof two", "Other\nlines"]) == ["Only page\nof two", "Other\nlines"]
    assert without_edges(pages[:1]) == pages[:1]


def test_a_sentence_goes_on_over_pages_and_columns() -> None:
    over = ["The shelling of the city was the heaviest in a", "month, the governor of it said. A new sentence."]
    assert paragraphs_of(over) == [" ".join(over)]
    assert paragraphs_of(["Shelling of Kher-", "son went on."]) == ["Shelling of Kherson went on."]
    assert unwrapped("The prime minister, Haider al-\nAbadi, arrived in the city") == [
        "The prime minister, Haider al-Abadi, arrived in the city"
    ]


def test_arabic_in_the_forms_of_its_letters_is_put_as_it_is_typed() -> None:
    drawn = "\ufebb\ufee8\ufecc\ufe8e\ufe80 \ufee3\ufec4\ufe8e\ufead \ufed3\ufef2 \ufeeb\ufe92\ufec4\ufe96\n.\ufe8d\ufedf\ufef4\ufee4\ufee8\ufef4\ufe94"
    assert in_logical_order(drawn) == "هبطت في مطار صنعاء\nاليمنية."
    assert in_logical_order("Plain text.") == "Plain text."


def printed(*lines: tuple[str, int]) -> bytes:
    """A page of lines, each with the size of its letters."""
    made = pypdf.PdfReader(io.BytesIO(pdf("x")))
    writer = pypdf.PdfWriter(clone_from=made)
    drawn = "".join(f"BT /F1 {size} Tf 50 {700 - 30 * at} Td ({line}) Tj ET\n" for at, (line, size) in enumerate(lines))
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(drawn.encode())
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_a_pdf_gives_its_paragraphs_whole() -> None:
    found = only(pdf("Shelling hit the centre of Kher-\nson on Monday, killing two\npeople."), "a.pdf")
    assert found.text == "Shelling hit the centre of Kherson on Monday, killing two people."
    page = "A line that is as long as the page is wide and\ngoes on here.\nA new paragraph begins here and goes on and\non."
    assert len(unwrapped(page)) == 2


def test_a_feed_gives_an_article_for_each_entry() -> None:
    first, second = read_upload(RSS.encode(), "feed.xml")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, first.title, first.source, first.url) == (
        PROSE,
        "Shelling in Kherson",
        "Example Wire",
        LOCATION,
    )
    assert (first.published, first.identity) == (date(2024, 5, 6), f"url:{LOCATION}")
    assert (second.text, second.url, second.identity) == ("A title alone says this", None, "feed:g-2")


@pytest.mark.parametrize(
    "said",
    ["Mon, 06 May 2024 22:30:00 GMT", "Mon, 6 May 2024 1:30 +0300", "2024-05-06T23:30:00-05:00", "2024-05-06", "06.05.2024 01:30",
     "May 6, 2024", "Monday, 06 May 2024", "Mon May  6 01:30:00 2024"],
)  # fmt: skip
def test_an_entry_has_the_day_that_its_writer_had(said: str) -> None:
    first = next(read_upload(RSS.replace("Mon, 06 May 2024 22:30:00 GMT", said).encode(), "feed.xml"))
    assert isinstance(first, Article)
    assert first.published == date(2024, 5, 6)


@pytest.mark.parametrize("said", ["1715038200", "06/05/2024", "yesterday", ""])
def test_an_entry_of_no_clear_day_has_none(said: str) -> None:
    first = next(read_upload(RSS.replace("Mon, 06 May 2024 22:30:00 GMT", said).encode(), "feed.xml"))
    assert isinstance(first, Article)
    assert first.published is None


def test_feeds_of_other_times_and_letters_are_read() -> None:
    netscape = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    old = RSS.replace("<rss", f"{netscape}<rss").replace('"2.0"', '"0.91"')
    told = "Російські війська обстріляли Херсон уночі. Постраждали двоє людей."
    russian = RSS.replace("Shelling in Kherson", told).replace(
        '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>'
    )
    for data in (old.encode(), russian.encode("cp1251"), russian.replace("utf-8", "windows-1251").encode("cp1251")):
        first = next(read_upload(data, "feed.xml"))
        assert isinstance(first, Article)
        assert first.text == PROSE
        assert first.title in ("Shelling in Kherson", told)
    for hostile in (
        netscape.replace(">", " [<!ENTITY e 'x'>]>"),
        netscape.replace("netscape.com/", "netscape.com.evil.example/"),
    ):
        assert "document type" in why(RSS.replace("<rss", f"{hostile}<rss").encode(), "feed.xml")


def test_what_counts_readers_is_no_part_of_an_address() -> None:
    counted = f"{LOCATION}?id=7&amp;utm_source=rss&amp;utm_medium=feed#xtor=RSS-1"
    first = next(read_upload(RSS.replace(f"<link>{LOCATION}", f"<link>{counted}").encode(), "feed.xml"))
    assert isinstance(first, Article)
    assert (first.url, first.identity) == (f"{LOCATION}?id=7", f"url:{LOCATION}?id=7")


def test_a_table_gives_an_article_for_each_row() -> None:
    rows = f'Headline;Date;Body;Link\nKherson;2024-05-07;"{PROSE}\nMore; of it.";{LOCATION}\n;;;\nBad;7 May;{PROSE};\n'
    good, bad = read_upload(("\ufeff" + rows).encode(), "texts.csv")
    assert isinstance(good, Article)
    assert (good.title, good.published, good.url) == ("Kherson", date(2024, 5, 7), LOCATION)
    assert good.text == f"{PROSE}\nMore; of it."
    assert isinstance(bad, Failure)
    assert "row 5" in str(bad.error) or "row 4" in str(bad.error)
    assert "no column holds the texts" in why(b"a,b\n1,2\n", "numbers.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_u"])
@pytest.mark.parametrize("first", ["", "sep=\t\r\n"], ids=["plain", "separator said"])
def test_a_table_that_a_spreadsheet_of_another_alphabet_wrote_is_read(encoding: str, first: str) -> None:
    told = "Російські війська обстріляли Херсон уночі. Постраждали двоє людей, повідомили в області."
    rows = f"{first}Title\tDate\tText\r\nХерсон\t07.05.2024\t{told}\r\nA; b\t8 May 2024\t{PROSE}\r\n"
    one, other = read_upload(rows.encode(encoding), "texts.csv")
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert (one.title, one.published, one.text) == ("Херсон", date(2024, 5, 7), told)
    assert (other.title, other.published, other.text) == ("A; b", date(2024, 5, 8), PROSE)
    assert one.origin == f"texts.csv, row {3 if first else 2}"


def test_a_western_table_from_before_unicode_is_read_and_a_damaged_one_is_not() -> None:
    rows = "text;date\nDeux personnes ont été tuées à Nice, a annoncé le préfet.;15.07.2016\n"
    (found,) = read_upload(rows.encode("cp1252"), "texts.csv")
    assert isinstance(found, Article)
    assert (found.text[:22], found.published) == ("Deux personnes ont été", date(2016, 7, 15))
    assert "it is not UTF-8" in why(f"text\n{PROSE} Київ".encode()[:-1] + b"\n", "texts.csv")


def test_content_goes_before_the_extension() -> None:
    kinds = {
        "a.txt": (b"%PDF-1.7 ", "PDF"),
        "b.pdf": (b"PK\x03\x04", "Word documents"),
        "c.txt": (b"\xef\xbb\xbf <!-- saved --><!DOCTYPE html><html>", "web pages"),
        "d.html": (b'<?xml version="1.0"?><rss version="2.0">', "feeds"),
        "e.xml": (b'<?xml version="1.0"?><html xmlns="x">', "web pages"),
        "f.txt": (b"The <html> tag is old.", "text"),
        "g.warc.gz": (b"\x1f\x8b\x08", "web crawls"),
    }
    assert {name: kind.words for name, (head, _) in kinds.items() if (kind := kind_of(head, name))} == {
        name: words for name, (_, words) in kinds.items()
    }
    assert kind_of(b"MZ", "virus.exe") is None


HOSTILE = {
    "billion laughs": (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><rss version="2.0"></rss>', "f.xml", "document type"),
    "outside entity": (RSS.replace("<rss", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss').encode(), "f.rss", "document type"),
    "outside entity in UTF-16": (RSS.replace("<rss", '<!DOCTYPE x SYSTEM "x"><rss').encode("utf-16"), "f.rss", "document type"),
    "no feed": (b"<a>", "f.xml", "no RSS or Atom feed"),
    "entities in Word": (docx(PROSE, extra='<!DOCTYPE x [<!ENTITY e "x">]>'), "a.docx", "document type"),
    "a zip": (b"PK\x05\x06" + b"\0" * 18, "a.docx", "no Word document"),
    "a cut Word document": (docx(PROSE)[:200], "a.docx", "damaged"),
    "an old Word document": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.docx", "locked"),
    "an empty Word document": (docx(), "a.docx", "no text"),
    "a locked PDF": (pdf(PROSE, locked_with="x"), "a.pdf", "locked"),
    "a cut PDF": (pdf(PROSE)[:300], "a.pdf", "damaged"),
    "a PDF of pictures": (pdf(""), "a.pdf", "no text in this PDF"),
    "a book": (pdf("", pages=201), "a.pdf", "too many"),
    "not an e-mail": (b"\n\nJust text", "a.eml", "no header"),
    "an empty e-mail": (b"Subject: x\n\n", "a.eml", "no text"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_damaged_files_are_refused_with_one_reason(case: str) -> None:
    data, name, reason = HOSTILE[case]
    assert reason in why(data, name)


def test_a_word_document_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" * 10_000_000)
    assert "MB unpacked" in why(held.getvalue(), "bomb.docx")


def test_a_message_of_endless_parts_is_refused() -> None:
    mail = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    assert why(f"Subject: x\n{mail}".encode(), "deep.eml").startswith("deep.eml: ")


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path: Path) -> None:
    page = f"<html><article><h1>Kherson</h1><p>{PROSE}</p><p>{PROSE} More.</p></article></html>"
    (tmp_path / "Kherson.html").write_text(page)
    (tmp_path / "Kherson_files").mkdir()
    (tmp_path / "Kherson_files" / "ad.html").write_text("<html>Buy this</html>")
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Article)


def test_crawls_are_read_page_by_page() -> None:
    warc = pytest.importorskip("fastwarc.warc")
    del warc
    page = f"<html><head><title>K</title></head><article><h1>Kherson</h1><p>{PROSE}</p><p>{PROSE} More.</p></article></html>"
    records = [
        record(LOCATION, page),
        record("https://wire.example/b", "x", "image/png"),
        record("https://w.example/c", "<html>"),
    ]
    good, bad = read_upload(b"".join(records), "crawl.warc")
    assert isinstance(good, Article)
    assert (good.url, good.identity) == (LOCATION, f"url:{LOCATION}")
    assert isinstance(bad, Failure)
    assert "no pages in this crawl" in why(b"WARC/1.0\r\n", "empty.warc")


def record(url: str, body: str, kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-07T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}"
    )
    return head.encode() + b"\r\n\r\n" + http + b"\r\n\r\n"


def test_without_its_library_a_crawl_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    said = why(record(LOCATION, "x"), "crawl.warc")
    assert "requirements-warc.txt" in said
    assert "damaged" not in said


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.most_bytes and kind.extensions], ids=lambda kind: kind.words
)
def test_the_limit_of_a_kind_holds_in_the_same_words_wherever_it_comes_from(kind: Kind, tmp_path: Path) -> None:
    name = f"large{kind.extensions[0]}"
    with (tmp_path / name).open("wb") as stream:
        stream.truncate((kind.most_bytes or 0) + 1)
    data = b"\0" * ((kind.most_bytes or 0) + 1)
    (on_disk,) = read_paths([tmp_path / name])
    (uploaded,) = read_upload(data, name)
    with pytest.raises(InputError) as fetched:
        list(read_kind(kind, data, name))
    said = {str(fetched.value), *(str(one.error).replace(f"{tmp_path}/", "") for one in (on_disk, uploaded))}  # type: ignore[union-attr]
    assert len(said) == 1
    assert f"too large for one article (at most {(kind.most_bytes or 0) / 1e6:.0f} MB in {kind.words})" in said.pop()


def test_an_exported_channel_gives_an_article_a_message_with_its_own_day() -> None:
    saved = next(one for one in PAGES if one.name == "exported channel")
    short = "<div class='message default'><div class='body'><div class='text'>Good night.</div></div></div>"
    page = saved.html.replace("</div></div></div></body>", f"{short}</div></div></div></body>")
    found = [one for one in read_upload(page.encode(), "messages.html") if isinstance(one, Article)]
    assert tuple(one.text for one in found) == saved.body
    assert {(one.published, one.source) for one in found} == {(saved.day, saved.title)}
    assert found[0].identity == "channel:City desk:message4"
    assert "no messages" in why(saved.html.replace("message default", "message service").encode(), "messages.html")
