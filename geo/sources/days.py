"""Days as people, programs and mail write them: understood only where their order is beyond doubt."""

from __future__ import annotations

import re
from datetime import date

from geo.errors import InputError

#: Publication years outside this range are slips of the pen.
YEARS = range(1000, 2201)

#: The months in English, Ukrainian, Russian, French and Spanish; three letters or more of a name stand for it.
_MONTHS = (
    "january січня января janvier enero", "february лютого февраля février febrero", "march березня марта mars marzo",
    "april квітня апреля avril abril", "may травня мая mai mayo", "june червня июня juin junio",
    "july липня июля juillet julio", "august серпня августа août agosto",
    "september вересня сентября septembre septiembre",
    "october жовтня октября octobre octubre", "november листопада ноября novembre noviembre",
    "december грудня декабря décembre diciembre",
)  # fmt: skip
#: So many letters of a month are needed.
SHORTEST_NAME = 3
_WORD = r"[^\W\d_]{2,12}"
_NAMED = rf"(?P<m>{_WORD})\.?"
#: A weekday before it, and a time behind it, in any of these languages.
_BEFORE = rf"(?:(?:el\s)?{_WORD}\.?,?\s)?"
_AFTER = rf"(?:\s?(?:року|рік|года|год|р\.|г\.))?(?:,?[T ](?:(?:{_WORD}|[^\W\d_]|a las)\s)?\d.{{0,40}})?"
#: 31.03.2024, 2024/3/31, 20240331T120000Z, Sun, 31 Mar 2024, Mar 31, 2024, 31 марта 2024 г., 31 de marzo de 2024.
_DAYS = tuple(
    re.compile(form + _AFTER, re.IGNORECASE)
    for form in (
        r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})[/.](?P<m>[0-9]{1,2})[/.](?P<d>[0-9]{1,2})",
        r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[0-9]{6})?",
        rf"{_BEFORE}(?P<d>[0-9]{{1,2}})(?:[\s-]|\sde\s){_NAMED}(?:[\s-]|\sde\s)(?P<y>[0-9]{{4}})",
        rf"{_BEFORE}{_NAMED}\s(?P<d>[0-9]{{1,2}}),?\s(?P<y>[0-9]{{4}})",
    )
)
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][0-9:.,]{4,20}(?:Z|[+-]\d\d:?\d\d)?)?")


def read_day(value: str, where: str) -> date:
    """A publication day, in ISO form or another one that can mean only one day; a time behind it is left out.

    Raises
    ------
    InputError
        When it is none; `where` says in which file and line.
    """
    value = " ".join(value.split())
    iso = _ISO_DAY.fullmatch(value)
    found = next((m for form in _DAYS if (m := form.fullmatch(value[:80]))), None)
    day = None
    try:
        if iso:
            day = date.fromisoformat(iso[1])
        elif found:
            day = date(int(found["y"]), _month(found["m"].lower()), int(found["d"]))
    except ValueError:
        pass  # there is no such day
    if day is None or day.year not in YEARS:
        msg = f"{where}: published must be a day such as 2024-03-31, got {value[:40]!r}. Correct it, or leave it out"
        raise InputError(msg)
    return day


def _month(said: str) -> int:
    """The number of a month; 0, which is none, where it is no month."""
    if said.isdigit():
        return int(said)
    short = len(said) >= SHORTEST_NAME
    return next((at for at, names in enumerate(_MONTHS, 1) if short and f" {said}" in f" {names}"), 0)
