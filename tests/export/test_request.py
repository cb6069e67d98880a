"""A manifest holds the whole request; periods cut a window without gaps; narrow filters are those of the map."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dashboard.index import Index
from geo.dashboard.scope import Scope
from geo.errors import InputError
from geo.export.look import Look
from geo.export.manifest import dataset_hash
from geo.export.narrow import Narrow
from geo.export.periods import STEPS, count_periods, make_periods
from geo.export.request import Request, read_manifest
from geo.model import Selection
from geo.settings import Region
from tests.makers import make_frame, make_place, make_report

TRIANGLE = ((1.0, 2.0), (3.0, 4.0), (5.0, 2.0))
WHOLE = Request(
    "png",
    Selection(date(2024, 1, 1), None, (1.0, 2.0, 3.0, 4.0), frozenset({"battle"}), frozenset({"claimed"}), True),
    Narrow(
        precisions=frozenset({"near"}),
        actors=frozenset({"A", "B"}),
        text="x",
        area=((1.0, 2.0), (3.0, 4.0), (5.0, 2.0)),
        languages=frozenset({"uk"}),
        region=Region(("UA",), (28.0, 41.0, 41.5, 47.0)),
    ),
    "A title",
    Look("a4", "dark", 3),
    "week",
)
FRAME = make_frame(
    make_report("r1"),
    make_report("r2", type="battle", sub_type="armed_clash", confidence=0.3),
    make_report("r3", places=(make_place(name="Odesa", lat=46.48, lon=30.73, precision="near"),), actors=()),
)


@pytest.mark.parametrize("request_", [WHOLE, Request("csv"), Request("html", Selection(last=date(2024, 1, 1)))])
def test_a_request_survives_its_manifest(request_: Request) -> None:
    assert Request.of(json.loads(json.dumps(request_.plain()))) == request_


@pytest.mark.parametrize("wrong", [{"from": "soon"}, {"look": {"scale": 2, "x": 1}}, {"bbox": [1]}, {"every": "hour"}])
def test_a_request_that_was_tampered_with_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match="request"):
        Request.of(WHOLE.plain() | wrong)
    with pytest.raises(InputError, match="request"):
        Request.of({})


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"request": 1}'])
def test_what_is_no_manifest_is_refused(content: str) -> None:
    with pytest.raises(InputError, match=r"manifest\.json"):
        read_manifest(content, "m.json")


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 800), st.sampled_from(STEPS))
def test_periods_cover_a_window_without_gap_or_overlap(first: date, days: int, step: str) -> None:
    last = first + timedelta(days=days)
    made = make_periods(first, last, step, most=10_000)
    assert len(made) == count_periods(first, last, step)
    assert (made[0].first, made[-1].last) == (first, last)
    assert all(b.first - a.last == timedelta(days=1) for a, b in itertools.pairwise(made))
    assert all(a.first <= a.last for a in made)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(text="KHERSON"),
        Scope(actors=frozenset({"Russia"})),
        Scope(confidences=frozenset({"low"})),
        Scope(precisions=frozenset({"near"})),
        Scope(sub_types=frozenset({"armed_clash"})),
        Scope(sources=frozenset({"nobody"})),
        Scope(area=((30.0, 46.0), (31.5, 46.0), (31.0, 47.0))),
        Scope(languages=frozenset({"en"})),
        Scope(languages=frozenset({"uk"})),
        Scope(region=Region(("UA",))),
        Scope(region=Region((), (30.0, 46.0, 31.5, 47.0))),
        Scope(region=Region(("PL",), (170.0, 46.0, 31.5, 47.0))),
    ],
)
def test_a_picture_is_narrowed_by_the_rule_of_the_map(scope: Scope) -> None:
    index = Index(FRAME)
    mask = scope.narrow().mask(FRAME) & index.mask(Scope())
    assert mask.tolist() == index.mask(scope).tolist()
    assert len(scope.narrow().words()) == 1


def test_the_hash_of_a_dataset_does_not_depend_on_how_it_lies_in_memory() -> None:
    again = FRAME.iloc[[0, 0, 1, 2]].iloc[1:].reset_index(drop=True)
    assert dataset_hash(again) == dataset_hash(FRAME)
    assert dataset_hash(FRAME.iloc[:2]) != dataset_hash(FRAME)
    changed = FRAME.assign(lat=FRAME["lat"] + 1e-9)
    assert dataset_hash(changed) != dataset_hash(FRAME)
