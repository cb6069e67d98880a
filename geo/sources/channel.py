"""Channels and chats as Telegram Desktop exports them (``messages.html``): an article for each message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import YEARS
from geo.sources.failure import Failure
from geo.sources.page import SHORTEST, paragraphs, parsed
from geo.sources.text import content_id

#: How such a file begins, within the first bytes that are looked at.
MARK = re.compile(rb"<title>\s{0,9}Exported Data\s{0,9}</title>", re.IGNORECASE)
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})\b")


def read_channel(data: bytes, name: str) -> Iterator[Article | Failure]:
    """The messages of an exported channel that are long enough to tell something, in their order.

    Raises
    ------
    InputError
        When there is none.
    """
    tree = parsed(data, name)
    channel = _text(tree.xpath("//div[contains(@class, 'page_header')]"))
    sender, found = channel, False
    for message in tree.xpath("//div[starts-with(@class, 'message default')]"):
        sender = _text(message.xpath(".//div[@class='from_name']")) or sender  # joined ones leave it out
        text = _body(message.xpath(".//div[@class='text']"))
        if len(text) < SHORTEST:
            continue
        found = True
        number = str(message.get("id", ""))[:40]
        day = _day(message.xpath(".//div[contains(@class, 'date')]/@title"))
        yield Article(
            id=content_id(text),
            text=text,
            source=channel or sender or None,
            published=day,
            published_basis="declared" if day else "unknown",
            published_reason="the message's own day" if day else "no publication date",
            origin=f"{name}, {number}" if number else name,
            identity=f"channel:{channel}:{number}" if channel and number else None,
        )
    if not found:
        msg = f"{name}: there are no messages of {SHORTEST} characters or more in this channel"
        raise InputError(msg)


def _text(elements: list[Any]) -> str:
    return " ".join(elements[0].text_content().split())[:200] if elements else ""


def _body(elements: list[Any]) -> str:
    from lxml import html

    return "\n\n".join(paragraphs(html.tostring(one, encoding="unicode")) for one in elements)


def _day(said: list[str]) -> date | None:
    told = _DAY.search(said[0]) if said else None
    try:
        day = date(int(told[3]), int(told[2]), int(told[1])) if told else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
