"""All reports in shares that can be merged by themselves: no report of one tells of an event of another.

``same_event`` wants type, background, aggregate and manner of telling to be the same, so the reports that have them in
common make a share. Those without a day or a place on the ground stay alone in any case: they fill small shares.
Decisions of people may join what rules never would: with them there are no shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from geo.merging.same import TOLD_AS_PAST

#: So many reports that stay alone make a share.
ALONE = 400


def shares(told: Iterable[Mapping[str, Any]]) -> list[list[int]]:
    """The numbers of the reports in each share, the largest first.

    Parameters
    ----------
    told
        Reports as they are kept (``store.codec.plain``).
    """
    found: dict[object, list[int]] = defaultdict(list)
    n_alone = 0
    for number, report in enumerate(told):
        kind = _kind(report)
        if kind is None:
            kind = n_alone // ALONE
            n_alone += 1
        found[kind].append(number)
    return sorted(found.values(), key=len, reverse=True)


def _kind(report: Mapping[str, Any]) -> object:
    """What a report has in common with every other one that tells of the same event; None where there is none."""
    if report["date"]["last"] is None or all(place["lat"] is None for place in report["places"]):
        return None
    status = report["status"]
    manner = "past" if status in TOLD_AS_PAST else status
    return report["type"], report["aggregate"], report["background"], manner
