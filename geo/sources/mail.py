"""E-mails (.eml), and pages saved as one file (.mht), which are built like them."""

from __future__ import annotations

from datetime import date
from email import errors, message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import check_size, check_text
from geo.sources.page import article_from_page, paragraphs
from geo.sources.text import YEARS, content_id, web_address

#: Attachments and pictures count; they are not read.
MAX_MAIL_BYTES = 20_000_000
#: Parts, in parts, in parts: real mails have three levels.
MAX_PARTS = 300


def article_from_mail(data: bytes, name: str, *, identity: str | None = None) -> Article:
    """The article in the body of an e-mail; attachments are left alone.

    Parameters
    ----------
    data
        The message as it is.
    name
        Its path or name, for messages and as origin.
    identity
        What it is known by when it has no Message-ID.

    Raises
    ------
    InputError
        When it is no e-mail, or has no text.
    """
    message = _parse(data, name)
    text = _text(message, name)
    if not text.strip():
        msg = f"{name}: there is no text in this e-mail. Save its attachment as a file of its own"
        raise InputError(msg)
    check_size(len(text), name)
    check_text(text, name)
    day = _day(_header(message, "Date"))
    shown, address = parseaddr(_header(message, "From"))
    known = _header(message, "Message-ID")
    return Article(
        id=content_id(text),
        text=text,
        title=_header(message, "Subject") or None,
        source=shown or address or None,
        published=day,
        published_basis="header" if day else "unknown",
        published_reason=f"the e-mail's Date: {day}" if day else "no publication date",
        origin=name,
        identity=f"mail:{known}" if known else identity,
    )


def article_from_archive(data: bytes, name: str, *, identity: str | None = None) -> Article:
    """The article of a page saved as one file (.mht, .mhtml); the same errors."""
    message = _parse(data, name)
    for part in _parts(message, name):
        if part.get_content_type() == "text/html":
            url = part.get("Content-Location") or _header(message, "Snapshot-Content-Location")
            web = web_address(str(url))
            payload = part.get_payload(decode=True)
            return article_from_page(payload if isinstance(payload, bytes) else b"", name, identity=identity, url=web)
    msg = f"{name}: there is no web page in it. Save the page as HTML"
    raise InputError(msg)


def _parse(data: bytes, name: str) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
        keys = message.keys()
    except (errors.MessageError, RecursionError, ValueError) as error:
        msg = f"{name}: this is no e-mail that can be read ({type(error).__name__}). Save its text as a .txt file"
        raise InputError(msg) from error
    if not keys:
        msg = f"{name}: this is no e-mail: it has no header. Save its text as a .txt file"
        raise InputError(msg)
    return message


def _parts(message: EmailMessage, name: str) -> list[EmailMessage]:
    found: list[EmailMessage] = []
    todo = [message]
    while todo:
        part = todo.pop(0)
        if len(found) >= MAX_PARTS:
            msg = f"{name}: an e-mail of more than {MAX_PARTS} parts is not read. Save its text as a .txt file"
            raise InputError(msg)
        found.append(part)
        if part.is_multipart():
            todo += [inner for inner in part.get_payload() if isinstance(inner, EmailMessage)]
    return found


def _text(message: EmailMessage, name: str) -> str:
    """The plain text, else the HTML made plain; what is attached does not count."""
    bodies = [p for p in _parts(message, name) if not p.is_multipart() and p.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in bodies:
            if part.get_content_type() == kind:
                try:
                    text = str(part.get_content())
                except (LookupError, ValueError, errors.MessageError) as error:
                    msg = f"{name}: the text of this e-mail is damaged ({error}). Save it as a .txt file"
                    raise InputError(msg) from error
                text = text.replace("\r\n", "\n").strip() if kind == "text/plain" else paragraphs(text)
                if text:
                    return text
    return ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())[:300]
    except (ValueError, AttributeError, LookupError, TypeError, errors.MessageError):
        return ""  # the header is damaged: as good as none


def _day(value: str) -> date | None:
    """The day of a Date header, as its writer's clock had it."""
    try:
        day = parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day.year in YEARS else None
