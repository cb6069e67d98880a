"""Checks annotated articles: spans match the text, codes are legal, links hold, days and figures are in order.

    python training/check_gold.py [FOLDER …]

Prints one line for each fault and ends with exit code 1 if there are any. Without arguments it checks
``training/gold``.
An article whose ``incidents`` are null has only its place names annotated so far.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.model import DATE_PRECISIONS, LEVELS, PRECISIONS, ROLES, STATUSES, TYPES

ROOT = Path(__file__).resolve().parent.parent
Json = dict[str, Any]
#: Statuses of what is never drawn, those that may lie ahead, and roles that never carry an incident.
UNMAPPED = frozenset({"proposed", "threatened", "denied", "retracted"})
AHEAD = frozenset({"planned", "proposed", "threatened"})
UNLINKED = frozenset({"metonym", "org", "dateline"})
RELATIONS = frozenset({"near", "offset", "between"})
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile("|".join(DAYS))
#: Phrases in which the weekday is not the day of the event itself.
_INDIRECT = re.compile(r"since|until|after|before|earlier|later|\.\.\.")


def faults(gold: Json) -> Iterator[str]:
    """What is wrong with one annotated article, in words."""
    text: str = gold["text"]
    incidents: list[Json] = gold["incidents"] or []
    yield from _toponyms(text, gold["toponyms"])
    if gold["incidents"] is None:
        return
    yield from _links(gold["toponyms"], incidents)
    for incident in incidents:
        for fault in (
            *_codes(incident),
            *_spans(text, incident),
            *_places(incident, gold["toponyms"]),
            *_days(incident, text, date.fromisoformat(gold["published"])),
            *_figures(incident),
        ):
            yield f"{incident['id']}: {fault}"


def _toponyms(text: str, toponyms: list[Json]) -> Iterator[str]:
    end = 0
    for one in toponyms:
        where = f"{one['name']!r} at {one['start']}"
        if text[one["start"] : one["end"]] != one["name"]:
            yield f"{where}: the text has {text[one['start'] : one['end']]!r} there"
        if one["start"] < end:
            yield f"{where}: overlaps the name before it, or the names are not in order"
        end = one["end"]
        if one["role"] not in ROLES:
            yield f"{where}: role {one['role']!r} is unknown"
        if one["role"] == "location" and not one["incidents"]:
            yield f"{where}: a location without an incident"
        if one["role"] in UNLINKED and one["incidents"]:
            yield f"{where}: a {one['role']} carries an incident"
        if one.get("relation") and one["relation"]["type"] not in RELATIONS:
            yield f"{where}: relation {one['relation']['type']!r} is unknown"
        if one["resolved"] and one["resolved"]["level"] not in LEVELS:
            yield f"{where}: level {one['resolved']['level']!r} is unknown"
    yield from _unmarked(text, toponyms)


def _unmarked(text: str, toponyms: list[Json]) -> Iterator[str]:
    """Every mention counts: a name that is annotated once is annotated wherever it stands."""
    spans = [(one["start"], one["end"]) for one in toponyms]
    for name in sorted({one["name"] for one in toponyms}):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(start < found.end() and found.start() < end for start, end in spans):
                yield f"{name!r} at {found.start()} is not annotated, though it is elsewhere"


def _links(toponyms: list[Json], incidents: list[Json]) -> Iterator[str]:
    ids = [incident["id"] for incident in incidents]
    for double in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"{double}: two incidents have this id"
    for one in toponyms:
        for missing in sorted(set(one["incidents"]) - set(ids)):
            yield f"{one['name']!r} at {one['start']}: there is no incident {missing!r}"


def _codes(incident: Json) -> Iterator[str]:
    if incident["sub_type"] not in TYPES.get(incident["type"], ()):
        yield f"no sub-type {incident['sub_type']!r} of {incident['type']!r}"
    if incident["status"] not in STATUSES:
        yield f"status {incident['status']!r} is unknown"
    if incident["map"] and incident["status"] in UNMAPPED:
        yield f"mapped, though it is {incident['status']}"


def _spans(text: str, incident: Json) -> Iterator[str]:
    for span in (incident["evidence"], *incident["evidence_more"]):
        if text[span["start"] : span["end"]] != span["text"]:
            yield f"evidence {span['text'][:40]!r} is not what stands at {span['start']}"


def _places(incident: Json, toponyms: list[Json]) -> Iterator[str]:
    known = {one["resolved"]["name"] for one in toponyms if one["resolved"]}
    linked = [one for one in toponyms if incident["id"] in one["incidents"]]
    for place in incident["places"]:
        if place["precision"] not in PRECISIONS:
            yield f"place precision {place['precision']!r} is unknown"
        if (place["lat"] is None) != (place["precision"] == "none"):
            yield f"place {place['name']!r} and precision {place['precision']!r} do not go together"
        if place["name"] and place["name"] not in known and not linked:
            yield f"place {place['name']!r} is not among the mentions"
    if incident["map"] and incident["places"][0]["lat"] is None:
        yield "mapped without a place"


def _days(incident: Json, text: str, published: date) -> Iterator[str]:
    when = incident["date"]
    precision, expression = when["precision"], when["expression"]
    if precision not in DATE_PRECISIONS:
        yield f"date precision {precision!r} is unknown"
    start, end = (date.fromisoformat(when[edge]) if when[edge] else None for edge in ("start", "end"))
    if start and end and start > end:
        yield f"begins on {start}, after its end on {end}"
    if precision == "day" and start != end:
        yield f"a day from {start} to {end}"
    if precision == "on_or_before" and (start or not end):
        yield f"an upper bound from {start} to {end}"
    if precision == "weekend" and start and end and (start.weekday(), end.weekday()) != (5, 6):
        yield f"a weekend from {start} to {end}"
    if incident["status"] in AHEAD and end and end < published:
        yield f"{incident['status']}, though it ended on {end}"
    if incident["status"] not in AHEAD and end and end > published:
        yield f"{incident['status']}, though it ends after the day of publication, on {end}"
    if expression and not all(part.strip() in text for part in expression.split("...")):
        yield f"date phrase {expression!r} is not in the text"
    yield from _weekday(precision, expression or "", start)


def _weekday(precision: str, expression: str, day: date | None) -> Iterator[str]:
    named = _WEEKDAY.findall(expression)
    if precision == "day" and day and len(named) == 1 and not _INDIRECT.search(expression):
        found = DAYS[day.weekday()]
        if found != named[0]:
            yield f"{expression!r} is given as {day}, a {found}"


def _figures(incident: Json) -> Iterator[str]:
    for what in ("fatalities", "injured"):
        figure: Mapping[str, int | None] | None = incident[what]
        if figure is not None:
            given = [figure[bound] for bound in ("low", "best", "high")]
            numbers = [one for one in given if one is not None]
            if not numbers or numbers != sorted(numbers) or numbers[0] < 0:
                yield f"{what} {given} are out of order"


def main(folders: list[Path]) -> int:
    """Check the articles of the folders; the number of faults."""
    count = articles = 0
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            articles += 1
            for fault in faults(json.loads(path.read_text(encoding="utf-8"))):
                count += 1
                print(f"{path.stem}: {fault}")
    print(f"{articles} articles, {count} faults")
    return count


if __name__ == "__main__":
    sys.exit(bool(main([Path(name) for name in sys.argv[1:]] or [ROOT / "training" / "gold"])))
