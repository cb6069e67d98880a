"""One frozen ``Settings``, read once from the environment at an entry point and passed on."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

APP = "sitmap"
#: data/ lies beside the package in the checkout.
DATA = Path(__file__).resolve().parent.parent / "data"


#: The project that is there before any was made: its store is the user's own.
MAIN_PROJECT = "main"
#: What a project may be called: it is the name of a folder.
PROJECT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
Box = tuple[float, float, float, float]  #: west, south, east, north in degrees; west of more than east crosses 180°


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world: what lies in one of the countries or in the box; without either, all of it."""

    countries: tuple[str, ...] = ()  #: ISO 3166-1 alpha-2
    box: Box | None = None

    @property
    def is_everywhere(self) -> bool:
        """Whether nothing lies outside."""
        return not self.countries and self.box is None


EVERYWHERE = Region()


@dataclass(frozen=True, slots=True)
class Interest:
    """What a project is about; empty fields say nothing."""

    languages: tuple[str, ...] = ()  #: articles in others are set aside (ISO 639-1)
    countries: tuple[str, ...] = ()  #: a name that may lie in one of them rather does (ISO 3166-1 alpha-2)
    outlets: tuple[tuple[str, str], ...] = ()  #: source, and the country that it writes from
    #: What is looked at beside the countries, such as a sea: west, south, east, north in degrees.
    box: Box | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is said that reading depends on."""
        return not (self.languages or self.countries or self.outlets)

    @property
    def region(self) -> Region:
        """What the project looks at."""
        return Region(self.countries, self.box)


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
    project: str = MAIN_PROJECT  #: "" where GEO_STORE names the store
    projects_dir: Path | None = None  #: folder of the projects beside the main one; None: there are none
    interest: Interest = Interest()
    open_to_network: bool = False  #: the dashboard may be served to other machines without a login

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read the ``GEO_…`` variables (README); the folders obey ``XDG_*`` through platformdirs."""
        data_home = data_folder()
        project = "" if env.get("GEO_STORE") else env.get("GEO_PROJECT") or current_project(data_home)
        folder = project_folder(project, data_home)
        return cls(
            store_url=env.get("GEO_STORE") or f"sqlite:///{folder / 'store.db'}",
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
            project=project,
            projects_dir=data_home / "projects" if project else None,
            interest=read_interest(folder) if project else Interest(),
            open_to_network=_is_on(env.get("GEO_WITHOUT_LOGIN")),
        )


def data_folder() -> Path:
    """The user's data folder."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def current_project(data_home: Path) -> str:
    """The project that is worked on where none is named."""
    try:
        name = (data_home / "project").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return MAIN_PROJECT
    return name if PROJECT_NAME.fullmatch(name) and project_folder(name, data_home).is_dir() else MAIN_PROJECT


def project_folder(name: str, data_home: Path) -> Path:
    """Where a project is kept; a name that is none leads to the main one, never elsewhere."""
    return data_home / "projects" / name if PROJECT_NAME.fullmatch(name) and name != MAIN_PROJECT else data_home


def read_interest(folder: Path) -> Interest:
    """What ``project.json`` in a project's folder says; nothing where it is not there or not understood."""
    try:
        held = json.loads((folder / "project.json").read_text(encoding="utf-8"))
        return Interest(
            tuple(map(str, held.get("languages", ()))),
            tuple(map(str, held.get("countries", ()))),
            tuple((str(source), str(country)) for source, country in sorted(held.get("outlets", {}).items())),
            box_of(held["box"]) if held.get("box") else None,
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Interest()


def box_of(parts: Iterable[object]) -> Box:
    """A box out of what should be its four numbers: as they were typed, or as a file holds them.

    Raises
    ------
    ValueError
        When they are not four, no numbers, not on the globe, or south lies above north.
    """
    west, south, east, north = (float(str(one)) for one in parts)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        msg = f"no box on the globe: {west}, {south}, {east}, {north}"
        raise ValueError(msg)
    return west, south, east, north


def _is_on(value: str | None) -> bool:
    return (value or "").strip().lower() in ("on", "1", "yes", "true")
