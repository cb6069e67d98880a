"""E-mails (.eml), and pages saved as one file (.mht), which are built like them."""

from __future__ import annotations

from datetime import date
from email import errors, message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import TypeGuard

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import YEARS, read_day
from geo.sources.decode import check_size, check_text, decode
from geo.sources.forwarded import forwarded, unquoted
from geo.sources.page import article_from_page, paragraphs
from geo.sources.page_lines import is_furniture
from geo.sources.text import content_id, web_address

#: Attachments and pictures count; they are not read.
MAX_MAIL_BYTES = 20_000_000
#: Plain text of fewer characters beside so many times as much HTML only says that there is HTML.
STUB_CHARACTERS, STUB_TIMES = 300, 2
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
    message = _article_in(_parse(data, name), name)
    text = _text(message, name)
    if not text.strip():
        msg = f"{name}: there is no text in this e-mail. Save its attachment as a file of its own"
        raise InputError(msg)
    sender, title, day = _header(message, "From"), _header(message, "Subject"), _day(_header(message, "Date"))
    reason, passed = f"the e-mail's Date: {day}", forwarded(text)
    if passed is not None:  # what its relative dates hang on is the day on which it was written, not passed on
        text, sender, title = passed.text, passed.head["from"], passed.head.get("subject") or title
        day = _day(passed.head.get("date", ""))
        reason = f"the forwarded e-mail's Date: {day}"
    text = unquoted(text)
    check_size(len(text), name)
    check_text(text, name)
    shown, address = parseaddr(sender)
    known = _header(message, "Message-ID")
    return Article(
        id=content_id(text),
        text=text,
        title=title or None,
        source=shown or address or sender or None,
        published=day,
        published_basis="header" if day else "unknown",
        published_reason=reason if day else "no publication date",
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


def _article_in(message: EmailMessage, name: str) -> EmailMessage:
    """The message itself, or the one attached to it where that says more: it was passed on as a whole."""
    attached = [part for part in _parts(message, name) if part.get_content_type() == "message/rfc822"]
    inner = [one for part in attached if part.is_multipart() for one in part.get_payload()]
    return max((message, *filter(_is_message, inner)), key=lambda one: len(_text_if_any(one, name)))


def _is_message(part: object) -> TypeGuard[EmailMessage]:
    return isinstance(part, EmailMessage)


def _text_if_any(message: EmailMessage, name: str) -> str:
    try:
        return _text(message, name)
    except InputError:
        return ""


def _text(message: EmailMessage, name: str) -> str:
    """The plain text, else the HTML made plain; what is attached does not count."""
    found = {"text/plain": "", "text/html": ""}
    for part in _own_parts(message, name):
        kind = part.get_content_type()
        if kind in found and not found[kind] and not part.is_multipart():
            text = _content(part, name)
            found[kind] = text.replace("\r\n", "\n").strip() if kind == "text/plain" else _told(text)
    plain, page = found["text/plain"], found["text/html"]
    return page if len(plain) < STUB_CHARACTERS and len(page) > STUB_TIMES * len(plain) else plain


def _own_parts(message: EmailMessage, name: str) -> list[EmailMessage]:
    """The parts that are neither attached nor of a message that is."""
    attached: set[int] = set()
    found = []
    for part in _parts(message, name):
        outside = part is not message and (
            part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822"
        )
        if id(part) in attached or outside:
            attached |= {id(inner) for inner in (part.get_payload() if part.is_multipart() else ())}
        else:
            found.append(part)
    return found


def _content(part: EmailMessage, name: str) -> str:
    try:
        text = str(part.get_content())
        if "\ufffd" in text and isinstance(payload := part.get_payload(decode=True), bytes):
            text = decode(payload, name)  # it does not say its encoding, or not the right one
    except InputError:
        return text
    except (LookupError, ValueError, errors.MessageError) as error:
        msg = f"{name}: the text of this e-mail is damaged ({error}). Save it as a .txt file"
        raise InputError(msg) from error
    return text


def _told(page: str) -> str:
    """The text of an e-mail in HTML, without lines that are none of an article."""
    return "\n\n".join(line for line in paragraphs(page).split("\n\n") if not is_furniture(line))


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
        try:
            day = read_day(value, "Date")
        except InputError:
            return None
    return day if day.year in YEARS else None
