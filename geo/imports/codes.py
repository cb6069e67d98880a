"""Code tables of the datasets that can be imported, from data/imports/: countries, types, headers, licences."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from geo.model import TYPES
from geo.settings import DATA


def table(name: str) -> list[dict[str, str]]:
    """The rows of data/imports/NAME.csv."""
    with (DATA / "imports" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def countries(code: str) -> Mapping[str, str | None]:
    """ISO 3166-1 alpha-2 by a country's `code`: "names" (with iso2 and iso3), "fips", "gw" or "numeric"."""
    found: dict[str, str | None] = {}
    for row in table("countries"):
        keys = row[code].split("|") if code != "names" else [*row["names"].split("|"), row["iso2"], row["iso3"]]
        found |= {key.casefold(): row["iso2"] for key in keys if key}
    return found


@cache
def types() -> Mapping[str, str | None]:
    """Our type and sub-type, joined by a slash, by the many names of a kind of incident in lower case."""
    found: dict[str, str | None] = {
        row["name"].casefold(): f"{row['type']}/{row['sub_type']}" for row in table("types")
    }
    for kind, subs in TYPES.items():
        found[kind] = f"{kind}/{_plainest(kind)}"
        found |= {sub: f"{kind}/{sub}" for sub in subs}
    for key in list(found):
        found.setdefault(key.replace("_", " "), found[key])
    return found


def _plainest(kind: str) -> str:
    """The sub-type that an incident of which only the type is known gets."""
    last = {"strategic": "other", "diplomatic": "diplomatic_other", "explosion_remote": "shelling_missile"}
    return last.get(kind, TYPES[kind][0])


@cache
def cameo() -> Mapping[str, str | None]:
    """Our type and sub-type, joined by a slash, by the first two to four digits of a CAMEO code."""
    return {row["prefix"]: f"{row['type']}/{row['sub_type']}" for row in table("cameo")}
