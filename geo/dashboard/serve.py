"""What ``app.py`` makes the Streamlit app object from: the script of the pages, and words for a fault in it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import streamlit as st

from geo.dashboard.login import check_start
from geo.errors import GeoError

log = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_name("script.py")


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
