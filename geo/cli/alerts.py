"""``alerts``: rules about incidents, and what is new under them since somebody last looked."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import click

from geo.cli.progress import open_gazetteer
from geo.cli.say import say, say_json
from geo.errors import InputError
from geo.model import STATUSES, TYPES
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.store import Store

KINDS = tuple(code for codes in TYPES.values() for code in codes)


@click.group()
def alerts() -> None:
    """Rules such as "each new incident within 30 km of Sumy", and what is new under them."""


@alerts.command("add")
@click.argument("name")
@click.option("--near", metavar="PLACE|LAT,LON", help="Around this place, found in the gazetteer, or this point.")
@click.option("--km", default=30.0, show_default=True, type=click.FloatRange(0.1, 5000), help="With --near: so far.")
@click.option("--in", "area", default="", metavar="CODE[|PROVINCE]", help="In a country (UA), or a province of it.")
@click.option("--type", "types", multiple=True, type=click.Choice(list(TYPES)), help="May be repeated.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="May be repeated.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="By default all that is drawn.")
@click.option("--at-least", default=1, show_default=True, type=click.IntRange(1, 10_000), help="Incidents together.")
@click.option("--per", default="day", show_default=True, type=click.Choice(["day", "week"]), help="With --at-least.")
def add_alert(
    name: str, near: str | None, km: float, area: str, types: tuple[str, ...], kinds: tuple[str, ...],
    statuses: tuple[str, ...], at_least: int, per: Literal["day", "week"],
) -> None:  # fmt: skip
    """Add a rule called NAME, or change the one of that name. What it finds already counts as seen."""
    from geo.alerts import add, alert_id, words
    from geo.store.alerts import Alert

    settings = Settings.from_env()
    lat, lon = _point(near, settings) if near else (0.0, 0.0)
    rule = Alert(alert_id(name), name, types, kinds, statuses, lat, lon, km if near else 0.0, area, at_least, per)
    store = _store(settings)
    found = add(store, rule)
    store.close()
    say(f"{rule.id}: {words(rule)}; {len(found.hits)} found already, which count as seen")


@alerts.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_alerts(*, as_json: bool) -> None:
    """List the rules."""
    from geo.alerts import words
    from geo.pipeline import look_into

    for one in look_into(Settings.from_env()).alerts.list():
        if as_json:
            say_json(asdict(one))
        else:
            say(f"{one.id}\t{one.name}\t{words(one)}")


@alerts.command("check")
@click.option("--seen", is_flag=True, help="Afterwards, what was listed counts as seen.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check_alerts(*, seen: bool, as_json: bool) -> None:
    """List what is new under each rule since it was last seen."""
    from geo.alerts import check, see

    store = _store(Settings.from_env())
    for rule in store.alerts.list():
        found = check(store, rule)
        for hit in found.new:
            row: dict[str, Any] = {"alert": rule.id, **asdict(hit)}
            when = hit.first if hit.first == hit.last else f"{hit.first} to {hit.last}"
            if as_json:
                say_json(row)
            else:
                say(f"{rule.id}\t{when or 'not dated'}\t{len(hit.incidents)}\t{'; '.join(hit.places)}")
        if seen:
            see(store, found)
    store.close()


@alerts.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def remove_alerts(context: click.Context, ids: tuple[str, ...]) -> None:
    """Remove rules by their ids (`alerts list` names them)."""
    store = _store(Settings.from_env())
    there = {one.id for one in store.alerts.list()}
    say(f"removed {store.alerts.remove(there & set(ids))}")
    missing = sorted(set(ids) - there)
    for one in missing:
        say(f"failed: there is no alert {one!r}", err=True)
    store.close()
    context.exit(InputError.exit_code if missing else 0)


def _store(settings: Settings) -> Store:
    from geo.pipeline import open_store

    return open_store(settings)


def _point(near: str, settings: Settings) -> tuple[float, float]:
    numbers = re.fullmatch(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*", near)
    if numbers:
        return float(numbers[1]), float(numbers[2])
    found = open_gazetteer(settings).lookup(near)
    if not found:
        msg = f"no place in the gazetteer is called {near!r}; give LAT,LON instead"
        raise InputError(msg)
    best = max(found, key=lambda place: place.population or 0)
    return best.lat, best.lon
