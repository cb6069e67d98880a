"""A process that has loaded all of Sitmap, and forks for every command that it is asked to run.

`python -m tests.faults.forker FOLDER` reads one command a line from its standard input, as a JSON object of
``arguments`` and ``env``, and writes one line for each: ``code``, ``err`` and ``seconds``. Each command runs in a fresh
child that ends as any process of Python does; what is saved is the start, which is most of a short command. FOLDER is
for what is run once, so that all modules and tables are there.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from geo.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
#: Of the clock: a machine that others use may stand still for minutes.
LIMIT_S = 900


def warm(folder: Path) -> None:
    """Run each kind of command once."""
    text = str(sorted((ROOT / "data" / "articles").glob("*.txt"))[0])
    for command in (
        ["ingest", text],
        ["backup", str(folder / "copy.db")],
        ["export", str(folder / "out.csv")],
        ["export", str(folder / "out.xlsx")],
        ["snapshot", str(folder / "out.svg")],
    ):
        main(command)
    gc.collect()


def child(asked: dict[str, Any], err: int) -> int:
    """Run one command in this process, which was forked for it."""
    signal.alarm(LIMIT_S)
    os.environ.update(asked["env"])
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    os.dup2(quiet, 1)
    os.dup2(err, 2)
    return main(asked["arguments"])


def serve() -> int | None:
    """Answer until there is nothing more to read; the exit code in a child."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warm(Path(sys.argv[1]))
    while line := sys.stdin.readline():
        with tempfile.TemporaryFile() as err:
            begun = time.monotonic()
            pid = os.fork()
            if pid == 0:
                return child(json.loads(line), err.fileno())
            _, status = os.waitpid(pid, 0)
            took_s = time.monotonic() - begun
            err.seek(0)
            said = err.read().decode("utf-8", "replace")
        answer = {"code": os.waitstatus_to_exitcode(status), "err": said, "seconds": took_s}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return None


if __name__ == "__main__":
    sys.exit(serve())
