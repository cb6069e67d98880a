"""What is done before anybody opens a page."""

from __future__ import annotations

import socket
import tomllib
from contextlib import ExitStack
from pathlib import Path

from streamlit import config

from geo.dashboard.serve import send_at_once


def test_an_answer_does_not_wait_for_the_word_that_the_one_before_has_come() -> None:
    with ExitStack() as files, socket.socket() as asks:
        for _ in range(300):  # however many files a process has open
            files.enter_context(socket.socket())
        listens = files.enter_context(socket.socket())
        listens.bind(("127.0.0.1", 0))
        listens.listen()
        send_at_once()
        asks.connect(listens.getsockname())
        taken, _ = listens.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not asks.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)  # the sockets of others stay as they are


def test_what_the_browser_still_has_is_not_sent_again() -> None:
    asked = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    assert asked["global"] == {"minCachedMessageSize": 1}
    assert config.get_option("global.minCachedMessageSize") >= 1  # raises where Streamlit knows it no longer
