"""An address that begins like one and is damaged is refused at the door, and harms nothing where it got in before."""

from __future__ import annotations

import pytest

from geo.dashboard.evidence import panel_html
from geo.errors import InputError
from geo.export.formats import take_snapshot
from geo.export.request import Request
from geo.model import Selection, web_host
from geo.sources.text import check_url, web_address
from geo.store.store import Store
from tests.makers import fill_store, make_article, make_reading

DAMAGED = "https://[wire.example/a"


@pytest.mark.parametrize("url", [DAMAGED, "https://", "https:///x", "javascript:alert(1)", "//wire.example", None, 5])
def test_what_is_no_web_address_has_no_host(url: object) -> None:
    assert web_host(url) is None
    assert web_address(url) is None


def test_a_damaged_address_is_refused_by_its_line() -> None:
    with pytest.raises(InputError, match=r"line 3: url must begin with https://"):
        check_url(DAMAGED, "line 3")
    assert check_url("HTTPS://Wire.example/a", "line 3") == "HTTPS://Wire.example/a"


@pytest.mark.parametrize("url", [DAMAGED, "javascript:alert(1)", "data:text/html,x"])
def test_an_article_that_came_with_one_is_merged_shown_and_exported(url: str) -> None:
    store = fill_store(Store.open("sqlite://"), make_reading(make_article("a1", url=url, source=None)))
    assert store.publishers() == {}
    (one,) = store.incidents()["incident_id"].unique()
    incident = store.incident(one)
    assert incident is not None
    assert "<a href" not in panel_html(incident, store, lambda code: code)
    made = take_snapshot(Request("html", Selection()), store.incidents(), sources=store.sources())
    assert b"href='https://[" not in made.content
    made = take_snapshot(Request("report.html", Selection()), store.incidents(), sources=store.sources())
    assert b"href=" not in made.content
