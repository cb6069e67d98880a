"""How fast place names are found and resolved, and how much memory that takes; a table to read, not a test.

    python tests/bench/place_names.py [FILE.jsonl] [--repeat 3]

FILE holds one {"text": …} a line; without it, the articles of tests/gold are read. One process, one core.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from geo.cli.main import YOUNG_OBJECTS  # noqa: E402
from geo.places.gazetteer import Gazetteer  # noqa: E402
from geo.places.resolve import resolve  # noqa: E402
from geo.reading import tagger  # noqa: E402
from geo.reading.sentences import split_sentences  # noqa: E402
from geo.reading.toponym_surroundings import in_text  # noqa: E402
from geo.reading.toponym_view import link_lists  # noqa: E402
from geo.reading.toponyms import find_names, propose, rows_of  # noqa: E402
from geo.settings import Settings  # noqa: E402
from tests.bench.timing import seconds  # noqa: E402


def texts_of(path: Path | None) -> list[str]:
    if path is None:
        return [
            json.loads(file.read_text("utf-8"))["text"] for file in sorted((ROOT / "tests" / "gold").glob("*.json"))
        ]
    return [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line.strip()]


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def start_up_s() -> float:
    """Wall time of ``python -m geo extract`` on one article."""
    article = sorted((ROOT / "tests" / "gold").glob("*.json"))[0]
    line = json.dumps({"id": "one", "text": json.loads(article.read_text("utf-8"))["text"]})
    start = time.perf_counter()
    command = [sys.executable, "-m", "geo", "extract", "--jsonl", "-"]
    subprocess.run(command, input=line, text=True, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)  # as the command line has it
    texts = texts_of(arguments.file)
    start = time.perf_counter()
    gazetteer = Gazetteer.open(Settings.from_env())
    opened = time.perf_counter() - start
    find_names("Kyiv is in Ukraine.", split_sentences("Kyiv is in Ukraine."), gazetteer)
    rows = []
    start_cpu = time.process_time()
    for text in texts:
        find_names(text, split_sentences(text), gazetteer)
    rows.append(("all steps, first time (cold gazetteer)", time.process_time() - start_cpu))
    sentences = [split_sentences(text) for text in texts]
    rows.append(("sentences", seconds(lambda: [split_sentences(t) for t in texts], arguments.repeat)))
    pairs = list(zip(texts, sentences, strict=True))
    rows.append(("spans proposed", seconds(lambda: [propose(t, s, gazetteer) for t, s in pairs], arguments.repeat)))
    proposals = [propose(t, s, gazetteer) for t, s in pairs]
    rows.append(("features", seconds(lambda: [p.features() for p in proposals], arguments.repeat)))
    found = [p.features() for p in proposals]
    model = tagger.trained()
    rows.append(("scores", seconds(lambda: [tagger.scores(f, model) for f in found], arguments.repeat)))
    named = []
    for proposal, features in zip(proposals, found, strict=True):
        names = tagger.accept(proposal.options, tagger.scores(features, model))
        link_lists(proposal.tokens, names)
        named.append((in_text(proposal.tokens, names), proposal.peoples))
    lookup = rows_of(gazetteer)
    work = lambda: [resolve(n, lookup, countries=p) for n, p in named]  # noqa: E731
    rows.append(("resolution", seconds(work, arguments.repeat)))
    rows.append(("all steps", seconds(lambda: [find_names(t, s, gazetteer) for t, s in pairs], arguments.repeat)))
    print(f"{len(texts)} articles, {sum(map(len, texts)) / len(texts):.0f} characters each")
    print("| step | ms an article | articles/s |\n|---|---|---|")
    for name, took in rows:
        print(f"| {name} | {1000 * took / len(texts):.2f} | {len(texts) / took:.0f} |")
    print(f"\ngazetteer opened in {1000 * opened:.0f} ms; peak memory {memory_mb():.0f} MB;", end=" ")
    print(f"one article by `python -m geo extract`: {start_up_s():.2f} s")


if __name__ == "__main__":
    main()
