"""Who says so: sides out of attributions, a filter like the others, and the colours of the map."""

from __future__ import annotations

import numpy as np
import pytest

from geo.dashboard.index import SAID, Index
from geo.dashboard.scope import Scope, read_address, write_address
from geo.errors import UsageError
from geo.export.coarse import check_words
from geo.export.narrow import Narrow
from geo.export.shades import COLOURS, REST
from geo.maps.columns import encode
from geo.sides import side_named, sides_of
from tests.dashboard.test_scope import frame

ROWS = (
    {"attribution": "Russia's defence ministry"},
    {"attribution": "Ukrainian air force; Moscow"},
    {"attribution": "Kyiv"},
    {"attribution": "the governor"},
    {"attribution": None},
)


@pytest.mark.parametrize(
    ("attribution", "sides"),
    [
        ("Russia's defence ministry", {"Russia"}),
        ("authorities in Kyiv; Moscow", {"Ukraine", "Russia"}),
        ("head of Sudan's army", {"Sudanese army"}),
        ("Rapid Support Forces", {"Rapid Support Forces"}),
        ("Residents; reporters", {"other"}),
        ("governor of Poltava region; Israel", {"other", "Israel"}),
        ("", {"none"}),
        (" ; ", {"none"}),
    ],
)
def test_the_side_is_the_state_or_group_behind_the_words(attribution: str, sides: set[str]) -> None:
    assert sides_of(attribution) == sides


def test_a_side_is_chosen_by_any_of_its_names() -> None:
    assert [side_named(one) for one in ("ukraine", "Kyiv", "Russian", "none", "other")] == [
        *("Ukraine", "Ukraine", "Russia", "none", "other")
    ]
    with pytest.raises(UsageError, match="Atlantis"):
        side_named("Atlantis")


@pytest.mark.parametrize("wanted", [{"Russia"}, {"Ukraine", "none"}, {"other"}, {"none"}, {"Atlantis"}])
def test_the_filter_of_the_map_is_that_of_exports(wanted: set[str]) -> None:
    rows = frame(*ROWS)
    index, scope = Index(rows), Scope(sides=frozenset(wanted))
    mask = index.mask(scope)
    assert mask.tolist() == scope.narrow().mask(rows).tolist()
    assert mask.tolist() == [bool(sides_of(row["attribution"] or "") & wanted) for row in ROWS]
    assert index.counts(scope, (SAID,))[SAID] == {"none": 1, "other": 1, "Russia": 2, "Ukraine": 2}
    assert scope.needs_text


def test_the_address_and_a_manifest_keep_the_sides() -> None:
    asked = Scope(sides=frozenset({"Russia", "none"}), by_side=True)
    address: dict[str, str] = {}
    write_address(asked, address)
    assert address == {"side": "Russia|none", "colour": "side"}
    assert read_address(address) == asked
    narrow = asked.narrow()
    assert Narrow.of(narrow.plain()) == narrow
    assert narrow.words() == ("according to: Russia, nobody is named",)
    assert not Scope(by_side=True).is_narrow
    check_words("", None, narrow.sides)
    with pytest.raises(UsageError, match="who says so"):
        check_words("", "country", narrow.sides)


def test_each_side_has_a_colour_and_each_incident_one_of_them() -> None:
    rows = frame(*ROWS, {"incident_id": "0", "place_no": 1, **ROWS[0]})
    rows = rows.sort_values(["incident_id", "place_no"], ignore_index=True)
    shades = Index(rows).shades
    assert shades.names == ("Russia", "Ukraine", *REST)
    assert shades.colours == (*COLOURS[:2], *REST.values())
    columns = encode(rows)
    told = np.frombuffer(columns.spread(shades.of_row), "u1")
    names = dict(zip(columns.ids[: len(columns.ids)], (shades.names[k] for k in told), strict=True))
    assert names == {"0": "Russia", "1": "several", "2": "Ukraine", "3": "other", "4": "none"}


def test_many_sides_share_a_colour() -> None:
    states = ("Russia", "Ukraine", "Israel", "Lebanon", "Syria", "Iran", "Yemen", "Chad")
    shades = Index(frame(*({"attribution": one} for one in states))).shades
    assert len(shades.names) == len(COLOURS) + len(REST) == len(set(shades.colours))
    assert [shades.names[k] for k in shades.of_row].count("another") == len(states) - len(COLOURS)
