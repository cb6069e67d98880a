"""What ``app.py`` makes the Streamlit app object from: the script of the pages, what is done before anybody opens one,
and words for a fault in it.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import stat
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import delta_generator

from geo.dashboard.login import check_start
from geo.dashboard.speech import t
from geo.errors import GeoError
from geo.scratch import drop, sweep

log = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_name("script.py")


@asynccontextmanager
async def begin(_app: Any) -> AsyncIterator[None]:
    """Get ready while the browser is still starting: load the pages, open the store, draw up its first map."""
    send_at_once()
    # Streamlit need not ask whether it runs us: for that it looks at all loaded files, 0.4 s of the first page.
    if hasattr(delta_generator, "_use_warning_has_been_displayed"):
        delta_generator._use_warning_has_been_displayed = True
    threading.Thread(target=_begin, name="begin", daemon=True).start()
    yield
    drop()  # the server is asked to end, and ends in the middle of what is being made


#: After so many seconds the first page has its map, and the modules of the other pages are loaded.
_LATER_S = 4
#: Where a system lists the files that a process has open, by their numbers.
_OPEN_FILES = Path("/dev/fd")


def send_at_once() -> None:
    """Let no answer wait for the browser's word that it has the one before.

    Streamlit binds its socket without naming TCP, so asyncio does not take it for one and leaves Nagle's algorithm on:
    an answer goes out as head and body, and the body would wait up to 40 ms for the browser to confirm the head, for
    each of a hundred files of a page and each message of a run. Connections take the setting over from the socket that
    accepts them. Where sockets are no files (Windows) nothing is done.
    """
    numbers = [int(path.name) for path in _OPEN_FILES.iterdir()] if _OPEN_FILES.is_dir() else []
    for number in numbers:
        try:
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.socket(fileno=os.dup(number)) as one:
                inet = one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM
                if inet and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, AttributeError):  # closed meanwhile, or a system that lacks one of these
            continue


def _begin() -> None:
    # These bring pandas, Folium and the database along: the server answers before they are there, and the store is
    # opened before the pages are.
    from geo.dashboard.state import begin_opening
    from geo.settings import Settings

    opening = begin_opening(Settings.from_env())
    sweep()  # what a dashboard that was killed left of its files
    from geo.dashboard import shell

    shell.show_of("map_page")
    opening.drawn.wait()
    time.sleep(_LATER_S)
    for _, _, module, _ in shell.PAGES:
        shell.show_of(module)
    settle()


def settle() -> None:
    """Let Python's search for rubbish pass over what has been loaded by now, and stays until the end.

    Streamlit asks for a full search after every run of a page, and before a run that another one asked for: over the
    modules, the gazetteer and the first map, 0.13 s each time.
    """
    gc.collect()
    gc.freeze()


def say(error: Exception) -> bool:
    """Put a fault into words on the page; the terminal gets all of it."""
    log.error("a page failed", exc_info=error)
    st.error(
        t(
            "Sitmap failed to draw this page. This is a fault of Sitmap: the terminal says more. "
            "Your articles are safe; reload the page to go on."
        )
    )
    return True


def start() -> None:
    """End the process, with a word of why, where the dashboard must not be served like this."""
    try:
        check_start()
    except GeoError as error:
        sys.stderr.write(f"error: {error}\n")
        raise SystemExit(error.exit_code) from error
