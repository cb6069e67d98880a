"""Rows that stream out of the store are those that a frame of it holds, in the same order, chunk by chunk."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from geo.export import rows as streaming
from geo.export.bundle import write_bundle
from geo.export.formats import EXPORT_FORMATS, rows_for, write_data
from geo.export.manifest import HASHED, WORDS, dataset_hash
from geo.export.narrow import Narrow
from geo.export.request import Request
from geo.export.rows import COUNTED, Rows
from geo.imports.load import import_file
from geo.model import Selection
from geo.store import stream
from geo.store.store import Store
from tests.makers import fill_store, make_date, make_place, make_reading, make_report

EVERYTHING = Selection(background=True)
HEAD = "date,latitude,longitude,place,killed,type,source\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three reports of articles and two datasets whose days lie between each other's; undated rows in both."""
    made = Store.open("sqlite://")
    reports = [
        make_report("r1", date=make_date(date(2024, 3, 5)), places=(make_place(), make_place(name="Odesa", lat=46.5))),
        make_report("r2", date=make_date(None, None, "unknown"), background=True),
        make_report("r3", date=make_date(date(2024, 1, 2)), status="denied"),
    ]
    fill_store(made, make_reading(reports=reports))
    folder = tmp_path_factory.mktemp("tables")
    for name, days in (("one", range(1, 9)), ("two", range(4, 12))):
        lines = [f"2024-03-{day:02},{46 + day / 10},{30 + day / 10},Town {day},{day},battle,Wire\n" for day in days]
        (folder / f"{name}.csv").write_text(HEAD + "".join(lines) + ",47,33,Undated,,protest,Wire\n", "utf-8")
        import_file(folder / f"{name}.csv", made)
    return made


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHUNK_ROWS", 5)
    monkeypatch.setattr(streaming, "CHUNK_ROWS", 4)


@pytest.mark.parametrize(
    "selection",
    [
        EVERYTHING,
        Selection(),
        Selection(first=date(2024, 3, 3), last=date(2024, 3, 6)),
        Selection(bbox=(30.2, 46.0, 30.9, 47.0), types=frozenset({"battle"})),
        Selection(statuses=frozenset({"denied"}), background=True),
    ],
)
def test_the_stream_holds_what_the_frame_holds_in_its_order(store: Store, selection: Selection) -> None:
    frame, streamed = store.incidents(selection), Rows.stored(store, selection)
    assert len(streamed) == len(frame) > 0
    found, wanted = (pa.Table.from_batches(one.batches(geometry=False)) for one in (streamed, Rows.of(frame)))
    assert found.equals(wanted)
    assert {batch.num_rows for batch in list(streamed.batches(geometry=True))[:-1]} <= {4}


@pytest.mark.parametrize(
    "narrow",
    [
        Narrow(text="town 1"),
        Narrow(precisions=frozenset({"settlement"}), confidences=frozenset({"medium"})),
        Narrow(area=((30.0, 46.0), (31.0, 46.0), (31.0, 47.0))),
        Narrow(text="nowhere to be found"),
    ],
)
def test_a_narrowed_stream_holds_what_the_narrowed_frame_holds(store: Store, narrow: Narrow) -> None:
    frame, streamed = store.incidents(), Rows.stored(store, EVERYTHING, narrow)
    frame = frame[narrow.mask(frame)]
    assert len(streamed) == len(frame)
    assert bool(len(frame)) == (narrow.text != "nowhere to be found")
    found, wanted = (list(one.batches(geometry=False)) for one in (streamed, Rows.of(frame)))
    assert found == wanted
    pd.testing.assert_frame_equal(streamed.counted, frame[list(COUNTED)].reset_index(drop=True))


def test_a_bundle_holds_the_file_of_the_command_its_columns_and_its_manifest(store: Store) -> None:
    request = Request("csv", EVERYTHING, Narrow(text="town"))
    twice = [io.BytesIO(), io.BytesIO()]
    for out in twice:
        rows = Rows.stored(store, request.selection, request.narrow)
        write_bundle(out, request, rows, versions={"reader": "r"}, sources=store.sources())
    assert twice[0].getvalue() == twice[1].getvalue()
    plain = io.BytesIO()
    n = write_data(plain, "csv", rows)
    with zipfile.ZipFile(twice[0]) as archive:
        assert archive.namelist() == [f"incidents.csv{end}" for end in ("", ".datapackage.json", ".manifest.json")]
        assert archive.read("incidents.csv") == plain.getvalue()
        manifest = json.loads(archive.read("incidents.csv.manifest.json"))
    assert (manifest["counts"]["rows"], manifest["sha256"]) == (n, hashlib.sha256(plain.getvalue()).hexdigest())
    assert Request.of(manifest["request"]) == request


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_a_file_has_the_same_bytes_out_of_the_store_and_out_of_a_frame(store: Store, fmt: str) -> None:
    streamed, framed = io.BytesIO(), io.BytesIO()
    n = write_data(streamed, fmt, Rows.stored(store, EVERYTHING))
    assert n == write_data(framed, fmt, store.incidents())
    assert streamed.getvalue() == framed.getvalue()


def test_what_stops_the_progress_stops_the_stream(store: Store) -> None:
    class StoppedError(Exception):
        pass

    def stop(share: float, _words: str) -> None:
        if share > 0.4:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_data(io.BytesIO(), "csv", Rows.stored(store, EVERYTHING), stop)
    assert len(store.incidents()) == len(Rows.stored(store, EVERYTHING))


def test_an_empty_store_streams_nothing() -> None:
    assert list(Rows.stored(Store.open("sqlite://"), EVERYTHING).batches(geometry=True)) == []


def test_words_as_categories_make_the_same_picture_and_the_same_hash(store: Store) -> None:
    slim = store.incidents(columns=HASHED, words=WORDS)
    assert str(slim["place"].dtype) == "category"
    assert dataset_hash(slim) == dataset_hash(store.incidents())
    assert rows_for(Request("png"), store)["place"].astype("str").tolist() == store.incidents()["place"].tolist()


def test_a_hash_does_not_depend_on_how_rows_lie_in_memory(store: Store) -> None:
    frame = store.incidents()
    pieces = pd.concat([frame.iloc[:3], frame.iloc[3:]], ignore_index=True)
    chunked = pa.chunked_array([pa.array(frame["place"][:3]), pa.array(frame["place"][3:])])
    pieces["place"] = pd.Series(pd.array(chunked, dtype="str"))
    assert dataset_hash(pieces) == dataset_hash(frame)
