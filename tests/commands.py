"""Runs a command in the process of a test, and a small gazetteer for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from geo.cli.main import main
from tests.makers import KHERSON


class FakeGazetteer:
    """Knows Kherson."""

    version = "test"

    def lookup(self, name: str) -> tuple[Any, ...]:
        """Kherson, or nothing."""
        return (KHERSON,) if name == "Kherson" else ()

    def info(self) -> dict[str, Any]:
        """What it holds."""
        return {"version": "test", "places": 1}


@dataclass
class Outcome:
    """What became of a command."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def runner(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line with arguments; a traceback fails the test."""

    def run(*arguments: object) -> Outcome:
        code = main([str(one) for one in arguments])
        sys.stdout.flush()
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(code, captured.out, captured.err)

    return run
