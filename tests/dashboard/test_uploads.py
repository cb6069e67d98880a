"""A file that is uploaded lies under a name that the disk takes, in its folder, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.dashboard.uploads import on_disk
from tests.maps.hostile import PAYLOADS


@pytest.mark.parametrize(
    ("name", "lies_as"),
    [
        ("towns.csv", "towns.csv"),
        ("Карта фронту.geojson", "Карта фронту.geojson"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\x.csv.gz", "x.csv.gz"),
        ("../..", "table.csv"),
        ("", "table.csv"),
        ("a\nb\x00.csv", "a\ufffdb\ufffd.csv"),
        ("\udcff.csv", "\ufffd.csv"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
        ("я" * 300 + ".csv", "я" * 98 + ".csv"),
        ("x." + "y" * 300, "x." + "y" * 198),
        (".." + "." * 300, "table.csv"),
    ],
)
def test_the_name_of_an_upload_is_one_of_a_file(tmp_path: Path, name: str, lies_as: str) -> None:
    path = on_disk(b"x", name, tmp_path, unnamed="table.csv")
    assert path == tmp_path / lies_as
    assert path.read_bytes() == b"x"


def test_no_payload_in_a_name_leads_out_of_its_folder(tmp_path: Path) -> None:
    for payload in PAYLOADS:
        path = on_disk(b"x", payload, tmp_path, unnamed="table.csv")
        assert (path.parent, path.is_file()) == (tmp_path, True)
