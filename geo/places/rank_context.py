"""What the other names of an article say for each row that a name may mean, one line of numbers a row.

Every row has a share (0..1), how likely it is for now; shares vote for countries and provinces, and distances are
measured to the rows that are likely. A name never speaks for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geo.places.rank_features import TOWN_LEVELS, Numbers, Table, distances_km, tenfold

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

#: Scales on which places are near each other, in km.
NEAR_KM = (30.0, 120.0, 400.0)
CONTEXT = (
    *("country share", "country share, root", "country half", "country named", "country of a nationality"),
    *("country first", "nothing else"),
    *("province share", "province share, root", "province named", "province first"),
    *(f"near within {km:.0f} km" for km in NEAR_KM),
    *(f"names within {km:.0f} km" for km in NEAR_KM),
    *("beside near", "beside country", "beside province"),
    *("inside a parent", "outside of its parents", "holds a child"),
    *("people, country unsupported", "mentions, people", "mentions, town"),
)
NONE_CONTEXT = (
    *("none, best country share", "none, best near", "none, mentions", "none, votes", "none, inside a parent"),
    *("none, unsupported", "none, small and unsupported", "none, unsupported beside a focus"),
    "none, small and unsupported beside a focus",
)
_PLACED = frozenset(("city", "neighbourhood", "facility", "admin1", "admin2", "line"))
_HOLDERS = frozenset(("country", "admin1", "admin2", "city", "region", "water"))
#: With fewer votes than this the rest of the article says nothing of countries.
_LEAST_VOTES = 0.3
_MOST_PEOPLE_VOTES = 4.0
#: Rows that are less likely than this are no neighbours.
_LIKELY = 0.1
_AT = {name: at for at, name in enumerate(CONTEXT)}
_FAR_KM = 40_000.0
#: Stands for the people of what is no town: never small.
_NO_TOWN = 9.0


def _between_0_and_1(values: Numbers) -> Numbers:
    """What ``np.clip`` gives, in a tenth of its time for the few rows of an article."""
    return np.minimum(np.maximum(values, 0.0), 1.0)


def _fill(out: Numbers, at: int, columns: Sequence[Numbers | Flags]) -> None:
    """Write columns side by side, the first at number ``at``."""
    for number, column in enumerate(columns, start=at):
        out[:, number] = column


class Context:
    """What does not change while shares are weighed: codes of countries and provinces, who is whose parent."""

    def __init__(self, table: Table, peoples: Mapping[str, float]) -> None:
        self.table = table
        countries: dict[str, int] = {}
        provinces: dict[tuple[str, str], int] = {}
        rows = table.rows
        self.country = np.array(
            [countries.setdefault(row.country or "", len(countries)) for row in rows], dtype=np.intp
        )
        keys = [(row.country or "", (row.name if row.level == "admin1" else row.admin1) or "") for row in rows]
        self.province = np.array([provinces.setdefault(key, len(provinces)) for key in keys], dtype=np.intp)
        self.has_country = np.array([row.country is not None for row in rows], dtype=bool)
        self.has_province = np.array([bool(key[1]) and bool(key[0]) for key in keys], dtype=bool)
        for code in peoples:
            countries.setdefault(code, len(countries))
        self.peoples = np.zeros(len(countries))
        for code, count in peoples.items():
            self.peoples[countries[code]] = min(_MOST_PEOPLE_VOTES, float(count))
        surfaces: dict[str, int] = {}
        names = [case.name.casefold() for case in table.cases]
        self.surface_of = np.array([surfaces.setdefault(name, len(surfaces)) for name in names], dtype=np.intp)
        self.surface = self.surface_of[table.owner]
        self.provinces = len(provinces)
        self.surfaces = len(surfaces)
        mentions = np.array([case.mentions for case in table.cases], dtype=np.float64)
        self.strength = np.minimum(3.0, 0.6 + 0.4 * mentions)
        self.mentions = np.log10(1.0 + mentions)
        self.town = np.array([row.level in TOWN_LEVELS for row in rows], dtype=bool)
        self.is_country = np.array([row.level == "country" for row in rows], dtype=bool)
        self.is_province = np.array([row.level == "admin1" for row in rows], dtype=bool)
        self.placed = np.array([row.level in _PLACED for row in rows], dtype=bool)
        self.holder = np.array([row.level in _HOLDERS for row in rows], dtype=bool)
        self.people = np.array([tenfold(row) - 3.0 for row in rows]) * self.town
        self.parents = self._links(surfaces, [case.parents for case in table.cases])
        self.beside = self._links(surfaces, [case.beside for case in table.cases])

    def _links(self, surfaces: Mapping[str, int], named: Sequence[set[str]]) -> Numbers:
        """A line for each case, with 1 for each surface that is among its ``named`` ones."""
        found = np.zeros((len(self.table.cases), self.surfaces))
        for number, names in enumerate(named):
            for name in names:
                at = surfaces.get(name)
                if at is not None and at != self.surface_of[number]:
                    found[number, at] = 1.0
        return found

    def columns(self, shares: Numbers) -> tuple[Numbers, Numbers]:
        """A line of ``CONTEXT`` for each row and one of ``NONE_CONTEXT`` for each case.

        Parameters
        ----------
        shares
            How likely each row is, 0..1; those of a case add up to at most 1.
        """
        out = np.zeros((len(self.table.rows), len(CONTEXT)))
        if not self.table.rows:
            return out, np.zeros((len(self.table.cases), len(NONE_CONTEXT)))
        total, focus = self._votes(out, shares)
        self._near(out, shares)
        self._family(out, shares)
        mentions = self.mentions[self.table.owner]
        out[:, _AT["people, country unsupported"]] = self.people * (out[:, _AT["country share"]] < 0.05)
        out[:, _AT["mentions, people"]] = mentions * self.people
        out[:, _AT["mentions, town"]] = mentions * self.town
        return out, self._none(out, total, focus)

    def _none(self, out: Numbers, total: Numbers, focus: Numbers) -> Numbers:
        none = np.zeros((len(self.table.cases), len(NONE_CONTEXT)))
        filled, first = self.table.filled, self.table.first
        if not len(filled):
            return none
        share = np.maximum.reduceat(out[:, _AT["country share, root"]], first)
        near = np.maximum.reduceat(out[:, _AT["near within 120 km"]], first)
        inside = np.maximum.reduceat(out[:, _AT["inside a parent"]], first)
        people = np.maximum.reduceat(np.where(self.town, self.people, _NO_TOWN), first)
        votes = np.minimum(1.0, total[self.surface_of[filled]] / 5.0)
        lonely = 1.0 * ((share < 0.3) & (near < 0.1) & (inside < 0.1))
        small = lonely * np.maximum(0.0, 2.5 - people)
        beside = votes * focus[self.surface_of[filled]]
        columns = (share, near, self.mentions[filled], votes, inside, lonely, small, lonely * beside, small * beside)
        for number, column in enumerate(columns):
            none[filled, number] = column
        return none

    def _votes(self, out: Numbers, shares: Numbers) -> tuple[Numbers, Numbers]:
        """Countries and provinces; returns the votes of the others for each surface, and the first country's part."""
        cases, owner = len(self.table.cases), self.table.owner
        own = np.zeros((cases, len(self.peoples)))
        np.add.at(own, (owner, self.country), shares * self.has_country)
        own = self._by_surface(own * own * self.strength[:, None])
        votes = own.sum(axis=0) + self.peoples
        rest = votes[None, :] - own
        total = rest.sum(axis=1)
        share = np.where(total > _LEAST_VOTES, 1.0, 0.0)[self.surface] * rest[self.surface, self.country]
        share = _between_0_and_1(share / np.maximum(total, _LEAST_VOTES)[self.surface]) * self.has_country
        named = self._named(self.is_country & (shares > 0.5), self.country, len(self.peoples))
        first = (rest.argmax(axis=1)[self.surface] == self.country) & (share > 0)
        nothing = (total <= _LEAST_VOTES)[self.surface]
        people = self.peoples[self.country] > 0
        _fill(out, 0, (share, np.sqrt(share), share >= 0.5, named, people, first, nothing))
        out[:, : _AT["nothing else"]] *= self.has_country[:, None]
        mine = np.zeros((cases, self.provinces))
        np.add.at(mine, (owner, self.province), shares * self.has_province)
        mine = self._by_surface(mine * mine * self.strength[:, None])
        others = mine.sum(axis=0)[None, :] - mine
        sums = np.maximum(others.sum(axis=1), _LEAST_VOTES)
        part = _between_0_and_1(others[self.surface, self.province] / sums[self.surface]) * self.has_province
        told = self._named(self.is_province & (shares > 0.5), self.province, self.provinces)
        top = (others.argmax(axis=1)[self.surface] == self.province) & (part > 0)
        _fill(out, _AT["province share"], (part, np.sqrt(part), told & self.has_province, top))
        return np.asarray(total), np.asarray(rest.max(axis=1) / np.maximum(total, _LEAST_VOTES))

    def _by_surface(self, values: Numbers) -> Numbers:
        found = np.zeros((self.surfaces, values.shape[1]))
        np.add.at(found, self.surface_of, values)
        return found

    def _named(self, rows: Flags, codes: Indices, count: int) -> Flags:
        """Whether another surface names the country or province of each row."""
        said = np.zeros((self.surfaces, count))
        said[self.surface[rows], codes[rows]] = 1.0
        return np.asarray((said.sum(axis=0)[codes] - said[self.surface, codes]) > 0)

    def _near(self, out: Numbers, shares: Numbers) -> None:
        """How near the likely rows of other names are."""
        likely = np.flatnonzero(self.placed & (shares > _LIKELY))
        if not len(likely):
            return
        points, weight = self.table.points, shares[likely]
        km = distances_km(points, points[likely])
        km[self.surface[:, None] == self.surface[likely][None, :]] = _FAR_KM
        per_surface = np.zeros((len(likely), self.surfaces))
        per_surface[np.arange(len(likely)), self.surface[likely]] = weight
        at, names = _AT["near within 30 km"], _AT["names within 30 km"]
        closeness = [np.exp(-km / scale) for scale in NEAR_KM]
        for number, (scale, close) in enumerate(zip(NEAR_KM, closeness, strict=True)):
            out[:, at + number] = (close * weight[None, :]).max(axis=1)
            out[:, names + number] = np.minimum(1.0, ((km < scale) @ per_surface).sum(axis=1) / 5.0)
        out[:, at : names + len(NEAR_KM)] *= self.placed[:, None]
        beside = self.beside[self.table.owner][:, self.surface[likely]] * weight[None, :]
        out[:, _AT["beside near"]] = (beside * closeness[1]).max(axis=1) * self.placed

    def _family(self, out: Numbers, shares: Numbers) -> None:
        """What is said to lie in what, and what stands in one sentence."""
        likely = np.flatnonzero(shares > _LIKELY)
        if not len(likely):
            return
        owner, weight = self.table.owner, shares[likely]
        same = (self.country[:, None] == self.country[likely][None, :]) & self.has_country[:, None]
        same_province = (self.province[:, None] == self.province[likely][None, :]) & self.has_province[:, None]
        beside = self.beside[owner][:, self.surface[likely]] * weight[None, :]
        out[:, _AT["beside country"]] = (beside * same).max(axis=1)
        out[:, _AT["beside province"]] = (beside * same_province).max(axis=1)
        if not self.parents.any():
            return
        held = self._held(likely, same, same_province)
        inside = (self.parents[owner][:, self.surface[likely]] * weight[None, :] * held).max(axis=1)
        out[:, _AT["inside a parent"]] = inside
        known = np.zeros(self.surfaces)
        known[self.surface[likely]] = 1.0
        out[:, _AT["outside of its parents"]] = ((self.parents @ known) > 0)[owner] & (inside < 0.1)
        children = self.parents.T[self.surface][:, owner[likely]] * weight[None, :]
        out[:, _AT["holds a child"]] = (children * self._holds(likely, same, same_province)).max(axis=1)

    def _held(self, likely: Indices, same: Flags, same_province: Flags) -> Flags:
        """Whether each row lies in each likely one."""
        wide = self.is_country[likely][None, :] & same & ~self.is_country[:, None]
        province = self.holder[likely][None, :] & ~self.is_country[likely][None, :] & same_province
        return np.asarray(wide | (province & ~self.is_province[:, None]))

    def _holds(self, likely: Indices, same: Flags, same_province: Flags) -> Flags:
        """Whether each row holds each likely one."""
        wide = self.is_country[:, None] & same & ~self.is_country[likely][None, :]
        province = self.holder[:, None] & ~self.is_country[:, None] & same_province
        return np.asarray(wide | (province & ~self.is_province[likely][None, :]))
