"""What a reading process makes of a share of the reports: their incidents, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.crew.child import LINES
from geo.merging.merge import merge
from geo.merging.part import filed
from geo.model import Report
from geo.store.codec import record, written
from geo.store.rows import Source
from geo.store.sheets import sheet_of


def answer(task: Mapping[str, Any]) -> dict[str, Any]:
    """The incidents of a share, in a process that reads."""
    held = task["share"]
    reports = [record(Report, one) for one in task["reports"]]
    sources = {name: Source(*told) for name, told in held["articles"].items()}
    sheets = [sheet_of(one, sources.__getitem__) for one in merge(reports, (), held["publishers"], held["copies"])]
    blocks = {name: sorted(names) for name, names in filed(reports).items()}
    lines = [line for one in sheets for line in (written([one.id, one.told, one.rows]), one.body)]
    return {"blocks": blocks, LINES: lines}
