"""Corrections of names: which mentions they are about, and what that does to the incidents that stand at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.correcting.values import NOWHERE, place_of, told_by
from geo.model import Article, Candidate, Mention, Report, Role, Span
from geo.reading.document import Name
from geo.reading.linking import incident_place
from geo.store.remembered import OF_NAMES, SCOPES, Correction, find_spot

_Key = tuple[int, int]


def names_of(mentions: Sequence[Mention], corrections: Sequence[Correction], article: Article) -> tuple[Mention, ...]:
    """The mentions of `article` as corrected: the narrower scope counts, then the last word."""
    named = sorted((c for c in corrections if c.field == "mention" and _in(c, article)), key=_when)
    found = {(m.start, m.end): m for m in mentions}
    marked: dict[_Key, Correction] = {}
    for one in named:
        span = find_spot(one.spot, article.text) if one.spot else None
        if span is None:
            continue
        found = {key: m for key, m in found.items() if key[1] <= span.start or key[0] >= span.end}
        found[span.start, span.end] = _added(span, one, article)
        marked[span.start, span.end] = one
    settled: dict[_Key, dict[str, Correction]] = {}
    for one in sorted((c for c in corrections if c.field in OF_NAMES), key=_when):
        for key in _meant(one, found, article):
            if key in marked and _when(one) < _when(marked[key]):
                continue  # it was marked anew since
            settled.setdefault(key, {})[one.field] = one
    return tuple(m for key in sorted(found) if (m := _settled(found[key], settled.get(key, {}))) is not None)


def _when(one: Correction) -> tuple[int, str, str]:
    return -SCOPES.index(one.scope), *one.order


def _in(one: Correction, article: Article) -> bool:
    """Whether a correction may be about something in `article`."""
    spot = one.spot
    if spot is None:
        return False
    if one.scope == "always":
        return True
    if one.scope == "source" and spot.source is not None and spot.source == article.source:
        return True
    return spot.article_id == article.id or spot.identity == (article.identity or f"id:{article.id}")


def _meant(one: Correction, found: Mapping[_Key, Mention], article: Article) -> Iterable[_Key]:
    if one.spot is None or not _in(one, article):
        return ()
    if one.scope != "here":
        return [key for key, m in found.items() if m.name == one.spot.quote]
    span = find_spot(one.spot, article.text)
    return [(span.start, span.end)] if span is not None and (span.start, span.end) in found else ()


def _added(span: Span, one: Correction, article: Article) -> Mention:
    return Mention(
        start=span.start,
        end=span.end,
        name=article.text[span.start : span.end],
        role=one.value["role"],
        role_reason=f"marked by hand ({told_by(one)})",
        place=place_of(one.value),
        score=1.0,
    )


def _settled(mention: Mention, said: Mapping[str, Correction]) -> Mention | None:
    none, role, place = (said.get(field) for field in ("not_a_name", "role", "place"))
    newest = max((one for one in (role, place) if one), key=_when, default=None)
    if none is not None and (newest is None or _when(newest) < _when(none)):
        return None
    if role is not None:
        mention = replace(mention, role=role.value["role"], role_reason=f"role set by hand ({told_by(role)})")
    if place is not None:
        reason = mention.role_reason if role is not None else f"{mention.role_reason}; place by hand ({told_by(place)})"
        read = [Candidate(mention.place, mention.score)] if mention.place else []
        known = {one.place.id for one in mention.alternatives}
        others = (*(one for one in read if one.place.id not in known), *mention.alternatives)
        mention = replace(mention, place=place_of(place.value), score=1.0, role_reason=reason, alternatives=others)
    return mention


def follow(report: Report, before: Sequence[Mention], after: Sequence[Mention], joins: frozenset[_Key]) -> Report:
    """`report` standing where its names say now: what a name no longer locates is gone, what it moved has moved.

    Parameters
    ----------
    report
        As it was read.
    before, after
        The mentions of its article as read, and as corrected.
    joins
        The spans of names that locate this report and did not before.
    """
    old, new = ({(m.start, m.end): m for m in mentions} for mentions in (before, after))
    places = []
    for place in report.places:
        key = (place.mention.start, place.mention.end) if place.mention else None
        if key is None or old.get(key) == new.get(key):
            places.append(place)
            continue
        now = new.get(key)
        if now is None or now.role != "location":
            continue
        was = old.get(key)
        moved = place if was and was.place == now.place else incident_place(_name(now), _names(after), place.role)
        if moved is not None:
            places.append(moved)
    for key in sorted(joins):
        placed = incident_place(_name(new[key]), _names(after))
        if placed is not None:
            places = [p for p in places if p.name is not None and not _holds(p.precision)] + [placed]
    if tuple(places) == report.places:
        return report
    confirmed = tuple(dict.fromkeys((*report.confirmed, "place")))
    return replace(report, places=tuple(places) or (NOWHERE,), confirmed=confirmed)


def _holds(precision: str) -> bool:
    """Whether a place is so wide that one which is named by hand stands in its stead."""
    return precision in ("country", "admin1", "none")


def joined(
    reports: Sequence[Report], before: Sequence[Mention], after: Sequence[Mention]
) -> dict[str, frozenset[_Key]]:
    """Report id -> the names that were made its location by hand: those in its sentence, of which nothing stood."""
    located = {(m.start, m.end) for m in before if m.role == "location"}
    new = [m for m in after if m.role == "location" and m.place and (m.start, m.end) not in located]
    found: dict[str, set[_Key]] = {}
    for mention in new:
        near = [report for report in reports if _tells(report, mention)]
        bare = [report for report in near if all(_holds(p.precision) for p in report.places)]
        for report in bare or near[:1]:
            found.setdefault(report.id, set()).add((mention.start, mention.end))
    return {name: frozenset(keys) for name, keys in found.items()}


def _tells(report: Report, mention: Mention) -> bool:
    return any(s.start <= mention.start and mention.end <= s.end for s in (report.evidence, *report.evidence_more))


def _names(mentions: Sequence[Mention]) -> list[Name]:
    return [_name(m) for m in mentions]


def _name(m: Mention) -> Name:
    literal: Role = m.role
    sense = literal if literal in ("metonym", "org", "dateline") else "literal"
    return Name(m.start, m.end, m.name, sense, m.role_reason, m.place, m.score, m.alternatives, m.relation)
