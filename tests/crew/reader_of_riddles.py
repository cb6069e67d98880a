"""What runs in a reading process of the tests: it answers in capitals, hangs at "hang" and dies at "die"."""

from __future__ import annotations

import json
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

from geo.crew.child import OPEN, Setup, encode

VERSION = "riddles 1"


def run(pipe: Connection, setup: Setup) -> None:
    """Answer until the pipe is closed."""
    assert pipe.recv_bytes() == OPEN
    pipe.send_bytes(encode({"ready": VERSION}))
    while True:
        try:
            texts = [one["text"] for one in json.loads(pipe.recv_bytes())]
        except EOFError:
            return
        for text in texts:
            if text.startswith("die once"):
                mark = Path(setup.settings.cache_dir) / text.replace(" ", "-")
                if not mark.exists():
                    mark.touch()
                    os._exit(9)
            elif text.startswith("die"):
                os._exit(9)
            elif text.startswith("hang"):
                time.sleep(600)
            pipe.send_bytes(encode({"said": text.upper()}))


def stillborn(pipe: Connection, setup: Setup) -> None:
    """Die before saying anything."""
    del pipe, setup
    os._exit(3)
