"""What alert rules find in a store, each new incident or days and weeks with many of them, and what of it is new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.errors import InputError, UsageError
from geo.model import DRAWN_STATUSES, Selection
from geo.store.alerts import Alert
from geo.store.store import Store

#: What a rule looks at, and what is shown of a hit.
COLUMNS = (
    *("incident_id", "type", "sub_type", "status", "date_start", "date_end", "date_precision", "place", "lat", "lon"),
    *("country", "admin1", "place_precision"),
)
WORDS = ("type", "sub_type", "status", "date_precision", "place", "country", "admin1", "place_precision")
#: A rule that finds more than this is no alert.
MOST = 200_000
KM_A_DEGREE = 111.195
EARTH_KM = 6371.0
#: Places whose point is only the middle of a wide area are in no circle.
VAGUE = ("admin1", "country", "area", "none")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: one incident, or a day or week with several."""

    key: str  #: the incident's id, or the first day of the period
    first: date | None
    last: date | None
    incidents: tuple[str, ...]
    places: tuple[str, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule with its hits, the latest first."""

    alert: Alert
    hits: tuple[Hit, ...]

    @property
    def new(self) -> tuple[Hit, ...]:
        """Those that were not seen yet."""
        return tuple(hit for hit in self.hits if hit.new)


def check(store: Store, alert: Alert) -> Checked:
    """What `alert` finds in `store`.

    Raises
    ------
    InputError
        When it finds so much that it is no alert.
    """
    found = _found(store, alert)
    if len(found) > MOST:
        msg = f"the alert {alert.name!r} finds {len(found):,} incidents: narrow it to at most {MOST:,}"
        raise InputError(msg)
    hits = _periods(found, alert) if alert.at_least > 1 else _singles(found)
    new = store.alerts.unseen(alert.id, [key for key, *_ in hits])
    made = [Hit(*hit, is_new) for hit, is_new in zip(hits, new, strict=True)]
    return Checked(alert, tuple(sorted(made, key=lambda hit: (hit.last or date.min, hit.key), reverse=True)))


def add(store: Store, alert: Alert) -> Checked:
    """Keep a rule; what it finds already counts as seen."""
    found = check(store, alert)
    store.alerts.save(alert, [hit.key for hit in found.hits])
    return found


def see(store: Store, found: Checked) -> None:
    """All that was found is seen now."""
    store.alerts.see(found.alert.id, [hit.key for hit in found.hits])


def _found(store: Store, alert: Alert) -> pd.DataFrame:
    """A row per incident and place that the rule is about; of each incident the first."""
    statuses = frozenset(alert.statuses) or DRAWN_STATUSES
    asked = Selection(bbox=_box(alert), types=frozenset(alert.types), statuses=statuses)
    frame = store.incidents(asked, columns=COLUMNS, words=WORDS)
    keep = np.ones(len(frame), dtype=bool)
    if alert.sub_types:
        keep &= frame["sub_type"].isin(alert.sub_types).to_numpy(bool)
    if alert.area:
        country, _, province = alert.area.partition("|")
        keep &= (frame["country"] == country).to_numpy(bool)
        if province:
            keep &= (frame["admin1"] == province).to_numpy(bool)
    if alert.km:
        keep &= ~frame["place_precision"].isin(VAGUE).to_numpy(bool)
        keep &= _km(frame["lat"].to_numpy(float), frame["lon"].to_numpy(float), alert) <= alert.km
    return frame[keep].drop_duplicates("incident_id")


def _box(alert: Alert) -> tuple[float, float, float, float] | None:
    """A box around the circle of a rule: west, south, east, north."""
    if not alert.km:
        return None
    up = alert.km / KM_A_DEGREE
    south, north = max(alert.lat - up, -90.0), min(alert.lat + up, 90.0)
    widest = max(abs(south), abs(north))
    aside = up / max(np.cos(np.radians(widest)), 1e-6)
    west, east = alert.lon - aside, alert.lon + aside
    if aside >= 180 or west < -180 or east > 180:  # round the globe: the distance has the last word
        west, east = -180.0, 180.0
    return float(west), float(south), float(east), float(north)


def _km(lat: np.ndarray, lon: np.ndarray, alert: Alert) -> np.ndarray:
    """Distance of points from the middle of the circle; of a missing point, infinite."""
    a, b = np.radians(lat), np.radians(alert.lat)
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - alert.lon) / 2) ** 2
    km: np.ndarray = np.nan_to_num(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), nan=np.inf)
    return km


_Told = tuple[str, date | None, date | None, tuple[str, ...], tuple[str, ...]]


def _singles(found: pd.DataFrame) -> list[_Told]:
    rows = zip(found["incident_id"], found["date_start"], found["date_end"], found["place"], strict=True)
    return [(str(one), _day(first), _day(last), (str(one),), _names([place])) for one, first, last, place in rows]


def _periods(found: pd.DataFrame, alert: Alert) -> list[_Told]:
    """Days or weeks (from Monday) in which enough incidents lie whole: one of "May" is in no day of May."""
    start, end = (found[name].to_numpy("datetime64[D]") for name in ("date_start", "date_end"))
    whole = ~np.isnat(start) & ~np.isnat(end) & ~found["date_precision"].eq("on_or_before").to_numpy(bool)
    step = 1 if alert.per == "day" else 7
    monday = 4 if alert.per == "week" else 0  # 1 January 1970 was a Thursday: the first Monday is day 4
    first, last = ((v.astype("i8") - monday) // step for v in (start, end))
    whole &= first == last
    held = found[whole].assign(period=first[whole])
    told: list[_Told] = []
    for period, rows in held.groupby("period", sort=True):
        if len(rows) >= alert.at_least:
            day = date.fromordinal(int(str(period)) * step + monday + date(1970, 1, 1).toordinal())
            names = _names(rows["place"].tolist())
            told.append((day.isoformat(), day, date.fromordinal(day.toordinal() + step - 1),
                         tuple(map(str, rows["incident_id"])), names))  # fmt: skip
    return told


def _names(places: list[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(place) for place in places if isinstance(place, str)))


def _day(stamp: pd.Timestamp) -> date | None:
    return None if pd.isna(stamp) else stamp.date()


def alert_id(name: str) -> str:
    """The id of a rule of this name.

    Raises
    ------
    UsageError
        When no letter or digit is in it.
    """
    found = re.sub(r"\W+", "-", name.casefold()).strip("-")[:60]
    if not found:
        msg = f"expected a name with a letter or digit in it, got {name!r}"
        raise UsageError(msg)
    return found


def words(alert: Alert) -> str:
    """A rule in plain words, without its name."""
    what = [code.replace("_", " ") for code in (*alert.types, *alert.sub_types)]
    parts = [", ".join(what) if what else "any incident"]
    if alert.statuses:
        parts.append(f"({', '.join(alert.statuses)})")
    if alert.km:
        parts.append(f"within {alert.km:g} km of {alert.lat:g}, {alert.lon:g}")
    if alert.area:
        parts.append("in " + alert.area.replace("|", ", "))
    if alert.at_least > 1:
        parts.append(f"{alert.at_least} or more in a {alert.per}")
    return " ".join(parts)
