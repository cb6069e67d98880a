"""Projects: stores side by side, chosen by name, each with what it is about."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo import projects
from geo.dashboard.project_panel import _set_about
from geo.errors import MissingError, UsageError
from geo.kept import delete_everything, kept
from geo.pipeline import open_store, read_article
from geo.places.gazetteer import Gazetteer
from geo.places.leaning import votes
from geo.settings import Interest, Region, Settings
from tests.commands import Run, runner
from tests.makers import TEXT, make_article


@pytest.fixture
def data(at_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, and no GEO_STORE."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("GEO_STORE")
    return tmp_path / "data" / "sitmap"


def test_each_project_has_a_store_of_its_own(data: Path, tmp_path: Path, capfd: Any) -> None:
    run: Run = runner(capfd)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("projects", "list").out == "* main\n"
    assert run("projects", "new", "sudan-2026").code == 0
    assert run("ingest", tmp_path / "a.txt").code == 0
    assert (data / "projects" / "sudan-2026" / "store.db").exists()
    assert run("articles", "list").out.count("\n") == 1
    assert run("projects", "use", "main").code == 0
    assert run("articles", "list").out == ""
    assert run("projects", "list").out == "* main\n  sudan-2026\n"


def test_geo_store_stands_above_projects(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    projects.make("a", data)
    projects.use("a", data)
    projects.set_interest("a", data, countries=["ua"])
    assert Settings.from_env().interest == Interest(countries=("UA",))
    monkeypatch.setenv("GEO_STORE", f"sqlite:///{tmp_path / 'x.db'}")
    assert (Settings.from_env().project, Settings.from_env().interest) == ("", Interest())
    assert Settings.from_env().store_url.endswith("x.db")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "x" * 41, "-a", "a b", "a\n", "ä", ".", "con\x00"])
def test_a_name_that_could_lead_elsewhere_is_refused(data: Path, name: str) -> None:
    with pytest.raises(UsageError):
        projects.make(name, data)
    with pytest.raises(MissingError):
        projects.use(name, data)
    assert Settings.from_env({"GEO_PROJECT": name}).store_url == f"sqlite:///{data / 'store.db'}"


def test_a_project_is_made_once_and_a_damaged_choice_is_the_main_one(data: Path) -> None:
    projects.make("a", data)
    with pytest.raises(UsageError):
        projects.make("a", data)
    (data / "project").write_bytes(b"\xff../../etc")
    assert Settings.from_env().project == "main"
    (data / "projects" / "a" / "project.json").write_text("[1]", encoding="utf-8")
    assert projects.interest("a", data) == Interest()


def test_what_a_project_is_about_is_set_and_shown(data: Path, capfd: Any) -> None:
    run: Run = runner(capfd)
    told = run("projects", "show", "--languages", "uk,en", "--countries", "ua", "--outlet", "Nice Matin=fr").out
    assert "languages\ten, uk\n" in told
    assert "outlet\tNice Matin\tFR\n" in told
    assert run("projects", "show", "--languages", "").out.count("all") == 1
    assert projects.interest("main", data) == Interest((), ("UA",), (("Nice Matin", "FR"),))
    assert "box\t28, 41, 41.5, 47\n" in run("projects", "show", "--box", "28,41,41.5,47").out
    assert Settings.from_env().interest.region == Region(("UA",), (28.0, 41.0, 41.5, 47.0))
    assert "box\tnone\n" in run("projects", "show", "--box", "").out
    boxes = ("1,2,3", "1,2,3,x", "0,50,10,40", "0,0,0,10", "0,0,200,10", "nan,0,1,1")
    for wrong in (("--countries", "Ukraine"), ("--outlet", "Reuters"), *(("--box", one) for one in boxes)):
        assert run("projects", "show", *wrong).code == 2
    assert run("projects", "show", "none").code == 69


def leant(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, **interest: Any) -> Gazetteer:
    monkeypatch.setattr(gazetteer, "interest", Interest(**interest))
    return gazetteer


def country(gazetteer: Gazetteer, source: str = "") -> str | None:
    text = "Police in Hyderabad said on Monday that two people were killed when a car bomb exploded outside a bakery."
    mention = next(m for m in read_article(make_article(text=text, source=source), gazetteer).mentions)
    return mention.place.country if mention.place else None


def test_a_name_rather_lies_in_the_region_of_interest_or_where_the_outlet_is_at_home(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert country(gazetteer) == "IN"
    before = gazetteer.version
    assert country(leant(gazetteer, monkeypatch, countries=("PK",))) == "PK"
    assert gazetteer.version != before
    assert votes(gazetteer.interest, "x") == {"PK": 1.0}
    leant(gazetteer, monkeypatch, outlets=(("The Wire", "PK"),))
    assert (country(gazetteer, "the wire "), country(gazetteer, "Another")) == ("PK", "IN")
    assert gazetteer.leaning(None) == {}


def test_the_box_of_a_region_says_nothing_to_the_reader(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = gazetteer.version
    assert leant(gazetteer, monkeypatch, box=(28.0, 41.0, 41.5, 47.0)).version == before


def test_an_article_in_another_language_is_set_aside(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Унаслідок обстрілу Херсона у понеділок загинули двоє людей, повідомили в обласній військовій адміністрації."
    leant(gazetteer, monkeypatch, languages=("en",))
    with pytest.raises(ValueError, match="this project takes English"):
        read_article(make_article(text=text), gazetteer)
    read_article(make_article(), gazetteer)
    read_article(make_article(text=text), leant(gazetteer, monkeypatch, languages=("uk",)))


def test_all_projects_are_named_and_deleted_with_everything(data: Path) -> None:
    projects.make("a", data)
    for name in ("a", "main"):
        open_store(Settings.from_env({"GEO_PROJECT": name})).close()
    projects.set_interest("a", data, countries=["UA"])
    now = Settings.from_env({"GEO_PROJECT": "a"})
    assert [one.what for one in kept(now) if one.what.startswith("the project")] == ["the project main"]
    assert "the project a" in [one.what for one in kept(Settings.from_env())]
    delete_everything(Settings.from_env())
    assert not list((data / "projects").iterdir())


def test_the_dashboard_changes_between_projects(data: Path) -> None:
    page = "from geo.dashboard.articles_page import show\nfrom geo.dashboard.state import desk\nshow(desk())"
    at = AppTest.from_string(page, default_timeout=120).run()
    assert not at.selectbox
    projects.make("a", data)
    at.run()
    at.selectbox[0].select("a").run()
    assert not at.exception
    assert at.session_state["project"] == "a"
    assert at.selectbox[0].value == "a"
    at.selectbox[0].select("main").run()
    assert at.selectbox[0].value == "main"


def test_a_project_has_folders_that_are_watched_and_lists(data: Path, tmp_path: Path, capfd: Any) -> None:
    run: Run = runner(capfd)
    assert run("watch", "--once").code == 2
    folder, listed = tmp_path / "in", tmp_path / "list.txt"
    folder.mkdir()
    listed.write_text("https://news.example/a\n")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    told = run("projects", "show", "--folder", folder, "--list", listed, "--countries", "ua").out
    assert f"folder\t{folder}\nlist\t{listed}\n" in told
    assert "countries\tUA\n" in told
    assert "1 added" in run("watch", "--once").out
    assert run("projects", "show", "--folder", tmp_path / "gone").code == 2
    run("projects", "show", "--folder", "")
    assert projects.sources("main", data) == projects.Sources((), (str(listed),))
    assert projects.interest("main", data).countries == ("UA",)


def test_the_project_is_set_in_the_dashboard(data: Path, tmp_path: Path) -> None:
    page = "from geo.dashboard.articles_page import show\nfrom geo.dashboard.state import desk\nshow(desk())"
    at = AppTest.from_string(page, default_timeout=120)
    at.session_state["project-panel"] = True
    at.run()
    at.multiselect(key="project-countries-main").set_value(["UA"])
    at.text_input(key="project-box-main").set_value("28, 41, 41.5, 47")
    next(one for one in at.button if one.label == "Save").click().run()
    assert not at.exception
    assert Settings.from_env().interest.region == Region(("UA",), (28.0, 41.0, 41.5, 47.0))
    at.text_area(key="project-feeds-0").set_value("https://news.example/rss\n")
    at.text_area(key="project-folders-main").set_value(str(tmp_path))
    next(one for one in at.button if one.label == "Save the sources").click().run()
    assert not at.exception
    assert projects.sources("main", data).folders == (str(tmp_path),)
    assert [feed.url for feed in open_store(Settings.from_env()).feeds.list()] == ["https://news.example/rss"]
    at.text_area(key="project-feeds-1").set_value("file:///etc/passwd")
    next(one for one in at.button if one.label == "Save the sources").click().run()
    assert at.error
    at.run()
    labels = {one.label: one.disabled for one in at.button}
    assert (labels["Read the folders"], labels["Ask the feeds that are due"]) == (False, True)


def test_outlets_and_languages_are_set_in_the_dashboard(data: Path, at_home: str) -> None:
    at: Any = SimpleNamespace(settings=Settings.from_env())
    rows = pd.DataFrame([("Kyiv Post", "ua"), (None, None)], columns=["source", "country"])
    _set_about(at, data, ["en", "uk"], ["UA"], "", rows)
    assert Settings.from_env().interest == Interest(("en", "uk"), ("UA",), (("Kyiv Post", "UA"),))
    with pytest.raises(UsageError):
        _set_about(at, data, [], [], "here", rows)


def test_paths_of_this_machine_are_not_set_by_those_who_come_from_elsewhere(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.dashboard.project_panel.is_open", lambda: True)
    page = "from geo.dashboard.articles_page import show\nfrom geo.dashboard.state import desk\nshow(desk())"
    at = AppTest.from_string(page, default_timeout=120)
    at.session_state["project-panel"] = True
    at.run()
    assert at.text_area(key="project-folders-main").disabled
    at.session_state["project-folders-main"] = str(tmp_path)  # as a forged message would
    next(one for one in at.button if one.label == "Save the sources").click().run()
    assert projects.sources("main", data) == projects.Sources()
