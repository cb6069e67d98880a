"""Reports of one event become one incident: whatever the order in which the articles came, the result is the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from geo.merging.by_hand import Group, Hand
from geo.merging.copies import NO_COPIES
from geo.merging.fold import NOBODY, fold
from geo.merging.same import Key, block_keys
from geo.model import Decision, Incident, Report

#: Changes whenever the rules of merging do, so that stores know that their incidents are out of date.
MERGER = "merge 7"


def merge(
    reports: Iterable[Report],
    decisions: Iterable[Decision] = (),
    publishers: Mapping[str, str] = NOBODY,
    copies: Mapping[str, str] = NO_COPIES,
) -> tuple[Incident, ...]:
    """Fold `reports` into incidents, sorted by id.

    A report joins an incident only when it agrees with every report in it (``geo.merging.same``), so a chain of
    near misses never becomes one event, and an incident holds at most one report of an article. A report without a
    place or a date stays alone. What a person decided stands above these rules: reports that were joined by hand come
    as one, and agree with another when one of them does; those that were parted never meet.

    Parameters
    ----------
    reports
        In any order.
    decisions
        Of people; a later one stands above an earlier one on the same two reports.
    publishers
        Article id -> who published it; an article that is not named counts as a source of its own.
    copies
        Article id -> what stands for all articles of nearly the same text (``copies.find_copies``): one source.
    """
    hand = Hand(reports, decisions)
    clusters: list[list[Group]] = []
    filed: dict[Key, list[int]] = defaultdict(list)
    for group in sorted(hand.groups(), key=lambda one: _order(one[0])):
        file, find = _keys(group)
        near = sorted({number for key in find for number in filed.get(key, ())})
        home = next((n for n in near if all(hand.agree(group, other) for other in clusters[n])), None)
        if home is None:
            home = len(clusters)
            clusters.append([])
        clusters[home].append(group)
        for key in file:
            if home not in filed[key]:
                filed[key].append(home)
    made = []
    for cluster in clusters:
        told = sorted((report for group in cluster for report in group), key=_order)
        made.append(fold(_incident_id(told[0]), told, hand.about(told), publishers, copies))
    return tuple(sorted(made, key=lambda one: one.id))


def _keys(group: Group) -> tuple[set[Key], set[Key]]:
    file: set[Key] = set()
    find: set[Key] = set()
    for report in group:
        for all_keys, keys in zip((file, find), block_keys(report), strict=True):
            all_keys |= keys
    return file, find


def _order(report: Report) -> tuple[str, int, str]:
    return report.article_id, report.evidence.start, report.id


def _incident_id(first: Report) -> str:
    """Sixteen hexadecimal digits from the first report: the same on every machine."""
    return hashlib.sha256(f"{first.article_id}\n{first.id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
