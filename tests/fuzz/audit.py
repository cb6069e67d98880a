"""Asks the advisory databases about every pinned dependency: `python -m tests.fuzz.audit`; it needs the network.

Its result stands in docs/reliability.md with its day. Nothing of an article is sent, but the names and versions of the
packages are.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Audit what the README's first command installs."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements.txt"), "--progress-spinner", "off"]
    try:
        return subprocess.run([*command, *sys.argv[1:]], check=False).returncode
    except OSError as error:
        print(f"pip-audit is needed: python -m pip install -r tests/fuzz/requirements.txt ({error})")
        return 69


if __name__ == "__main__":
    sys.exit(main())
