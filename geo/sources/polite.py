"""Fetching as a guest: one request at a time to a host, a pause after each, and nothing where a host asks for that."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.robotparser import RobotFileParser

from geo.errors import InputError
from geo.settings import Settings
from geo.sources.address import parse
from geo.sources.fetch import AGENT, NEVER, AnsweredError, Fetched, Stamp, check_allowed, fetch

#: Pause between two requests to one host, and the longest that its robots.txt may ask for (s).
PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0
#: Answers that say: not now.
LATER = frozenset({429, 503})
#: So long a host is left alone that says "not now" and not for how long, and the longest that one may say (s).
LATER_S, LONGEST_LATER_S = 600.0, 86_400.0


class Guest:
    """Asks hosts for pages, politely. Not for several threads.

    Parameters
    ----------
    settings
        They say whether anything may be fetched.
    wait, clock
        What waits so many seconds, and seconds since any moment; given by tests.
    how
        Handed to ``fetch``; given by tests.

    Raises
    ------
    UsageError
        Unless fetching is allowed.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        wait: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        **how: Any,
    ) -> None:
        check_allowed(settings)
        self._wait, self._clock, self._how = wait, clock, how
        self._free: dict[str, float] = {}  # host -> when it may be asked again
        self._left: dict[str, float] = {}  # host -> until when it wants to be left alone
        self._rules: dict[str, RobotFileParser] = {}

    def fetch(self, url: str, *, known: Stamp = NEVER) -> Fetched:
        """What is at an address that a person named: waits until its host may be asked.

        Raises
        ------
        InputError
            When it cannot be fetched, or its host wants to be left alone (``AnsweredError`` with 429 or 503).
        """
        host = parse(url).host
        left = self._left.get(host, 0.0) - self._clock()
        if left > 0:
            msg = f"{url[:100]}: not fetched: {host[:60]} has asked not to be asked for another {left:.0f} s"
            raise AnsweredError(msg, 503, str(int(left) + 1))
        pause = self._free.get(host, 0.0) - self._clock()
        if pause > 0:
            self._wait(pause)
        try:
            return fetch(url, known=known, **self._how)
        except AnsweredError as error:
            if error.status in LATER:
                self._left[host] = self._clock() + later_s(error.retry_after, datetime.fromtimestamp(time.time(), UTC))
            raise
        finally:
            self._free[host] = self._clock() + max(PAUSE_S, self._delay(host))

    def visit(self, url: str, *, known: Stamp = NEVER) -> Fetched:
        """What is at an address out of a list that no person chose one by one: only where robots.txt lets us.

        Raises
        ------
        InputError
            As ``fetch``, and where the host's robots.txt forbids it.
        """
        target = parse(url)
        host = target.host
        if host not in self._rules:
            self._rules[host] = self._robots(f"{target.scheme}://{target.host_header}/robots.txt")
        if not self._rules[host].can_fetch(AGENT, url):
            msg = f"{url[:100]}: not fetched: the robots.txt of {host[:60]} does not allow it"
            raise InputError(msg)
        return self.fetch(url, known=known)

    def _robots(self, url: str) -> RobotFileParser:
        """The rules of a host (RFC 9309): none where it has no such file, "nothing" where it has trouble with it."""
        rules = RobotFileParser()
        lines: list[str] = []
        try:
            lines = self.fetch(url).content.decode("utf-8", "replace").splitlines()
        except AnsweredError as error:
            lines = [] if error.status < 500 and error.status not in LATER else ["User-agent: *", "Disallow: /"]
        except InputError:
            lines = []  # no text, or not to be reached: then the page will say so itself
        rules.parse(lines)
        return rules

    def _delay(self, host: str) -> float:
        rules = self._rules.get(host)
        return min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE_S) if rules else 0.0


def later_s(retry_after: str, now: datetime) -> float:
    """How long ``Retry-After`` asks to wait (s): at most a day, and ten minutes where it says nothing."""
    try:
        seconds = (
            float(retry_after) if retry_after.isdigit() else (parsedate_to_datetime(retry_after) - now).total_seconds()
        )
    except (ValueError, TypeError, OverflowError):
        return LATER_S
    return min(max(seconds, 0.0), LONGEST_LATER_S)
