"""What all tests share: no way out of this machine, a home of their own, and one gazetteer built for all of them."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as chances

import geo.gdal  # noqa: F401 - GDAL is loaded as Sitmap loads it, whichever test comes first
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings

LOOPBACK = ("127.", "::1", "localhost")

# That a busy machine takes long for one example is no fault of what is tested.
chances.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if chances.get_current_profile_name() == "default":  # whoever has chosen another keeps it
    chances.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def no_way_out() -> Iterator[None]:
    """A connection to anywhere but this machine fails the test that asks for it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"the network was touched: {address!r}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder: share/, cache/ and config/ below it are the user's folders in the tests."""
    made = tmp_path_factory.mktemp("home")
    if built := os.environ.get("SITMAP_BUILT"):  # a cache with the gazetteer in it, where tests are run again and again
        (made / "cache").mkdir()
        shutil.copytree(built, made / "cache" / "sitmap", copy_function=os.link)
    return made


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """The real data, and a cache of the tests' own."""
    return Settings(store_url="sqlite://", cache_dir=home / "cache" / "sitmap", models_dir=DATA / "models")


@pytest.fixture(scope="session")
def gazetteer(settings: Settings) -> Gazetteer:
    """The whole gazetteer, built once for all tests."""
    return Gazetteer.open(settings)


@pytest.fixture
def at_home(home: Path, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a user with an empty store; returns the store's URL."""
    del gazetteer  # it is built by now, where the environment says
    for name in ("data", "cache", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setenv("GEO_STORE", url)
    monkeypatch.delenv("GEO_MODELS", raising=False)
    return url
