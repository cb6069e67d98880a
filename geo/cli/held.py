"""``articles failed``, ``articles retry`` and ``articles forget``: what could not be read, and what becomes of it."""

from __future__ import annotations

import click

from geo.cli.progress import open_gazetteer, progress
from geo.cli.say import say, say_json
from geo.errors import InputError
from geo.settings import Settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def failed(*, as_json: bool) -> None:
    """List the articles that could not be read: where each came from, and why."""
    from geo.pipeline import look_into

    for one in look_into(Settings.from_env()).quarantine.list():
        row = {"origin": one.origin, "reason": one.reason, "retry": bool(one.path or one.article)}
        if as_json:
            say_json(row)
        else:
            say(f"{one.origin}\t{one.reason}")


@click.command()
@click.argument("origins", nargs=-1, metavar="[ORIGIN]...")
@click.pass_context
def retry(context: click.Context, origins: tuple[str, ...]) -> None:
    """Read again what could not be read before: all of it, or what came from ORIGIN (`articles failed` names them)."""
    from geo.pipeline import open_store
    from geo.pipeline import retry as again

    settings = Settings.from_env()
    store = open_store(settings)
    missing = sorted(set(origins) - store.quarantine.origins())
    with progress("Reading articles", quiet=True) as report:
        summary = again(store, open_gazetteer(settings), origins or None, report)
    left = len(store.quarantine.origins())
    store.close()
    read = summary.added + summary.replaced + summary.unchanged
    say(f"articles: {read} read, {len(summary.failures)} failed again; {left} are held")
    for failure in summary.failures:
        say(f"failed: {failure.error}", err=True)
    _tell_missing(missing)
    context.exit(InputError.exit_code if summary.failures or missing else 0)


@click.command()
@click.argument("origins", nargs=-1, metavar="[ORIGIN]...")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@click.pass_context
def forget(context: click.Context, origins: tuple[str, ...], *, everything: bool) -> None:
    """Forget articles that could not be read; their files stay where they are."""
    from geo.pipeline import open_store

    if everything == bool(origins):
        msg = "give ORIGINs, or --all"
        raise click.UsageError(msg)
    store = open_store(Settings.from_env())
    there = store.quarantine.origins()
    gone = store.quarantine.release(there if everything else dict.fromkeys(origins))
    store.eraser.scrub()
    store.close()
    say(f"forgot {gone}")
    missing = sorted(set(origins) - there)
    _tell_missing(missing)
    context.exit(InputError.exit_code if missing else 0)


def _tell_missing(missing: list[str]) -> None:
    for one in missing:
        say(f"failed: nothing is held from {one!r}; `python -m geo articles failed` names all", err=True)
