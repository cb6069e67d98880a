"""What comes into the gazetteer from outside is bounded: answers, files, cells; so is what is told of a point."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

from geo.errors import InputError
from geo.places import addition_files
from geo.places.adapter import MAX_BYTES, BoundedAdapter
from geo.places.addition_files import MAX_MEMBERS, Source, open_source
from geo.places.addition_rows import (
    MAX_PROBLEMS,
    BadRowError,
    Tally,
    checked_degrees,
    checked_int,
    checked_name,
    checked_point,
)
from geo.places.around import around
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA


@pytest.fixture
def adapter() -> BoundedAdapter:
    return BoundedAdapter(proxies=None, ssl_context=None)


def test_an_answer_may_have_so_many_bytes_and_no_more(adapter: BoundedAdapter) -> None:
    assert len(adapter._decode_page(io.BytesIO(b"x" * MAX_BYTES))) == MAX_BYTES
    with pytest.raises(GeocoderServiceError, match="1,000,000 bytes"):
        adapter._decode_page(io.BytesIO(b"x" * (MAX_BYTES + 1)))


def test_no_more_of_an_answer_is_read_than_is_needed_to_know(adapter: BoundedAdapter) -> None:
    endless = SimpleNamespace(read=lambda size: b"x" * size)
    with pytest.raises(GeocoderServiceError):
        adapter._decode_page(endless)


def test_the_whole_answer_has_its_time_and_a_fault_is_told(
    adapter: BoundedAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(URLLibAdapter, "get_text", lambda *_args, **_more: "all of it")
    assert adapter.get_text("http://x", timeout=5.0, headers={}) == "all of it"

    def gone(*_args: object, **_more: object) -> str:
        msg = "gone"
        raise GeocoderUnavailable(msg)

    monkeypatch.setattr(URLLibAdapter, "get_text", gone)
    with pytest.raises(GeocoderUnavailable, match="gone"):
        adapter.get_text("http://x", timeout=5.0, headers={})
    monkeypatch.setattr(URLLibAdapter, "get_text", lambda *_args, **_more: __import__("time").sleep(0.3))
    with pytest.raises(GeocoderTimedOut, match=r"within 0\.05 s"):
        adapter.get_text("http://x", timeout=0.05, headers={})


def archive(path: Path, members: int) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("table.csv", "name,lat,lon\n")
        for number in range(members - 1):
            made.writestr(f"{number}.png", "x")
    return path


def test_an_archive_may_have_so_many_members(tmp_path: Path) -> None:
    with open_source(archive(tmp_path / "full.zip", MAX_MEMBERS)) as source:
        assert source.first_line == b"name,lat,lon\n"
    with pytest.raises(InputError, match="65 files"), open_source(archive(tmp_path / "more.zip", MAX_MEMBERS + 1)):
        pass


def test_a_line_that_is_too_long_is_left_out_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addition_files, "MAX_LINE", 10)
    content = b"123456789\n" + b"1234567890\n" + b"x" * 35 + b"\nlast\n"
    source = Source(Path("x.csv"), io.BytesIO(content), len(content))
    assert source.share_read() == pytest.approx(10 / len(content))
    assert list(source.lines()) == [(1, b"123456789"), (2, None), (3, None), (4, b"last")]
    assert source.share_read() == 1.0


def test_an_empty_file_has_no_lines_and_more_than_was_said_is_refused() -> None:
    assert list(Source(Path("x.csv"), io.BytesIO(b""), 0).lines()) == []
    with pytest.raises(InputError, match="expected 4 bytes, got more"):
        Source(Path("x.csv"), io.BytesIO(b"12345\n"), 4)


def test_so_many_bad_rows_are_named_and_all_are_counted() -> None:
    tally = Tally()
    for line in range(1, 31):
        tally.note(line, "no name")
    assert (tally.bad, len(tally.problems)) == (30, MAX_PROBLEMS) == (30, 20)
    assert tally.problems[-1] == "line 20: no name"


def test_cells_are_taken_up_to_their_borders() -> None:
    assert checked_degrees("-180", "lon", 180.0) == -180.0
    assert checked_point("90", "180") == (90.0, 180.0)
    assert checked_point("0", "0.5") == (0.0, 0.5)
    assert checked_int(" 123456789012 ", "population") == 123_456_789_012
    assert checked_int("  ", "population") is None
    assert checked_name("x" * 120) == "x" * 120


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (lambda: checked_degrees("180.1", "lon", 180.0), "lon in degrees from -180 to 180, got '180.1'"),
        (lambda: checked_degrees("nan", "lat", 90.0), "got 'nan'"),
        (lambda: checked_degrees("9" * 50, "lat", 90.0), f"got '{'9' * 40}'$"),
        (lambda: checked_point("0", "0"), "got 0, 0"),
        (lambda: checked_int("1234567890123", "population"), "population as a whole number"),
        (lambda: checked_int("٣", "population"), "population as a whole number"),
        (lambda: checked_name("x" * 121), "at most 120 letters, got 121"),
        (lambda: checked_name("| 12 |"), "expected a name"),
    ],
)
def test_cells_beyond_are_refused_in_words(check: object, words: str) -> None:
    with pytest.raises(BadRowError, match=words):
        check()  # type: ignore[operator]


def test_of_a_point_the_nearest_district_few_regions_and_eight_settlements_are_told(gazetteer: Gazetteer) -> None:
    found = around(gazetteer, DATA, 48.6, 38.0)
    assert len(found.settlements) == 8
    assert 1 <= len(found.regions) <= 4
    assert [place.radius_km for place in found.regions] == sorted(place.radius_km for place in found.regions)
    assert found.district is not None
    assert found.district[1] <= 80.0
    assert len(around(gazetteer, DATA, 48.6, 38.0, limit=3).settlements) == 3
