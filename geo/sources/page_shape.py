"""A page's tree made ready for the library that takes the article out: walls lifted off, menus in tables taken away."""

from __future__ import annotations

import json
import re
from typing import Any

#: So many lines, of so many characters or more, are put in order in a page of at most so many characters.
MOST_LINES, LONG_LINE, MOST_CHARACTERS = 1_000, 30, 300_000
_CLASS = re.compile(r"\.([A-Za-z_][\w-]{0,60})")
#: A cell with so many links, and most of its words in them, is a menu.
MENU_LINKS, MENU_SHARE = 3, 0.6
#: Questions to readers are called one of these, and have at most so many characters.
ASKED, LONGEST_QUESTION = frozenset({"poll", "polls", "quiz", "survey"}), 600
#: So many captions of so many characters or more make a page of pictures.
FEWEST_CAPTIONS, LONG_CAPTION = 3, 60
#: What is never part of a paragraph.
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "div", "dl", "figure", "footer", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "head", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "script", "section", "style",
     "table", "tbody", "td", "th", "title", "tr", "ul"}
)  # fmt: skip
#: A cell with so many paragraphs is a column of a page, and its table no table.
COLUMN_PARAGRAPHS = 3


def prepare(tree: Any) -> None:
    """Change `tree` (lxml) in place."""
    _lift_walls(tree)
    _drop_questions(tree)
    if not tree.xpath("//article | //main"):  # a page of the time when tables were for layout
        _drop_menus(tree)
        _unfold(tree)
    double = [one for one in tree.iter("br") if (after := one.getnext()) is not None and after.tag == "br"]
    double = [one for one in double if not (one.tail or "").strip()]
    for element in dict.fromkeys(one.getparent() for one in double):
        _part_at_breaks(element)


def show_captions(tree: Any) -> bool:
    """Make paragraphs of the captions of a page of pictures, where they are its text; False where it is none."""
    captions = [
        one
        for one in tree.iter("figcaption")
        if len(one.text_content().split()) and len(one.text_content()) >= LONG_CAPTION
    ]
    if len(captions) < FEWEST_CAPTIONS:
        return False
    for element in list(tree.iter("figure", "figcaption")):
        element.tag = "div"
    for caption in captions:
        if caption.find("p") is None:
            caption.tag = "p"
    return True


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


def _drop_questions(tree: Any) -> None:
    for element in list(tree.xpath("//*[@class]")):
        if ASKED & set(str(element.get("class")).lower().split()) and len(element.text_content()) <= LONGEST_QUESTION:
            element.drop_tree()


def _part_at_breaks(element: Any) -> None:
    """Make paragraphs of text that is parted by two line breaks, as sites wrote it before they had templates."""
    from lxml import etree

    parts: list[Any] = [etree.Element("p")]
    parts[0].text, element.text = element.text, None
    for child in list(element):
        tail, child.tail = child.tail, None
        element.remove(child)
        last = parts[-1][-1] if len(parts[-1]) else None
        if child.tag in _BLOCKS:
            parts.append(child)
        elif child.tag == "br" and last is not None and last.tag == "br" and not (last.tail or "").strip():
            parts[-1].remove(last)
        else:
            parts[-1].append(child)
            child.tail = tail
            continue
        parts.append(etree.Element("p"))
        parts[-1].text = tail
    element.extend(part for part in parts if part.tag != "p" or len(part) or (part.text or "").strip())


def in_order(lines: list[str], tree: Any) -> list[str]:
    """`lines` (without doubled blanks) as they follow one another in the page: of a live blog, one post may come first.

    A line that does not stand there whole, or more than once, follows the one before it.
    """
    from lxml import etree

    body = tree.find("body")
    parts = etree.XPath(".//text()[not(ancestor::script or ancestor::style)]")(tree if body is None else body)
    page = " ".join("".join(parts).split())
    if len(lines) > MOST_LINES or len(page) > MOST_CHARACTERS:
        return lines
    place, places = -1, []
    for line in lines:
        if len(line) >= LONG_LINE and page.count(line) == 1:
            place = page.find(line)
        places.append(place)
    return [lines[at] for at in sorted(range(len(lines)), key=lambda at: (places[at], at))]
