"""Waiting for what is meant to come, as long as a slow machine needs: a test never sleeps and hopes.

An assertion right after a press is a race: Streamlit runs the page anew, and the map draws in its own time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

#: For a page that is opened: the server reads its libraries first.
OPEN_MS = 240_000
#: For anything on a page that stands.
WAIT_MS = 90_000
#: So long nothing has changed on a page that has settled.
QUIET_MS = 600

#: Whether nothing runs and nothing has moved for a while: neither the page, nor what stands on it, nor its address.
#: The clock is the page's own, so that a timer of the page that is due has run.
_SETTLED = """(quiet) => {
  const now = performance.now();
  if (!window.__quiet) {
    window.__quiet = { last: now, href: location.href };
    const moved = () => { window.__quiet.last = performance.now(); };
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(moved).observe(document, all);
  }
  const held = window.__quiet, app = document.querySelector('.stApp'), told = app && app.dataset;
  const busy = app && (told.testScriptState !== 'notRunning' || told.testConnectionState !== 'CONNECTED');
  if (busy || held.href !== location.href || document.fonts.status !== 'loaded') held.last = now;
  held.href = location.href;
  return now - held.last >= quiet;
}"""


def settle(page: Any) -> None:
    """Wait until nothing runs, and nothing has moved for a while since now."""
    page.evaluate("() => { if (window.__quiet) window.__quiet.last = performance.now(); }")
    page.wait_for_function(_SETTLED, arg=QUIET_MS, polling=100, timeout=OPEN_MS)


def until(page: Any, so: Callable[[], Any], why: Callable[[], object] | None = None) -> None:
    """Wait until `so()` is true; where it never is, the test fails and tells `why()`, or what the page says."""
    end = time.monotonic() + WAIT_MS / 1000
    while not so():
        if time.monotonic() > end:
            pytest.fail(str(why()) if why else page.inner_text("body")[:1500])
        page.wait_for_timeout(100)


def comes(page: Any, now: Callable[[], Any], expected: Any) -> None:
    """Wait until `now()` is what is expected."""
    until(page, lambda: now() == expected, lambda: f"{now()!r} is not {expected!r}")
