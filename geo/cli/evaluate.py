"""``evaluate``: a self-test that reads annotated articles and says how much of them was read as people read it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.progress import open_gazetteer, progress
from geo.cli.say import say, say_json
from geo.errors import InputError
from geo.model import Article
from geo.scoring.prediction import prediction
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer
    from geo.scoring.measures import Score


@click.command()
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--verbose", is_flag=True, help="A line for each article, before the totals.")
@click.option("--json", "as_json", is_flag=True, help="The totals as one JSON object.")
@click.pass_context
def evaluate(context: click.Context, gold_dir: Path, *, verbose: bool, as_json: bool) -> None:
    """Read the annotated articles of GOLD_DIR and print how well that went.

    GOLD_DIR holds one JSON file for each article: "text", "published", and the "toponyms" and "incidents" that people
    found in it (data/README.md says more; tests/gold has examples). Nothing is stored. A file that is no such article
    is named, and the others go on.
    """
    from geo.scoring.measures import Score
    from geo.scoring.report import article_line, figures, lines

    files = sorted(gold_dir.glob("*.json"))
    if not files:
        msg = f"expected a folder with annotated articles (*.json), got none in {str(gold_dir)!r}"
        raise click.UsageError(msg)
    gazetteer = open_gazetteer(Settings.from_env())
    total, failed = Score(), 0
    with progress("Reading annotated articles", quiet=True) as report:
        for number, file in enumerate(files):
            report(number / len(files), file.name)
            try:
                score = _score(file, gazetteer)
            except InputError as error:
                failed += 1
                say(f"failed: {error}", err=True)
                continue
            total.add(score)
            if verbose:
                say(article_line(file.stem, score), err=as_json)
    if as_json:
        say_json({**figures(total), "articles_failed": failed}, indent=1)
    else:
        say(f"{total.articles} articles scored, {failed} failed")
        for line in lines(total):
            say(line)
    context.exit(InputError.exit_code if failed else 0)


def _score(file: Path, gazetteer: Gazetteer) -> Score:
    from geo.pipeline import read_article
    from geo.scoring.score import score_article

    try:
        gold: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        text: object = gold["text"]
        if not isinstance(text, str):
            msg = f"text is {type(text).__name__}"
            raise TypeError(msg)
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        article = Article(file.stem, text, gold.get("title"), published=day)
        if day is not None:
            article = replace(article, published_basis="declared")
        return score_article(gold, prediction(read_article(article, gazetteer)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        msg = f"{file}: expected an annotated article, got {type(error).__name__}: {error}. Check the file"
        raise InputError(msg) from error
