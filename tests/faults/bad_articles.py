"""Bad articles: encodings, sizes, repetitions, payloads, days, names of files, and what may lie in a folder."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.faults.case import BODY, GOOD, Case, file

MB = 1_000_000
HEAD = "published: 2024-03-04\n\n"
RLO, ZWSP = "\u202e", "\u200b"
#: What must come out as it went in, whatever renders it.
PAYLOADS = {
    "17": "{{ cycler.__init__.__globals__.os.getpid() }}",
    "18": "{% for x in range(10**9) %}{% endfor %}",
    "19": "{# a comment",
    "20": "${globalThis.PWN=1}",
    "21": "a backtick ` alone",
    "22": "</script><script>PWN=1</script>",
    "23": "<img src=x onerror=PWN=1>",
    "24": "[here](javascript:PWN=1)",
    "25": "a line\u2028and\u2029another",
    "26": "ends in a backslash \\",
    "27": '=HYPERLINK("http://example.org","x")',
    "28": "-1+cmd|' /C calc'!A0",
    "29": "'; DROP TABLE articles; --",
    "30": '" OR * NEAR(',
}


def jsonl(*records: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def _payload(row: str) -> Case:
    text = PAYLOADS[row]
    record = {"id": text, "title": text, "source": text, "text": f"{BODY}{text} hit Kherson on Monday.", "url": None}
    return Case(row, f"payload {text[:24]!r}", file("payload.jsonl", jsonl(record)), 0)


def _sized(name: str, size_bytes: int) -> Callable[[Path], Path]:
    """A file of a size, with holes: it takes no room on the disk."""

    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as stream:
            stream.write(GOOD.encode())
            stream.truncate(size_bytes)
        return folder / name

    return make


def _folder(fill: Callable[[Path], None]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        inside = folder / "in"
        inside.mkdir()
        fill(inside)
        return inside

    return make


def _loop(inside: Path) -> None:
    (inside / "one.txt").write_text(f"{HEAD}Another day. {BODY}")
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "itself.txt").symlink_to(inside / "itself.txt")


def _special(inside: Path) -> None:
    os.mkfifo(inside / "pipe.txt")
    (inside / "zero.txt").symlink_to("/dev/zero")
    (inside / "one.txt").write_text(f"{HEAD}Another day. {BODY}")


def _names(inside: Path) -> None:
    for number, name in enumerate(
        ("..\\..\\x.txt", "CON.txt", "n" * 240 + ".txt", "line\nbreak.txt", "-rf.txt", "$(x).txt")
    ):
        (inside / name).write_text(f"{HEAD}Report {number}. {BODY}")


def _twice(inside: Path) -> None:
    (inside / "a.txt").write_text(f"url: https://example.org/a\n{HEAD}Another. {BODY}")
    (inside / "b.txt").write_text(f"url: https://example.org/a\n{HEAD}Another. {BODY} It was corrected later.")
    (inside / "c.txt").write_text(f"url: https://example.org/a\n{HEAD}Another. {BODY}")


#: One thing again and again: far too long, and as long as an article may be.
LIMIT = 119_900
REPEATED = (
    ("7", "prose on one line", BODY),
    ("7", "prose, a sentence a line", f"{BODY}\n"),
    ("9", "dots", "."),
    ("10", '"A. "', "A. "),
    ("11", "digits", "1"),
    ("12", "brackets and digits", "..[" + "111 " * 40 + "]"),
    ("12", "names and commas", "Kherson, "),
    ("12", "names alone", "Kherson "),
    ("12", "opening quotes", "“("),
    ("12", "months", "January "),
    ("12", "killed", "killed "),
    ("12", "a figure a line", "12 people were killed in 3\n"),
    ("12", "names a line", "Kherson, Mykolaiv and Odesa\n"),
    ("12", "capitals", "A B C "),
    ("12", "hyphens", "Kherson-"),
)


DAYS = {
    "31 February": "published: 2024-02-31\n\n", "year 0": "published: 0000-01-01\n\n",
    "year 9999": "published: 9999-12-31\n\n", "no day at all": "",
}  # fmt: skip
IN_TEXT = "On 31 February 2024, in the year 0000 and again on 32 May 9999, shells fell on Kherson. " * 3

ARTICLES = (
    Case("1", "empty", file("x.txt", b""), says="there is no text"),
    Case("2", "blank", file("x.txt", " \n\t\r\n\u00a0"), says="there is no text"),
    Case("3", "only a byte order mark", file("x.txt", b"\xef\xbb\xbf"), says="there is no text"),
    Case("4", "UTF-16 with its mark", file("x.txt", ("6 " + BODY).encode("utf-16")), 0),
    Case("4", "UTF-16 without a mark", file("x.txt", BODY.encode("utf-16-le")), says="binary"),
    Case(
        "5",
        "damaged UTF-8",
        file("x.txt", ("Près de Kherson – " + BODY).encode() + b"\xe2\x80"),
        says="damaged at byte",
    ),
    Case("6", "NUL bytes", file("x.txt", BODY.encode() + b"\0" + BODY.encode()), says="binary"),
    *(
        Case(
            row,
            f"{name}, {size:,} characters",
            file("x.txt", HEAD + unit * (size // len(unit))),
            code,
            says,
            heavy=row != "7",
        )
        for size, code, says in ((MB, 65, "for one article"), (LIMIT, 0, ""))
        for row, name, unit in REPEATED
    ),
    Case("8", "50 MB", _sized("x.txt", 50 * MB), says="too large"),
    Case("8", "50 MB on one line of JSON", _sized("x.jsonl", 50 * MB), says="line 2", heavy=True),
    Case(
        "13",
        "marks of direction and none in a name",
        file("x.txt", f"{HEAD}Shelling of {RLO}nosrehK\u202c and Kher{ZWSP}son killed two."),
        0,
    ),
    Case("14", "letters that grow when folded", file("x.txt", f"{HEAD}İstanbul, Straße, ﬁre: ǅ. {BODY}" * 40), 0),
    Case(
        "15",
        "decomposed letters",
        file(
            "x.txt",
            HEAD + unicodedata.normalize("NFD", "Shelling of Zaporížžja and Kryvyï Rih killed two on Monday. ") * 9,
        ),
        0,
    ),
    Case(
        "16", "letters beyond the first plane", file("x.txt", f"{HEAD}“🚀💥 {BODY}” 👩‍👩‍👧‍👦 said 𝕂herson. {BODY}"), 0
    ),
    *(_payload(row) for row in PAYLOADS),
    *(
        Case(
            "38",
            f"published: {name}",
            file("x.txt", f"{head}{IN_TEXT}"),
            0 if not head else 65,
            says="published" if head else "",
        )
        for name, head in DAYS.items()
    ),
    Case("38", "published tomorrow", file("x.txt", f"published: 2199-01-01\n\n{IN_TEXT}"), 0),
    Case("39", "no date and no place", file("x.txt", "Two people were killed there, and more were hurt."), 0),
    Case("40", "one address three times, once corrected", _folder(_twice), 0),
    Case("42", "names of files that a shell or Windows would obey", _folder(_names), 0),
    Case(
        "42", "a name of 300 letters", lambda folder: folder / ("n" * 300 + ".txt"), says="cannot be read", held=False
    ),
    Case("43", "links in a loop", _folder(_loop), says="itself.txt"),
    Case("45", "a pipe and a device in the folder", _folder(_special), says="not a file"),
    Case(
        "1",
        "JSON nested 100,000 deep",
        file("x.jsonl", b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
        says="nested too deeply",
    ),
    Case(
        "1",
        "JSON with a number of 100,000 digits",
        file("x.jsonl", b'{"id":' + b"1" * 100_000 + b',"text":"a"}\n'),
        says="line 1",
    ),
    Case(
        "1",
        "JSON with NaN and half a character",
        file("x.jsonl", b'{"id":NaN,"text":"a \\ud800 b"}\n'),
        says="surrogate",
    ),
    Case(
        "1",
        "an id of half a character",
        file("x.jsonl", b'{"id":"\\ud800","text":"Kherson was shelled."}\n'),
        says="line 1",
    ),
)
