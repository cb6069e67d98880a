"""A picture of the map is of its view, and a view that is none, or the whole world, cuts nothing off."""

from __future__ import annotations

import pytest

from geo.dashboard.picture_dialog import Box, read_view, selection_of
from geo.dashboard.scope import Scope
from geo.export.request import Request


@pytest.mark.parametrize(
    ("told", "box"),
    [
        ("22.1234,44,40.5,52.5", (22.12, 44.0, 40.5, 52.5)),
        ("170,-20,200,10", (170.0, -20.0, -160.0, 10.0)),
        ("530,-20,545,10", (170.0, -20.0, -175.0, 10.0)),
        ("10,-89.5,20,89.9", (10.0, -85.0, 20.0, 85.0)),
        ("-300,-85,300,85", None),
        ("20,10,20,30", None),
        ("30,10,20,30", None),
        ("nan,10,20,30", None),
        ("10,20,30", None),
        ("<b>,1,2,3", None),
    ],
)
def test_a_view_is_read_as_a_rectangle_on_the_globe_or_not_at_all(told: str, box: Box | None) -> None:
    assert read_view(told) == box


def test_the_picture_asks_for_what_the_map_shows() -> None:
    now = Scope(types=frozenset({"battle"}), text="bus")
    request = Request("png", selection_of(now, (22.0, 44.0, 40.5, 52.5)), now.narrow())
    assert (request.selection.types, request.selection.bbox) == ({"battle"}, (22.0, 44.0, 40.5, 52.5))
    assert request.narrow.text == "bus"
    assert Request.of(request.plain()) == request
