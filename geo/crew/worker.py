"""One reading process: it takes articles from its pipe, reads them, and answers with the rows to be written.

Messages are JSON in both directions (``child.encode``), so that nothing is unpickled that an article had a hand in.
"""

from __future__ import annotations

import gc
import json
import logging
import signal
from datetime import date
from multiprocessing.connection import Connection
from typing import Any

from geo.crew.child import LINES, Setup, encode
from geo.crew.sharing import answer as share_answered
from geo.errors import GeoError
from geo.merging.sketch import sketch
from geo.model import Article
from geo.pipeline import dated, extractor_version, read_article
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.store.codec import record
from geo.store.reading_rows import Rows, rows_of

#: Read before the first article comes, while the process that started this one opens the store.
FIRST = "At least five people were killed on Monday when shells hit a market in Kherson, the governor said."


def serve(pipe: Connection, setup: Setup) -> None:
    """Read what comes through `pipe` until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    gc.set_threshold(*setup.gc_threshold)
    logging.getLogger("geo").setLevel(setup.log_level)
    try:
        try:
            gazetteer = _begun(setup.settings)
            pipe.recv_bytes()  # OPEN
            gazetteer = gazetteer or Gazetteer.open(setup.settings)
            pipe.send_bytes(encode({"ready": extractor_version(gazetteer)}))
        except GeoError as error:
            pipe.send_bytes(encode({"unfit": str(error)}))
            return
        while True:
            for task in json.loads(pipe.recv_bytes()):
                if hasattr(signal, "setitimer"):
                    # Where nobody is left to end a process that hangs, it ends itself.
                    signal.setitimer(signal.ITIMER_REAL, 2 * task["limit_s"])
                pipe.send_bytes(encode(share_answered(task) if "share" in task else answer(task, gazetteer)))
    except (EOFError, ConnectionError):
        return  # the other end is gone, and with it whoever wanted to know


def _begun(settings: Settings) -> Gazetteer | None:
    """The gazetteer, if it is built (it must not be built here): all that the first article loads is loaded then."""
    if not Gazetteer.is_built(settings):
        return None
    gazetteer = Gazetteer.open(settings)
    read_article(Article("first", FIRST), gazetteer)
    return gazetteer


def answer(task: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """What became of one article: its ``rows``, or a ``failure`` in words."""
    came = record(Article, task["article"])
    edited = "edited" in task
    article = dated(came, date.fromisoformat(task["edited"])) if edited else came
    try:
        reading = read_article(article, gazetteer)
    except GeoError as error:
        return {"failure": str(error)}
    made = rows_of(reading, came, task["extractor"], edited=edited)
    # What is JSON already goes in lines of its own: wrapped once more, it would take four times as long to unwrap.
    lines = [
        sketch(made.article["text"]).hex(),
        made.article.pop("found"),
        *(report.pop("body") for report in made.reports),
    ]
    if made.article["text"] == came.text:
        del made.article["text"]  # whoever asked has it
    return {"rows": {"article": made.article, "reports": made.reports, "left_out": made.left_out}, LINES: lines}


def rows_in(answer: dict[str, Any], came: Article) -> tuple[Rows, bytes]:
    """The rows in an ``answer`` on an article that came, and the sketch of its text."""
    made, (sketched, found, *bodies) = answer["rows"], answer[LINES]
    reports = [report | {"body": body} for report, body in zip(made["reports"], bodies, strict=True)]
    rows = Rows({"text": came.text} | made["article"] | {"found": found}, reports, made["left_out"])
    return rows, bytes.fromhex(sketched)
