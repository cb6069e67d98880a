"""HTTP for the online geocoders: an answer is whole within its time and its size, or it is none.

The time limit of a socket begins anew with every byte, so that a server that sends one byte at a time would hold us for
good; here the whole answer has its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from threading import Thread
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderServiceError, GeocoderTimedOut, GeopyError

#: Ten places of a service take 20 kB.
MAX_BYTES = 1_000_000


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
    """Python's own HTTP client with a limit of time for the whole answer, and of size."""

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The text at `url`; `timeout` in seconds is for all of it."""
        got: list[str] = []
        failed: list[Exception] = []

        def ask() -> None:
            try:
                got.append(super(BoundedAdapter, self).get_text(url, timeout=timeout, headers=headers))
            except (GeopyError, OSError, ValueError) as error:
                failed.append(error)

        # what hangs cannot be stopped, only left behind: it ends with the connection, or with the process
        asking = Thread(target=ask, name="geocoder", daemon=True)
        asking.start()
        asking.join(timeout)
        if failed:
            raise failed[0]
        if not got:
            msg = f"no whole answer within {timeout:g} s"
            raise GeocoderTimedOut(msg)
        return got[0]

    def _decode_page(self, page: Any) -> str:
        try:
            content = page.read(MAX_BYTES + 1)
        except (HTTPException, OSError) as error:
            msg = "the answer broke off"
            raise GeocoderServiceError(msg) from error
        if len(content) > MAX_BYTES:
            msg = f"an answer of more than {MAX_BYTES:,} bytes"
            raise GeocoderServiceError(msg)
        return str(content.decode("utf-8"))
