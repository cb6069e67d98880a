"""No text of a stranger steers the terminal: no colour, no link, no title, no forged line, nothing turned round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cli.say import inert, inert_json
from tests.commands import Run, runner
from tests.maps.hostile import PAYLOADS
from tests.safety.hostile_store import payload_folder

JOINERS = "\u200c\u200d"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payload_folder(tmp_path_factory.mktemp("terminal"))


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GEO_STORE", f"sqlite:///{folder / 'store.db'}")
    return runner(capfd)


def steering(text: str) -> set[str]:
    """The signs in an output that a terminal might obey."""
    return {sign for sign in text if not (sign.isprintable() or sign in "\n\t" or sign in JOINERS)}


@pytest.mark.parametrize(
    ("command", "lines"),
    [(("articles", "list"), len(PAYLOADS)), (("datasets", "list"), 1), (("overlays", "list"), 1), (("doctor",), None)],
)
def test_a_list_has_a_line_for_each_and_no_sign_that_steers(run: Run, command: tuple[str, ...], lines: int) -> None:
    outcome = run(*command)
    assert steering(outcome.out + outcome.err) == set()
    if lines:
        assert outcome.out.count("\n") == lines


def test_json_holds_everything_and_no_sign_that_steers(run: Run) -> None:
    outcome = run("articles", "list", "--json")
    assert steering(outcome.out) == set()
    assert {json.loads(line)["title"] for line in outcome.out.splitlines()} == set(PAYLOADS)


def test_what_a_message_repeats_is_inert(run: Run, tmp_path: Path) -> None:
    for payload in PAYLOADS[::3] + PAYLOADS[-16:]:
        argument = payload.replace("\x00", "")
        for command in (("articles", "remove", argument), ("datasets", "remove", argument), ("ingest", argument),
                        ("import", argument), ("report", argument), (argument,)):  # fmt: skip
            if command[0] == "ingest":
                continue  # it builds the gazetteer first; its messages are those of geo/sources
            outcome = run(*command)
            assert outcome.code != 0
            assert steering(outcome.out + outcome.err) == set(), command


@settings(deadline=None)
@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    made = inert(text)
    assert len(made.splitlines()) <= 1
    assert steering(made) <= {"\t"}
    assert [sign for sign in made if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


@settings(deadline=None, max_examples=50)
@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=4)
)
def test_json_reads_back_as_it_was(value: Any) -> None:
    made = inert_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(made) == value
    assert steering(made) == set()
