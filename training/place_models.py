"""Trains the three place-name models from annotated articles: the tagger, the senses and the ranker.

    python training/place_models.py [--shared ../shared] [--out data/models]

Same articles, same gazetteer, same weights. ``crossval.py`` measures them; its figures go into the cards.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fitting
import numpy as np
import place_corpora as corpora

from geo.places import rank, rank_context, rank_features, weights
from geo.places.gazetteer import Gazetteer
from geo.places.resolve import group
from geo.reading import sense_model, senses, tagger
from geo.reading.sentences import split_sentences
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponym_view import Option, link_lists
from geo.reading.toponyms import Proposal, propose, rows_of
from geo.settings import DATA, Settings

#: Weights of the squared norms, and rows in which a feature has to hold; chosen on the folds of ``crossval.py``.
NAME_PENALTY, NAME_LEAST = 5.0, 3
SENSE_PENALTY, SENSE_LEAST = 0.5, 2
RANK_PENALTY = 1.0
#: How much a name that is no place counts as "none of the rows", where a corpus gives a place to nearly all names.
NO_PLACE_WEIGHT = 0.3
PLACED_CORPORA = ("gold", "lgl", "gwn")
#: A small town that nothing supports is rather another place of that name, which no gazetteer knows: of 26 such names
#: in the corpora 5 were right. Too few for the fit to weigh them, and a false pin far away is the worst of errors.
RANK_PRIOR = {"none, small and unsupported beside a focus": 4.0}
#: Rows this much farther away than the nearest one are right too (km).
SLACK_KM = 20.0
#: Weights smaller than this are left out of the file.
LEAST_WEIGHT = 0.01
_SENSE_OF = {"location": "literal", "container": "literal", "background": "literal", "metonym": "metonym", "org": "org"}


@dataclass(slots=True)
class Read:
    """An annotated article with its proposed spans."""

    article: corpora.Annotated
    proposal: Proposal
    features: list[list[str]]


def read_all(articles: Iterable[corpora.Annotated], gazetteer: Gazetteer) -> list[Read]:
    """Propose spans for each article and compute what speaks for them."""
    found = []
    for article in articles:
        proposal = propose(article.text, split_sentences(article.text), gazetteer)
        found.append(Read(article, proposal, proposal.features()))
    return found


def labels_of(article: corpora.Annotated, options: Sequence[Option]) -> list[str | None]:
    """Whether each option is a name; None where the corpus draws the span otherwise and does not tell."""
    found: list[str | None] = ["other"] * len(options)
    exact = {(option.start, option.end): at for at, option in enumerate(options)}
    for gold in article.toponyms:
        at = exact.get((gold.start, gold.end))
        if at is not None:
            found[at] = tagger.GROUP
            continue
        over = [at for at, option in enumerate(options) if option.start < gold.end and option.end > gold.start]
        for at in over:
            found[at] = None if found[at] == "other" else found[at]
        if over:
            best = max(over, key=lambda at: _overlap(options[at], gold))
            found[best] = tagger.GROUP
    return found


def _overlap(option: Option, gold: corpora.Gold) -> float:
    inner = min(option.end, gold.end) - max(option.start, gold.start)
    return inner / (max(option.end, gold.end) - min(option.start, gold.start))


@dataclass(frozen=True, slots=True)
class Start:
    """Models that are trained on from, and how many times as strongly as zero they hold their weights."""

    models: Mapping[str, Mapping[str, Mapping[str, float]]]
    pull: float

    def weights(self, model: str) -> dict[tuple[str, str], float]:
        """Group and feature -> weight."""
        return {(group, name): w for group, found in self.models[model].items() for name, w in found.items()}


def train_tagger(reads: Sequence[Read], start: Start | None = None) -> dict[str, dict[str, float]]:
    """Weights of the tagger."""
    rows, labels = [], []
    for read in reads:
        for features, label in zip(read.features, labels_of(read.article, read.proposal.options), strict=True):
            if label is not None:
                rows.append(features)
                labels.append(label)
    prior, pull = (start.weights(tagger.MODEL), start.pull) if start else (None, 1.0)
    classes = ("other", tagger.GROUP)
    return fitting.fit_classes(rows, labels, classes, penalty=NAME_PENALTY * pull, least=NAME_LEAST, prior=prior)


def names_of(read: Read, model: Mapping[str, float]) -> list[Option]:
    """The names that the tagger finds, linked into lists."""
    names = tagger.find(read.proposal.options, read.features, model)
    link_lists(read.proposal.tokens, names)
    return names


def train_senses(
    reads: Sequence[Read], model: Mapping[str, float], start: Start | None = None
) -> dict[str, dict[str, float]]:
    """Weights of the senses, from articles whose names have roles."""
    rows, labels = [], []
    for read in reads:
        roles = {(gold.start, gold.end): gold.role for gold in read.article.toponyms if gold.role}
        names = names_of(read, model) if roles else []
        for number, name in enumerate(names):
            sense = _SENSE_OF.get(roles.get((name.start, name.end)) or "")
            if sense:
                headline = read.proposal.headline(name)
                found = senses.sense_features(name, names, number, read.proposal.tokens, headline)
                rows.append([feature for feature, _ in found])
                labels.append(sense)
    with (Path(__file__).parent / "sense_prior.csv").open(encoding="utf-8", newline="") as lines:
        prior = {(line["sense"], line["feature"]): float(line["weight"]) for line in csv.DictReader(lines)}
    pull = 1.0
    if start:
        prior, pull = start.weights(sense_model.MODEL), start.pull
    classes = ("literal", "metonym", "org")
    return fitting.fit_classes(rows, labels, classes, penalty=SENSE_PENALTY * pull, least=SENSE_LEAST, prior=prior)


@dataclass(slots=True)
class Ranked:
    """The cases of an article and, for some, which rows are right (empty: none) with how often that is so."""

    cases: list[rank_features.Case]
    peoples: Counter[str]
    right: list[tuple[int, tuple[int, ...], float]]


def ranked(read: Read, model: Mapping[str, float], gazetteer: Gazetteer) -> Ranked:
    """What the ranker learns from an article."""
    names = names_of(read, model)
    cases, numbers = group(in_text(read.proposal.tokens, names), rows_of(gazetteer))
    told: defaultdict[tuple[int, tuple[int, ...]], float] = defaultdict(float)
    for name, number in zip(names, numbers, strict=True):
        if not cases[number].rows:
            continue
        over = [gold for gold in read.article.toponyms if gold.start < name.end and gold.end > name.start]
        if not over:
            if read.article.corpus in PLACED_CORPORA:
                told[number, ()] += NO_PLACE_WEIGHT
            continue
        gold = max(over, key=lambda item: _overlap(name, item))
        if gold.lat is not None:
            told[number, _right_rows(cases[number], gold)] += 1.0
    return Ranked(cases, read.proposal.peoples, [(at, rows, count**0.5) for (at, rows), count in told.items()])


def _right_rows(case: rank_features.Case, gold: corpora.Gold) -> tuple[int, ...]:
    errors = [corpora.error_km(gold, row.lat, row.lon, row.geonameid) for row in case.rows]
    best = min(errors)
    if best > gold.tolerance_km:
        return ()
    near = [at for at, error in enumerate(errors) if error <= min(gold.tolerance_km, best + SLACK_KM)]
    level = [at for at in near if case.rows[at].level == gold.level]
    return tuple(level or near)


def train_ranker(articles: Sequence[Ranked], begin: Start | None = None) -> dict[str, dict[str, float]]:
    """Weights of the ranker: first of the names alone, then of the names beside each other."""
    tables = [rank_features.flatten(article.cases) for article in articles]
    choice = _choice(articles, tables)
    alone, none = np.vstack([t.alone for t in tables]), np.vstack([t.none_alone for t in tables])
    names = rank_features.ALONE + rank_features.NONE_ALONE
    context_names = rank_features.ALONE + rank_context.CONTEXT + rank_features.NONE_ALONE + rank_context.NONE_CONTEXT
    prior = np.array([RANK_PRIOR.get(name, 0.0) for name in context_names])
    mean, penalty = np.zeros(len(names)), RANK_PENALTY
    if begin:
        held, penalty = begin.weights(rank.MODEL), RANK_PENALTY * begin.pull
        mean = np.array([held.get(("alone", name), 0.0) for name in names])
        prior = np.array([held.get(("context", name), 0.0) for name in context_names])
    first, first_none = choice.fit(alone, none, penalty=penalty, prior=mean)
    shares = [rank.shares_of(t, t.alone @ first, t.none_alone @ first_none)[0] for t in tables]
    contexts = [rank_context.Context(t, a.peoples) for t, a in zip(tables, articles, strict=True)]
    full, start = (first, first_none), None
    for _ in range(rank.ROUNDS):
        columns = [context.columns(share) for context, share in zip(contexts, shares, strict=True)]
        rows = [np.hstack([t.alone, c[0]]) for t, c in zip(tables, columns, strict=True)]
        nones = [np.hstack([t.none_alone, c[1]]) for t, c in zip(tables, columns, strict=True)]
        full = choice.fit(np.vstack(rows), np.vstack(nones), penalty=penalty, prior=prior, start=start)
        start = np.concatenate(full)
        shares = [rank.shares_of(t, r @ full[0], n @ full[1])[0] for t, r, n in zip(tables, rows, nones, strict=True)]
    return {
        "alone": dict(zip(names, np.concatenate([first, first_none]).tolist(), strict=True)),
        "context": dict(zip(context_names, np.concatenate(full).tolist(), strict=True)),
    }


def _choice(articles: Sequence[Ranked], tables: Sequence[rank_features.Table]) -> fitting.Choice:
    starts, groups, right, weights = [0], [], [], []
    rows = cases = 0
    for article, table in zip(articles, tables, strict=True):
        starts += [rows + start for start in table.starts[1:]]
        for number, found, weight in article.right:
            groups.append(cases + number)
            right.append([rows + table.starts[number] + at for at in found])
            weights.append(weight)
        rows += len(table.rows)
        cases += len(table.cases)
    return fitting.Choice(starts, groups, right, weights)


def trainable(reads: Sequence[Read]) -> list[Read]:
    """Without articles whose text is neither ours nor openly licensed nor a research corpus."""
    return [read for read in reads if read.article.id not in corpora.NEVER_TRAINED]


def train(reads: Sequence[Read], gazetteer: Gazetteer) -> dict[str, dict[str, dict[str, float]]]:
    """All three models: name -> group -> feature -> weight."""
    placed = [read for read in reads if read.article.corpus not in corpora.FOR_ROLES_ONLY]
    names = train_tagger(placed)
    model = names[tagger.GROUP]
    return {
        tagger.MODEL: names,
        sense_model.MODEL: train_senses(reads, model),
        rank.MODEL: train_ranker([ranked(read, model, gazetteer) for read in placed]),
    }


def write(models: Mapping[str, Mapping[str, Mapping[str, float]]], folder: Path) -> None:
    """One table of weights a model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, groups in models.items():
        with (folder / f"{name}.tsv").open("w", encoding="utf-8", newline="\n") as out:
            for label, found in sorted(groups.items()):
                for feature, weight in sorted(found.items()):
                    if abs(weight) >= LEAST_WEIGHT:
                        out.write(f"{label}\t{feature}\t{weight:.3f}\n")


def write_cards(folder: Path, counts: Mapping[str, int], gazetteer: str) -> None:
    """What each model was made of; the scores that ``crossval.py`` wrote are kept."""
    for name in (tagger.MODEL, sense_model.MODEL, rank.MODEL):
        path = folder / f"{name}.json"
        old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        left_out = set(counts) - {"gold", "samples"} if name == sense_model.MODEL else corpora.FOR_ROLES_ONLY
        used = {corpus: n for corpus, n in counts.items() if corpus not in left_out}
        card = {
            "model": name,
            "made_by": "python training/place_models.py",
            "date": datetime.now(tz=UTC).date().isoformat(),
            "seed": corpora.SEED,
            "data": {corpus: {"articles": n, "licence": corpora.CORPORA[corpus]} for corpus, n in used.items()},
            "licence": "MIT, as the project; made from data under the licences above, holds no text of theirs",
            "gazetteer": gazetteer,
            "scores": old.get("scores", {}),
        }
        path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        weights.seal(folder / f"{name}.tsv")


def main() -> None:
    """Train on all corpora and write the models with their cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=DATA / "models")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.open(Settings.from_env())
    articles = {corpus: corpora.read(arguments.shared, corpus) for corpus in corpora.CORPORA}
    reads = read_all((article for found in articles.values() for article in found), gazetteer)
    write(train(trainable(reads), gazetteer), arguments.out)
    write_cards(arguments.out, {name: len(found) for name, found in articles.items()}, gazetteer.version)


if __name__ == "__main__":
    main()
