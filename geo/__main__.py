"""``python -m geo``: the command line."""

from __future__ import annotations

from geo.cli.main import run

if __name__ == "__main__":
    run()
