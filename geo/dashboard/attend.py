"""A worker of the dashboard's own, started where work waits and nobody is there to do it.

It is a process by itself: it goes on when the page is closed or the dashboard ends, and ends when nothing waits; what
a killed one left behind is taken over by the next.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from geo.settings import Settings
from geo.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
#: One that ends as it starts is not started again sooner (s).
AGAIN_S = 20.0

_lock = threading.Lock()
_children: dict[str, tuple[subprocess.Popen[bytes], float]] = {}  #: by store, and when each was started


def attend(settings: Settings, store: Store) -> None:
    """See that a worker is there where work waits, or was left behind."""
    if not any(job.state in ("waiting", "running") for job in store.jobs.list()):
        return
    with _lock:
        child, since = _children.get(settings.store_url, (None, 0.0))
        if child is not None and (child.poll() is None or time.monotonic() - since < AGAIN_S):
            return
        if store.jobs.is_attended(datetime.now(UTC)):
            return
        project = settings.project
        which = {"GEO_PROJECT": project} if project else {"GEO_STORE": settings.store_url}
        # A session of its own, so that Ctrl-C in the dashboard's terminal is not for it.
        started = subprocess.Popen(
            [sys.executable, "-m", "geo", "work", "--until-idle"],
            cwd=ROOT,
            env=os.environ | which,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _children[settings.store_url] = started, time.monotonic()
