"""Mutants of one module: what may be changed in it, one thing at a time, and how a loaded module becomes one."""

from __future__ import annotations

import ast
import copy
import gc
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType

_COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_COMPARE |= {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_ARITHMETIC |= {ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_SAID = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in"}
_SAID |= {ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or", ast.Add: "+"}
_SAID |= {ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitOr: "|", ast.BitAnd: "&"}
#: Decorators and calls whose arguments are sizes of caches and kinds of records: changing those changes no answer.
_NO_ANSWER = frozenset({"lru_cache", "cache", "dataclass"})


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    file: str  #: below the root of the project
    line: int
    lines: tuple[int, int]  #: first and last line of the statement, of its head where it holds others
    scope: str  #: the function it stands in; "" for what runs when the module is loaded
    said: str  #: what is changed, in words
    node: int  #: number of the node in ``ast.walk``
    variant: int
    key: str  #: tells mutants apart in one file, whatever happens to lines elsewhere


def mutants(file: str, source: str) -> list[Mutant]:
    """All mutants of a module, in its order."""
    tree = ast.parse(source)
    places = dict(_places(tree))
    found: list[Mutant] = []
    seen: dict[str, int] = {}
    for number, node in enumerate(ast.walk(tree)):
        if node not in places:
            continue
        scope, lines = places[node]
        for variant in range(2):
            said = _change(copy.deepcopy(node), variant)
            if not said:
                continue
            words = f"{scope}: {' '.join((ast.get_source_segment(source, node) or '').split())[:70]}: {said}"
            seen[words] = seen.get(words, 0) + 1
            key = f"{words} #{seen[words]}"
            line = getattr(node, "lineno", lines[0])
            found.append(Mutant(file, line, lines, scope, words, number, variant, key))
    return sorted(found, key=lambda one: (one.line, one.node, one.variant))


def uses(one: Mutant, source: str) -> list[int]:
    """Lines that use what a mutant of the module's own level defines; none where it defines nothing by name."""
    if one.scope:
        return []
    tree = ast.parse(source)
    made = [node for node in tree.body if node.lineno <= one.line <= (node.end_lineno or node.lineno)]
    names = {
        name.id
        for node in made
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }
    return [
        name.lineno
        for name in ast.walk(tree)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load) and name.id in names
    ]


def sample(every: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """So many mutants by lot; changes elsewhere in the file leave the lot of the others alone."""

    def lot(one: Mutant) -> str:
        return hashlib.sha256(f"{seed} {one.key}".encode()).hexdigest()

    return sorted(sorted(every, key=lot)[:size], key=lambda one: (one.line, one.node, one.variant))


def mutated(one: Mutant, source: str, filename: str) -> CodeType:
    """The compiled module with the change in it."""
    tree = ast.parse(source)
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == one.node)
    changed = copy.deepcopy(node)
    _change(changed, one.variant)
    _Put(node, changed).visit(tree)
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


def swap(old: CodeType, new: CodeType) -> bool:
    """Give every function alive the code that it has in the changed module, whoever holds it; whether any took it."""
    news = dict(_codes(new))
    names = {code: key for key, code in _codes(old)}
    took = False
    for function in [one for one in gc.get_objects() if isinstance(one, FunctionType)]:
        key = names.get(function.__code__)
        if key is None or key not in news or news[key] == function.__code__:
            continue
        try:
            function.__code__ = news[key]
        except ValueError:  # another number of variables from around it
            return False
        took = True
    return took


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int, int], CodeType]]:
    """All functions of a module with what they are known by."""
    seen: dict[tuple[str, int], int] = {}
    todo = [code]
    while todo:
        for const in todo.pop(0).co_consts:
            if isinstance(const, CodeType):
                place = (const.co_qualname, const.co_firstlineno)
                seen[place] = seen.get(place, 0) + 1
                yield (*place, seen[place]), const
                todo.append(const)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, tuple[str, tuple[int, int]]]]:
    """Every node that may be changed, with its function and the lines of its statement."""
    todo: list[tuple[ast.AST, str, tuple[int, int]]] = [(tree, "", (0, 0))]
    while todo:
        node, scope, lines = todo.pop()
        if isinstance(node, ast.stmt):
            lines = _head(node)
        yield node, (scope, lines)
        inner = scope
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            inner = f"{scope}.{getattr(node, 'name', '<lambda>')}".lstrip(".")
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _NO_ANSWER:
            continue
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns"):
                continue
            inside = inner if field == "body" else scope
            todo += [
                (child, inside, lines)
                for child in (value if isinstance(value, list) else [value])
                if isinstance(child, ast.AST)
            ]


def _head(node: ast.stmt) -> tuple[int, int]:
    body = getattr(node, "body", None)
    last = max(node.lineno, body[0].lineno - 1) if body else (node.end_lineno or node.lineno)
    return node.lineno, last


def _change(node: ast.AST, variant: int) -> str:
    """Change `node` itself; "" where there is nothing to change."""
    if isinstance(node, ast.Constant):
        return _other_constant(node, variant)
    if variant:
        return ""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
        new = _COMPARE[type(node.ops[0])]
        said = f"{_SAID[type(node.ops[0])]} -> {_SAID[new]}"
        node.ops[0] = new()
        return said
    if isinstance(node, ast.BoolOp):
        said = _SAID[type(node.op)]
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return f"{said} -> {_SAID[type(node.op)]}"
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _ARITHMETIC:
        said = _SAID[type(node.op)]
        node.op = _ARITHMETIC[type(node.op)]()
        return f"{said} -> {_SAID[type(node.op)]}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
        return "not dropped"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        said, node.func.id = node.func.id, _CALLS[node.func.id]
        return f"{said} -> {node.func.id}"
    if isinstance(node, (ast.If, ast.IfExp)) and isinstance(node.test, (ast.Name, ast.Attribute, ast.Call)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "condition turned round"
    if isinstance(node, ast.Return) and not _says_no(node.value):
        node.value = ast.Constant(None)
        return "returns None"
    return ""


def _other_constant(node: ast.Constant, variant: int) -> str:
    if isinstance(node.value, bool):
        node.value = not node.value
        return f"{not node.value} -> {node.value}" if variant == 0 else ""
    if isinstance(node.value, (int, float)):
        said, node.value = node.value, node.value + (1, -1)[variant]
        return f"{said} -> {node.value}"
    return ""


def _says_no(node: ast.expr | None) -> bool:
    """None, or False, from which None is seldom told apart."""
    return node is None or (isinstance(node, ast.Constant) and (node.value is None or node.value is False))
