"""Records to JSON and back, by their type hints: days as ISO text, tuples as lists, defaults left out by no one."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> str:
    """`value` as compact JSON with sorted keys: the same record always gives the same text."""
    return written(plain(value))


def written(value: Any) -> str:
    """What ``plain`` has made, as the same compact JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """`value` as dictionaries, lists, numbers and text."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    names = _names(cast("Any", kind))
    if names is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


#: Most values of a record.
_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a record of this type; None where it is no record."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


def load(kind: type[T], text: str) -> T:
    """The record of type `kind` that ``dump`` wrote."""
    return record(kind, json.loads(text))


def record(kind: type[T], value: Any) -> T:
    """The record of type `kind` that ``plain`` made a dictionary of; fields that are not there take their default."""
    read: Callable[[Any], T] = _reader(cast("Any", kind))
    return read(value)


def _same(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How to read one value of type `kind`; worked out once per type."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if kind in (date, datetime):
        return cast("Callable[[Any], Any]", kind.fromisoformat)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [_reader(arg) for arg in get_args(kind) if arg is not type(None)]
        read = inner[0] if len(inner) == 1 else _same
        return _same if read is _same else lambda value: None if value is None else read(value)
    if origin is tuple:
        item = _reader(get_args(kind)[0])
        return tuple if item is _same else lambda value: tuple(item(one) for one in value)
    return _same


def _dataclass_reader(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in fields(kind) if f.init}

    def read(value: Any) -> Any:
        return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})

    return read
