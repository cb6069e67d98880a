"""What an export leaves out for the sake of people: sensitive sentences, and addresses that would tell a place.

Sensitive sentences (``geo.sensitive``) go with the title of their article, and sensitive titles from everywhere; where
a victim is named, so do those to whom the account is attributed, for they are often kin. Numbers, days, types, places
and publications stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.export.request import Request
from geo.sensitive import any_words, reasons, together

ADDRESS = "source_url"
_NAMED = "victim_named"


def said(request: Request, incidents: int) -> list[str]:
    """What an export says of itself, of which so many `incidents` are sensitive."""
    words = []
    if incidents and not request.shows_sensitive:
        many = f"{incidents:,} sensitive incident{'' if incidents == 1 else 's'}"
        words.append(f"sentences and titles of {many} left out")
    if not request.shows_addresses:
        words.append("addresses of articles left out")
    return words


def count(frame: pd.DataFrame) -> int:
    """How many incidents of `frame` are sensitive."""
    if "sensitive" not in frame:
        return 0
    return int(frame.loc[frame["sensitive"].notna(), "incident_id"].nunique())


def marked_table(table: pa.Table) -> pa.Table:
    """`table` with the reasons of imported rows too, by what their own source says; read ones have theirs."""
    at = table.schema.get_field_index("sensitive")
    made = _marks(table.column(at), table.column("dataset"), table.column("evidence"), table.column("article_title"))
    return table if made is None else table.set_column(at, table.schema.field(at), made)


def marked(frame: pd.DataFrame) -> pd.DataFrame:
    """The same for a frame that has the columns."""
    if frame.empty or not {"sensitive", "dataset", "evidence", "article_title"} <= set(frame):
        return frame
    made = _marks(*(pa.array(frame[name].astype("object"), pa.string(), from_pandas=True) for name in _LOOKED_AT))
    return frame if made is None else frame.assign(sensitive=pd.Series(made.to_pylist(), frame.index, dtype="str"))


_LOOKED_AT = ("sensitive", "dataset", "evidence", "article_title")


def _marks(known: Any, dataset: Any, evidence: Any, title: Any) -> pa.Array | None:
    """The reasons of each row; None where no imported row has any."""
    texts = pc.binary_join_element_wise(pc.fill_null(evidence, ""), pc.fill_null(title, ""), ". ")
    likely = pc.and_(pc.is_valid(dataset), pc.match_substring_regex(texts, any_words(), ignore_case=True))
    rows = pc.indices_nonzero(likely).to_pylist()
    found = {k: why for k in rows if (why := _why(evidence[k].as_py(), title[k].as_py()))}
    if not found:
        return None
    return pa.array([found.get(k, was) for k, was in enumerate(known.to_pylist())], pa.string())


def _why(evidence: str | None, title: str | None) -> str:
    return "; ".join(together((reasons(evidence or ""), reasons(title or ""))))


def withheld_tables(tables: Iterable[pa.Table], *, sensitive: bool, addresses: bool) -> Iterator[pa.Table]:
    """Each of `tables` without what is not to be in it."""
    for one in tables:
        table = one
        columns = {name: table.column(name) for name in table.schema.names if name in _ASKED}
        for name, where in _hidden(columns, sensitive=sensitive, addresses=addresses).items():
            table = _without(table, name, where)
        yield table


_ASKED = ("sensitive", "article_title", ADDRESS)


def _hidden(columns: Mapping[str, Any], *, sensitive: bool, addresses: bool) -> dict[str, Any]:
    """Name of a column -> in which rows it is empty in an export: the one rule, for tables and for frames.

    `columns` are those of ``_ASKED`` that are there, as Arrow has them.
    """
    hidden = {}
    if not sensitive and "sensitive" in columns:
        hide = hidden["evidence"] = pc.is_valid(columns["sensitive"])
        hidden["attribution"] = pc.fill_null(pc.match_substring(columns["sensitive"], _NAMED), False)
        if "article_title" in columns:
            titles = columns["article_title"]
            telling = pa.array(_telling(pc.unique(titles).to_pylist()), titles.type)
            hidden["article_title"] = pc.or_(hide, pc.is_in(titles, telling))
    if not addresses and ADDRESS in columns:
        hidden[ADDRESS] = pc.is_valid(columns[ADDRESS])
    return hidden


def _without(table: pa.Table, name: str, where: Any) -> pa.Table:
    at = table.schema.get_field_index(name)
    field = table.schema.field(at)
    return table.set_column(at, field, pc.if_else(where, pa.scalar(None, field.type), table.column(at)))


def _telling(titles: Iterable[Any]) -> list[str]:
    """Those of `titles` that are sensitive by themselves."""
    return [one for one in titles if isinstance(one, str) and reasons(one)]


def withheld(frame: pd.DataFrame, request: Request) -> pd.DataFrame:
    """`frame` without what is not to be in what is asked for."""
    columns = {
        name: pa.array(frame[name].astype("object"), pa.string(), from_pandas=True) for name in _ASKED if name in frame
    }
    hidden = _hidden(columns, sensitive=request.shows_sensitive, addresses=request.shows_addresses)
    empty = {
        name: frame[name].mask(where.to_numpy(zero_copy_only=False)) for name, where in hidden.items() if name in frame
    }
    return frame.assign(**empty) if empty else frame


def withheld_sources(
    sources: Iterable[Mapping[str, Any]], request: Request, frame: pd.DataFrame
) -> list[dict[str, Any]]:
    """Records of articles without the titles of sensitive ones, or without addresses."""
    hidden: set[str] = set()
    if not request.shows_sensitive and "sensitive" in frame:
        hidden = set(frame.loc[frame["sensitive"].notna(), "article_id"].dropna())
    found = []
    for one in sources:
        record = dict(one)
        if "kind" not in record:
            if not request.shows_sensitive and (record.get("id") in hidden or reasons(record.get("title") or "")):
                record["title"] = None
            if not request.shows_addresses:
                record["url"] = None
        found.append(record)
    return found
