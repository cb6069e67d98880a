"""The filter of keys: what is there is never missed, what is not is mostly told at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.gazetteer import Gazetteer
from geo.places.key_filter import KeyFilter, make


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=50))
def test_no_key_that_is_there_is_missed(keys: list[str]) -> None:
    found = KeyFilter(make(keys, len(keys)))
    assert all(found.may_hold(key) for key in keys)


def test_few_keys_that_are_not_there_are_looked_for() -> None:
    found = KeyFilter(make((f"place {n}" for n in range(5_000)), 5_000))
    assert sum(found.may_hold(f"word {n}") for n in range(5_000)) < 250


def test_a_filter_for_no_keys_holds_nothing() -> None:
    assert not KeyFilter(make((), 0)).may_hold("sumy")


@pytest.mark.parametrize("name", ["Sumy", "сумы", "Hudaydah", "Al-Hasakah", "W.Va.", "Sumy Oblast"])
def test_the_gazetteer_finds_names_under_every_kind_of_key(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.known(name)
