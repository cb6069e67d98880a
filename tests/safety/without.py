"""Takes defences out, one at a time, and asks whether the tests named for them notice.

`python -m tests.safety.without [WORD]` works on a copy of the code and prints a row for each (with WORD, for those
whose file holds it): what was taken out, and whether a test failed. What no test misses is no defence, or has no test.
That each stands in the code as it is written here is held by `test_ways_in.py`. Minutes: no part of the suite.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
INJECTION, GUARD, FETCH = (
    "tests/safety/test_injection.py",
    "tests/dashboard/test_guard.py",
    "tests/sources/test_fetch.py",
)
FETCH, KINDS = "tests/sources/test_fetch.py", "tests/sources/test_file_kinds.py"
BACKUP, STORE, ERASE = "tests/store/test_backup.py", "tests/store/test_store.py", "tests/store/test_erase.py"
BAD, LAYERS, ERASE = (
    "tests/faults/test_bad_inputs.py",
    "tests/imports/test_layers_ask_nobody.py",
    "tests/store/test_erase.py",
)
DAMAGED = "tests/safety/test_damaged_addresses.py"
ONLINE, GONE, DOCTOR = "tests/places/test_online.py", "tests/dashboard/test_privacy.py", "tests/test_doctor.py"


class Defence(NamedTuple):
    """One line of defence."""

    file: str
    held: str  #: as it stands in the file
    without: str  #: what stands there without it
    tests: str  #: that have to fail then


DEFENCES = (
    # text that would be code
    Defence("geo/maps/safe.py", "if sign in _SIGNS else sign", "if False else sign", "tests/maps/test_safe.py"),
    Defence("geo/dashboard/words.py", "return html.escape(str(text), quote=True)", "return str(text)", INJECTION),
    Defence("geo/dashboard/words.py", '(text or "").translate(_ESCAPED)', '(text or "")', INJECTION),
    Defence("geo/dashboard/evidence.py", "if web_host(article.url):", "if article.url:", DAMAGED),
    Defence("geo/dashboard/evidence.py", "if web_host(row.url):", "if row.url:", INJECTION),
    Defence("geo/maps/standalone.py", 'for sign in "<>&\\u2028\\u2029"', 'for sign in ""', INJECTION),
    Defence("geo/maps/standalone.py", "title=html.escape(title)", "title=title", INJECTION),
    Defence("geo/maps/standalone.py", 'script-src {hashes}; "', "script-src 'unsafe-inline'; \"", INJECTION),
    Defence("geo/export/brief_html.py", "<blockquote>{e(one.evidence)}", "<blockquote>{one.evidence}", INJECTION),
    Defence("geo/export/kml.py", 'escape(_UNSPEAKABLE.sub("\\ufffd", str(value)))', "str(value)", INJECTION),
    Defence("geo/export/kml.py", '_UNSPEAKABLE.sub("\\ufffd", str(value))', "str(value)", INJECTION),
    Defence("geo/export/table.py", "[defuse(c) if pa.types.is_string(c.type) else c for c", "[c for c", INJECTION),
    Defence("geo/export/room.py", "def one_line(", "def one_line(text): return text\ndef _one_line(", INJECTION),
    Defence("geo/cli/say.py", "click.echo(inert(str(line)), err=err)", "click.echo(str(line), err=err)",
            "tests/safety/test_terminal.py"),
    # requests
    Defence("geo/sources/address.py", "if not is_public(one):", "if False:", FETCH),
    Defence("geo/sources/address.py", "for one in (ip, *_inside(ip))", "for one in (ip,)", FETCH),
    Defence("geo/sources/address.py", 'if "@" in parts.netloc:', "if False:", FETCH),
    Defence("geo/sources/address.py", "if port not in PORTS.values():", "if False:", FETCH),
    Defence("geo/sources/fetch.py", "exchange.ask(addresses[0],", "exchange.ask(target.host,", FETCH),
    Defence("geo/sources/fetch.py", "range(MAX_REDIRECTS + 1)", "range(20)", FETCH),
    Defence("geo/sources/fetch.py", 'if target.scheme == "https" and not', "if False and not", FETCH),
    Defence("geo/sources/fetch.py", "MAX_BYTES + 1 - len(content)", "0", FETCH),
    Defence("geo/sources/fetch.py", "watch.start()", "pass", FETCH),
    Defence("geo/sources/fetch.py", "if not settings.fetch:", "if False:", FETCH),
    Defence("geo/imports/layer.py", "    check_layer(path)\n", "", LAYERS),
    Defence("geo/gdal.py", '"GDAL_HTTP_PROXY": _NOBODY,', "", LAYERS),
    Defence("geo/gdal.py", '"GDALG", ', "", LAYERS),
    # who may look
    Defence("geo/dashboard/guard.py", "if not _is_ours(host, server):", "if False:", GUARD),
    Defence("geo/dashboard/guard.py", "if origin is not None and", "if False and", GUARD),
    Defence("geo/dashboard/guard.py", '"cross-site", "same-site")', '"none-site",)', GUARD),
    Defence("geo/dashboard/guard.py", "if private and must_log_in()", "if False and must_log_in()", GUARD),
    Defence("geo/dashboard/guard.py", "if not is_loopback(server) and server", "if False and server", GUARD),
    Defence("geo/dashboard/guard.py", "\"default-src\": \"'none'\"", "\"default-src\": \"*\"", GUARD),
    Defence("geo/dashboard/guard.py", "headers.setdefault(name, value)", "pass", GUARD),
    Defence("geo/dashboard/login.py", "    if lacking:\n", "    if False:\n", GUARD),
    Defence("geo/dashboard/login.py", 'return user.get("is_logged_in") is True', "return True", GUARD),
    Defence("geo/dashboard/login.py", "    st.stop()\n", "", GUARD),
    # bad input
    Defence("geo/sources/feed.py", 'if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:', "if False:", KINDS),
    Defence("geo/sources/office.py", "if root.getroottree().docinfo.doctype:", "if False:", KINDS),
    Defence("geo/sources/office.py", "if len(content) > MAX_PART_BYTES:", "if False:", KINDS),
    Defence("geo/sources/kinds.py", "if kind.most_bytes and size_bytes > kind.most_bytes:", "if False:", KINDS),
    Defence("geo/sources/paths.py", "if not path.is_file():", "if False:", BAD),
    Defence("geo/imports/bounds.py", "if self._read > self._limit:", "if False:", BAD),
    Defence("geo/imports/bounds.py", 'if number > MAX_COLUMNS:', "if False:", BAD),
    Defence("geo/imports/bounds.py", "if len(line) > MAX_LINE:", "if False:", BAD),
    # faults
    Defence("geo/store/engine.py", 'connection.exec_driver_sql("BEGIN IMMEDIATE")\n            return',
            'connection.exec_driver_sql("BEGIN")\n            return', STORE),
    Defence("geo/store/engine.py", "if found is not None and found > HEAD:", "if False:", STORE),
    Defence("geo/store/engine.py", "if trouble := emptied(path):", 'if trouble := "":', BACKUP),
    Defence("geo/store/backup.py", "        health = examine(part)\n", "        health = Health(HEAD, (), {})\n",
            BACKUP),
    Defence("geo/store/backup.py", "            _fold_log(target)\n", "", BACKUP),
    Defence("geo/store/backup.py", "done += _second_name(target, kept)",
            "done += [(target, kept)]; target.replace(kept)", BACKUP),
    Defence("geo/scratch.py", "if not _is_held(one)]", "]", "tests/test_scratch.py"),
    Defence("geo/scratch.py", "    drop_parts(path)\n", "", "tests/test_scratch.py"),
    Defence("geo/places/weights.py", "if sealed(path) not in (None,", "if sealed(path) in (0,", DOCTOR),
    Defence("geo/doctor.py", 'if file_hash(path) != seal["sha256"]:', "if False:", DOCTOR),
    Defence("geo/places/online.py", "_PACE.wait(self._clock, self._sleep)", "pass", ONLINE),
    Defence("geo/places/online.py", "_PACE.resting[self.url] = self._clock() + REST_S", "pass", ONLINE),
    Defence("geo/places/adapter.py", "asking.join(timeout)", "asking.join()",
            "tests/faults/test_around.py -k geocoder"),
    # deleted is gone
    Defence("geo/store/erase.py", 'cursor.execute("VACUUM")', "pass", ERASE),
    Defence("geo/store/erase.py", '"PRAGMA wal_checkpoint(TRUNCATE)"', '"SELECT 0"', ERASE),
    Defence("geo/store/erase.py", "connection.execute(corrections.delete().where",
            "(lambda *_: 0)(corrections.delete().where", ERASE),
    Defence("geo/dashboard/gone.py", "    withdraw()\n", "", GONE),
    Defence("geo/kept.py", "files += [former, *beside(former)]", "pass", GONE),
    Defence("geo/kept.py", "        drop_parts(path)\n", "", GONE),
    Defence("geo/kept.py", "return [path, *beside(path)]", "return []", GONE),
)  # fmt: skip


def main() -> int:
    """Try them all; 1 where a test did not notice."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="without-") as made:
        folder = Path(made)
        for name in ("geo", "tests", ".streamlit"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("app.py", "pyproject.toml", "data", "docs", "training", "requirements.txt"):
            (folder / name).symlink_to(ROOT / name)
        print("| taken out | tests | noticed |\n|---|---|---|")
        for one in DEFENCES:
            if word in one.file:
                noticed = _without(one, folder)
                missed += not noticed
                print(
                    f"| {one.file}: {one.held.strip()} | {one.tests} | {'yes' if noticed else '**no**'} |", flush=True
                )
    return 1 if missed else 0


def _without(one: Defence, folder: Path) -> bool:
    """Whether the tests fail without a defence."""
    path = folder / one.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(one.held, one.without), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *one.tests.split()]
        command += [f"--basetemp={folder / 'made'}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900, env=dict(os.environ))
    except subprocess.TimeoutExpired:
        return True  # a test that hangs has noticed
    finally:
        path.write_text(whole, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
