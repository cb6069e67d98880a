"""What only a PostgreSQL server can go wrong with is said in words a person can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import BusyError, MissingError, UsageError
from geo.model import Selection
from geo.store import engine as db
from geo.store import postgres
from geo.store.store import Store
from tests.makers import fill_store
from tests.postgres import Server

pytest.importorskip("psycopg")


class ServerError(Exception):
    """An error with the state that a server gives it."""

    def __init__(self, state: str | None, text: str) -> None:
        super().__init__(text)
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "text", "kind", "words"),
    [
        ("55P03", "canceling statement due to lock timeout", BusyError, "try again"),
        ("53100", "could not extend file: No space left on device", MissingError, "out of room"),
        ("42501", "permission denied for table articles", MissingError, "rights"),
        (None, "connection failed: Connection refused\nIs the server running?", MissingError, "does not answer"),
        ("22021", "invalid byte sequence", MissingError, "answered"),
    ],
)
def test_errors_of_a_server_say_what_to_do(state: str | None, text: str, kind: type[Exception], words: str) -> None:
    made = postgres.explain(ServerError(state, text), "postgresql+psycopg://ada:***@host/db")
    assert isinstance(made, kind)
    assert words in str(made)
    assert "\n" not in str(made)


def test_a_server_that_is_not_there_is_no_traceback_and_its_password_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="does not answer") as told:
        Store.open(f"postgresql+psycopg://ada:secret@/sitmap?host={tmp_path}")
    assert "secret" not in str(told.value)


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises((UsageError, MissingError), match=r"SQLite or PostgreSQL|driver"):
        Store.open("mysql://ada@host/db")


def test_points_are_there_for_other_tools_and_boxes_are_asked_of_their_index(postgres_server: Server) -> None:
    store = fill_store(Store.open(postgres_server.store()))
    with db.transaction(store._engine, write=False) as connection:
        found = connection.exec_driver_sql("SELECT ST_AsText(point) FROM incident_rows").scalar()
        assert found == "POINT(32.6178 46.6558)"
        indexes = connection.exec_driver_sql("SELECT indexdef FROM pg_indexes WHERE tablename = 'incident_rows'")
        assert any("USING gist (point)" in one for one in indexes.scalars())
    assert len(store.incidents(Selection(bbox=(32.0, 46.0, 33.0, 47.0)))) == 1
    assert len(store.incidents(Selection(bbox=(33.0, 46.0, 32.0, 47.0)))) == 0


def test_a_database_without_tables_gets_them_and_a_reader_cannot_write(postgres_server: Server) -> None:
    address = postgres_server.empty()
    assert Store.open(address).is_empty()
    store = Store.open(address)
    with pytest.raises(MissingError, match="rights"), db.transaction(store._engine, write=False) as connection:
        connection.exec_driver_sql("DELETE FROM articles")
