"""Train the four models on from those that ship, with what you corrected: one command.

    python training/retrain.py [--models FOLDER] [--all] [--anyway]

It takes the articles in which somebody looked at every incident (`--all`: all that were corrected), and trains names,
senses, places and roles from the weights that ship towards them. How strongly it holds to those is chosen by reading
each third of your articles with what the other two thirds taught: what it gains there, on articles that it has not
seen, is what it says. Where that is nothing, nothing is written, unless `--anyway`.

The models that ship are never touched: the new ones go to a folder of their own (by default `models` in your data
folder), and Sitmap reads with them where GEO_MODELS names it. The page About then shows before and after.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import place_corpora as corpora

try:
    import place_models as models
    import train_roles as roles
except ModuleNotFoundError as missing:
    sys.exit(f"error: {missing.name} is missing: python -m pip install -r training/requirements.txt")

from geo.correcting.gold import gold, is_whole
from geo.desk import corrected_readings
from geo.errors import GeoError, UsageError
from geo.model import Article
from geo.pipeline import open_store, read_article
from geo.places import rank, weights
from geo.places.gazetteer import Gazetteer
from geo.reading import sense_model, tagger
from geo.scoring.measures import Score
from geo.scoring.prediction import prediction
from geo.scoring.report import figures
from geo.scoring.score import score_article
from geo.settings import DATA, Settings, data_folder

SHIPPED = DATA / "models"
CORRECTIONS = "corrections"
TRAINED = (tagger.MODEL, sense_model.MODEL, rank.MODEL, "roles")
#: Fewer articles, or names in them, teach the accident of their choice. Our judgement.
LEAST_ARTICLES, LEAST_NAMES = 10, 40
#: How many times as strongly the weights that ship hold as a weight of zero holds in training: what is tried.
PULLS = (1.0, 10.0, 100.0)
FOLDS = 3
#: What is told of a score: part and name of a figure, and what it is called.
TOLD = (
    ("toponyms", "f1", "place names found (F1)"),
    ("toponyms", "role_accuracy", "roles right"),
    ("toponyms", "geo_accuracy", "places right"),
    ("incidents", "f1", "incidents found (F1)"),
    ("incidents", "usable_f1", "incidents right in all (F1)"),
)


def use(folder: Path) -> None:
    """Read with the models of a folder from now on."""
    os.environ["GEO_MODELS"] = str(folder)
    weights.read.cache_clear()
    tagger.trained.cache_clear()
    rank.trained.cache_clear()
    sense_model.forget()


def learn(
    own: Sequence[corpora.Annotated], beside: Sequence[corpora.Annotated], gazetteer: Gazetteer, pull: float, to: Path
) -> None:
    """Train all four models on from those that ship, and write them into the folder `to`."""
    shipped = {name: weights.read(SHIPPED / f"{name}.tsv") for name in TRAINED}
    start = models.Start(shipped, pull)
    use(SHIPPED)
    reads = models.read_all(own, gazetteer)
    plain = models.read_all(beside, gazetteer)
    names = models.train_tagger(reads, start)
    model = names[tagger.GROUP]
    found = {
        tagger.MODEL: names,
        sense_model.MODEL: models.train_senses([*reads, *plain], model, start),
        rank.MODEL: models.train_ranker([models.ranked(read, model, gazetteer) for read in reads], start),
    }
    shutil.copytree(SHIPPED, to, dirs_exist_ok=True)
    models.write(found, to)
    for name in found:
        weights.seal(to / f"{name}.tsv")
    use(to)  # the roles are those of the names that the new models find
    learned = roles.train(roles.collect([*own, *beside], gazetteer), shipped["roles"], pull)
    roles.write(learned, to, json.loads((SHIPPED / "roles.json").read_text(encoding="utf-8")))


def score(articles: Sequence[corpora.Annotated], gazetteer: Gazetteer) -> Score:
    """How articles are read with the models in use."""
    total = Score()
    for one in articles:
        article = Article(one.id, one.text, one.record.get("title"), published=None)
        day = date.fromisoformat(one.record["published"])
        article = replace(article, published=day, published_basis="declared")
        total.add(score_article(one.record, prediction(read_article(article, gazetteer))))
    return total


def worth(found: Score) -> float:
    """One number to choose by: the mean of what is told."""
    shares = [figures(found)[part][name] for part, name, _ in TOLD]
    return sum(share for share in shares if share is not None) / len(shares)


def held_out(
    own: Sequence[corpora.Annotated], beside: Sequence[corpora.Annotated], gazetteer: Gazetteer
) -> tuple[Score, dict[float, Score]]:
    """What the models that ship read of the articles, and for each pull what was learned without the third read."""
    after = {pull: Score() for pull in PULLS}
    use(SHIPPED)
    before = score(own, gazetteer)
    for number, fold in enumerate(corpora.folds(own, FOLDS), start=1):
        tested = {one.id for one in fold}
        for pull, total in after.items():
            print(f"third {number} of {FOLDS}, holding {pull:g} times …", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                learn([one for one in own if one.id not in tested], beside, gazetteer, pull, Path(folder))
                total.add(score(fold, gazetteer))
    return before, after


def taught(settings: Settings, *, every: bool) -> list[corpora.Annotated]:
    """The corrected articles of the store.

    Raises
    ------
    UsageError
        Where they are too few to learn from.
    """
    store = open_store(settings)
    corrected = corrected_readings(store)
    store.close()
    found = corpora.annotated([gold(one) for one in corrected if every or is_whole(one)], CORRECTIONS)
    names = sum(len(one.toponyms) for one in found)
    if len(found) < LEAST_ARTICLES or names < LEAST_NAMES:
        rest = len(corrected) - len(found)
        more = f" {rest} more have incidents that nobody accepted yet: --all takes them too." if rest else ""
        msg = (
            f"too little to learn from: {len(found)} articles of which a person looked at every incident, with {names} "
            f"place names; {LEAST_ARTICLES} and {LEAST_NAMES} are needed at least.{more} Page Review has more"
        )
        raise UsageError(msg)
    return found


def place_for(folder: Path) -> Path:
    """Where the new models go.

    Raises
    ------
    UsageError
        Where that is, or holds, something that is not to be replaced.
    """
    whole = folder.resolve()
    if whole == SHIPPED.resolve() or DATA.resolve() in whole.parents:
        msg = f"{folder} holds what ships with Sitmap, which stays as it is: choose another folder with --models"
        raise UsageError(msg)
    if whole.exists() and any(whole.iterdir()) and not _is_ours(whole):
        msg = f"{folder} holds something else than models that this command made: choose another folder with --models"
        raise UsageError(msg)
    return whole


def _is_ours(folder: Path) -> bool:
    try:
        card = json.loads((folder / "roles.json").read_text(encoding="utf-8"))
        return bool(card["made_by"] == "python training/retrain.py")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_cards(folder: Path, own: Sequence[corpora.Annotated], pull: float, told: dict[str, dict[str, float]]) -> None:
    """What each model was made of and what it gained."""
    for name in TRAINED:
        path = folder / f"{name}.json"
        card = {
            "model": name,
            "made_by": "python training/retrain.py",
            "date": datetime.now(tz=UTC).date().isoformat(),
            "began_from": hashlib.sha256((SHIPPED / f"{name}.tsv").read_bytes()).hexdigest(),
            "held": pull,
            "data": {CORRECTIONS: {"articles": len(own), "licence": "your own"}},
            "scores": {f"{CORRECTIONS}, {FOLDS}-fold": told},
        }
        path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        weights.seal(folder / f"{name}.tsv")


def put(made: Path, folder: Path) -> None:
    """Put a folder of models in its place; the one that was there goes only then."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    shutil.move(made, folder)
    shutil.rmtree(old, ignore_errors=True)


def retrain(folder: Path, *, every: bool, anyway: bool) -> Path | None:
    """Learn from the corrections of the store; returns where the models are, None where they help nothing."""
    settings = Settings.from_env()
    to, own = place_for(folder), taught(settings, every=every)
    gazetteer = Gazetteer.open(settings)
    beside = corpora.read(Path(), "samples")
    print(f"{len(own)} of your articles, {sum(len(one.toponyms) for one in own)} place names in them")
    before, after = held_out(own, beside, gazetteer)
    pull = max(PULLS, key=lambda one: (worth(after[one]), one))
    old, new = figures(before), figures(after[pull])
    told = {words: {"before": old[part][name], "after": new[part][name]} for part, name, words in TOLD}
    print(f"\nread in articles that were not learned from (holding {pull:g} times):")
    for words, both in told.items():
        print(f"  {words:28} {_share(both['before'])} before, {_share(both['after'])} after")
    if worth(after[pull]) <= worth(before) and not anyway:
        print("\nnothing is gained on articles that were not learned from: no model is written (--anyway writes them)")
        return None
    with tempfile.TemporaryDirectory() as made:
        learn(own, beside, gazetteer, pull, Path(made) / "models")
        write_cards(Path(made) / "models", own, pull, told)
        put(Path(made) / "models", to)
    print(f"\nthe models are in {to}; to read with them: GEO_MODELS={to}")
    return to


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=data_folder() / "models", help="where the new models go")
    parser.add_argument("--all", action="store_true", help="articles too of which only some incidents were looked at")
    parser.add_argument("--anyway", action="store_true", help="write the models even where nothing is gained")
    options = parser.parse_args()
    try:
        found = retrain(options.models, every=options.all, anyway=options.anyway)
    except GeoError as error:
        sys.exit(f"error: {error}")
    sys.exit(0 if found else 3)


if __name__ == "__main__":
    main()
