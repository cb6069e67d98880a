"""What stands around an article in an e-mail: the head of a forwarded message, what a reply quotes, a signature."""

from __future__ import annotations

import re
from typing import NamedTuple

#: A head has at most so many lines, and begins within so many of the mark above it.
MOST_HEAD_LINES, HEAD_WITHIN = 12, 4
#: So many times is a message passed on, with all heads kept.
MOST_TIMES = 10
#: A signature has at most so many lines.
MOST_SIGNATURE_LINES = 12

_MARK = re.compile(
    r"(?:[-_*=>\s]{2,40})?(?:begin forwarded message|forwarded (?:message|by .{1,80})|original message"
    r"|пере(?:слане повідомлення|сылаемое сообщение|сланное сообщение|адресоване повідомлення)"
    r"|оригінальне повідомлення|исходное сообщение"
    r"|message (?:transféré|d'origine|d’origine)|mensaje (?:reenviado|original))\s?:?\s?(?:[-_*=<\s]{2,40})?",
    re.IGNORECASE,
)
#: Key of a head in the languages of the marks -> what it says.
_KEYS = {
    "from": "from", "від": "from", "от": "from", "de": "from",
    "date": "date", "sent": "date", "дата": "date", "надіслано": "date", "отправлено": "date", "envoyé": "date",
    "fecha": "date", "enviado": "date", "enviado el": "date",
    "subject": "subject", "тема": "subject", "objet": "subject", "asunto": "subject",
    "to": "", "cc": "", "reply-to": "", "кому": "", "копія": "", "копия": "", "à": "", "para": "", "importance": "",
}  # fmt: skip
_KEY = re.compile(r"\*{0,2}([^\W\d_][\w -]{0,12}?)\s?:\*{0,2}\s(.{0,300})|\*{0,2}([^\W\d_][\w -]{0,12}?)\s?:\*{0,2}")
#: "On Thu, 9 May 2024 at 10:00, B <b@x.example> wrote:"
_WROTE = re.compile(
    r"(?:On|Le|El|чт|пн|вт|ср|пт|сб|нд|вс|\d).{5,200}(?:wrote|a écrit|escribió|пише|пишет|написа\w{1,3})\s?:",
    re.IGNORECASE,
)


_QUOTED = re.compile(r"^\s{0,3}(?:>\s?){1,9}")


class Forwarded(NamedTuple):
    """A message that somebody passed on, and what its head says of it."""

    text: str
    head: dict[str, str]  #: "from", "date", "subject", as far as they are given


def forwarded(text: str) -> Forwarded | None:
    """The message that `text` passes on: the innermost one, where it is longer than what stands above it."""
    lines = text.split("\n")
    found: Forwarded | None = None
    marked = [at for at, line in enumerate(lines) if _MARK.fullmatch(line.strip())]
    for at in marked[:MOST_TIMES]:
        head, begins = _head(lines, at + 1)
        rest = "\n".join(lines[begins:]).strip()
        if "from" in head and (found is not None or len(rest) > sum(map(len, lines[:at]))):
            found = Forwarded(rest, head)
    return found


def _head(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The head that begins at a line or soon behind it, and the line behind it."""
    head: dict[str, str] = {}
    first, last, said = at, at, ""
    for number in range(at, min(len(lines), at + HEAD_WITHIN + MOST_HEAD_LINES)):
        line = lines[number].strip().lstrip("> ")
        if not line and head and number > last + 1:
            break
        key = _KEY.fullmatch(line)
        name = (key[1] or key[3]).lower() if key else ""
        if name in _KEYS:
            said, last = _KEYS[name], number + 1
            head.setdefault(said or "to", (key[2] or "").strip() if key else "")
        elif line and not head and number - first >= HEAD_WITHIN:
            break
        elif line and head:
            if head.get(said or "to") or number > last + 1:
                break
            head[said or "to"], last = line, number + 1  # made of a table: the value has a line of its own
    return head, last


def unquoted(text: str) -> str:
    """`text` without what it answers to, and without a signature; one that is all quoted was passed on so."""
    lines = text.split("\n")
    said = [line for line in lines if line.strip() and not line.lstrip().startswith(">")]
    said = [line for line in said if not _WROTE.fullmatch(line.strip())]
    if not said:
        return "\n".join(
            re.sub(r"^\s{0,3}(?:>\s?){1,9}", "", line) for line in lines if not _WROTE.fullmatch(line.strip())
        ).strip()
    for at in [at for at, line in enumerate(lines) if _WROTE.fullmatch(line.strip())][-1:]:
        if all(not line.strip() or line.lstrip().startswith(">") for line in lines[at + 1 :]):
            lines = lines[:at]
    lines = [line for line in lines if not line.lstrip().startswith(">")]
    for at in range(max(len(lines) - MOST_SIGNATURE_LINES, 1), len(lines)):
        if lines[at].rstrip() == "--":
            lines = lines[:at]
            break
    return "\n".join(lines).strip()
