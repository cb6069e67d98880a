"""Moments as the store keeps them."""

from __future__ import annotations

from datetime import UTC, datetime


def stamped(moment: datetime) -> str:
    """A moment with its zone as it is kept: UTC, ISO, whole seconds, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
