"""The part of all reports that a change can reach: merged by itself, it gives what merging all of them would give.

``merge`` puts a report to others only where it agrees with each of them. So whatever happens to a report matters only
to those that agree with it, to those that agree with these, and so on, and to those that people put to it or took from
it. ``reach`` follows both. Of a report that is gone or was another one only its blocks are known, and what it agreed
with shared one: all that is filed near them counts as reached.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable

from geo.merging.by_hand import key_of
from geo.merging.same import Key, around, block_keys, same_event
from geo.model import Decision, Report, ReportKey

#: Longest id of a place that stands in a block's name as it is; an area drawn by hand has a long one.
_LONGEST = 64

#: Names of blocks -> the reports that are filed there, and reports by their keys; those that are not there lack.
Filed = Callable[[set[str]], Iterable[Report]]
Told = Callable[[set[ReportKey]], Iterable[Report]]


def blocks_of(report: Report) -> set[str]:
    """The names of the blocks that `report` is filed in."""
    return {_name(key) for key in block_keys(report)[0]}


def filed(reports: Iterable[Report]) -> dict[str, set[str]]:
    """Article id -> the blocks that its reports are filed in."""
    found: dict[str, set[str]] = {}
    for report in reports:
        found.setdefault(report.article_id, set()).update(blocks_of(report))
    return found


def near(blocks: Iterable[str]) -> set[str]:
    """The names of the blocks in which those are found that may agree with what is filed in `blocks`."""
    found = set(blocks)
    for name in list(found):
        start, spot, where = name.rpartition("@")
        row, _, column = where.partition(",")
        if spot and "=" not in start:
            found |= {f"{start}@{i},{j}" for i, j in around((int(row), int(column)))}
    return found


def reach(
    seeds: Iterable[ReportKey], decisions: Iterable[Decision], told: Told, filed: Filed, at_most: int
) -> dict[ReportKey, Report] | None:
    """`seeds`, as far as they are there, and all that a change in them can reach; None where these are too many.

    Parameters
    ----------
    seeds
        Reports that changed, or near which one is gone.
    decisions
        Of people.
    told, filed
        Find reports by their keys, and those that are filed in blocks (or more).
    at_most
        So many reports.
    """
    search = _Search(decisions, told, filed)
    wanted = set(seeds)
    while wanted:
        new = search.take(wanted)
        if len(search.found) > at_most:
            return None
        wanted = search.reached_from(new)
    return search.found


class _Search:
    """What was reached so far, and what was looked at on the way."""

    def __init__(self, decisions: Iterable[Decision], told: Told, filed: Filed) -> None:
        self.found: dict[ReportKey, Report] = {}
        self._joined, self._parted = _bonds(decisions)
        self._told, self._filed = told, filed
        self._known: dict[ReportKey, Report] = {}
        self._in_block: dict[str, set[ReportKey]] = defaultdict(set)
        self._looked: set[str] = set()

    def take(self, wanted: Iterable[ReportKey]) -> list[ReportKey]:
        """Count reports as reached, with all that they were joined with; returns those that were not before."""
        keys = {other for key in wanted for other in self._group(key)} - self.found.keys()
        new = self._look_up(keys)
        self.found |= new
        return list(new)

    def reached_from(self, new: Iterable[ReportKey]) -> set[ReportKey]:
        """The reports, not reached yet, that agree with a new one or were parted from it."""
        wanted = {other for key in new for other in self._parted.get(key, ())} - self.found.keys()
        groups = {min(group): group for group in map(self._group, new)}
        asked = {
            first: near(block for key in group if key in self.found for block in blocks_of(self.found[key]))
            for first, group in groups.items()
        }
        self._look_into({block for blocks in asked.values() for block in blocks})
        for first, group in groups.items():
            ours = [self.found[key] for key in group if key in self.found]
            there = {key for block in asked[first] for key in self._in_block.get(block, ())}
            for key in there - wanted - self.found.keys():
                # what was joined is found in the blocks of all of it, and agrees where one of it does (``merge``)
                theirs = self._look_up(self._group(key)).values()
                if any(same_event(a, b) for a in ours for b in theirs):
                    wanted.add(key)
        return wanted

    def _group(self, key: ReportKey) -> set[ReportKey]:
        return self._joined.get(key, {key})

    def _look_up(self, keys: set[ReportKey]) -> dict[ReportKey, Report]:
        if missing := keys - self._known.keys():
            self._known |= {key_of(one): one for one in self._told(missing)}
        return {key: self._known[key] for key in keys if key in self._known}

    def _look_into(self, blocks: set[str]) -> None:
        for report in self._filed(blocks - self._looked):
            key = key_of(report)
            self._known.setdefault(key, report)
            for block in blocks_of(report):
                self._in_block[block].add(key)
        self._looked |= blocks


def _bonds(decisions: Iterable[Decision]) -> tuple[dict[ReportKey, set[ReportKey]], dict[ReportKey, set[ReportKey]]]:
    """Reports with all that were ever put to them by hand, directly or by way of others; and those parted from them."""
    joined: dict[ReportKey, set[ReportKey]] = {}
    bound: dict[ReportKey, set[ReportKey]] = defaultdict(set)
    for decision in decisions:
        if decision.kind == "merge":
            whole = set().union(*(joined.get(key, {key}) for key in (*decision.one, *decision.other)))
            joined |= dict.fromkeys(whole, whole)
            continue
        for one in decision.one:
            bound[one].update(decision.other)
        for other in decision.other:
            bound[other].update(decision.one)
    return joined, bound


def _name(key: Key) -> str:
    kind, when, where = key
    days = " ".join(map(str, when)) if isinstance(when, tuple) else str(when)
    if isinstance(where, tuple):
        return f"{kind} {days} @{where[0]},{where[1]}"
    place = "" if where is None else f"={where}"
    if len(place) > _LONGEST:
        place = "=" + hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{kind} {days} {place}"
