"""How fast whole articles are read, and how much memory that takes; a table to read, not a test.

    python tests/bench/reading.py [--shared FOLDER] [--repeat 3]

News of 400 words is made of the sample articles and, with --shared, of the texts of FOLDER/*.jsonl (one {"text": …} a
line, "date" if known). One process, one core, CPU time, as ``python -m geo extract`` reads them.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from geo.cli.main import YOUNG_OBJECTS  # noqa: E402
from geo.model import Article  # noqa: E402
from geo.pipeline import read_article, with_published  # noqa: E402
from geo.places.gazetteer import Gazetteer  # noqa: E402
from geo.reading.boilerplate import find_boilerplate  # noqa: E402
from geo.reading.dates import find_dates  # noqa: E402
from geo.reading.events import gather, read_events  # noqa: E402
from geo.reading.read import look_over  # noqa: E402
from geo.reading.role_surroundings import survey  # noqa: E402
from geo.reading.roles import final_roles  # noqa: E402
from geo.reading.sentences import split_sentences  # noqa: E402
from geo.reading.toponyms import find_names  # noqa: E402
from geo.scoring.prediction import prediction  # noqa: E402
from geo.settings import Settings  # noqa: E402
from tests.bench.timing import seconds  # noqa: E402

WORDS = 400
#: Of each file of texts at most so many pieces are read.
MOST = 60


def pieces(texts: Iterable[str]) -> Iterator[str]:
    """Texts of 400 words, each begun with a text's head and filled up from the next ones; lines stay lines."""
    held: list[str] = []
    count = 0
    for text in texts:
        for line in text.split("\n"):
            words = line.split()[: WORDS - count]
            held.append(" ".join(words))
            count += len(words)
            if count == WORDS:
                break
        if count == WORDS:
            yield "\n".join(held)
            held, count = [], 0


def articles(shared: Path | None) -> dict[str, list[Article]]:
    """Set of texts -> its articles."""
    samples = (path.read_text("utf-8") for path in sorted((ROOT / "data" / "articles").glob("*.txt")))
    found = {"samples": list(pieces(samples))}
    for path in sorted(shared.glob("*.jsonl")) if shared else ():
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        found[path.stem] = list(pieces(row["text"] for row in rows if row.get("text")))[:MOST]
    day = date(2024, 6, 1)
    return {
        name: [Article(id=f"{name}-{k}", text=text, published=day) for k, text in enumerate(texts)]
        for name, texts in found.items()
        if texts
    }


def stages(read: list[Article], gazetteer: Gazetteer, repeat: int) -> list[tuple[str, float]]:
    """CPU time of each stage over all articles, in s."""
    every = [(a, split_sentences(a.text)) for a in map(with_published, read)]
    documents = [look_over(a, gazetteer) for a, _ in every]
    found = [gather(d, gazetteer) for d in documents]
    events = seconds(lambda: [gather(d, gazetteer) for d in documents], repeat)
    roles = seconds(lambda: [final_roles(survey(f.document, f.drafts, f.views, f.refused)) for f in found], repeat)
    whole = seconds(lambda: [read_events(d, gazetteer) for d in documents], repeat)
    readings = [read_article(a, gazetteer) for a in read]
    return [
        (
            "sentences, boilerplate",
            seconds(lambda: [(split_sentences(a.text), find_boilerplate(a.text)) for a in read], repeat),
        ),
        ("place names", seconds(lambda: [find_names(a.text, s, gazetteer) for a, s in every], repeat)),
        ("dates", seconds(lambda: [find_dates(a.text, s, a.published) for a, s in every], repeat)),
        ("events: triggers, status, places, days", events),
        ("roles of place names", roles),
        ("actors, figures, reports", max(0.0, whole - events - roles)),
        ("JSON", seconds(lambda: [json.dumps(prediction(r)) for r in readings], repeat)),
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    gazetteer = Gazetteer.open(Settings.from_env())
    sets = articles(arguments.shared)
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| texts | articles of 400 words | articles/s, first pass | articles/s |\n|---|---|---|---|")
    for name, read in sets.items():
        work = lambda: [json.dumps(prediction(read_article(a, gazetteer))) for a in read]  # noqa: B023, E731
        first, again = seconds(work, 1), seconds(work, arguments.repeat)
        print(f"| {name} | {len(read)} | {len(read) / first:.0f} | {len(read) / again:.0f} |")
    every = [article for read in sets.values() for article in read]
    print("\n| stage | ms an article |\n|---|---|")
    for stage, took in stages(every, gazetteer, arguments.repeat):
        print(f"| {stage} | {1000 * took / len(every):.2f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:.0f} MB, {peak - idle:.0f} MB of it for reading (all readings are held for the stages)")


if __name__ == "__main__":
    main()
