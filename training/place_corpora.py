"""Annotated articles for training and measuring the place-name models: our own gold and public corpora, one shape.

The corpora lie beside the project (``--shared``, default ``../shared``) and never enter it.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The scripts run from a checkout, where the package is not installed.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

#: Corpora that the models are trained on, with their licence as stated at the source.
CORPORA = {
    "gold": "our own articles; real_* US public domain or UK OGL v3",
    "samples": "our own articles, those that ship with the project",
    "lgl": "Local-Global Lexicon: repository GPL-3, news text copyright; weights only",
    "gwn": "GeoWebNews: repository GPL-3, news text copyright; weights only",
    "humset": "HumSet geolocation annotations: none stated; weights only",
}
#: Plain articles, in which few names are doubtful: they teach what names stand for, not where names are.
FOR_ROLES_ONLY = frozenset({"samples"})
#: Read for measuring only: an article that is not ours, and ten of ours that no model may ever learn from.
NEVER_TRAINED = frozenset(
    {"seed_gold", "analysis_lachin", "claims_avdiivka", "court_mh17", "digest_three_fronts", "live_sweida"}
    | {"local_kherson_october", "obituary_deby", "protest_lekki", "sitrep_malakal", "wire_quetta_hospital"}
)
#: A prediction that is this near is right in the corpora; the gold has a tolerance for each place, in km.
TOLERANCE_KM = 161.0
SEED = 7
FOLDS = 5
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated place name; ``lat`` is None where no place is given."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    geonameid: int | None
    tolerance_km: float
    level: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article with its place names; ``record`` is what was read, for the scorers."""

    corpus: str
    id: str
    text: str
    toponyms: tuple[Gold, ...]
    record: dict[str, Any]


def read(shared: Path, corpus: str) -> list[Annotated]:
    """All articles of a corpus, in their order."""
    if corpus in ("gold", "samples"):
        return read_folder(shared / "gold" if corpus == "gold" else ROOT / "training" / "gold", corpus)
    with (shared / "corpora" / f"{corpus}.jsonl").open(encoding="utf-8") as lines:
        return annotated([json.loads(line) for line in lines], corpus)


def read_folder(folder: Path, corpus: str) -> list[Annotated]:
    """All annotated articles of a folder, by name."""
    paths = sorted(folder.glob("*.json"))
    return annotated([json.loads(path.read_text(encoding="utf-8")) | {"id": path.stem} for path in paths], corpus)


def annotated(records: list[dict[str, Any]], corpus: str) -> list[Annotated]:
    """Records of annotated articles."""
    return [
        Annotated(corpus, str(record["id"]), record["text"], tuple(map(_gold, record["toponyms"])), record)
        for record in records
    ]


def _gold(item: dict[str, Any]) -> Gold:
    place = item.get("resolved") or item
    return Gold(
        item["start"],
        item["end"],
        place.get("lat"),
        place.get("lon"),
        place.get("geonameid"),
        place.get("tolerance_km") or TOLERANCE_KM,
        place.get("level"),
        item.get("role"),
    )


def folds(articles: Sequence[Annotated], count: int = FOLDS, seed: int = SEED) -> list[list[Annotated]]:
    """The articles dealt out at random, the same way every time."""
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)  # noqa: S311 a fixed deal of articles, nothing secret
    return [[articles[at] for at in sorted(order[first::count])] for first in range(count)]


def error_km(gold: Gold, lat: float, lon: float, geonameid: int | None) -> float:
    """How far a place is from the annotated one; 0 where both have one GeoNames id, as a country has no one point."""
    if gold.geonameid and gold.geonameid == geonameid:
        return 0.0
    if gold.lat is None or gold.lon is None:
        msg = f"expected a name with a point, got one without at {gold.start}"
        raise ValueError(msg)
    phi, other = math.radians(gold.lat), math.radians(lat)
    half = math.sin((other - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other) * math.sin(math.radians(lon - gold.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
