"""Trained weights: tables of text in the folder of models, read once a process.

``GEO_MODELS`` names the folder; each model lies there as NAME.tsv (a group, a feature and a weight a line) beside its
card NAME.json, which says what it was trained on, with which seed, how well it does, and the table's hash: a table
with other numbers than those that were trained and measured is refused.
"""

from __future__ import annotations

import hashlib
import json
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
        If it is not there, is no table of weights, or not the one that its card tells of.
    """
    return read(models_dir() / f"{name}.tsv")


@lru_cache(maxsize=8)
def read(path: Path) -> Weights:
    """Weights from a file."""
    groups: dict[str, dict[str, float]] = {}
    try:
        content = path.read_bytes()
        for line in content.decode("utf-8").split("\n")[:-1]:
            group, feature, weight = line.split("\t")
            groups.setdefault(group, {})[feature] = float(weight)
        if groups and not content.endswith(b"\n"):
            msg = "a last line that is cut short"
            raise ValueError(msg)
        if not groups:
            msg = "nothing"
            raise ValueError(msg)
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = f"expected the trained model {str(path)!r}, got no such file; install Sitmap's data/ folder again"
        raise MissingError(f"{msg}, or set GEO_MODELS to a folder that holds it") from error
    except ValueError as error:
        msg = f"expected lines of group, feature and weight in {str(path)!r}, got {error}; train the model again"
        raise MissingError(msg) from error
    if sealed(path) not in (None, hashlib.sha256(content).hexdigest()):
        msg = f"the trained model {str(path)!r} is not the one that its card tells of: its numbers were changed; "
        raise MissingError(msg + "install Sitmap's data/ folder again, or train the model again")
    return groups


def sealed(path: Path) -> str | None:
    """The SHA-256 that the card beside a table names; None where there is no card, or none that names one."""
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return str(card["sha256"]) if "sha256" in card else None
    except (OSError, ValueError, TypeError):
        return None


def seal(path: Path) -> None:
    """Write the hash of a table into its card: what trains a model does so last."""
    card_path = path.with_suffix(".json")
    card = json.loads(card_path.read_text(encoding="utf-8"))
    card["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    card_path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def version() -> str:
    """A short hash of all trained weights: where it differs, articles are read anew."""
    return _version(models_dir())


@lru_cache(maxsize=8)
def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:12]
