"""No other way in: what may hand text to a template, to HTML or to Markdown, read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.safety.without import DEFENCES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "geo").rglob("*.py"))]
DASHBOARD = [path for path in SOURCES if path.parent.name == "dashboard"]
#: What of Folium and Branca is used: none of it takes text, but from our own numbers and constants.
FOLIUM = {"folium.Map", "folium.GeoJson"}
FOLIUM_ITSELF = ast.dump(ast.Name("folium", ast.Load()))
FOLIUM_IMPORTS = {"folium", "JSCSSMixin", "Layer", "Template", "Element", "Figure"}
#: What makes HTML of text in geo/dashboard; tests/safety/test_injection.py runs the payloads through them.
BUILDERS = ("_html", "_terms", "_key")
#: Calls whose outcome may stand in HTML: escaped, or a number in words.
ESCAPES = {"html_text"}
#: The same for Markdown, which labels and messages are read as.
PLAIN = {
    "plain", "count", "spoken", "label", "told", "previous", "numeral", "decimal", "meaning", "terms_help",
    "kind_label", "name.upper",
}  # fmt: skip
MARKDOWN = {
    "caption", "error", "warning", "info", "success", "subheader", "header", "title", "expander", "popover", "toggle",
    "checkbox", "button", "metric", "toast", "spinner", "download_button", "form_submit_button", "badge", "radio",
    "pills", "segmented_control", "selectbox", "multiselect", "text_input", "text_area", "number_input", "date_input",
    "slider", "file_uploader", "dialog", "status",
}  # fmt: skip
#: Arguments by name that are read as Markdown, and those that say how the choices are called.
BY_NAME = {"label", "help", "text", "caption", "body"}
CALLED = {"radio", "pills", "segmented_control"}
#: What has words by name alone.
BESIDE = {"TextColumn", "Column", "NumberColumn", "progress", "page_link", "data_editor"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(paths: list[Path]) -> Iterator[tuple[str, ast.Call, str]]:
    """Where, the call, and the whole name of what is called."""
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    """A name with its dots; "()" for what is called on the outcome of another call."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


def is_inert(node: ast.expr, escapes: set[str]) -> bool:
    """Whether an expression is our own words, or foreign ones that were escaped."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name | ast.Attribute):
        return ast.unparse(node).rpartition(".")[2].isupper()
    if isinstance(node, ast.JoinedStr):
        return all(is_inert(part, escapes) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        numeric = node.format_spec is not None and ast.unparse(node.format_spec).strip("f'\"").startswith(
            (",", ".", "0")
        )
        return numeric or is_inert(node.value, escapes)
    if isinstance(node, ast.IfExp):
        return is_inert(node.body, escapes) and is_inert(node.orelse, escapes)
    if isinstance(node, ast.BinOp):
        return is_inert(node.left, escapes) and is_inert(node.right, escapes)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return all(is_inert(one, escapes) for one in [node.func.value, *node.args])
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "t":  # our words in another language, with gaps
        return escapes is PLAIN and all(
            is_inert(one, escapes) for one in [*node.args, *(k.value for k in node.keywords)]
        )
    return isinstance(node, ast.Call) and ast.unparse(node.func) in escapes


def test_folium_gets_numbers_and_no_other_way_in_is_used() -> None:
    wrong = [
        f"{where}: {name}" for where, _, name in calls(SOURCES) if name.startswith("folium.") and name not in FOLIUM
    ]
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("folium", "branca", "jinja2"):
                wrong += [f"{path.name}:{node.lineno}: {a.name}" for a in node.names if a.name not in FOLIUM_IMPORTS]
            if isinstance(node, ast.Import):
                wrong += [
                    f"{path.name}:{node.lineno}: {a.name}" for a in node.names if a.name in ("jinja2", "markupsafe")
                ]
    assert not wrong, "\n".join(wrong)


def test_templates_are_our_own_words() -> None:
    wrong = [
        where
        for where, call, name in calls(SOURCES)
        if name.rpartition(".")[2] in ("Template", "Element", "from_string") and not all(map(_is_constant, call.args))
    ]
    assert not wrong, "\n".join(wrong)


def _is_ours(node: ast.expr) -> bool:
    named = isinstance(node, ast.JoinedStr) and all(
        is_inert(part, PLAIN) or (isinstance(part, ast.FormattedValue) and ast.unparse(part.value) in OUR_NAMES)
        for part in node.values
    )
    return named or is_inert(node, PLAIN) or ast.unparse(node) in OURS


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def test_html_on_a_page_is_our_own_or_escaped() -> None:
    wrong = []
    for where, call, name in calls(DASHBOARD):
        if not name.endswith(".html") or name == "html":
            continue
        given = call.args[0]
        built = isinstance(given, ast.Call) and ast.unparse(given.func).endswith(BUILDERS)
        if not (built or is_inert(given, ESCAPES) or ast.unparse(given) in BUILT_HERE):
            wrong.append(f"{where}: {ast.unparse(given)[:90]}")
    assert not wrong, "\n".join(wrong)


#: Codes, numbers and our own words, which the code around them makes sure of.
OURS = {
    "heading", "title", "retold(opening.what)", "retold(row['label'])", "_kinds_help(seen)",
    "words", "t(WORDS[fmt])", "t('Film ({format})', format=request.fmt.upper())",
    "f'{label(kind, code)} ({numeral(counts[code])})'",
}  # fmt: skip
#: What gives choices their names, out of our own words.
CALLERS = {"t", "str.upper", "LANGUAGES.__getitem__", "shown[one]"}
#: Names that hold the same.
OUR_NAMES = {"words", "names", "unit"}
#: Built of escaped cells in the line above it.
BUILT_HERE = {"f'<table class=\"sm-terms\">{body}</table>'"}


def test_markdown_on_a_page_is_our_own_or_plain() -> None:
    wrong = []
    for where, call, name in calls(DASHBOARD):
        kind = name.rpartition(".")[2]
        if kind in ("markdown", "write", "iframe", "write_stream", "latex") and name.startswith("st."):
            if not call.args or not _is_constant(call.args[0]):
                wrong.append(f"{where}: {name}")
        elif kind in MARKDOWN and "." in name and call.args and not _is_ours(call.args[0]):
            wrong.append(f"{where}: {name}({ast.unparse(call.args[0])[:90]})")
    assert not wrong, "\n".join(wrong)


def test_what_is_given_by_name_is_our_own_or_plain_too() -> None:
    wrong = []
    for where, call, name in calls(DASHBOARD):
        if "." not in name or name.rpartition(".")[2] not in MARKDOWN | BESIDE:
            continue
        given = [one for one in call.keywords if one.arg in BY_NAME and not _is_ours(one.value)]
        wrong += [f"{where}: {name}({one.arg}={ast.unparse(one.value)[:90]})" for one in given]
    assert not wrong, "\n".join(wrong)


def test_choices_that_are_read_as_markdown_are_called_by_our_own_or_plain_words() -> None:
    wrong = []
    for where, call, name in calls(DASHBOARD):
        if name.rpartition(".")[2] in CALLED and "." in name:
            (how,) = [one.value for one in call.keywords if one.arg == "format_func"] or [None]
            said = how.body if isinstance(how, ast.Lambda) else how
            if said is None or not (_is_ours(said) or ast.unparse(said) in CALLERS):  # none: as they are
                wrong.append(f"{where}: {name}(format_func={said and ast.unparse(said)[:90]})")
    assert not wrong, "\n".join(wrong)


def test_every_defence_stands_as_it_is_taken_out() -> None:
    # `python -m tests.safety.without` takes them out and asks whether their tests notice
    wrong = [one for one in DEFENCES if (ROOT / one.file).read_text(encoding="utf-8").count(one.held) != 1]
    assert wrong == []
    assert len(DEFENCES) > 60


@pytest.mark.parametrize("name", ["unsafe_allow_html", "unsafe_allow_javascript", "allow_dangerous_deserialization"])
def test_no_switch_lets_html_through(name: str) -> None:
    wrong = [where for where, call, _ in calls(SOURCES) if any(keyword.arg == name for keyword in call.keywords)]
    assert not wrong, "\n".join(wrong)


def test_no_frame_and_no_component_of_foreign_html() -> None:
    wrong = [
        f"{where}: {name}"
        for where, _, name in calls(DASHBOARD)
        if "components.v1" in name or name.endswith((".iframe", ".declare_component", "components.html"))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_terminal_is_written_to_in_one_place() -> None:
    wrong = [
        f"{where}: {name}"
        for where, _, name in calls([path for path in SOURCES if path.name != "say.py"])
        if name in ("click.echo", "click.secho", "print", "sys.stdout.write")
    ]
    assert not wrong, "\n".join(wrong)
