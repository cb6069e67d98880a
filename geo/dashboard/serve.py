"""What ``app.py`` makes the Streamlit app object from: the script of the pages, what is done before anybody opens one,
and words for a fault in it.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from geo.dashboard.login import check_start
from geo.errors import GeoError

log = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_name("script.py")


@asynccontextmanager
async def begin(_app: Any) -> AsyncIterator[None]:
    """Get ready while the browser is still starting: load the pages, open the store, draw up its first map."""
    threading.Thread(target=_begin, name="begin", daemon=True).start()
    yield


def _begin() -> None:
    # These bring pandas, Folium and the database along: the server answers before they are there.
    from geo.dashboard import shell  # noqa: F401
    from geo.dashboard.state import begin_opening
    from geo.settings import Settings

    begin_opening(Settings.from_env())


def say(error: Exception) -> bool:
    """Put a fault into words on the page; the terminal gets all of it."""
    log.error("a page failed", exc_info=error)
    st.error(
        "Sitmap failed to draw this page. This is a fault of Sitmap: the terminal says more. "
        "Your articles are safe; reload the page to go on."
    )
    return True


def start() -> None:
    """End the process, with a word of why, where the dashboard must not be served like this."""
    try:
        check_start()
    except GeoError as error:
        sys.stderr.write(f"error: {error}\n")
        raise SystemExit(error.exit_code) from error
