"""How long work tells how far it is. What it calls may raise: that is how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

#: Called with the share that is done, 0..1, and what is being done, in words.
Report = Callable[[float, str], None]
