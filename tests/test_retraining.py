"""Training on with what people corrected: what it refuses, and that the models that ship stay as they are."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from geo.desk import correct
from geo.errors import UsageError
from geo.pipeline import ingest
from geo.places import weights
from geo.places.gazetteer import Gazetteer
from geo.scoring.measures import Score
from geo.settings import DATA, Settings
from geo.sources.text import article_from_text
from geo.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2024, 3, 7, tzinfo=UTC)
TOWNS = (
    *("Kherson", "Sumy", "Kharkiv", "Nikopol", "Odesa", "Poltava"),
    *("Izium", "Lyman", "Kupiansk", "Bakhmut", "Orikhiv"),
)


@pytest.fixture
def retrain(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("scipy", reason="scipy fits the models: training/requirements.txt")
    monkeypatch.syspath_prepend(ROOT / "training")
    import retrain as script

    yield script
    script.use(script.SHIPPED)  # what comes after reads as Sitmap ships
    os.environ.pop("GEO_MODELS")
    for name in ("retrain", "place_models", "train_roles", "place_corpora", "fitting"):
        sys.modules.pop(name, None)
    monkeypatch.undo()
    weights.read.cache_clear()


def looked_at(url: str, gazetteer: Gazetteer, n: int) -> None:
    """A store with `n` articles in which somebody accepted every incident."""
    store = Store.open(url)
    texts = [
        f"Shelling of {town} on Monday killed two people. A drone struck {other} on Tuesday, officials in Kyiv said. "
        f"Residents fled from {town} to {third}."
        for town, other, third in zip(TOWNS, TOWNS[1:] + TOWNS[:1], TOWNS[2:] + TOWNS[:2], strict=True)
    ]
    made = [article_from_text(t, title=t[:30], published=date(2024, 3, 6)) for t in texts[:n]]
    ingest(made, store, gazetteer)
    for k, name in enumerate(store.articles()["article_id"]):
        reading = store.reading(name)
        assert reading is not None
        keys = [(one.article_id, one.id) for one in reading.reports]
        made_at = NOW + timedelta(minutes=k)
        correct(store, "verdict", {"verdict": "accepted"}, reports=keys, author="Ada", made=made_at, reason="read")
    store.close()


def test_too_little_is_refused_with_what_is_missing(
    retrain: ModuleType, gazetteer: Gazetteer, settings: Settings, tmp_path: Path
) -> None:
    from dataclasses import replace

    url = f"sqlite:///{tmp_path / 'store.db'}"
    looked_at(url, gazetteer, 3)
    with pytest.raises(UsageError, match=r"3 articles .* 10 and 40 are needed"):
        retrain.taught(replace(settings, store_url=url), every=False)


def test_what_ships_is_never_written_over(retrain: ModuleType, tmp_path: Path) -> None:
    for folder in (DATA / "models", DATA / "models" / ".." / "models", DATA / "models" / "mine"):
        with pytest.raises(UsageError, match="stays as it is"):
            retrain.place_for(folder)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.png").write_bytes(b"x")
    with pytest.raises(UsageError, match="something else"):
        retrain.place_for(tmp_path / "photos")
    assert retrain.place_for(tmp_path / "mine") == (tmp_path / "mine").resolve()


def test_one_command_trains_on_and_nothing_is_written_that_does_not_help(
    retrain: ModuleType, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], at_home: str,
) -> None:  # fmt: skip
    looked_at(at_home, gazetteer, len(TOWNS))
    monkeypatch.setattr(retrain, "PULLS", (10.0,))
    monkeypatch.setattr(retrain, "LEAST_NAMES", 20)
    before = {path.name: path.read_bytes() for path in (DATA / "models").iterdir()}
    samples = retrain.corpora.read(Path(), "samples")[:4]
    monkeypatch.setattr(retrain.corpora, "read", lambda *_: samples)
    learn = retrain.learn
    monkeypatch.setattr(retrain, "learn", lambda *told: shutil.copytree(retrain.SHIPPED, told[-1], dirs_exist_ok=True))
    assert retrain.retrain(tmp_path / "mine", every=False, anyway=False) is None, "what was right teaches nothing"
    assert "no model is written" in capsys.readouterr().out
    assert not (tmp_path / "mine").exists()
    monkeypatch.setattr(retrain, "held_out", lambda *_: (Score(), {10.0: Score()}))  # as above
    monkeypatch.setattr(retrain, "learn", learn)
    made = retrain.retrain(tmp_path / "mine", every=False, anyway=True)
    assert made == tmp_path / "mine"
    assert f"GEO_MODELS={made}" in capsys.readouterr().out
    for name in retrain.TRAINED:
        assert weights.read(made / f"{name}.tsv"), "sealed, and whole"
    assert weights.read(made / "roles.tsv") != weights.read(DATA / "models" / "roles.tsv")
    assert retrain.place_for(made) == made, "and over again in its place"
    assert {path.name: path.read_bytes() for path in (DATA / "models").iterdir()} == before
