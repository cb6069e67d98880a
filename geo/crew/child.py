"""What a reading process is started with. The reader is loaded in it alone: whoever starts it need not have it yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from geo.settings import Settings
from geo.store.codec import written

#: The first message to a reading process: the gazetteer is there now, and is to be opened.
OPEN = b"{}"


#: Under this name a message holds texts without line breaks, such as JSON: they follow it, each in a line of its own.
LINES = "lines"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reading process is told when it starts."""

    settings: Settings
    gc_threshold: tuple[int, int, int]  #: as in the process that started it
    log_level: int


def encode(message: dict[str, Any]) -> bytes:
    """A message as it goes through the pipe."""
    lines = message.get(LINES, ())
    head = written({name: value for name, value in message.items() if name != LINES})
    return "\n".join((head, *lines)).encode("utf-8", "surrogatepass")


def decode(message: bytes) -> Any:
    """What ``encode`` was given, or a list of several such messages without lines."""
    head, *lines = message.decode("utf-8", "surrogatepass").split("\n")
    return json.loads(head) | {LINES: lines} if lines else json.loads(head)


def run(pipe: Connection, setup: Setup) -> None:
    """Read what comes through `pipe` until its other end is closed."""
    from geo.crew.worker import serve

    serve(pipe, setup)
