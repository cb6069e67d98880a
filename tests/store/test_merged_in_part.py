"""Whatever happens to a store, in whatever order: merging what a change can reach leaves what merging all leaves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import refreshing
from geo.model import Figure, Place, Reading, Report, Span
from geo.refreshing import refresh, refresh_all
from geo.store.remembered import spot_of
from geo.store.schema import metadata
from geo.store.store import Store
from tests.makers import DAY, TEXT, make_article, make_date, make_place, make_reading, make_report

NEAR = Place("gn:1", "Antonivka", 46.67, 32.74, "city", "UA", "Kherson", 1, 9.0, 12_000, "test")
FAR = Place("gn:692194", "Sumy", 50.9216, 34.8003, "city", "UA", "Sumy", 692194, 8.0, 294_456, "test")
PROVINCE = make_place(precision="admin1", place_id="admin1:UA-65", radius_km=100.0)
SPOTS = (make_place(), make_place(precision="near", radius_km=15.0), make_place(NEAR), make_place(FAR), PROVINCE)
SPANS = (Span(0, 64), Span(12, 40), Span(20, 64))
#: Long enough to be compared; the beginnings differ.
LONG = " ".join(f"word{n}" for n in range(60))
MORNING = datetime(2024, 3, 6, 8, tzinfo=UTC)
ARTICLES = 9

Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["read", "read", "read", "remove", "day", "split", "merge", "merge", "set", "reject", "role", "add", "undo"]
            + ["refresh"] * 5
        ),
        *(st.integers(0, 999) for _ in range(3)),
    ),
    min_size=4,
    max_size=20,
)


def reading(number: int, chance: random.Random) -> Reading:
    """An article with up to three reports, alike to those of others, in texts that may be copies."""
    long = chance.choice(("", "", LONG, LONG.replace("word1", "other")))
    name, source = f"a{number}", chance.choice(("Wire", "Daily", None))
    article = make_article(name, text=f"{TEXT} {long} {number}", identity=f"id:{name}", source=source)
    return make_reading(article, [report(name, at, chance) for at in range(chance.randrange(4))])


def report(name: str, at: int, chance: random.Random) -> Report:
    """One of some hundred, most of them in the same few places and days."""
    toll = chance.choice((2, 2, 3, 40))
    day = DAY + timedelta(days=chance.choice((0, 0, 1)))
    kind, sub = chance.choice((*[("explosion_remote", "shelling_missile")] * 3, ("battle", "armed_clash")))
    days = make_date(day, day + timedelta(days=chance.choice((0, 0, 1, 5))))
    days = days if chance.random() < 0.9 else make_date(None, None, "unknown")
    return make_report(
        f"{name}#{at}", name, type=kind, sub_type=sub, date=days,
        places=tuple(chance.sample(SPOTS, chance.choice((1, 1, 1, 2, 0)))), evidence=SPANS[at],
        fatalities=Figure(toll, toll, toll), status=chance.choice(("occurred", "occurred", "claimed", "denied")),
    )  # fmt: skip


class Desk:
    """Takes steps on a store, none of which makes incidents anew but ``refresh``."""

    def __init__(self, store: Store) -> None:
        self.store, self.n = store, 0

    def take(self, step: Step) -> None:
        """One step; what cannot be done now is passed over."""
        what, a, b, c = step
        self.n += 1
        getattr(self, f"_{what}")(a, b, random.Random(c))  # noqa: S311

    def _keys(self) -> list[tuple[str, str]]:
        names = sorted(name for name, _ in self.store.texts())
        return sorted((one.article_id, one.id) for one in self.store.merged.reports(names))

    def _some(self, *at: int) -> list[tuple[str, str]]:
        keys = self._keys()
        return [keys[one % len(keys)] for one in at] if keys else []

    def _read(self, a: int, _: int, chance: random.Random) -> None:
        self.store.save(reading(a % ARTICLES, chance))

    def _remove(self, a: int, b: int, _: random.Random) -> None:
        self.store.eraser.articles({f"a{a % ARTICLES}", f"a{b % ARTICLES}"})

    def _day(self, a: int, b: int, _: random.Random) -> None:
        held = self.store.reading(f"a{a % ARTICLES}", as_read=True)
        if held is not None:
            article = replace(held.article, published=DAY + timedelta(days=b % 3))
            told = tuple(replace(one, date=make_date(DAY + timedelta(days=b % 3))) for one in held.reports)
            self.store.save(replace(held, article=article, reports=told), edited=True)

    def _split(self, a: int, b: int, chance: random.Random) -> None:
        self._decide("split", a, b, chance)

    def _merge(self, a: int, b: int, chance: random.Random) -> None:
        self._decide("merge", a, b, chance)

    def _decide(self, kind: Any, a: int, b: int, chance: random.Random) -> None:
        keys = self._some(a, b, chance.randrange(99))
        if keys and keys[0] not in keys[1:]:
            self._keep(kind, one=keys[:1], other=keys[1:])

    def _set(self, a: int, _: int, chance: random.Random) -> None:
        figure = {"best": 5, "low": 5, "high": 5}
        place = {"places": [{"name": "Sumy", "precision": "settlement", "lat": 50.92, "lon": 34.8, "place_id": FAR.id}]}
        field, value = chance.choice(
            (("fatalities", {"figure": figure}), ("places", place), ("verdict", {"verdict": "accepted"}))
        )
        if keys := self._some(a):
            self._keep(field, one=keys, value=value)

    def _reject(self, a: int, _: int, __: random.Random) -> None:
        if keys := self._some(a):
            self._keep("verdict", one=keys, value={"verdict": "rejected"})

    def _role(self, a: int, _: int, chance: random.Random) -> None:
        """What the name means: here, or wherever it stands."""
        held = self.store.article(f"a{a % ARTICLES}")
        if held is not None:
            there = {
                "id": NEAR.id,
                "name": NEAR.name,
                "lat": NEAR.lat,
                "lon": NEAR.lon,
                "level": "city",
                "country": "UA",
            }
            spot, scope = spot_of(held, 12, 19), chance.choice(("here", "source", "always"))
            self._keep("place", spot=spot, scope=scope, value={"place": there | {"radius_km": 9.0}})

    def _add(self, a: int, _: int, chance: random.Random) -> None:
        """An incident that was missed."""
        held = self.store.article(f"a{a % ARTICLES}")
        if held is not None:
            value = {"type": "explosion_remote", "sub_type": "shelling_missile", "status": "occurred"}
            days = {"first": str(DAY), "last": str(DAY), "precision": "day"}
            start = chance.choice((0, 12, 65))
            self._keep("incident", spot=spot_of(held, start, start + 10), value=value | {"date": days, "places": []})

    def _undo(self, a: int, _: int, __: random.Random) -> None:
        held = self.store.corrections.history()
        if held:
            self.store.corrections.undo(held[a % len(held)].id, author="Ada", made=MORNING)

    def _refresh(self, *_: Any) -> None:
        refresh(self.store)

    def _keep(self, field: Any, **given_: Any) -> None:
        made = MORNING + timedelta(minutes=self.n)
        self.store.corrections.add(field, author="Ada", made=made, reason="looked", **given_)


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that a store holds, row by row, and what it exports."""
    with store._engine.connect() as connection:
        found = {table.name: sorted(map(repr, connection.execute(table.select()))) for table in metadata.sorted_tables}
    return found | {"exported": [store.incidents().to_csv()]}  # type: ignore[dict-item]


def anew(store: Store, other: Store) -> Store:
    """`other` with the same articles and decisions, in which all was merged at once."""
    made = {"incidents", "incident_rows", "merged", "blocks", "told_by", "sketches", "corrected"}
    with store._engine.connect() as old, other._engine.connect().execution_options(write=True) as new, new.begin():
        for table in reversed(metadata.sorted_tables):
            new.execute(table.delete())
        for table in metadata.sorted_tables:
            rows = [] if table.name in made else [dict(row._mapping) for row in old.execute(table.select())]
            if rows:
                new.execute(table.insert(), rows)
        new.execute(sa.text("DELETE FROM meta WHERE key <> 'revision'"))
    refresh_all(other)
    return other


def check(store: Store, steps: list[Step], other: Store) -> None:
    """Take steps, and hold the store against one that was made at once."""
    store.eraser.everything()
    refresh(store)
    desk = Desk(store)
    for step in [*steps, ("refresh", 0, 0, 0)]:
        desk.take(step)
        if step[0] == "refresh":
            there, wanted = content(store), content(anew(store, other))
            assert there == wanted, {name: (there[name], wanted[name]) for name in there if there[name] != wanted[name]}


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each refresh merged a part."""
    found: list[bool] = []
    whole: Callable[..., Any] = refreshing.part_of

    def watched(*given_: Any) -> Any:
        one = whole(*given_)
        found.append(one is not None)
        return one

    monkeypatch.setattr(refreshing, "part_of", watched)
    return found


@pytest.fixture
def calm() -> Store:
    """A store to compare with."""
    return Store.open("sqlite://")


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_part_merged_is_as_all_merged(steps: list[Step], parts: list[bool], calm: Store, memory: Store) -> None:
    check(memory, steps, calm)
    assert all(parts)


@pytest.fixture
def memory() -> Store:
    """A store to take steps on."""
    return Store.open("sqlite://")


def test_so_it_is_on_every_database(store: Store, calm: Store, parts: list[bool]) -> None:
    chance = random.Random(5)  # noqa: S311
    kinds = ["read"] * 4 + ["split", "merge", "set", "role", "add", "undo", "remove", "day"] + ["refresh"] * 4
    steps = [(chance.choice(kinds), *(chance.randrange(999) for _ in range(3))) for _ in range(36)]
    check(store, steps, calm)  # type: ignore[arg-type]
    assert len(parts) > 4
    assert all(parts)
