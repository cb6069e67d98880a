"""Trained weights: tables of text in the folder of models, read once a process.

``GEO_MODELS`` names the folder; each model lies there as NAME.tsv (a group, a feature and a weight a line) beside its
card NAME.json, which says what it was trained on, with which seed, and how well it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from geo.errors import MissingError
from geo.settings import models_dir

Weights = Mapping[str, Mapping[str, float]]


def load(name: str) -> Weights:
    """Weights of a model: group -> feature -> weight.

    Parameters
    ----------
    name
        "toponyms", "senses", "ranker" or "roles".

    Raises
    ------
    MissingError
        If it is not there, or is no table of weights.
    """
    return read(models_dir() / f"{name}.tsv")


@lru_cache(maxsize=8)
def read(path: Path) -> Weights:
    """Weights from a file."""
    groups: dict[str, dict[str, float]] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                group, feature, weight = line.rstrip("\n").split("\t")
                groups.setdefault(group, {})[feature] = float(weight)
            if groups and not line.endswith("\n"):
                msg = "a last line that is cut short"
                raise ValueError(msg)
        if not groups:
            msg = "nothing"
            raise ValueError(msg)
    except FileNotFoundError as error:
        msg = f"expected the trained model {str(path)!r}, got no such file; install Sitmap's data/ folder again"
        raise MissingError(f"{msg}, or set GEO_MODELS to a folder that holds it") from error
    except ValueError as error:
        msg = f"expected lines of group, feature and weight in {str(path)!r}, got {error}; train the model again"
        raise MissingError(msg) from error
    return groups


def version() -> str:
    """A short hash of all trained weights: where it differs, articles are read anew."""
    return _version(models_dir())


@lru_cache(maxsize=8)
def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:12]
