"""Datasets: import a table or a layer of incidents after a look at what would become of it, list them, remove them."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard.gone import forget
from geo.dashboard.overlays_panel import show_overlays
from geo.dashboard.state import Desk
from geo.dashboard.uploads import on_disk, pick_rows, told
from geo.dashboard.words import interval, plain
from geo.errors import GeoError
from geo.export.words import count, label
from geo.imports import codes
from geo.imports.kinds import KINDS, KNOWN
from geo.imports.load import Imported, import_file
from geo.imports.preview import ROWS, Preview, preview
from geo.imports.sheet import GEO_SUFFIXES, SHEET_SUFFIXES, Problem
from geo.kept import remove_datasets

#: Endings that the uploader takes; shapefiles are several files and come by the command.
ENDINGS = ["csv", "tsv", "txt", "gz", *(s[1:] for s in SHEET_SUFFIXES), *(s[1:] for s in GEO_SUFFIXES if s != ".shp")]
KIND_WORDS = {
    "ucdp": "UCDP GED",
    "viina": "VIINA",
    "gdelt": "GDELT 2.0 events",
    "acled": "ACLED format",
    "table": "Another table",
    "geo": "Another layer",
}
NOT_THERE = "—"
#: How many columns are asked for side by side.
A_ROW = 4
NAMED_PROBLEMS = 20
SHOWN_ROWS = 100


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader("Datasets")
    incidents, shapes = st.tabs(["Incidents", "Front lines and areas"])
    with incidents:
        _incidents(at)
    with shapes:
        show_overlays(at)


def _incidents(at: Desk) -> None:
    st.text(
        "Incidents that somebody else coded: UCDP, VIINA, GDELT, a file in ACLED's format, or any table or layer. "
        "They "
        "stand on the map beside what was read in articles, with their own source and licence, never merged with it."
    )
    _outcome()
    with st.container(key="datasets-add"):
        upload = st.file_uploader(
            "A table or a layer of incidents",
            type=ENDINGS,
            key=f"dataset-file-{st.session_state.get('dataset_round', 0)}",
            help="Larger files, shapefiles too: python -m geo import FILE",
        )
    if upload is not None:
        _look(upload.getvalue(), upload.name, at)
    _listed(at)


def _look(data: bytes, name: str, at: Desk) -> None:
    """What the file is taken for, and what would become of it; then import it or not."""
    digest = hashlib.sha256(data).hexdigest()
    kind = st.session_state.get(f"dataset-kind-{digest}")
    columns = _chosen_columns(digest)
    with tempfile.TemporaryDirectory(prefix="sitmap-") as folder:
        path = on_disk(data, name, folder, unnamed="table.csv")
        try:
            seen = preview(path, kind=kind, columns=columns)
        except GeoError as error:
            st.error(told(folder, error), icon=":material/error:")
            return
        _kind(seen, digest)
        if seen.refusal:
            st.warning(plain(seen.refusal), icon=":material/rule:")
            st.dataframe(seen.cells, hide_index=True)
        else:
            _made(seen)
        if seen.kind not in KNOWN:
            _mapping(seen, digest)
        if seen.refusal:
            return
        licence = st.text_input(
            "Licence of the data", key="dataset-licence", placeholder="the publisher's usual one", max_chars=200
        )
        if st.button("Import", type="primary", key="dataset-import", disabled=seen.rows.empty):
            _take(path, seen, licence.strip() or None, columns, at, folder)


def _kind(seen: Preview, digest: str) -> None:
    st.selectbox(
        "Taken for",
        KINDS,
        index=KINDS.index(seen.kind),
        key=f"dataset-kind-{digest}",
        format_func=lambda code: KIND_WORDS[code],
        help="Told by its columns. Choose another where that is wrong.",
    )


def _chosen_columns(digest: str) -> dict[str, str]:
    """What the person chose for the columns: target -> header; "" where a target has none."""
    kept = st.session_state.get("dataset_columns", {})
    chosen: dict[str, str] = kept.get(digest, {})
    return chosen


def _mapping(seen: Preview, digest: str) -> None:
    """Which column says what, guessed by the headers; four to a row."""
    with st.expander("Which column says what", expanded=bool(seen.refusal)):
        options = [NOT_THERE, *seen.names]
        rows = codes.table("columns")
        for begin in range(0, len(rows), A_ROW):
            for place, row in zip(st.columns(A_ROW), rows[begin : begin + A_ROW], strict=False):
                guessed = seen.columns.get(row["target"], NOT_THERE)
                key = f"dataset-column-{digest}-{row['target']}"
                place.selectbox(
                    row["label"],
                    options,
                    index=options.index(guessed) if guessed in options else 0,
                    key=key,
                    on_change=_column_chosen,
                    args=(digest, row["target"], key),
                )


def _column_chosen(digest: str, target: str, key: str) -> None:
    value = st.session_state[key]
    kept = st.session_state.setdefault("dataset_columns", {}).setdefault(digest, {})
    kept[target] = "" if value == NOT_THERE else value


def _made(seen: Preview) -> None:
    """The rows as they stand in the file, and as they would stand on the map."""
    made, raw = st.tabs(["What it would become", "As it stands in the file"])
    with raw:
        st.dataframe(seen.cells, hide_index=True)
    with made:
        if seen.rows.empty:
            st.html('<div class="sm-empty">No row of it can be taken like this.</div>')
        else:
            st.dataframe(in_words(seen.rows.head(SHOWN_ROWS)), hide_index=True)
        _problems(seen.problems, f"of the first {ROWS} rows cannot be taken")


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the store's columns as a person reads them."""
    days = zip(rows["date_start"], rows["date_end"], rows["date_precision"], strict=True)
    return pd.DataFrame(
        {
            "When": [interval(_day(first), _day(last), precision) for first, last, precision in days],
            "What": [label("sub_type", code) for code in rows["sub_type"]],
            "Where": rows["place"].astype(object).where(rows["place"].notna(), "not known"),
            "Precision": [label("precision", code) for code in rows["place_precision"]],
            "Latitude": rows["lat"],
            "Longitude": rows["lon"],
            "Status": [label("status", code) for code in rows["status"]],
            "Killed": rows["fatalities_best"],
            "Who": rows["actors"],
            "Text": rows["evidence"],
        }
    )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _problems(problems: list[Problem], words: str) -> None:
    if not problems:
        return
    st.warning(f"{count(len(problems), 'row')} {words}:", icon=":material/rule:")
    lines = [f"line {problem.line}: {problem.reason}" for problem in problems[:NAMED_PROBLEMS]]
    if len(problems) > NAMED_PROBLEMS:
        lines.append(f"… and {len(problems) - NAMED_PROBLEMS} more")
    st.code("\n".join(lines), language=None, wrap_lines=True)


def _take(path: Path, seen: Preview, licence: str | None, columns: dict[str, str], at: Desk, folder: str) -> None:
    with st.spinner("Importing"):
        try:
            done = import_file(path, at.store, kind=seen.kind, licence=licence, columns=columns)
        except GeoError as error:
            st.error(told(folder, error), icon=":material/error:")
            return
    st.session_state["dataset_outcome"] = done
    st.session_state["dataset_round"] = st.session_state.get("dataset_round", 0) + 1
    for kept in ("window_command", "scope", "dataset_columns"):
        st.session_state.pop(kept, None)
    st.rerun()


def _outcome() -> None:
    """What became of the file that was just imported."""
    done = st.session_state.pop("dataset_outcome", None)
    if not isinstance(done, Imported):
        return
    said = {"added": "added", "replaced": "put in the place of the older ones", "unchanged": "there already"}[
        done.saved
    ]
    words = f"{plain(done.dataset.title)}: {count(done.dataset.rows, 'row')} {said}."
    if done.repeated:
        words += f" {count(done.repeated, 'row')} left out, for another dataset of the kind has them."
    st.success(words, icon=":material/check:")
    _problems(done.problems, "could not be taken")


def _listed(at: Desk) -> None:
    found = at.store.datasets()
    if not found:
        st.html('<div class="sm-empty">No dataset yet.</div>')
        return
    table = pd.DataFrame(
        {
            "Dataset": [one.title for one in found],
            "Kind": [KIND_WORDS.get(one.kind, one.kind) for one in found],
            "Rows": [one.rows for one in found],
            "Not taken": [one.rejected for one in found],
            "Licence": [one.licence or "not given" for one in found],
            "File": [one.file_name for one in found],
            "Please cite": [one.citation for one in found],
        }
    )
    picked = [found[row].id for row in pick_rows(table, "datasets-rows")]
    if picked:
        with st.popover(f"Remove {count(len(picked), 'dataset')} …", icon=":material/delete:"):
            st.text("All their rows are deleted for good. The files on your disk stay.")
            if st.button("Remove", type="primary", key="datasets-remove"):
                remove_datasets(at.store, picked)
                forget()
                st.rerun()
