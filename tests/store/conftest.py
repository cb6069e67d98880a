"""The stores that tests of the store run on: SQLite, and a real PostgreSQL with PostGIS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.store.store import Store
from tests import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for all tests."""
    with postgres.server() as running:
        yield running


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A store's address in a folder that is not there yet."""
    return f"sqlite:///{tmp_path / 'new folder' / 'store.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, on each database that Sitmap keeps its store in."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgres_server").store())


@pytest.fixture
def store(url: str) -> Store:
    """An empty store."""
    return Store.open(url)
