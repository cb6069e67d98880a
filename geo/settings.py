"""One frozen ``Settings``, read once from the environment at an entry point and passed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

APP = "sitmap"
#: data/ lies beside the package in the checkout.
DATA = Path(__file__).resolve().parent.parent / "data"


def models_dir(env: Mapping[str, str] = os.environ) -> Path:
    """The folder of trained models; it is asked for at every article, which `Settings` is too slow for."""
    return Path(env.get("GEO_MODELS") or DATA / "models")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are kept. Nothing is ever written into the checkout."""

    store_url: str  #: SQLAlchemy URL of the store
    cache_dir: Path  #: built gazetteer, sample store: all of it can be made again
    models_dir: Path  #: trained models
    data_dir: Path = DATA  #: what ships with Sitmap
    #: Places that the user added to the gazetteer; None: there are none, and none can be added.
    additions_dir: Path | None = None
    #: An online geocoder, used only where the user asks for it: "nominatim", "photon", "pelias" or "" for none.
    geocoder: str = ""
    geocoder_url: str = ""  #: its address; "" is the service's own
    geocoder_key: str = ""  #: its key, where it wants one
    tiles: str = ""  #: other grounds for the map that may be chosen: addresses and files (``geo.maps.tiles``)
    geocoder_contact: str = ""  #: an e-mail or page that the service is told in the user agent
    #: A language model that may read articles where the user asks for it: address (…/v1), name, key; "" for none.
    reader_url: str = ""
    reader_model: str = ""
    reader_key: str = field(default="", repr=False)
    fetch: bool = False  #: articles may be fetched by their web addresses
    open_to_network: bool = False  #: the dashboard may be served to other machines without a login

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read the ``GEO_…`` variables (README); the folders obey ``XDG_*`` through platformdirs."""
        data_home = Path(platformdirs.user_data_dir(APP, appauthor=False))
        return cls(
            store_url=env.get("GEO_STORE") or f"sqlite:///{data_home / 'store.db'}",
            cache_dir=Path(platformdirs.user_cache_dir(APP, appauthor=False)),
            models_dir=models_dir(env),
            additions_dir=data_home / "gazetteer",
            geocoder=(env.get("GEO_GEOCODER") or "").strip().lower(),
            geocoder_url=(env.get("GEO_GEOCODER_URL") or "").strip(),
            geocoder_key=(env.get("GEO_GEOCODER_KEY") or "").strip(),
            tiles=(env.get("GEO_TILES") or "").strip(),
            geocoder_contact=(env.get("GEO_GEOCODER_CONTACT") or "").strip(),
            reader_url=(env.get("GEO_READER_URL") or "").strip(),
            reader_model=(env.get("GEO_READER_MODEL") or "").strip(),
            reader_key=(env.get("GEO_READER_KEY") or "").strip(),
            fetch=_is_on(env.get("GEO_FETCH")),
            open_to_network=_is_on(env.get("GEO_WITHOUT_LOGIN")),
        )


def _is_on(value: str | None) -> bool:
    return (value or "").strip().lower() in ("on", "1", "yes", "true")
