"""Bad input through the command line: each bad file is named with what to do, and the others are read and kept."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.cli import articles, extract
from geo.cli.main import main
from geo.model import Article, Reading
from geo.sources.decode import printable
from tests.makers import make_reading

BODY = "Shelling of Kherson killed two people on Monday, officials said. "
RUSSIAN = "Обстрел Херсона убил двух человек в понедельник, сообщили власти."

BAD = {
    "empty.txt": (b"", "there is no text", "Put"),
    "blank.txt": (b" \n\t\r\n", "there is no text", "Put"),
    "bom only.txt": (b"\xef\xbb\xbf\n", "there is no text", "Put"),
    "binary.txt": (bytes(range(256)) * 20, "binary", "Give"),
    "nul.txt": (BODY.encode() + b"\x00", "binary", "Give"),
    "escape.txt": (BODY.encode() + b"\x1b[31m", "binary", "Give"),
    "utf16 without mark.txt": (BODY.encode("utf-16-le"), "binary", "Give"),
    "no letters.txt": (bytes(range(128, 256)) * 4, "neither UTF-8", "Save"),
    "cut utf8.txt": (("Près de Kherson – " + BODY).encode() + b"\xe2\x80", "damaged at byte", "Save"),
    "10 MB.txt": (BODY.encode() * 160_000, "too large", "Split"),
    "header without end.txt": (f"title: X\npublished: 2024-03-04\n{BODY}", "must end with an empty line", "Put"),
    "header only.txt": ("title: X\npublished: 2024-03-04\n", "no text follows", "Put"),
    "yesterday.txt": (f"published: yesterday\n\n{BODY}", "got 'yesterday'", "Correct"),
    "no such day.txt": (f"published: 2024-02-31\n\n{BODY}", "got '2024-02-31'", "Correct"),
    "slashes.txt": (f"published: 04/03/2024\n\n{BODY}", "got '04/03/2024'", "Correct"),
    "far future.txt": (f"published: 9024-03-04\n\n{BODY}", "got '9024-03-04'", "Correct"),
    "twice.txt": (f"published: 2024-03-04\npublished: 2024-03-05\n\n{BODY}", "gives 'published' twice", "Keep"),
    "script.txt": (f"url: javascript:alert(1)\n\n{BODY}", "must begin with https://", "Correct"),
}
GOOD = {
    "plain.txt": f"published: 2024-03-04\n\n1 {BODY}",
    "no date.txt": f"2 {BODY}",
    "no place.txt": "published: 2024-03-04\n\n3 Two people were killed on Monday.",
    "only boilerplate.txt": "published: 2024-03-04\n\nSubscribe now for $4 a month.\nAll rights reserved.\n",
    "crlf.txt": f"title: CRLF\r\npublished: 2024-03-04\r\n\r\n4 {BODY}\r\nMore.\r\n",
    "bom.txt": f"\ufefftitle: BOM\npublished: 2024-03-04\n\n5 {BODY}",
    "russian.txt": RUSSIAN,
    "cp1251.txt": ("8 " + RUSSIAN).encode("cp1251"),
    "koi8.txt": ("9 " + RUSSIAN).encode("koi8-r"),
    "utf16.txt": f"6 {BODY}".encode("utf-16"),
    "latin1.txt": f"7 Près de Kherson. {BODY}".encode("latin-1"),
    "one long line.txt": f"published: 2024-03-04\n\n{BODY * 1_500}",
    "with time.txt": f"published: 2024-03-04T10:00:00Z\n\n10 {BODY}",
}

Run = Callable[..., tuple[int, str, str]]


def fill(folder: Path, files: dict[str, Any]) -> None:
    for name, content in files.items():
        data = content[0] if isinstance(content, tuple) else content
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with a store of its own and a fixed reader."""

    class NoGazetteer:
        version = "test"

    def read(article: Article, _gazetteer: Any) -> Reading:
        return make_reading(article, [], mentions=(), skipped=())

    monkeypatch.setenv("GEO_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setattr(pipeline, "read", read)
    for module in (articles, extract):
        monkeypatch.setattr(module, "open_gazetteer", lambda _settings: NoGazetteer())

    def go(*arguments: object) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        found = capfd.readouterr()
        assert "Traceback" not in found.err
        return code, found.out, found.err

    return go


def test_ingest_names_each_bad_file_and_keeps_the_good_ones_and_nothing_else(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fill(folder, BAD)
    fill(folder, GOOD)
    code, out, err = run("ingest", folder)
    assert code == 65
    assert out.startswith(f"articles: {len(GOOD)} added, 0 replaced, 0 unchanged, {len(BAD)} failed")
    for name, (_, said, fix) in BAD.items():
        (line,) = [line for line in err.splitlines() if f"{name}:" in line or f"{name}, line" in line]
        assert said in line
        assert f". {fix} " in line
    listed = run("articles", "list")[1]
    assert len(listed.splitlines()) == len(GOOD)


def test_extract_answers_for_each_file_in_its_order(run: Run, tmp_path: Path) -> None:
    fill(tmp_path, BAD)
    fill(tmp_path, GOOD)
    names = sorted([*BAD, *GOOD])
    code, out, _ = run("extract", *(tmp_path / name for name in names))
    answers = [json.loads(line) for line in out.split("\n") if line]
    assert code == 65
    assert [one["id"] for one in answers] == [Path(name).stem for name in names]
    for name, answer in zip(names, answers, strict=True):
        assert ("error" in answer) == (name in BAD), name
        assert name not in BAD or BAD[name][1] in answer["error"]


def test_a_date_that_is_corrected_in_the_header_replaces_the_article(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"published: 2024-03-04\n\n{BODY}")
    run("ingest", story)
    story.write_text(f"published: 2024-03-05\n\n{BODY}")
    assert run("ingest", story)[1].startswith("articles: 0 added, 1 replaced")
    assert "2024-03-05" in run("articles", "list")[1]


def test_a_file_whose_name_is_no_text_is_read_like_any_other(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        with open(os.fsencode(folder) + b"/\xff\xfe.txt", "wb") as stream:  # noqa: PTH123 a name of raw bytes
            stream.write(BODY.encode())
    except OSError:
        pytest.skip("this file system allows only names that are UTF-8")
    (folder / "line\nbreak.txt").write_text("")
    code, out, err = run("ingest", folder)
    assert (code, out.split(",")[0]) == (65, "articles: 1 added")
    assert "line\ufffdbreak.txt: there is no text" in err


def test_jsonl_in_another_encoding_is_named_line_by_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wide.jsonl").write_bytes(json.dumps({"id": "a", "text": BODY}).encode("utf-16"))
    (tmp_path / "mixed.jsonl").write_bytes(b'{"id":"a","text":"caf\xe9"}\nnull\n{"id":"b","text":"Kherson was hit."}\n')
    code, out, err = run("ingest", tmp_path / "wide.jsonl", tmp_path / "mixed.jsonl")
    assert (code, out.split(",")[0]) == (65, "articles: 1 added")
    assert "wide.jsonl, line 1: it is not UTF-8" in err
    assert "mixed.jsonl, line 1: it is not UTF-8" in err
    assert "mixed.jsonl, line 2: expected a JSON object with an id and a text, got null" in err


def test_names_are_shown_without_what_a_terminal_would_obey() -> None:
    assert printable("a\x1b[31m\n\udcff\u202eb.txt") == "a\ufffd[31m\ufffd\ufffd\ufffdb.txt"
    assert printable("Près – Київ.txt") == "Près – Київ.txt"
