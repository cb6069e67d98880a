"""What is done before anybody opens a page."""

from __future__ import annotations

import socket

from geo.dashboard.serve import send_at_once


def test_an_answer_does_not_wait_for_the_word_that_the_one_before_has_come() -> None:
    with socket.socket() as asks, socket.socket() as listens:
        listens.bind(("127.0.0.1", 0))
        listens.listen()
        send_at_once()
        asks.connect(listens.getsockname())
        taken, _ = listens.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not asks.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)  # the sockets of others stay as they are
