"""The evidence panel says what is known of an incident, and what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from geo.dashboard.evidence import figure_words, panel_html, place_words
from geo.model import Figure, ImportedRow, Incident
from geo.store.store import Store
from tests.makers import fill_store, make_article, make_incident, make_place, make_reading, make_report

ROW = ImportedRow("ged", "UCDP GED", "CC BY 4.0", "Citation", "ged.csv", 7, "A headline", "Town shelled", None)


def said(incident: Incident, store: Store | None = None) -> str:
    """The words of a panel, without its marks."""
    html = panel_html(incident, store or fill_store(Store.open("sqlite://")), lambda code: {"UA": "Ukraine"}[code])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(2, 2, 2), "2"),
        (Figure(None, 5, None), "at least 5"),
        (Figure(4, 3, 7), "3 to 7 (best 4)"),
        (Figure(None, None, None), "not given"),
    ],
)
def test_a_figure_is_told_with_its_bounds(figure: Figure, words: str) -> None:
    assert figure_words(figure) == words


def test_dead_injured_and_other_numbers_stand_in_it() -> None:
    incident = make_incident(make_report(fatalities=None, injured=Figure(3, 3, 3), numbers={"drones_downed": 12}))
    panel = said(incident)
    assert "3 injured" in panel
    assert "killed" not in panel.split("injured")[0]
    assert "drones downed: 12" in panel


def test_background_and_sums_are_marked() -> None:
    assert "Background" not in said(make_incident())
    panel = said(make_incident(background=True, aggregate=True))
    assert "Background" in panel
    assert "Sum over time" in panel


def test_without_a_place_it_says_so_and_where_it_stands() -> None:
    nowhere = make_incident(make_report(places=()))
    assert "no place named" in said(nowhere)
    assert "names no place for it" in said(nowhere)
    unnamed = make_place(name=None, lat=None, lon=None, precision="none", place_id=None, radius_km=None)
    assert place_words(unnamed, str) == "no place named"
    assert "names no place for it" in said(make_incident(make_report(places=(unnamed,))))


def test_a_place_without_a_point_has_none_in_its_row() -> None:
    known = said(make_incident())
    assert re.search(r"\d\d\.\d{3}, \d\d\.\d{3}", known)
    vague = make_place(lat=None, lon=None, radius_km=None, mention=None)
    assert not re.search(r"\d\d\.\d{3}, \d\d\.\d{3}", said(make_incident(make_report(places=(vague,)))))


def test_an_article_that_is_gone_leaves_a_word() -> None:
    assert "The article is no longer in the store." in said(make_incident(), Store.open("sqlite://"))


def test_a_link_leads_to_the_web_alone() -> None:
    def linked(url: str | None) -> str:
        store = fill_store(Store.open("sqlite://"), make_reading(make_article(url=url)))
        return panel_html(make_incident(), store, lambda _: "Ukraine")

    assert 'href="https://example.org/a"' in linked("https://example.org/a")
    assert "<a " not in linked(None)


def test_an_imported_row_tells_its_own_words_file_line_and_licence() -> None:
    incident = replace(make_incident(imported=ROW), reports=())
    panel = said(incident)
    for words in ("Town shelled", "A headline", "UCDP GED", "ged.csv, line 7", "CC BY 4.0. Citation"):
        assert words in panel
    assert "original" not in panel
    bare = replace(ROW, licence="", citation="", text=None, headline=None, url="https://example.org/r")
    panel = said(replace(incident, imported=bare))
    assert "no licence is known" in panel
    assert "original" in panel


def test_a_day_is_explained_by_its_phrase_and_rule() -> None:
    panel = said(make_incident())
    assert "“on Monday”" in panel
    assert "bare weekday, counted from" in panel
    none = make_incident(make_report(date=replace(make_report().date, expression=None, anchor=None)))
    assert "No date phrase" in said(none)
