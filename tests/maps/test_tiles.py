"""Tiles of files on this machine, and of servers that are named before they are asked."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.maps.tiles import describe, grounds, tile, tile_id

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def make_mbtiles(path: Path, form: str = "png", content: bytes = PNG) -> Path:
    """A file with one tile: 1/1/0, counted from the north."""
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        about = [("format", form), ("attribution", '<a href="x">Somebody</a> & co'), ("maxzoom", "5")]
        file.executemany("INSERT INTO metadata VALUES (?, ?)", about)
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.execute("INSERT INTO tiles VALUES (1, 1, 1, ?)", (content,))
    file.close()
    return path


def varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def directory(*entries: tuple[int, int, int, int], plain: bool = False) -> bytes:
    """Packed (or plain) entries (id, run, bytes, offset), ids ascending."""
    steps = [entry[0] - before for entry, before in zip(entries, [0, *(e[0] for e in entries)], strict=False)]
    columns = [steps, [e[1] for e in entries], [e[2] for e in entries], [e[3] + 1 for e in entries]]
    made = varint(len(entries)) + b"".join(varint(n) for column in columns for n in column)
    return made if plain else gzip.compress(made)


def make_pmtiles(path: Path, kind: int = 2, packed: int = 2) -> Path:
    """A file with tile 1/1/0 in the root, and 2/0/0 to 2/0/0 + 1 in a leaf; ``packed`` as the format numbers it."""
    plain = packed == 1
    about = json.dumps({"attribution": "Somebody"}).encode()
    about = about if plain else gzip.compress(about)
    tiles = PNG + PNG + b"2"
    leaf = directory((tile_id(2, 0, 0), 2, len(PNG) + 1, len(PNG)), plain=plain)
    root = directory((tile_id(1, 1, 0), 1, len(PNG), 0), (tile_id(2, 0, 0), 0, len(leaf), 0), plain=plain)
    at = [127, len(root), 127 + len(root), len(about)]
    at += [sum(at[2:4]), len(leaf), sum(at[2:4]) + len(leaf), len(tiles)]
    head = b"PMTiles\x03" + b"".join(n.to_bytes(8, "little") for n in (*at, 3, 3, 2))
    head += bytes([1, packed, 1, kind, 0, 2]) + bytes(25)
    path.write_bytes(head + root + about + leaf + tiles)
    return path


def test_an_mbtiles_file_gives_its_tiles_counted_from_the_north(tmp_path: Path) -> None:
    path = make_mbtiles(tmp_path / "a map.mbtiles")
    assert tile(path, 1, 1, 0) == (PNG, "image/png")
    assert tile(path, 1, 1, 1) is None
    assert tile(path, 1, 2, 0) is None
    assert describe(path)["maxzoom"] == "5"


def test_a_pmtiles_file_gives_its_tiles_from_the_root_and_from_leaves(tmp_path: Path) -> None:
    path = make_pmtiles(tmp_path / "a.pmtiles")
    assert tile(path, 1, 1, 0) == (PNG, "image/png")
    assert tile(path, 2, 0, 0) == (PNG + b"2", "image/png")
    neighbour = next((x, y) for x in range(4) for y in range(4) if tile_id(2, x, y) == tile_id(2, 0, 0) + 1)
    assert tile(path, 2, *neighbour) == (PNG + b"2", "image/png")
    assert tile(path, 2, 3, 3) is None
    assert tile(path, 0, 0, 0) is None


def test_directories_need_not_be_packed_and_of_another_packing_there_are_no_tiles(tmp_path: Path) -> None:
    path = make_pmtiles(tmp_path / "a.pmtiles", packed=1)
    assert describe(path)["attribution"] == "Somebody"
    assert tile(path, 2, 0, 0) == (PNG + b"2", "image/png")
    other = make_pmtiles(tmp_path / "b.pmtiles", packed=3)
    assert tile(other, 1, 1, 0) is None
    with pytest.raises(InputError, match="not packed with gzip"):
        describe(other)


def test_a_leaf_that_names_itself_and_a_number_without_an_end_give_no_tile(tmp_path: Path) -> None:
    """A directory that lies below itself is not followed for ever; nor is a cut number taken for one."""
    path = make_pmtiles(tmp_path / "a.pmtiles", packed=1)
    own = directory((0, 0, 5, 0), plain=True)  # number 0, no run: all of its tiles are in the directory at 0, itself
    at = (127, len(own), 127, len(own), 127, len(own), 127, 0)
    head = b"PMTiles\x03" + b"".join(n.to_bytes(8, "little") for n in (*at, 3, 3, 2)) + bytes([1, 1, 1, 2, 0, 2])
    path.write_bytes(head + bytes(25) + own)
    assert tile(path, 1, 1, 0) is None
    path.write_bytes(head + bytes(25) + own[:-1] + b"\x81")
    assert tile(path, 1, 1, 0) is None


@pytest.mark.parametrize("length", [50_000_000, 2**63])
def test_a_part_of_a_file_beyond_all_measure_is_not_read(tmp_path: Path, length: int) -> None:
    path = make_pmtiles(tmp_path / "a.pmtiles")
    whole = bytearray(path.read_bytes())
    whole[16:24] = whole[32:40] = length.to_bytes(8, "little")
    path.write_bytes(bytes(whole))
    assert tile(path, 1, 1, 0) is None
    with pytest.raises(InputError, match=f"a part of {length} bytes"):
        describe(path)


@given(st.integers(0, 8))
def test_every_tile_has_a_number_of_its_own_and_neighbours_follow_each_other(z: int) -> None:
    size = min(1 << z, 16)
    numbers = {tile_id(z, x, y): (x, y) for x in range(size) for y in range(size)}
    assert len(numbers) == size * size
    start = ((1 << (2 * z)) - 1) // 3
    assert min(numbers) == start
    for number, (x, y) in numbers.items():
        if number + 1 in numbers:
            other = numbers[number + 1]
            assert abs(other[0] - x) + abs(other[1] - y) == 1


def test_known_numbers() -> None:
    found = [tile_id(*zxy) for zxy in ((0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0))]
    assert found == [0, 1, 2, 3, 4, 5]


def test_nothing_but_a_picture_is_handed_on(tmp_path: Path) -> None:
    path = make_mbtiles(tmp_path / "a.mbtiles", content=b"<svg onload=alert(1)>")
    assert tile(path, 1, 1, 0) is None


@pytest.mark.parametrize("name", ["gone.mbtiles", "text.mbtiles", "text.pmtiles", "vector.mbtiles", "vector.pmtiles"])
def test_a_file_that_is_none_or_holds_no_pictures_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.startswith("text"):
        path.write_text("no tiles at all, but some text that is longer than a header would be " * 4)
    if name == "vector.mbtiles":
        make_mbtiles(path, "pbf")
    if name == "vector.pmtiles":
        make_pmtiles(path, kind=1)
    with pytest.raises(InputError, match=name):
        grounds(str(path))


def test_grounds_name_their_host_and_credit_and_openstreetmap_is_the_last(tmp_path: Path) -> None:
    path = make_mbtiles(tmp_path / "a.mbtiles")
    found = grounds(f"https://tiles.test/wmts/{{z}}/{{y}}/{{x}}.png#© <b>T</b> | {path}")
    assert [one.host for one in found] == ["tiles.test", "", "tile.openstreetmap.org"]
    assert found[0].credit == "© &lt;b&gt;T&lt;/b&gt;"
    assert found[1].credit == "Somebody &amp; co"
    assert found[1].max_zoom == 5
    assert [one.host for one in grounds("")] == ["tile.openstreetmap.org"]


@pytest.mark.parametrize(
    "entry", ["https://tiles.test/{z}.png", "ftp://x/{z}/{x}/{y}", "/etc/passwd", "javascript:alert(1)"]
)
def test_what_is_no_ground_is_refused(entry: str) -> None:
    with pytest.raises(InputError, match="GEO_TILES"):
        grounds(entry)
