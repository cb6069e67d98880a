"""``projects``: several stores side by side, and what each is about."""

from __future__ import annotations

import click

from geo.cli.say import say
from geo.errors import UsageError
from geo.settings import Settings, data_folder


@click.group()
def projects() -> None:
    """Keep several stores side by side: one for each beat, region or desk. GEO_STORE stands above them."""


@projects.command("list")
def list_projects() -> None:
    """List the projects; the one that is worked on has a star."""
    from geo.projects import names

    now = Settings.from_env().project
    for name in names(data_folder()):
        say(f"{'*' if name == now else ' '} {name}")


@projects.command("new")
@click.argument("name")
@click.pass_context
def new_project(context: click.Context, name: str) -> None:
    """Make a project and work on it from now on."""
    from geo.projects import make

    make(name, data_folder())
    context.invoke(use_project, name=name)


@projects.command("use")
@click.argument("name")
def use_project(name: str) -> None:
    """Work on this project from now on; dashboards that are open stay on theirs."""
    from geo.projects import use

    use(name, data_folder())
    note = "" if Settings.from_env().project else "; but GEO_STORE is set, and stands above it"
    say(f"project {name}{note}")


@projects.command("show")
@click.argument("name", required=False)
@click.option("--languages", metavar="en,uk", help="Articles in other languages are set aside; '' for none of it.")
@click.option("--countries", metavar="UA,RU", help="A name that may lie in one of these rather does.")
@click.option("--box", metavar="W,S,E,N", help="What is looked at beside the countries, in degrees; '' for none.")
@click.option("--folder", "folders", multiple=True, metavar="PATH", help="A folder to be watched; repeatable, '' none.")
@click.option("--list", "lists", multiple=True, metavar="PATH", help="A list of web addresses; repeatable, '' none.")
@click.option("--outlet", "outlets", multiple=True, metavar="SOURCE=UA", help="Where a source writes from; repeatable.")
def show_project(
    name: str | None, languages: str | None, countries: str | None, outlets: tuple[str, ...], box: str | None,
    folders: tuple[str, ...], lists: tuple[str, ...],
) -> None:  # fmt: skip
    """Say what a project is about, or set it. Articles that are there are read anew when they come again.

    Countries and box are its region: what the map opens on; the rest is counted, and shown when asked for.
    """
    from geo.projects import interest, set_interest, set_sources, sources
    from geo.settings import MAIN_PROJECT, project_folder

    folder = data_folder()
    name = name or Settings.from_env().project or MAIN_PROJECT
    if languages is None and countries is None and box is None and not outlets:
        held = interest(name, folder)
    else:
        named = [one.rpartition("=")[::2] for one in outlets]
        if any(not source for source, _ in named):
            msg = "an outlet is given as SOURCE=UA"
            raise UsageError(msg)
        held = set_interest(
            name,
            folder,
            languages=None if languages is None else filter(None, languages.split(",")),
            countries=None if countries is None else filter(None, countries.split(",")),
            outlets=[(source, code) for source, code in named] if named else None,
            box=None if box is None else [one for one in box.split(",") if one.strip()],
        )
    where = sources(name, folder)
    if folders or lists:
        given = [list(filter(None, one)) if one else None for one in (folders, lists)]
        where = set_sources(name, folder, folders=given[0], lists=given[1])
    say(f"project\t{name}\t{project_folder(name, folder)}")
    say(f"languages\t{', '.join(held.languages) or 'all'}")
    say(f"countries\t{', '.join(held.countries) or 'none preferred'}")
    say(f"box\t{', '.join(f'{one:g}' for one in held.box) if held.box else 'none'}")
    for source, code in held.outlets:
        say(f"outlet\t{source}\t{code}")
    for kind, paths in (("folder", where.folders), ("list", where.lists)):
        for path in paths:
            say(f"{kind}\t{path}")
