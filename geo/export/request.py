"""What was asked for, whole: a manifest holds it, and the same request on the same data makes the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.export.look import Look
from geo.export.narrow import Narrow
from geo.export.periods import STEPS
from geo.model import COARSER, Selection

#: Formats that are published to be read; data are for whoever works with them.
TO_BE_READ = ("html", "report.html", "report.pdf")


@dataclass(frozen=True, slots=True)
class Request:
    """One export.

    Attributes
    ----------
    fmt
        The format: an extension.
    selection, narrow
        Window and filters.
    title
        Headline; by default the scope and the window in words.
    look
        Paper, inks and pixels, where it is a picture.
    every
        Small multiples or the frames of a film: day, week, month, quarter or year; None is one picture.
    coarsen
        How coarse places are made on purpose (``geo.export.coarse.LEVELS``); None leaves them as they are.
    sensitive
        Whether sentences that are marked as sensitive are in it; None: in data, not in what is published to be read.
    addresses
        Whether the addresses of articles are in it; None: unless places are made coarser, for they may name them.
    """

    fmt: str
    selection: Selection = field(default_factory=Selection)
    narrow: Narrow = field(default_factory=Narrow)
    title: str | None = None
    look: Look = field(default_factory=Look)
    every: str | None = None
    coarsen: str | None = None
    sensitive: bool | None = None
    addresses: bool | None = None

    @property
    def shows_sensitive(self) -> bool:
        """Whether sensitive sentences are in it."""
        return self.fmt not in TO_BE_READ if self.sensitive is None else self.sensitive

    @property
    def shows_addresses(self) -> bool:
        """Whether the addresses of articles are in it."""
        return self.coarsen is None if self.addresses is None else self.addresses

    def plain(self) -> dict[str, Any]:
        """Its fields for a manifest."""
        s = self.selection
        return {
            "format": self.fmt,
            "from": s.first.isoformat() if s.first else None,
            "to": s.last.isoformat() if s.last else None,
            "bbox": list(s.bbox) if s.bbox else None,
            "types": sorted(s.types),
            "statuses": sorted(s.statuses),
            "background": s.background,
            "narrow": self.narrow.plain(),
            "title": self.title,
            "look": self.look.plain(),
            "every": self.every,
            **({"coarsen": self.coarsen} if self.coarsen else {}),
            **({} if self.sensitive is None else {"sensitive": self.sensitive}),
            **({} if self.addresses is None else {"addresses": self.addresses}),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Request:
        """What ``plain`` made.

        Raises
        ------
        InputError
            When something is missing or is not what it must be.
        """
        try:
            bbox, every, coarser = plain["bbox"], plain["every"], plain.get("coarsen")
            if every is not None and every not in STEPS:
                raise ValueError(every)
            if coarser not in (None, *COARSER):
                raise ValueError(coarser)
            held = [plain.get(name) for name in ("sensitive", "addresses")]
            if any(one not in (None, True, False) for one in held):
                raise ValueError(held)
            selection = Selection(
                first=date.fromisoformat(plain["from"]) if plain["from"] else None,
                last=date.fromisoformat(plain["to"]) if plain["to"] else None,
                bbox=(float(bbox[0]), float(bbox[1]), float(bbox[2]), float(bbox[3])) if bbox else None,
                types=frozenset(plain["types"]),
                statuses=frozenset(plain["statuses"]),
                background=bool(plain["background"]),
            )
            narrow, look = Narrow.of(plain["narrow"]), Look(**plain["look"])
            return cls(str(plain["format"]), selection, narrow, plain["title"], look, every, coarser, *held)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            msg = f"the manifest's \"request\" is not one of Sitmap's ({type(error).__name__}: {error})"
            raise InputError(msg) from error


def read_manifest(content: str, name: str) -> dict[str, Any]:
    """A manifest from its text.

    Raises
    ------
    InputError
        When it is no JSON object that holds a request.
    """
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        msg = f"{name} is not JSON ({error}): take the .manifest.json that came with an export"
        raise InputError(msg) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("request"), dict):
        msg = f"{name} holds no request of an export: take the .manifest.json that came with one"
        raise InputError(msg)
    return manifest
