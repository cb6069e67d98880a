"""One tree of errors. Each message says what was wrong, where, and what to do.

GeoError                 base: catch it to show the message to a person
├── InputError           an article or file that cannot be read            exit code 65
├── UsageError           a wrong argument or setting                       exit code 2
├── MissingError         something needed is not there or damaged          exit code 69
└── BusyError            another process holds the store; try again        exit code 75
"""

from __future__ import annotations


class GeoError(Exception):
    """Base of all expected errors of Sitmap."""

    exit_code = 70


class InputError(GeoError, ValueError):
    """An article or file cannot be read; other inputs go on."""

    exit_code = 65


class UsageError(GeoError, ValueError):
    """An argument or setting is wrong."""

    exit_code = 2


class MissingError(GeoError, LookupError):
    """Something that is needed is not there or is damaged."""

    exit_code = 69


class BusyError(GeoError, TimeoutError):
    """Another process holds the store."""

    exit_code = 75
