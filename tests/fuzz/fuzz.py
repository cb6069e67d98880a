"""Fuzzing of all that reads text, guided by coverage: `python -m tests.fuzz.fuzz TARGET [SECONDS]`.

Guided needs atheris (tests/fuzz/requirements.txt); without it, inputs are changed at random. It begins with the inputs
of our own in tests/fuzz/corpus/TARGET; what it finds new is kept in the folder that it names. A crash is anything but
an error of ours, an answer that breaks what must hold, or one that hangs; it goes into the corpus, which every run of
the suite reads. `python -m tests.fuzz.fuzz all 60` runs all targets, `each 60` all of them in one process.
"""

from __future__ import annotations

import io
import random
import re
import string
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError, InputError
from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.store.store import Store

if TYPE_CHECKING:
    from geo.model import Reading

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).resolve().parent / "corpus"
#: A busy machine takes its time: what hangs is what takes so many seconds by the clock for four kilobytes.
MAX_BYTES, HANG_S, SECONDS = 4096, 20, 60
MODULES = (
    *("geo.reading.read", "geo.sources.paths", "geo.imports.preview", "geo.imports.load"),
    *("geo.dashboard.words", "geo.maps.safe", "geo.maps.layer"),
)


def sentences(data: bytes) -> None:
    """Sentences index the text, in order, without overlap."""
    from geo.reading.sentences import split_sentences

    text = data.decode("utf-8", "replace")
    last = 0
    for one in split_sentences(text):
        assert one.start >= last
        assert text[one.start : one.end] == one.text
        last = one.end


def dates(data: bytes) -> None:
    """Dates index the text, and do not end before they begin."""
    from geo.reading.dates import find_dates
    from geo.reading.sentences import split_sentences

    text = data.decode("utf-8", "replace")
    for one in find_dates(text, split_sentences(text), date(2024, 3, 4)):
        assert text[one.start : one.end] == one.text
        assert one.first is None or one.last is None or one.first <= one.last


def reader(data: bytes) -> None:
    """Reading any text leaves mentions and reports that stand in it."""
    from geo.reading.read import read

    text = data.decode("utf-8", "replace")
    if text.strip():
        check(read(Article("f", text, published=date(2024, 3, 4)), _gazetteer()))


def check(reading: Reading) -> None:
    """What must hold of any reading."""
    text = reading.article.text
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.name or mention.name
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.place is None or (abs(mention.place.lat) <= 90 and abs(mention.place.lon) <= 180)
    for report in reading.reports:
        assert 0 <= report.evidence.start < report.evidence.end <= len(text)
        assert 0 <= report.confidence <= 1
        dead = report.fatalities
        if dead is not None and None not in (dead.low, dead.best, dead.high):
            assert dead.low <= dead.best <= dead.high  # type: ignore[operator]


def article(data: bytes) -> None:
    """Any bytes are an article or an error of ours."""
    from geo.sources.paths import read_upload

    for name in ("x.txt", "x.jsonl"):
        for one in read_upload(data, name):
            assert not isinstance(one, Article) or one.text.strip()


def table(data: bytes) -> None:
    """Any bytes by the name of a table are rows or an error of ours."""
    _import(data, "x.csv")


def layer(data: bytes) -> None:
    """Any bytes by the name of a layer are rows or an error of ours."""
    _import(data, "x.geojson")


def page(data: bytes) -> None:
    """Any bytes by the name of a saved page."""
    _upload(data, "x.html")


def feed(data: bytes) -> None:
    """Any bytes by the name of a feed."""
    _upload(data, "x.rss")


def mail(data: bytes) -> None:
    """Any bytes by the name of an e-mail, or of a page saved as one file."""
    _upload(data, "x.eml")
    _upload(data, "x.mht")


def word(data: bytes) -> None:
    """Any bytes as what a Word document holds."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", data)
    _upload(held.getvalue(), "x.docx")


def texts(data: bytes) -> None:
    """Any bytes by the name of a table of texts."""
    _upload(data, "x.csv")


def _upload(data: bytes, name: str) -> None:
    from geo.sources.paths import read_upload

    for one in read_upload(data, name):
        if isinstance(one, Article):
            assert one.text.strip()
            assert one.url is None or one.url.lower().startswith(("http://", "https://"))


def safe(data: bytes) -> None:
    """No sign with a meaning leaves the ways into HTML, Markdown and scripts."""
    from geo.dashboard.words import html_text, plain
    from geo.maps.layer import pack
    from geo.maps.safe import safe as made_safe

    text = data.decode("utf-8", "replace")
    assert not set("<>\"'{}`$\\%\u2028\u2029\u202a\u202e\u2066\u2069\x00\x07") & set(made_safe(text))
    assert not set("<>\"'") & set(html_text(text))
    assert not re.search(r"(?<!\\)(?:\\\\)*[<\[!$`:*_]", plain(text))
    assert set(pack(text)) <= set(string.ascii_letters + string.digits + "+/=")


def mapping(data: bytes) -> None:
    """Any header is guessed, and any columns may be chosen by hand."""
    from geo.imports.preview import preview

    path = Path(_folder().name) / "x.csv"
    path.write_bytes(data)
    names = data.split(b"\n", 1)[0].decode("utf-8", "replace").split(",")
    for columns in ({}, {"lat": names[0], "lon": names[-1], "date": names[len(names) // 2]}):
        try:
            preview(path, kind="table" if columns else None, columns=columns)
        except GeoError:
            continue


def _import(data: bytes, name: str) -> None:
    from geo.imports.load import import_file

    path = Path(_folder().name) / name
    path.write_bytes(data)
    try:
        import_file(path, Store.open("sqlite://"))
    except GeoError:
        return


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings.from_env())


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sitmap-fuzz-")


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (sentences, dates, reader, article, page, feed, mail, word, texts, table, mapping, layer, safe)
}


def each(data: bytes) -> None:
    """All targets in one process, for a short run: the first byte chooses."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])


def one_input(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """`target`, for which an error of ours is no crash."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except InputError:
            return

    return run


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process; it ends the process."""
    try:
        import atheris
    except ImportError:
        print(f"{blind(name, seconds)} inputs, blind: atheris guides it (tests/fuzz/requirements.txt)", file=sys.stderr)
        return
    hook: Any = atheris
    with hook.instrument_imports(include=["geo"]):
        for module in MODULES:
            __import__(module)
    for one in (name,) if name in TARGETS else TARGETS:  # what is loaded late is loaded now, or it counts as hanging
        for path in sorted((CORPUS / one).iterdir()):
            one_input(TARGETS[one])(path.read_bytes())
    found = Path(tempfile.mkdtemp(prefix=f"sitmap-fuzz-{name}-"))
    corpus = CORPUS / name if name in TARGETS else _corpus_of_each(found)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_BYTES}",
        f"-timeout={HANG_S}",
        f"-artifact_prefix={found}/",
    ]
    target = TARGETS.get(name, each)
    hook.Setup([sys.argv[0], str(found), str(corpus), *options, "-print_final_stats=1"], one_input(target))
    hook.Fuzz()


def _corpus_of_each(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, name in enumerate(TARGETS):
        for path in (CORPUS / name).iterdir():
            (corpus / f"{name}-{path.name}").write_bytes(bytes([number]) + path.read_bytes())
    return corpus


def blind(name: str, seconds: float, seed: int = 1) -> int:
    """Without guidance: our inputs, changed at random; returns how many were tried."""
    chance, target, tried = random.Random(seed), one_input(TARGETS[name]), 0  # noqa: S311
    inputs = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = bytearray(chance.choice(inputs))
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(data) + 1)
            other = chance.choice(inputs)
            begin = chance.randrange(len(other) + 1)  # one of them is empty
            piece = chance.choice((chance.randbytes(2), other[begin : begin + 20], b"", bytes(data[at : at + 9]) * 9))
            data[at : at + chance.randrange(6)] = piece
        target(bytes(data[:MAX_BYTES]))
        tried += 1
    return tried


def main() -> int:
    """Run as the command line says."""
    name, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    if name != "all":
        fuzz(name, seconds)
    short = 0
    for one in TARGETS if name == "all" else ():
        command = [sys.executable, "-m", "tests.fuzz.fuzz", one, str(seconds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = [
            line
            for line in done.stderr.splitlines()
            if "number_of_executed_units" in line or "inputs, blind" in line or "cov:" in line
        ]
        print(f"{one}: exit {done.returncode}; {said[-1] if said else ''} {said[0] if said else ''}", flush=True)
        if done.returncode:
            print(done.stderr[-3000:])
        short += done.returncode != 0
    return short


if __name__ == "__main__":
    sys.exit(main())
