"""Figures from counts: as JSON, and as the lines that people read."""

from __future__ import annotations

from typing import Any

from geo.scoring.measures import Score, precision_recall_f1, share


def figures(score: Score) -> dict[str, Any]:
    """All figures of a score; shares are 0..1, distances km."""
    found, said = score.toponyms, score.incidents
    precision, recall, f1 = precision_recall_f1(found.matched, found.predicted, found.gold)
    toponyms = {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "role_accuracy": share(found.role_right, found.matched),
        "pins": found.pins,
        "false_pins": found.false_pins,
        "false_pin_rate": share(found.false_pins, found.pins),
        "geocoded": found.placed,
        "geocodable": found.placeable,
        "geo_accuracy": share(found.placed, found.placeable),
        "median_error_km": score.median_km(),
        "gold": found.gold,
        "predicted": found.predicted,
        "matched": found.matched,
    }
    precision, recall, f1 = precision_recall_f1(said.matched, said.predicted, said.gold)
    usable = precision_recall_f1(said.usable, said.predicted, said.gold)
    incidents = {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "usable_precision": usable[0],
        "usable_recall": usable[1],
        "usable_f1": usable[2],
        "type": share(said.type_right, said.matched),
        "sub_type": share(said.sub_type_right, said.matched),
        "status": share(said.status_right, said.matched),
        "place": share(said.place_right, said.matched),
        "date_overlap": share(said.date_overlaps, said.matched),
        "date_exact": share(said.date_exact, said.matched),
        "fatalities_right": said.fatalities_right,
        "fatalities_gold": said.fatalities_gold,
        "gold": said.gold,
        "predicted": said.predicted,
        "matched": said.matched,
    }
    return {"articles": score.articles, "toponyms": toponyms, "incidents": incidents}


def lines(score: Score) -> list[str]:
    """The figures in words, a line for each thing that is measured."""
    all_of = figures(score)
    names, told = all_of["toponyms"], all_of["incidents"]
    middle = names["median_error_km"]
    distance = "" if middle is None else f", median error {middle:.1f} km"
    return [
        f"place names   precision {names['precision']:.3f}  recall {names['recall']:.3f}  F1 {names['f1']:.3f}",
        f"  roles right {names['role_accuracy']:.3f} of the found; false pins {names['false_pins']} of {names['pins']}",
        f"  put within tolerance {names['geocoded']} of {names['geocodable']}{distance}",
        f"incidents     precision {told['precision']:.3f}  recall {told['recall']:.3f}  F1 {told['f1']:.3f}",
        f"  usable      precision {told['usable_precision']:.3f}  recall {told['usable_recall']:.3f}  "
        f"F1 {told['usable_f1']:.3f}  (right type, status and place, overlapping date)",
        f"  of the found: type {told['type']:.3f}, sub-type {told['sub_type']:.3f}, status {told['status']:.3f}, "
        f"place {told['place']:.3f}, date overlaps {told['date_overlap']:.3f}, date exact {told['date_exact']:.3f}, "
        f"deaths {told['fatalities_right']} of {told['fatalities_gold']}",
    ]


def article_line(name: str, score: Score) -> str:
    """One line for one article."""
    found, said = score.toponyms, score.incidents
    names = precision_recall_f1(found.matched, found.predicted, found.gold)[2]
    told = precision_recall_f1(said.matched, said.predicted, said.gold)[2]
    usable = precision_recall_f1(said.usable, said.predicted, said.gold)[2]
    return (
        f"{name:28s} place names F1 {names:.3f}  roles {share(found.role_right, found.matched):.3f}  "
        f"false pins {found.false_pins:2d}  placed {found.placed}/{found.placeable}  "
        f"incidents F1 {told:.3f}  usable F1 {usable:.3f}"
    )
