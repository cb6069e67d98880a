"""What people decided about reports, as bonds and barriers between them that the rules of merging must respect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from geo.merging.same import same_event
from geo.model import Decision, Report, ReportKey

#: Reports that stand together by hand; one alone where nobody decided anything.
Group = tuple[Report, ...]
_Pair = frozenset[ReportKey]


class Hand:
    """The decisions on a set of reports, settled pair by pair: the last word on two reports counts."""

    def __init__(self, reports: Iterable[Report], decisions: Iterable[Decision]) -> None:
        self._reports = {key_of(report): report for report in reports}
        self._last: dict[_Pair, Decision] = {}
        for decision in sorted(decisions, key=_when):
            for pair in _pairs(decision, self._reports):
                self._last[pair] = decision
        self._apart = {pair for pair, decision in self._last.items() if decision.kind == "split"}
        self._root: dict[ReportKey, ReportKey] = {}
        self._members: dict[ReportKey, list[ReportKey]] = {}
        joined = ((decision, sorted(pair)) for pair, decision in self._last.items() if decision.kind == "merge")
        for _, (one, other) in sorted(joined, key=lambda item: (_when(item[0]), item[1])):
            self._join(one, other)

    def groups(self) -> list[Group]:
        """All reports: each with those that it was joined with, in the order of article, place in the text and id."""
        found: dict[ReportKey, list[Report]] = defaultdict(list)
        for key, report in self._reports.items():
            found[self._root.get(key, key)].append(report)
        return [tuple(sorted(group, key=_place)) for group in found.values()]

    def agree(self, one: Group, other: Group) -> bool:
        """Whether two groups tell of one event by the rules, and nobody parted them."""
        if self._apart and self._parted(map(key_of, one), [key_of(report) for report in other]):
            return False
        if len(one) == len(other) == 1:
            return same_event(one[0], other[0])
        if {report.article_id for report in one} & {report.article_id for report in other}:
            return False
        return any(same_event(a, b) for a in one for b in other)

    def about(self, told: Sequence[Report]) -> tuple[Decision, ...]:
        """The decisions that stand and that made an incident of `told` what it is, oldest first."""
        if not self._last:
            return ()
        here = {key_of(report) for report in told}
        found = {
            decision.id: decision
            for pair, decision in self._last.items()
            if (pair <= here if decision.kind == "merge" else pair & here and not pair <= here)
        }
        return tuple(sorted(found.values(), key=_when))

    def _join(self, one: ReportKey, other: ReportKey) -> None:
        """Put two reports into one group, unless that would bring together what was parted."""
        a, b = self._root.get(one, one), self._root.get(other, other)
        if a == b:
            return
        first, second = self._members.get(a, [a]), self._members.get(b, [b])
        if self._parted(first, second):
            return
        whole = sorted([*first, *second])
        self._members[whole[0]] = whole
        self._root |= dict.fromkeys(whole, whole[0])

    def _parted(self, some: Iterable[ReportKey], others: Sequence[ReportKey]) -> bool:
        return any(frozenset({a, b}) in self._apart for a in some for b in others)


def key_of(report: Report) -> ReportKey:
    """What names a report in a decision."""
    return report.article_id, report.id


def _pairs(decision: Decision, there: dict[ReportKey, Report]) -> list[_Pair]:
    return [
        frozenset({one, other})
        for one in decision.one
        for other in decision.other
        if one != other and one in there and other in there
    ]


def _when(decision: Decision) -> tuple[str, str]:
    return decision.made.isoformat(), decision.id


def _place(report: Report) -> tuple[str, int, str]:
    return report.article_id, report.evidence.start, report.id
