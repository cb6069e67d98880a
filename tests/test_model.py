"""The records refuse what may not be: a span that holds nothing, an incident without a source, a type that is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.model import ImportedRow, Span
from tests.makers import make_incident, make_report


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"start={start}, end={end}"):
        Span(start, end)


def test_a_report_has_a_sub_type_of_its_type() -> None:
    with pytest.raises(ValueError, match="'arrest' is not a sub-type of 'battle'"):
        make_report(type="battle", sub_type="arrest")


@pytest.mark.parametrize("missing", [{"article_id": ""}, {"extractor": ""}])
def test_a_report_has_its_evidence(missing: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="lacks its evidence"):
        make_report(**missing)


def test_an_incident_has_a_report_or_an_imported_row() -> None:
    with pytest.raises(ValueError, match="nothing is on the map without a source"):
        replace(make_incident(), reports=())


@pytest.mark.parametrize("missing", [{"dataset": ""}, {"file_name": ""}])
def test_an_imported_row_has_its_dataset_and_file(missing: dict[str, str]) -> None:
    given = {"dataset": "ged", "title": "", "licence": "", "citation": "", "file_name": "ged.csv", "line": 2}
    with pytest.raises(ValueError, match="needs its dataset and file"):
        ImportedRow(**(given | missing))  # type: ignore[arg-type]
