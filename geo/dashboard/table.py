"""The table of incidents: a page of rows, sorted by any column over all rows, drawn by a small component.

A row goes to the browser as codes and numbers; what the codes are called, and mean, the browser fetches once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard.index import Index, Mask
from geo.dashboard.order import DOWNWARDS, By
from geo.dashboard.routes import BASE
from geo.dashboard.speech import count, language, numeral, t
from geo.dashboard.state import choose, chosen
from geo.dashboard.veil import veiled
from geo.dashboard.words import isolated, placed
from geo.export.words import confidence

#: Rows on a page, and signs of a sentence in it: both travel to the browser whenever the window moves.
PAGE_ROWS = 10
SENTENCE_SIGNS = 100
#: What the table shows, of the store's columns.
COLUMNS = (
    *("incident_id", "date_start", "date_end", "date_precision", "type", "sub_type", "status", "place", "level"),
    *("fatalities_best", "fatalities_low", "fatalities_high", "confidence", "n_sources", "evidence"),
    *("sensitive", "dataset"),
)
HTML = '<div class="sm-table" data-testid="sitmap-table"></div>'
#: Names in the address: of what the table is sorted by, and which page is shown.
SORT, PAGE = "sort", "page"


def show_table(index: Index, mask: Mask, key: str, *, in_address: bool = False) -> None:
    """Draw one page of the incidents in `mask`; choosing a row opens its evidence.

    Parameters
    ----------
    index
        All incidents.
    mask
        Which of its rows pass.
    key
        Streamlit's key of the component; the page that is turned to is remembered under it.
    in_address
        Order and page stand in the address of the page.
    """
    total = index.count(mask)
    by = _sorted_by()
    _turn_to_chosen(index, mask, by, key, in_address=in_address)
    start = min(_start(key), max(0, total - 1) // PAGE_ROWS * PAGE_ROWS)
    st.session_state[f"{key}-start"] = start
    if in_address:
        _write_address(by, start // PAGE_ROWS, st.query_params)
    first = index.page(mask, by, start, PAGE_ROWS)
    rows = index.whole(first, COLUMNS)
    numbers = dict(zip(index.frame["incident_id"].take(first), index.incident_of(first).tolist(), strict=True))
    open_one = chosen()
    data = {
        "lang": language(),
        "rows": table_rows(rows, numbers),
        "start": start,
        "total": total,
        "size": PAGE_ROWS,
        "by": by.column,
        "down": by.down,
        "open": numbers.get(open_one, -1) if open_one else -1,
        "says": _says(by, start, total),
    }

    def told(name: str) -> Any:
        return getattr(st.session_state.get(key), name, None)

    def picked() -> None:
        incident = index.id_of(told("picked"))
        if incident is not None:
            choose(incident)

    def turned() -> None:
        if isinstance(to := told("turned"), int | float) and 0 <= to < total:
            st.session_state[f"{key}-start"] = int(to) // PAGE_ROWS * PAGE_ROWS

    def sorted_anew() -> None:
        st.session_state[SORT] = str(By.read(str(told("sorted"))))
        st.session_state[f"{key}-start"] = 0

    _component()(
        key=key, data=data, on_picked_change=picked, on_turned_change=turned, on_sorted_change=sorted_anew
    )  # fmt: skip


def _sorted_by() -> By:
    """As it was chosen in this session, else as the address says."""
    return By.read(str(st.session_state.setdefault(SORT, st.query_params.get(SORT, ""))))


def _start(key: str) -> int:
    """The row that the page shown begins with: in this session, else in the address."""
    if f"{key}-start" not in st.session_state:
        asked = st.query_params.get(PAGE, "1")
        page = int(asked) if asked.isdecimal() and len(asked) < 8 else 1
        st.session_state[f"{key}-start"] = max(0, page - 1) * PAGE_ROWS
    return int(st.session_state[f"{key}-start"])


def _write_address(by: By, page: int, params: MutableMapping[str, str]) -> None:
    for name, value in ((SORT, "" if by == By() else str(by)), (PAGE, str(page + 1) if page else "")):
        if value and params.get(name) != value:
            params[name] = value
        elif not value and name in params:
            del params[name]


def _turn_to_chosen(index: Index, mask: Mask, by: By, key: str, *, in_address: bool) -> None:
    """Turn to the page of an incident that was just chosen, on the map or by a link."""
    one = chosen()
    if st.session_state.get(f"{key}-of") == one:
        return
    st.session_state[f"{key}-of"] = one
    row = index.row_of(one) if one else None
    rank = None if row is None else index.rank(mask, by, row)
    if rank is not None:
        st.session_state[f"{key}-start"] = rank // PAGE_ROWS * PAGE_ROWS


def table_rows(rows: pd.DataFrame, numbers: Mapping[str, int]) -> list[list[Any]]:
    """What the browser draws: for each incident its number, days, codes, places, killed, confidence, sources, sentence.

    Parameters
    ----------
    rows
        The store's columns ``COLUMNS``, all rows of each incident.
    numbers
        Incident -> its number, in the order of the table.
    """
    found = {}
    for incident, of_one in rows.groupby("incident_id", sort=False):
        one = of_one.iloc[0]
        named = of_one[["place", "level"]].dropna(subset=["place"]).drop_duplicates("place")
        places = "; ".join(isolated(placed(*one)) for one in named.itertuples(index=False))
        best, low, high = (
            None if pd.isna(one[f"fatalities_{name}"]) else int(one[f"fatalities_{name}"])
            for name in ("best", "low", "high")
        )
        found[incident] = [
            numbers[str(incident)], _day(one["date_start"]), _day(one["date_end"]), str(one["date_precision"]),
            str(one["type"]), str(one["sub_type"]), str(one["status"]), places, toll(best, low, high),
            confidence(float(one["confidence"])), int(one["n_sources"]), _short(_veiled(one)),
        ]  # fmt: skip
    return [found[incident] for incident in numbers if incident in found]


def toll(best: int | None, low: int | None, high: int | None) -> str:
    """A number of people as short as a table wants it: "5", "3–7", "5+", "≤5", "~5"; empty where nothing is told."""
    if low is not None and high is not None:
        return numeral(low) if low == high else f"{numeral(low)}–{numeral(high)}"
    if low is not None:
        return f"{numeral(low)}+"
    if high is not None:
        return f"≤{numeral(high)}"
    return f"~{numeral(best)}" if best else numeral(best)


def _day(stamp: pd.Timestamp) -> str:
    return "" if pd.isna(stamp) else stamp.date().isoformat()


def _veiled(one: pd.Series) -> object:
    """The sentence, or only why it is sensitive; imported rows are looked at now, as those read were when they came."""
    said = one["evidence"]
    if not isinstance(said, str):
        return said
    if isinstance(one["dataset"], str):
        return veiled(said)
    return veiled(said, one["sensitive"].split("; ") if isinstance(one["sensitive"], str) else ())


def _short(text: object) -> str:
    """The beginning of a sentence, cut where a word ends."""
    said = text if isinstance(text, str) else ""
    if len(said) > SENTENCE_SIGNS:
        said = said[:SENTENCE_SIGNS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
    return isolated(said)


def _says(by: By, start: int, total: int) -> str:
    """The line over the table: what is shown, of how many, in which order."""
    order: Mapping[str, Callable[[], tuple[str, str]]] = {
        "day": lambda: (t("oldest first"), t("newest first")),
        "type": lambda: (t("by type, A to Z"), t("by type, Z to A")),
        "kind": lambda: (t("by kind, A to Z"), t("by kind, Z to A")),
        "status": lambda: (t("by status, what occurred first"), t("by status, what occurred last")),
        "place": lambda: (t("by place, A to Z"), t("by place, Z to A")),
        "killed": lambda: (t("fewest killed first"), t("most killed first")),
        "confidence": lambda: (t("least certain first"), t("most certain first")),
        "sources": lambda: (t("fewest sources first"), t("most sources first")),
    }
    assert order.keys() == DOWNWARDS.keys()  # noqa: S101 - a column that is sorted by has its words
    return t(
        "{first} to {last} of {incidents}, {order}.",
        first=numeral(start + 1),
        last=numeral(min(start + PAGE_ROWS, total)),
        incidents=count(total, "incident"),
        order=order[by.column]()[by.down],
    )


#: The component's script is sent with every run of the page; the real one is a file that the browser keeps.
_MOUNT = (
    f'const real=import(new URL("{BASE}/table.js",document.baseURI).href);\n'
    "export default (one)=>{real.then((it)=>it.default(one))}"
)


def _component() -> Any:
    return st.components.v2.component("sitmap_table", html=HTML, js=_MOUNT, isolate_styles=False)
