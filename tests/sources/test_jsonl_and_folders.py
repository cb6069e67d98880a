"""JSON Lines and folders: one bad line or file never stops the others."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from geo.model import Article
from geo.sources.failure import Failure
from geo.sources.jsonl import read_jsonl
from geo.sources.paths import read_paths, read_upload

GOOD = {"id": "a", "text": "Drones hit Odesa. \r\n", "title": "T", "published": "2024-05-06T10:00:00Z"}


def lines(*records: object) -> list[Article | Failure]:
    data = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records).encode("utf-8")
    return list(read_jsonl(io.BytesIO(data), "in.jsonl"))


def test_a_line_gives_an_article_with_its_text_as_it_came() -> None:
    (article,) = lines(GOOD)
    assert isinstance(article, Article)
    assert article.text == GOOD["text"]
    assert article.published == date(2024, 5, 6)
    assert (article.id, article.identity, article.published_basis) == ("a", "id:a", "declared")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "expected a JSON object"),
        ({"id": "b"}, "no text"),
        ({"id": "b", "text": ""}, "no text"),
        ({"id": "b", "text": 5}, "text must be text"),
        ({"id": "b", "text": "x", "published": "31/12/2024"}, "published must be a day"),
        ({"id": "b", "text": "half \ud800"}, "surrogate"),
        ({"id": "b", "text": "a\x00b"}, "binary"),
        ({"id": "b", "text": "x", "url": "file:///etc/passwd"}, "url must begin"),
        ({"id": "b", "text": "x", "title": ["t"]}, "title must be text"),
    ],
    ids=str,
)
def test_a_bad_line_is_named_and_the_others_are_read(bad: object, said: str) -> None:
    before, failure, after = lines(GOOD, bad, GOOD)
    assert before == Article(**{n: getattr(after, n) for n in Article.__slots__} | {"origin": "in.jsonl, line 1"})
    assert isinstance(failure, Failure)
    assert str(failure.error).startswith("in.jsonl, line 2")
    assert said in str(failure.error)
    assert failure.id == ("b" if isinstance(bad, dict) else None)


def test_lines_without_an_id_and_empty_lines_are_fine() -> None:
    (article,) = lines("", {"text": "Drones hit Odesa."}, "  ")
    assert isinstance(article, Article)
    assert article.id.startswith("t")


def test_a_folder_gives_its_articles_in_the_order_of_names_and_goes_on_past_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text("Bravo was hit.")
    (tmp_path / "a.md").write_text("Alpha was hit.")
    (tmp_path / "sub" / "c.TXT").write_text("Charlie was hit.")
    (tmp_path / "d.jsonl").write_text(json.dumps(GOOD) + "\n{\n")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / ".hidden.txt").write_text("Hidden was hit.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(read_paths([tmp_path]))
    assert [one.text.split()[0] for one in found if isinstance(one, Article)] == ["Alpha", "Bravo", "Drones", "Charlie"]
    failed = [Path(one.origin).name for one in found if isinstance(one, Failure)]
    assert failed == ["broken.txt", "d.jsonl, line 2", "pipe.txt"]


def test_files_that_are_not_there_not_text_or_too_large_are_failures_with_their_names(tmp_path: Path) -> None:
    (tmp_path / "report.exe").write_bytes(b"%PDF")
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.truncate(10_000_000)
    (tmp_path / "empty").mkdir()
    names = ["gone.txt", "report.exe", "huge.txt", "empty"]
    failures = list(read_paths(tmp_path / name for name in names))
    said = ["no such file", ".txt, .md, .jsonl", "10.0 MB is too large", "no articles"]
    for name, failure, words in zip(names, failures, said, strict=True):
        assert isinstance(failure, Failure)
        assert name in str(failure.error)
        assert words in str(failure.error)


def test_an_upload_is_read_by_its_name_and_opens_no_path() -> None:
    (article,) = read_upload(b"Drones hit Odesa.", "../../story.txt")
    assert isinstance(article, Article)
    assert article.identity is None
    (failure,) = read_upload(b"MZ", "story.exe")
    assert isinstance(failure, Failure)
    (line,) = read_upload(json.dumps(GOOD).encode(), "many.JSONL")
    assert isinstance(line, Article)
