from __future__ import annotations

from pathlib import Path

import pytest

from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The real data, and a cache of the tests' own."""
    cache = tmp_path_factory.mktemp("cache")
    return Settings(store_url="sqlite://", cache_dir=Path(cache), models_dir=DATA / "models")


@pytest.fixture(scope="session")
def gazetteer(settings: Settings) -> Gazetteer:
    """The whole gazetteer, built once for all tests of this room."""
    return Gazetteer.open(settings)
