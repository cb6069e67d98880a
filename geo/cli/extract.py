"""``extract``: articles in, one JSON object a line out, nothing stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geo.cli.articles import remote_reader
from geo.cli.progress import open_gazetteer
from geo.cli.say import inert_json, say
from geo.errors import InputError
from geo.model import Article
from geo.scoring.prediction import prediction
from geo.settings import Settings
from geo.sources.failure import Failure

Item = Article | Failure


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option("--jsonl", "jsonl", metavar="FILE|-", help="JSON Lines to read; - is standard input.")
@click.option("--remote", is_flag=True, help="Read with the language model of GEO_READER_URL: it is sent the articles.")
@click.pass_context
def extract(context: click.Context, files: tuple[str, ...], jsonl: str | None, *, remote: bool) -> None:
    """Read articles and print what was found in each, one JSON object a line, in their order.

    Each line of the JSON Lines input holds "id" and "text", and may hold "title", "source", "url" and "published"
    (YYYY-MM-DD). FILE may be .txt, .md or .jsonl. A line that cannot be read gives {"id": …, "error": …} in its place.
    """
    if not files and jsonl is None:
        msg = "give FILEs, or --jsonl FILE (- is standard input)"
        raise click.UsageError(msg)
    settings = Settings.from_env()
    reader = remote_reader(settings) if remote else None
    items = _items(files, jsonl)
    gazetteer = open_gazetteer(settings)
    from geo.pipeline import read_article, read_remotely

    failed = False
    for item in items:
        try:
            if isinstance(item, Failure):
                raise item.error
            if reader is None:
                line = prediction(read_article(item, gazetteer))
            else:
                told = read_remotely(item, gazetteer, reader)
                line = prediction(told.reading)
                if told.notice:
                    say(f"note: {told.notice}", err=True)
        except InputError as error:
            failed = True
            line = {"id": item.id, "error": str(error)}
        _write(line)
    sys.stdout.buffer.flush()
    context.exit(InputError.exit_code if failed else 0)


def _items(files: tuple[str, ...], jsonl: str | None) -> Iterator[Item]:
    from geo.sources.jsonl import read_jsonl
    from geo.sources.kinds import ONE_ARTICLE
    from geo.sources.paths import read_paths

    for item in read_paths(files):
        path = Path(item.origin or "")
        yield replace(item, id=path.stem) if path.suffix.lower() in ONE_ARTICLE else item
    if jsonl == "-":
        yield from read_jsonl(sys.stdin.buffer, "standard input")
    elif jsonl is not None:
        try:
            stream = Path(jsonl).open("rb")  # noqa: SIM115 closed below; opening alone may fail
        except OSError as error:
            msg = f"{jsonl}: it cannot be read ({error.strerror}). Check the path"
            raise InputError(msg) from error
        with stream:
            yield from read_jsonl(stream, jsonl)


def _write(line: dict[str, Any]) -> None:
    text = inert_json(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
