"""What the reader gets wrong in the annotated articles, thing by thing: `known_misses.json` beside this file holds it.

`python -m tests.reading.gold_answers` says what has become better or worse since, and `--hold` writes the file anew:
after a change of the rules, look at what became worse before you do.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read
from geo.scoring.measures import places_agree
from geo.scoring.prediction import prediction
from geo.scoring.score import LITERAL, matched_pairs
from geo.settings import Settings
from geo.sphere import distance_km

ROOT = Path(__file__).resolve().parents[2]
HELD = Path(__file__).with_name("known_misses.json")
#: Annotated by people, incident by incident and name by name.
GOLD = [*sorted((ROOT / "tests" / "gold").glob("*.json")), *sorted((ROOT / "training" / "gold").glob("*.json"))]


def misses(path: Path, gazetteer: Gazetteer) -> list[str]:
    """What is wrong in one article, each thing in a few words that stay the same while the article does."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    published = date.fromisoformat(gold["published"]) if gold["published"] else None
    article = Article(id=path.stem, text=gold["text"], title=gold.get("title"), published=published)
    said = prediction(read(article, gazetteer))
    return sorted(
        {*_names(gold["toponyms"], said["toponyms"]), *_incidents(gold["incidents"] or [], said["incidents"])}
    )


def _names(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> Iterator[str]:
    found = {(one["start"], one["end"]): one for one in said}
    for one in gold:
        what = f"{one['name']} at {one['start']}"
        other = found.pop((one["start"], one["end"]), None)
        if other is None:
            yield f"{what}: not found"
            continue
        if one["role"] != other["role"]:
            yield f"{what}: role"
        place = one["resolved"]
        if one["role"] in LITERAL and place:
            near = other["lat"] is not None and (
                distance_km(place["lat"], place["lon"], other["lat"], other["lon"]) <= place["tolerance_km"]
            )
            if not near:
                yield f"{what}: place"
    yield from (f"no name: {one['name']} at {one['start']}" for one in found.values())


def _incidents(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> Iterator[str]:
    pairs = dict(matched_pairs(gold, said))
    for number, one in enumerate(gold):
        if number not in pairs:
            yield f"{one['id']}: not found"
            continue
        yield from (f"{one['id']}: {what}" for what in _pair(one, said[pairs[number]]))
    for number, other in enumerate(said):
        if number not in pairs.values():
            yield f"no incident: {other['sub_type']} at {other['evidence']['start']}"


def _pair(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    for key in ("type", "sub_type", "status", "fatalities", "injured", "numbers", "aggregate", "background"):
        if one[key] != other[key]:
            yield key
    for key in ("start", "end", "precision"):
        if one["date"][key] != other["date"][key]:
            yield f"date, {key}"
    if not places_agree(one["places"], other["places"]):
        yield "place"
    if [place["precision"] for place in one["places"]] != [place["precision"] for place in other["places"]]:
        yield "precision of place"
    for role in ("initiator", "target", "side_a", "side_b"):
        if _actors(one, role) != _actors(other, role):
            yield role
    if sorted(one["attribution"]) != sorted(other["attribution"]):
        yield "attribution"
    spans = [(told["evidence"]["start"], len(told["evidence_more"])) for told in (one, other)]
    if spans[0] != spans[1]:
        yield "evidence"


def _actors(incident: dict[str, Any], role: str) -> set[tuple[str, str]]:
    return {(actor["name"], actor["group"]) for actor in incident["actors"] if actor["role"] == role}


def name_of(path: Path) -> str:
    """The article's key in the file."""
    return f"{path.parent.parent.name}/{path.stem}"


def held() -> dict[str, list[str]]:
    """What was wrong when the file was written."""
    return dict(json.loads(HELD.read_text(encoding="utf-8"))) if HELD.exists() else {}


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold", action="store_true", help="write the file anew")
    given = parser.parse_args()
    gazetteer = Gazetteer.open(Settings.from_env())
    before, now = held(), {name_of(path): misses(path, gazetteer) for path in GOLD}
    for name, wrong in now.items():
        known = before.get(name, [])
        for sign, words in (("better", set(known) - set(wrong)), ("worse", set(wrong) - set(known))):
            for one in sorted(words):
                print(f"{sign}: {name}: {one}")
    print(f"{sum(map(len, now.values()))} things are wrong, {sum(map(len, before.values()))} were")
    if given.hold:
        rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(wrong)}" for name, wrong in now.items())
        HELD.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
