"""Reports of one event become one incident: whatever the order in which the articles came, the result is the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from geo.merging.fold import fold
from geo.merging.same import Key, block_keys, same_event
from geo.model import Incident, Report

#: Changes whenever the rules of merging do, so that stores know that their incidents are out of date.
MERGER = "merge 2"


def merge(reports: Iterable[Report]) -> tuple[Incident, ...]:
    """Fold `reports` into incidents, sorted by id.

    A report joins an incident only when it agrees with every report in it (``geo.merging.same``), so a chain of
    near misses never becomes one event, and an incident holds at most one report of an article. A report without a
    place or a date stays alone.
    """
    clusters: list[list[Report]] = []
    filed: dict[Key, list[int]] = defaultdict(list)
    for report in sorted(reports, key=_order):
        file, find = block_keys(report)
        near = sorted({number for key in find for number in filed.get(key, ())})
        home = next((n for n in near if all(same_event(report, other) for other in clusters[n])), None)
        if home is None:
            home = len(clusters)
            clusters.append([])
        clusters[home].append(report)
        for key in file:
            if home not in filed[key]:
                filed[key].append(home)
    return tuple(sorted((fold(_incident_id(told[0]), told) for told in clusters), key=lambda one: one.id))


def _order(report: Report) -> tuple[str, int, str]:
    return report.article_id, report.evidence.start, report.id


def _incident_id(first: Report) -> str:
    """Sixteen hexadecimal digits from the first report: the same on every machine."""
    return hashlib.sha256(f"{first.article_id}\n{first.id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
