"""Uploaded files on disk for the time that they are read, and tables of which rows can be picked."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard.speech import retold
from geo.dashboard.words import plain
from geo.errors import GeoError
from geo.sources.decode import printable

#: Height of a row, and of the tallest table, in px.
ROW_PX, TALLEST_PX = 38, 330
#: A name that every file system takes, in bytes.
LONGEST_NAME = 200


def on_disk(data: bytes, name: str, folder: Path, *, unnamed: str) -> Path:
    """An upload as a file in `folder`; of its name, only the last part is used, or `unnamed` where that is empty.

    What no disk takes as a name is left out of it: a browser sends names that its system would not.
    """
    last = PurePath(printable(name.replace("\\", "/"))).name.lstrip(".")
    suffix = suffix if len(suffix := PurePath(last).suffix) < 20 else ""
    stem = last.removesuffix(suffix).encode()[: LONGEST_NAME - len(suffix.encode())].decode("utf-8", "ignore")
    path = folder / (f"{stem}{suffix}" or unnamed)
    path.write_bytes(data)
    return path


def told(folder: Path, error: GeoError) -> str:
    """What was wrong with an upload, for a message; the folder that it lay in for a moment is nobody's business."""
    return plain(retold(str(error).replace(f"{folder}/", "")))


def pick_rows(table: pd.DataFrame, key: str, **options: Any) -> list[int]:
    """Show `table`; returns the positions of the rows that are picked."""
    event = st.dataframe(
        table, key=key, hide_index=True, height=min(TALLEST_PX, ROW_PX * (len(table) + 1)), on_select="rerun",
        selection_mode="multi-row", **options,
    )  # fmt: skip
    return [row for row in event.selection.rows if row < len(table)]
