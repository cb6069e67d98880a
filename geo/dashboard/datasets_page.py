"""Datasets: import a table or a layer of incidents after a look at what would become of it, list them, remove them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard.gone import forget
from geo.dashboard.overlays_panel import show_overlays
from geo.dashboard.speech import count, label, later, numeral, retold, t, terms_help
from geo.dashboard.state import Desk
from geo.dashboard.uploads import on_disk, pick_rows, told
from geo.dashboard.words import html_text, interval, plain
from geo.errors import GeoError
from geo.imports import codes
from geo.imports.kinds import KINDS, KNOWN
from geo.imports.load import Imported, import_file
from geo.imports.preview import ROWS, Preview, preview
from geo.imports.sheet import GEO_SUFFIXES, SHEET_SUFFIXES, Problem
from geo.kept import remove_datasets
from geo.scratch import scratch

#: Endings that the uploader takes; shapefiles are several files and come by the command.
ENDINGS = ["csv", "tsv", "txt", "gz", *(s[1:] for s in SHEET_SUFFIXES), *(s[1:] for s in GEO_SUFFIXES if s != ".shp")]
KIND_WORDS = {
    "ucdp": "UCDP GED",
    "viina": "VIINA",
    "gdelt": later("GDELT 2.0 events"),
    "acled": later("ACLED format"),
    "table": later("Another table"),
    "geo": later("Another layer"),
}
NOT_THERE = "—"
#: How many columns are asked for side by side.
A_ROW = 4
NAMED_PROBLEMS = 20
SHOWN_ROWS = 100


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("Datasets"))
    incidents, shapes = st.tabs([t("Incidents"), t("Front lines and areas")])
    with incidents:
        _incidents(at)
    with shapes:
        show_overlays(at)


def _incidents(at: Desk) -> None:
    st.text(
        t(
            "Incidents that somebody else coded: UCDP, VIINA, GDELT, a file in ACLED’s format, or any table or layer. "
            "They stand on the map beside what was read in articles, with their own source and licence, never merged "
            "with it."
        )
    )
    _outcome()
    with st.container(key="datasets-add"):
        upload = st.file_uploader(
            t("A table or a layer of incidents"),
            type=ENDINGS,
            key=f"dataset-file-{st.session_state.get('dataset_round', 0)}",
            help=t("Larger files, shapefiles too: python -m geo import FILE"),
        )
    if upload is not None:
        _look(upload.getvalue(), upload.name, at)
    _listed(at)


def _look(data: bytes, name: str, at: Desk) -> None:
    """What the file is taken for, and what would become of it; then import it or not."""
    digest = hashlib.sha256(data).hexdigest()
    kind = st.session_state.get(f"dataset-kind-{digest}")
    columns = _chosen_columns(digest)
    with scratch() as folder:
        path = on_disk(data, name, folder, unnamed="table.csv")
        try:
            seen = preview(path, kind=kind, columns=columns)
        except GeoError as error:
            st.error(told(folder, error), icon=":material/error:")
            return
        _kind(seen, digest)
        if seen.refusal:
            st.warning(plain(retold(seen.refusal)), icon=":material/rule:")
            st.dataframe(seen.cells, hide_index=True)
        else:
            _made(seen)
        if seen.kind not in KNOWN:
            _mapping(seen, digest)
        if seen.refusal:
            return
        licence = st.text_input(
            t("Licence of the data"),
            key="dataset-licence",
            placeholder=t("the publisher’s usual one"),
            max_chars=200,
        )
        if st.button(t("Import"), type="primary", key="dataset-import", disabled=seen.rows.empty):
            _take(path, seen, licence.strip() or None, columns, at, folder)


def _kind(seen: Preview, digest: str) -> None:
    st.selectbox(
        t("Taken for"),
        KINDS,
        index=KINDS.index(seen.kind),
        key=f"dataset-kind-{digest}",
        format_func=lambda code: t(KIND_WORDS[code]),
        help=t("Told by its columns. Choose another where that is wrong."),
    )


def _chosen_columns(digest: str) -> dict[str, str]:
    """What the person chose for the columns: target -> header; "" where a target has none."""
    kept = st.session_state.get("dataset_columns", {})
    chosen: dict[str, str] = kept.get(digest, {})
    return chosen


def _mapping(seen: Preview, digest: str) -> None:
    """Which column says what, guessed by the headers; four to a row."""
    with st.expander(t("Which column says what"), expanded=bool(seen.refusal)):
        options = [NOT_THERE, *seen.names]
        rows = codes.table("columns")
        for begin in range(0, len(rows), A_ROW):
            for place, row in zip(st.columns(A_ROW), rows[begin : begin + A_ROW], strict=False):
                guessed = seen.columns.get(row["target"], NOT_THERE)
                key = f"dataset-column-{digest}-{row['target']}"
                place.selectbox(
                    retold(row["label"]),
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
    made, raw = st.tabs([t("What it would become"), t("As it stands in the file")])
    with raw:
        st.dataframe(seen.cells, hide_index=True)
    with made:
        if seen.rows.empty:
            st.html(f'<div class="sm-empty">{html_text(t("No row of it can be taken like this."))}</div>')
        else:
            shown = seen.rows.head(SHOWN_ROWS)
            explained = {
                t("What"): st.column_config.TextColumn(help=terms_help("sub_type", shown["sub_type"])),
                t("Precision"): st.column_config.TextColumn(help=terms_help("precision", shown["place_precision"])),
                t("Status"): st.column_config.TextColumn(help=terms_help("status", shown["status"])),
            }
            st.dataframe(in_words(shown), hide_index=True, column_config=explained)
        rows = count(len(seen.problems), "row")
        _problems(seen.problems, t("{rows} of the first {n} cannot be taken:", rows=rows, n=ROWS))


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the store's columns as a person reads them."""
    days = zip(rows["date_start"], rows["date_end"], rows["date_precision"], strict=True)
    return pd.DataFrame(
        {
            t("When"): [interval(_day(first), _day(last), precision) for first, last, precision in days],
            t("What"): [label("sub_type", code) for code in rows["sub_type"]],
            t("Where"): rows["place"].astype(object).where(rows["place"].notna(), t("not known")),
            t("Precision"): [label("precision", code) for code in rows["place_precision"]],
            t("Latitude"): rows["lat"],
            t("Longitude"): rows["lon"],
            t("Status"): [label("status", code) for code in rows["status"]],
            t("Killed"): rows["fatalities_best"],
            t("Who"): rows["actors"],
            t("Text"): rows["evidence"],
        }
    )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _problems(problems: list[Problem], words: str) -> None:
    if not problems:
        return
    st.warning(words, icon=":material/rule:")
    lines = [
        t("line {n}: {reason}", n=problem.line, reason=retold(problem.reason)) for problem in problems[:NAMED_PROBLEMS]
    ]
    if len(problems) > NAMED_PROBLEMS:
        lines.append(t("… and {n} more", n=numeral(len(problems) - NAMED_PROBLEMS)))
    st.code("\n".join(lines), language=None, wrap_lines=True)


def _take(path: Path, seen: Preview, licence: str | None, columns: dict[str, str], at: Desk, folder: Path) -> None:
    with st.spinner(t("Importing")):
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
    gaps = {"dataset": plain(done.dataset.title), "rows": count(done.dataset.rows, "row")}
    words = {
        "added": t("{dataset}: {rows} added.", **gaps),
        "replaced": t("{dataset}: {rows} put in the place of the older ones.", **gaps),
        "unchanged": t("{dataset}: {rows} there already.", **gaps),
    }[done.saved]
    if done.repeated:
        repeated = count(done.repeated, "row")
        words += " " + t("{rows} left out, for another dataset of the kind has them.", rows=repeated)
    st.success(words, icon=":material/check:")
    _problems(done.problems, t("{rows} could not be taken:", rows=count(len(done.problems), "row")))


def _listed(at: Desk) -> None:
    found = at.store.datasets()
    if not found:
        st.html(f'<div class="sm-empty">{html_text(t("No dataset yet."))}</div>')
        return
    table = pd.DataFrame(
        {
            t("Dataset"): [one.title for one in found],
            t("Kind"): [t(KIND_WORDS.get(one.kind, one.kind)) for one in found],
            t("Rows"): [one.rows for one in found],
            t("Not taken"): [one.rejected for one in found],
            t("Licence"): [one.licence or t("not given") for one in found],
            t("File"): [one.file_name for one in found],
            t("Please cite"): [one.citation for one in found],
        }
    )
    picked = [found[row].id for row in pick_rows(table, "datasets-rows")]
    if picked:
        with st.popover(t("Remove {what} …", what=count(len(picked), "dataset")), icon=":material/delete:"):
            st.text(t("All their rows are deleted for good. The files on your disk stay."))
            if st.button(t("Remove"), type="primary", key="datasets-remove"):
                remove_datasets(at.store, picked)
                forget()
                st.rerun()
