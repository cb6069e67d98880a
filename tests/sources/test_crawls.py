"""Crawls as archives write them: packed in two ways, with packed answers, visited again, cut."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pytest

from geo.model import Article
from geo.sources.failure import Failure
from geo.sources.paths import read_paths
from tests.sources.strange_layouts import MINSK, PAGES
from tests.sources.test_file_kinds import record

pytest.importorskip("fastwarc")

PAGE = PAGES[0].page
RECORDS = [record(f"https://wire.example/{n}", PAGE.decode()) for n in range(3)]


def made(kind: str, content: bytes, url: str = "https://wire.example/x", answer: str = "") -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{answer}\r\n".encode() + content
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-07T00:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:9>\r\nContent-Type: application/http; msgtype=response\r\n"
    head += f"Content-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))


def read(folder: Path, name: str, content: bytes) -> tuple[list[str | None], list[str]]:
    """The addresses of what was read, and why the rest was not."""
    (folder / name).write_bytes(content)
    found = list(read_paths([folder / name]))
    articles = [one for one in found if isinstance(one, Article)]
    assert all(one.text.startswith(MINSK[0]) for one in articles)
    return [one.url for one in articles], [str(one.error) for one in found if isinstance(one, Failure)]


def test_crawls_are_read_however_they_are_packed_and_what_was_visited_again_is_passed_over(tmp_path: Path) -> None:
    again = made("revisit", b"")
    urls = [f"https://wire.example/{n}" for n in range(3)]
    squeeze = pa.Codec("zstd").compress
    for name, content in {
        "a.warc": b"".join([*RECORDS, again]),
        "a.warc.gz": packed(*RECORDS, again),
        "whole.warc.gz": gzip.compress(b"".join([*RECORDS, again])),
        "a.warc.zst": b"".join(bytes(squeeze(one)) for one in [*RECORDS, again]),
    }.items():
        assert read(tmp_path, name, content) == (urls, []), name


def test_answers_that_were_packed_or_sent_in_pieces_are_read(tmp_path: Path) -> None:
    parts = [PAGE[at : at + 500] for at in range(0, len(PAGE), 500)]
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    zipped = made("response", gzip.compress(PAGE), "https://wire.example/z", "Content-Encoding: gzip\r\n")
    chunked = made("response", pieces + b"0\r\n\r\n", "https://wire.example/c", "Transfer-Encoding: chunked\r\n")
    assert read(tmp_path, "a.warc", zipped + chunked) == (["https://wire.example/z", "https://wire.example/c"], [])


def test_an_answer_that_unpacks_to_gigabytes_is_no_page(tmp_path: Path) -> None:
    bomb = made("response", gzip.compress(b"<html>" + b" " * 100_000_000), answer="Content-Encoding: gzip\r\n")
    urls, why = read(tmp_path, "a.warc", bomb + RECORDS[0])
    assert urls == ["https://wire.example/0"]
    assert "too large for a page" in why[0]


def test_a_crawl_that_ends_within_a_record_says_so_and_what_came_before_counts(tmp_path: Path) -> None:
    urls, why = read(tmp_path, "a.warc.gz", packed(*RECORDS)[:-900])
    assert urls == ["https://wire.example/0", "https://wire.example/1"]
    assert "its end is missing" in why[-1]
