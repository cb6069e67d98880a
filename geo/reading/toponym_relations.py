"""Datelines, and how a name stands to the spot it describes: near it, at an offset, between two places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.model import Relation, Span
from geo.reading.toponym_lexicon import cues
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import Option, left_of, list_head, right_of

#: A dateline stands in the first characters of its line and is followed by the report's first sentence.
_DATELINE_CHARS = 90
_LEAST_REPORT = 50
_DATELINE_END = re.compile(r"[^\n—–]{0,60}?(?:\([^)\n]{1,30}\)\s{0,2}(?:[—–-]|:)|\s[—–]\s|\s--?\s|—)")
_DATELINE_BETWEEN = re.compile(r"[\s,./&A-Z]{0,20}")
_TWO_WORDS = re.compile(r"[a-z]{3,12}\s[a-z]{2}")

_BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270}
_BEARINGS_DEG = {**{name: float(degrees) for name, degrees in _BEARINGS.items()}, "northwest": 315.0}
#: Kilometres in a unit; the key is how its name begins.
_KM_PER = {"naut": 1.852, "nm": 1.852, "km": 1.0, "kilo": 1.0, "mi": 1.609344, "met": 0.001, "m": 0.001}
_NUMBERS = (
    *(("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8)),
    *(("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("thirty", 30)),
    *(("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90), ("hundred", 100)),
)
_NUMBER_WORDS: dict[str, float] = {word: float(value) for word, value in _NUMBERS}
_LENGTH = (
    r"(?P<number>\d{1,4}(?:[.,]\d{1,3})?|[a-z]{3,7}\b)[\s-]{0,2}(?P<unit>nautical\smiles?|nmi?|km|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m)\b"
    r"(?:\s\([^)]{1,20}\))?"
)
_COMPASS = r"(?P<compass>(?:north|south)(?:[ -]?(?:east|west))?|east|west)(?:wards?)?"
_OF_NAME = r"\s{1,2}(?:of|from)\s{1,2}(?:the\s)?(?:(?:city|town|village|port)\sof\s)?$"
_OFFSET = re.compile(
    rf"(?:{_LENGTH}\s{{1,2}}(?:away\s|further\s|farther\s|deeper\s)?)?(?:to\s)?(?:the\s|just\s|due\s)?{_COMPASS}{_OF_NAME}",
    re.IGNORECASE,
)
_OFF = r"(?:from|of|past|off(?:\sthe\s(?:\w{3,10}\s)?coast\s(?:of|near|at))?|outside)"
_TOWN_OF = r"(?:the\s|(?:city|town|village|port)\sof\s){0,2}$"
_DISTANCE = re.compile(
    rf"{_LENGTH}\s{{1,2}}(?:away\s|outside\s|inland\s|offshore\s)?{_OFF}\s{_TOWN_OF}",
    re.IGNORECASE,
)
#: "in the north of Chad" lies inside.
_PART_OF = re.compile(
    r"\b(?:in|into|across|from|of|throughout)\sthe\s(?:far\s|extreme\s)?\w{4,5}(?:[ -]?\w{4})?\s(?:of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_NEAR_PHRASE = re.compile(
    r"\b(?:outskirts?|edges?|vicinity|approache?s?|gates|close|advance|push|villages?)\s(?:of|to|on|near)\s(?:the\s)?$",
    re.IGNORECASE,
)
#: The last words of the phrases above.
_BEFORE_NAME = frozenset(("of", "from", "past", "off", "outside", "near", "at", "to", "on", "the"))
_WINDS = ("north", "south", "east", "west")
_NEAR = Relation("near")


def find_datelines(text: str, options: Sequence[Option]) -> set[int]:
    """Numbers of the options that stand in a dateline ("PESHAWAR, Pakistan, Nov 19 —") at the start of a line."""
    found: set[int] = set()
    for number, option in enumerate(options):
        begin = text.rfind("\n", max(0, option.start - _DATELINE_CHARS), option.start) + 1
        if begin == 0 and option.start > _DATELINE_CHARS:
            continue
        chained = number - 1 in found and _DATELINE_BETWEEN.fullmatch(text[options[number - 1].end : option.start])
        if text[begin : option.start].strip(" *_>") and not chained:
            continue
        rest = text[option.end : option.end + _DATELINE_CHARS].split("\n", 1)[0]
        if not (option.surface.isupper() or chained or "(" in rest[:40]):
            continue
        ending = _DATELINE_END.match(rest)
        report = text[option.end + ending.end() : option.end + ending.end() + 400].split("\n", 1)[0] if ending else ""
        if ending and not _TWO_WORDS.search(ending.group()) and len(report) >= _LEAST_REPORT and "." in report:
            found.add(number)
    return found


def read_relation(
    text: str, option: Option, options: Sequence[Option], number: int, tokens: Sequence[Token]
) -> Relation | None:
    """How the name stands to the spot described, or None where it is the spot itself.

    Parameters
    ----------
    option
        The name, at place ``number`` of ``options``.
    """
    head = options[list_head(options, number)]
    before = text[max(0, head.start - 80) : head.start].rsplit("\n", 1)[-1]
    between = _between(text, number, options, tokens)
    if between is not None:
        return between
    near = _near(tokens, head)
    words = before.rsplit(None, 1)
    if not words or words[-1].lower() not in _BEFORE_NAME:  # as before most names: no phrase of distance ends here
        return near
    low = before.lower()
    match = _OFFSET.search(before) if any(wind in low for wind in _WINDS) else None
    if match and (match["number"] or not _PART_OF.search(before)):
        compass = match["compass"].lower().replace("-", "").replace(" ", "")
        return Relation("offset", _kilometres(match["number"], match["unit"]), _BEARINGS_DEG[compass])
    match = _DISTANCE.search(before)
    inland = "coast" in (match.group() if match else "") and _is_country(head)
    if match and not inland and (km := _kilometres(match["number"], match["unit"])) is not None:
        return Relation("offset", km)
    if near is None and _NEAR_PHRASE.search(before) and not before.endswith(("villages of ", "village of ")):
        return _NEAR
    return near


def _near(tokens: Sequence[Token], option: Option) -> Relation | None:
    """Read "near A", "outside A" off the word that governs the name."""
    left = left_of(tokens, option)
    around_within = left.word == "around" and left.before == "and"
    return _NEAR if left.word in cues()["near"] and not left.possessive and not around_within else None


def _is_country(option: Option) -> bool:
    """Whether the name is a country's: from its one point no distance off its coast can be measured."""
    return bool(option.places) and option.places[0].level == "country"


def _kilometres(number: str | None, unit: str | None) -> float | None:
    """Length in km, or None where there is none ("some km")."""
    if not number or not unit:
        return None
    value = _NUMBER_WORDS.get(number.lower())
    if value is None:
        if not number[0].isdigit():
            return None
        thousands = re.fullmatch(r"\d{1,3},\d{3}", number)
        value = float(number.replace(",", "") if thousands else number.replace(",", "."))
    return value * next(km for begin, km in _KM_PER.items() if unit.lower().startswith(begin))


def _between(text: str, number: int, options: Sequence[Option], tokens: Sequence[Token]) -> Relation | None:
    """Read "between A and B", "the A–B highway", "the road from A to B"."""
    roads = cues()["road_word"]
    for one, two in ((number, number + 1), (number - 1, number)):
        if one < 0 or two >= len(options) or options[two].start - options[one].end > 20:
            continue
        first, second = options[one], options[two]
        gap = text[first.end : second.start].strip()
        left, after = left_of(tokens, first), right_of(tokens, second)
        joined = (
            (gap == "and" and left.word == "between")
            or (gap in {"–", "-", "—"} and (after.word in roads or after.after in roads or left.word == "between"))
            or (gap == "to" and left.word == "from" and left.before in roads)
            or (gap in {"to", "and"} and left.word in {"linking", "connecting", "links"})
        )
        if joined:
            other = second if number == one else first
            return Relation("between", other=Span(other.start, other.end))
    return None
