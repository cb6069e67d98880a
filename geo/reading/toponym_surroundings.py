"""What the words around a name say of its kind and of what lies around it, for the resolver."""

from __future__ import annotations

from collections.abc import Sequence

from geo.places.resolve import Cue, NameInText
from geo.reading.toponym_lexicon import cue_words, cues
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import MAX_LIST, Left, Option, left_of

#: Names of one sentence that are told to stand beside each other: so many before and after.
_BESIDE = 6
_IN_WORDS = frozenset(("in", "of", "the"))
#: Longest gap, in tokens, of "X in the Y region" and of "Y's town of X".
_GAP = 6
_GAP_OWNED = 5
#: Words that are as often a part of a town as the name of a unit: "a residential district of Odesa" names no district.
_PARTS = frozenset(("district", "districts"))
_BEFORE_A_PROPER_PART = frozenset(("the", "in", "of", "from", "and", ""))
#: Longest "X nuclear power station" after the name, in tokens.
_LONGEST_KIND = 4


def in_text(tokens: Sequence[Token], names: Sequence[Option]) -> list[NameInText]:
    """Each name with the cues that tell its level, the wider places it was said to lie in, and its neighbours."""
    return [_one(tokens, names, number) for number in range(len(names))]


def _one(tokens: Sequence[Token], names: Sequence[Option], number: int) -> NameInText:
    option = names[number]
    following = _following(tokens, option)
    shared = _shared_type(tokens, names, number) if following in {",", "and", "or"} else following
    kind = facility_after(tokens, option) or (shared if shared in cues()["admin_after"] else "")
    typed = f"{option.surface} {kind}" if kind else ""
    sentence = tokens[option.first].sentence
    near = range(max(0, number - _BESIDE), min(len(names), number + _BESIDE + 1))
    beside = (names[at].surface for at in near if at != number and tokens[names[at].first].sentence == sentence)
    cue, parents, within = _cue(tokens, names, number), _parents(tokens, names, number), _within(tokens, names, number)
    return NameInText(option.form or option.surface, cue, typed, tuple(parents), tuple(beside), within)


def facility_after(tokens: Sequence[Token], option: Option) -> str:
    """The words after a name that make it a facility's: "airport", "nuclear power plant"; "" where there are none."""
    found: list[str] = []
    table, ends = cues(), cue_words("facility_word", "facility_end")
    for token in tokens[option.last + 1 : option.last + 1 + _LONGEST_KIND]:
        if token.sentence != tokens[option.last].sentence or token.kind != "word":
            break
        found.append(token.low)
        if token.low in ends:
            longer = tokens[option.last + 1 + len(found) : option.last + 2 + len(found)]
            if not (longer and longer[0].low in table["facility_end"] and longer[0].sentence == token.sentence):
                return " ".join(found) if token.low in table["facility_word"] or len(found) > 1 else ""
        elif token.low not in table["facility_middle"]:
            break
    return ""


def _within(tokens: Sequence[Token], names: Sequence[Option], number: int) -> str:
    """Y of "the X district of Y", or of "X district in Y"."""
    end = _list_end(tokens, names, number)
    if end + 1 >= len(names):
        return ""
    option, after = names[end], names[end + 1]
    if tokens[option.last].sentence != tokens[after.first].sentence:
        return ""
    between = [token.low for token in tokens[option.last + 1 : after.first]]
    if len(between) not in {2, 3} or between[0] not in _PARTS or between[1] not in {"of", "in"}:
        return ""
    kind = _following(tokens, after)
    return f"{after.surface} {kind}" if kind in cues()["admin_after"] else after.surface


def _cue(tokens: Sequence[Token], names: Sequence[Option], number: int) -> Cue:
    option = names[number]
    right = _following(tokens, option)
    left = left_of(tokens, option)
    if right in {",", "and", "or"}:
        right = _shared_type(tokens, names, number) or right
    table = cues()
    of = left.before if left.word == "of" and not _a_part(left) else ""
    if right in table["admin2_word"] or of in table["admin2_word"]:
        return "admin2"
    if right in table["admin_after"] or of in table["admin_before"]:
        return "admin1"
    if right in table["facility_word"] or facility_after(tokens, option):
        return "facility"
    if right in table["water_word"] or (option.surface.lower().split()[-1] in table["water_word"]):
        return "water"
    town = right in table["town_word"] or left.word in table["town_word"]
    if town or of in table["town_word"]:
        return "settlement"
    return "none"


def _shared_type(tokens: Sequence[Token], names: Sequence[Option], number: int) -> str:
    """The plural word behind the last name of a list, which is said of all: "Kursk and Belgorod regions"."""
    right = _following(tokens, names[_list_end(tokens, names, number)])
    return right if right.endswith("s") else ""


def _list_end(tokens: Sequence[Token], names: Sequence[Option], number: int) -> int:
    for at in range(number, min(number + MAX_LIST, len(names))):
        if _following(tokens, names[at]) not in {",", "and", "or"} or names[at].listed_after is None:
            return at
    return number


def _a_part(left: Left) -> bool:
    """Whether "district of" stands behind an adjective or "a": a part of the town, not a district of its name."""
    return left.before in _PARTS and left.further not in _BEFORE_A_PROPER_PART


def _following(tokens: Sequence[Token], option: Option) -> str:
    at = option.last + 1
    if at < len(tokens) and tokens[at].sentence == tokens[option.last].sentence:
        return tokens[at].low
    return ""


def _parents(tokens: Sequence[Token], names: Sequence[Option], number: int) -> list[str]:
    """Wider places: "X, Y", "X in Y", "Y's X", "X in the Y region", "X, a town in Y"."""
    option = names[number]
    found: list[str] = []
    if number + 1 < len(names):
        after = names[number + 1]
        same = tokens[option.last].sentence == tokens[after.first].sentence
        between = [token.low for token in tokens[option.last + 1 : after.first]] if same else []
        if _leads_outward(between):
            found.append(after.surface)
    if number:
        before = names[number - 1]
        same = tokens[before.last].sentence == tokens[option.first].sentence
        gap = option.first - before.last - 1
        if same and 1 <= gap <= _GAP_OWNED and tokens[before.last + 1].kind == "poss":
            found.append(before.surface)
    return found


def _leads_outward(between: list[str]) -> bool:
    """Whether the words between two names say that the first lies in the second."""
    if between == [","]:
        return True
    if not between or len(between) > _GAP or "in" not in between:
        return False
    return (between[0] in {"in", ","} and "in" in between[:2]) or between[-1] in _IN_WORDS
