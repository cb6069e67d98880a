"""Foreign text made safe for labels and panels, and days in words; codes in words are in ``geo.export.words``."""

from __future__ import annotations

import html
import string
import unicodedata
from datetime import date, datetime

from geo.dashboard import speech
from geo.dashboard.speech import country_called, numeral, province, retold, t

#: CommonMark lets a backslash precede any ASCII punctuation; that also stops `:red[…]`, `$…$` and bare addresses.
_ESCAPED = {ord(mark): f"\\{mark}" for mark in string.punctuation} | {ord(c): " " for c in "\r\n\t\u2028\u2029"}


def plain(text: str | None) -> str:
    """`text` for places that read Markdown (labels, messages): every mark shows as itself, on one line."""
    return (text or "").translate(_ESCAPED)


def isolated(text: str | None) -> str:
    """`text` so that one written from the right (Arabic, Hebrew) leaves the order of what stands beside it alone."""
    found = text or ""
    return f"\u2068{found}\u2069" if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in found) else found


def placed(name: str | None, level: str | None = None) -> str:
    """A place of an incident as the page says it: "near Kherson", "біля Kherson"; "" for none.

    Only a place of the `level` of a country has a country's name: Georgia is a state too, and Lebanon a town.
    """
    if name and level == "country":
        return country_called(name)
    if name and level == "admin1":
        return province(name)
    if name and (name.startswith(("near ", "between ")) or " km from " in name):
        return retold(name)  # of others, "Battle" is a town
    return name or ""


def html_text(text: object) -> str:
    """`text` for ``st.html``: no tag, no attribute, no entity of its own."""
    return html.escape(str(text), quote=True)


def spoken(day: date | datetime | None) -> str:
    """A day as prose has it: "29 May 2025"."""
    return speech.spoken(day)


def interval(first: date | None, last: date | None, precision: str = "day") -> str:
    """When an incident happened, in words."""
    if first is None and last is None:
        return t("not dated")
    if first is None or precision == "on_or_before":
        return t("on or before {day}", day=spoken(last))
    if last is None:
        return t("since {day}", day=spoken(first))
    if first == last:
        return spoken(first)
    return t("{first} to {last}", first=spoken(first), last=spoken(last))


def people(best: int | None, low: int | None, high: int | None) -> str:
    """A number of people with its bounds: "2", "at least 5", "3 to 7"; empty when the text does not say."""
    if low is not None and high is not None:
        return numeral(low) if low == high else t("{low} to {high}", low=numeral(low), high=numeral(high))
    if low is not None:
        return t("at least {n}", n=numeral(low))
    if high is not None:
        return t("at most {n}", n=numeral(high))
    return t("about {n}", n=numeral(best)) if best else numeral(best)
