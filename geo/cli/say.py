"""What the commands print: one line a time, in which no text of a stranger can move the cursor, colour or forge a line.

All that goes to a terminal goes through here; a test holds that.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import click

#: Joiners without which Persian, Hindi and others are misspelt.
_JOINERS = "\u200c\u200d"


def say(line: object, *, err: bool = False) -> None:
    """Print one line on standard output, or with `err` on standard error; fields in it are separated by tabs."""
    click.echo(inert(str(line)), err=err)


def say_json(value: Any, *, indent: int | None = None) -> None:
    """Print a JSON value; signs that a terminal might obey are escaped, which to a reader of JSON is the same."""
    click.echo(inert_json(json.dumps(value, ensure_ascii=False, indent=indent, default=str)))


def inert(text: str) -> str:
    """`text` on one line, with a mark in the place of every sign that steers a terminal or the direction of writing."""
    return "".join(sign if sign.isprintable() or sign == "\t" or sign in _JOINERS else _mark(sign) for sign in text)


def inert_json(text: str) -> str:
    """The same for JSON: escaped, so that nothing is lost."""
    return re.sub(r"[^\n -~]", lambda found: _escaped(found[0]), text)


def _mark(sign: str) -> str:
    return " " if unicodedata.category(sign) == "Zs" or sign in "\r\n\x0b\x0c\x85\u2028\u2029" else "\ufffd"


def _escaped(sign: str) -> str:
    if sign.isprintable() or sign in _JOINERS:
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[k] << 8 | units[k + 1]:04x}" for k in range(0, len(units), 2))
