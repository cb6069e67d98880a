"""What a reading process is started with. The reader is loaded in it alone: whoever starts it need not have it yet."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection

from geo.settings import Settings

#: The first message to a reading process: the gazetteer is there now, and is to be opened.
OPEN = b"{}"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reading process is told when it starts."""

    settings: Settings
    gc_threshold: tuple[int, int, int]  #: as in the process that started it
    log_level: int


def run(pipe: Connection, setup: Setup) -> None:
    """Read what comes through `pipe` until its other end is closed."""
    from geo.crew.worker import serve

    serve(pipe, setup)
