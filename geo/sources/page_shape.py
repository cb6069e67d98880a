"""A page's tree made ready for the library that takes the article out: walls lifted off, menus in tables taken away."""

from __future__ import annotations

import json
import re
from typing import Any

_CLASS = re.compile(r"\.([A-Za-z_][\w-]{0,60})")
#: A cell with so many links, and most of its words in them, is a menu.
MENU_LINKS, MENU_SHARE = 3, 0.6
#: A cell with so many paragraphs is a column of a page, and its table no table.
COLUMN_PARAGRAPHS = 3


def prepare(tree: Any) -> None:
    """Change `tree` (lxml) in place."""
    _lift_walls(tree)
    if not tree.xpath("//article | //main"):  # a page of the time when tables were for layout
        _drop_menus(tree)
        _unfold(tree)


def _lift_walls(tree: Any) -> None:
    """What a page declares as behind its wall (schema.org, ``hasPart``), and yet holds, is its text like the rest.

    Such parts carry a class that gives them away, for which they would be left out.
    """
    hidden = {name for part in _declared(tree) for name in _CLASS.findall(str(part.get("cssSelector", "")))}
    for element in tree.xpath("//*[@class]") if hidden else ():
        names = str(element.get("class")).split()
        if hidden & set(names):
            element.set("class", " ".join(name for name in names if name not in hidden))
            element.attrib.pop("style", None)
            for before in element.itersiblings(preceding=True):  # its first lines, called a teaser
                before.attrib.pop("class", None)


def _declared(tree: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            said = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for one in said if isinstance(said, list) else [said]:
            parts = one.get("hasPart") if isinstance(one, dict) else None
            found += [part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)]
    return found


def _drop_menus(tree: Any) -> None:
    for cell in list(tree.iter("td")):
        links = cell.findall(".//a")
        if len(links) < MENU_LINKS or cell.find(".//table") is not None or cell.find(".//p") is not None:
            continue
        words = len("".join(cell.itertext()).split())
        if sum(len("".join(link.itertext()).split()) for link in links) >= MENU_SHARE * words:
            cell.drop_tree()


def _unfold(tree: Any) -> None:
    """Make blocks of tables that only lay a page out, so that their paragraphs stay paragraphs."""
    for cell in list(tree.iter("td")):
        if len(cell.findall("p")) < COLUMN_PARAGRAPHS:
            continue
        for table in cell.iterancestors("table"):
            for element in (
                table,
                *table.iterchildren("tbody", "tr"),
                *table.xpath("./tr/td | ./tbody/tr | ./tbody/tr/td"),
            ):
                element.tag = "div"
