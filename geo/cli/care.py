"""``doctor``, ``backup``, ``restore``, ``copy``, ``where`` and ``delete-everything``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from geo.cli.say import say, say_json
from geo.errors import MissingError, UsageError
from geo.settings import Settings


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be made again: incidents, gazetteer, cache.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def doctor(context: click.Context, *, repair: bool, as_json: bool) -> None:
    """Look over store, incidents, models, gazetteer and cache, every byte of them.

    What a person entered is never touched. Do not repair while an ingest is running.
    """
    from geo.doctor import look_over

    found = look_over(Settings.from_env(), repair=repair)
    for one in found:
        say_json(asdict(one)) if as_json else say(f"{one.state}\t{one.what}\t{one.detail}")
    if any(one.state == "ailing" for one in found) and not as_json:
        say("`python -m geo doctor --repair` mends what is ailing.", err=True)
    context.exit(MissingError.exit_code if any(one.state in ("ailing", "broken") for one in found) else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def backup(file: Path, *, force: bool) -> None:
    """Copy the store to FILE, also while the dashboard or an ingest is using it."""
    from geo.store.backup import backup as copy
    from geo.store.backup import store_file

    if file.exists() and not force:
        msg = f"{file} is there already; choose another name, or --force"
        raise UsageError(msg)
    source = store_file(Settings.from_env().store_url)
    if file.exists() and source.exists() and file.samefile(source):
        msg = f"{file} is the store itself"
        raise UsageError(msg)
    health = copy(source, file)
    rows = ", ".join(f"{number:,} {name}" for name, number in health.rows.items())
    say(f"{file}: {rows}; integrity checked")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def restore(file: Path) -> None:
    """Put a backup in the place of the store; the store that was there is kept under another name.

    Close the dashboard first: it would go on with the former store.
    """
    from geo.store.backup import restore as put_back
    from geo.store.backup import store_file

    target = store_file(Settings.from_env().store_url)
    if file.exists() and target.exists() and file.samefile(target):
        msg = f"{file} is the store itself"
        raise UsageError(msg)
    kept = put_back(file, target)
    say(f"restored {target}" + (f"; the former store is {kept}" if kept else ""))


@click.command()
@click.argument("target", metavar="URL")
@click.option("--from", "source", metavar="URL", help="The store to be copied (default: the one in use).")
def copy(target: str, source: str | None) -> None:
    """Copy the store into the empty one at URL: from a file to a PostgreSQL server, or back.

    A password need not stand in URL: PostgreSQL reads it from PGPASSWORD or ~/.pgpass.
    """
    from geo.store.copy import copy as copy_store

    rows = copy_store(source or Settings.from_env().store_url, target)
    told = ", ".join(
        f"{rows[name]:,} {name}" for name in ("articles", "reports", "incidents", "datasets", "corrections")
    )
    say(f"copied {told}; set GEO_STORE to use the copy")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def where(*, as_json: bool) -> None:
    """Say what is kept on this machine, where, and how large it is."""
    from geo.kept import kept

    for one in kept(Settings.from_env()):
        say_json(asdict(one)) if as_json else say(f"{one.size_bytes / 1e6:.1f} MB\t{one.where}\t{one.what}")


@click.command("delete-everything")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete_everything(*, yes: bool) -> None:
    """Delete for good all that you brought: articles, what was read in them, decisions, datasets, overlays, own places.

    Nothing of it is left in the store's file. Backups and exports that you wrote elsewhere stay, and so do your files.
    """
    from geo.kept import delete_everything as delete

    if not yes:
        click.confirm("Delete all articles, decisions, datasets, overlays and own places for good?", abort=True)
    for one in delete(Settings.from_env()):
        say(f"deleted\t{one.where}\t{one.what}")
