"""What a place name stands for: the place itself, its government (metonym), an organisation, or a dateline.

A small linear model weighs cues that people can read ("followed by a verb of saying", "after 'in'");
the strongest cue becomes the reason. Datelines and distances are read by rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.reading.toponym_evidence import organisation_after
from geo.reading.toponym_lexicon import agent_verbs, cues, organisation_words, person_titles
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import (
    MAX_LIST,
    Left,
    Option,
    Right,
    at_clause_start,
    is_actor,
    left_of,
    list_head,
    list_tail,
    right_of,
)

Feature = tuple[str, str]  #: name of the feature, the word that was seen
#: "Moscow presenting a list", but not "Moscow spring" or "king".
_SHORTEST_GERUND = 6
_HAVE = frozenset(("has", "have", "had"))
_STRUCK = frozenset(("attacked", "shelled", "bombed", "struck", "hit", "bombarded", "targeted", "raided", "besieged"))
#: What is named after the town where it happened, or where it stands.
_SCENES = frozenset({"attacks", "bombing", "bombings", "blast", "blasts", "explosion", "explosions", "shooting"}) | {
    *("shootings", "siege", "massacre", "mall", "airport", "hotel", "metro", "theatre", "hospital", "stadium", "riots"),
}
_AT_SEA = frozenset(("in", "on", "across", "into", "from", "off"))
_PASSIVE = frozenset(("was", "were", "been", "being", "is", "are"))


def sense_features(
    option: Option, options: Sequence[Option], number: int, tokens: Sequence[Token], headline: bool
) -> list[Feature]:
    """Cues for and against each sense of an option.

    Parameters
    ----------
    option
        The name, at place ``number`` of ``options`` (accepted names only).
    headline
        Whether its sentence is written in title case.
    """
    head, tail = _list_of(option, options, number, tokens)
    left, right = left_of(tokens, head), right_of(tokens, tail)
    own = right_of(tokens, option)
    who = "actor" if is_actor(option) else "place"
    found: list[Feature] = [("bias", ""), (f"kind {who}", "")]
    if option.places and not option.places[0].level.startswith("c"):
        found.append(("kind area", ""))
    if head is not option or tail is not option:
        found.append((f"list, {who}", ""))
        actors = is_actor(head) and is_actor(tail)
        if actors and _members(options, number) >= _MANY:
            found.append(("long list of actors", ""))
        found.append(("list of actors" if actors else "list with places", ""))
    if headline:
        found.append((f"headline, {who}", ""))
    found += [(name if name in _ALIKE else f"{name}, {who}", word) for name, word in _left_cues(tokens, left)]
    found += [(f"{name}, {who}", word) for name, word in _both_sides(tokens, left, right)]
    subject = at_clause_start(tokens, head, left)
    for name, word in _right_cues(tokens, right, own):
        acts = name in {"verb", "helper", "helper and agent verb", "disposed"}
        found.append((f"{name}, {who}" if subject or not acts else f"{name} of another subject, {who}", word))
        if subject and name in {"verb", "helper", "disposed"}:
            found.append((f"subject, {who}", word))
    if subject:
        found.append((f"clause start, {who}", ""))
    found += _label_cues(option, tokens, own, who, headline=headline)
    found += _organisation_cues(option, tokens)
    if head is not option:
        parts = [(name, word) for name, word in _organisation_cues(head, tokens) if name in _BEFORE_NAMES]
        found += [("behind another part of a proper name", word) for _, word in parts]
    return found


def names_a_scene(option: Option, tokens: Sequence[Token]) -> bool:
    """Whether a word right behind a name says that something happened there: "the Brussels bombings"."""
    after = option.last + 1
    if after >= len(tokens) or tokens[after].sentence != tokens[option.last].sentence:
        return False
    before = tokens[option.first - 1].low if option.first else ""
    return tokens[after].low in _SCENES and before not in ("a", "an", "another")


def _list_of(option: Option, options: Sequence[Option], number: int, tokens: Sequence[Token]) -> tuple[Option, Option]:
    """First and last name of the list that a name stands in.

    A semicolon ends a list here, and so does a comma before a name that does something of its own
    ("shells hit Sumy, and Moscow denied it"; "in Kherson, Moscow officials said").
    """
    first = last = number
    while (before := options[first].listed_before) is not None and not _parted(options[before], options[first], tokens):
        if number - first >= MAX_LIST:
            break
        first = before
    while (after := options[last].listed_after) is not None and not _parted(options[last], options[after], tokens):
        if last - number >= MAX_LIST:
            break
        last = after
    return options[first], options[last]


def _members(options: Sequence[Option], number: int) -> int:
    """How many names stand in the list of option ``number``."""
    first, last = list_head(options, number), list_tail(options, number)
    return last - first + 1


def _parted(one: Option, two: Option, tokens: Sequence[Token]) -> bool:
    between = [token.low for token in tokens[one.last + 1 : two.first]]
    if ";" in between:
        return True
    alone = two.listed_after is None and (one.listed_before is None or (is_actor(two) and not is_actor(one)))
    if not alone or between[:1] != [","] or (len(between) > 1 and between[1] != "and"):
        return False
    after = right_of(tokens, two)
    acts = after.word in agent_verbs() or after.word in cues()["helper"] or after.word in cues()["agent_noun_after"]
    return acts and not after.comma and (between == [","] or not is_actor(one))


def _label_cues(option: Option, tokens: Sequence[Token], own: Right, who: str, *, headline: bool) -> list[Feature]:
    """Cues of names in titles and labels: "Ukraine's Long War", "SOMALIA SITUATION REPORT", "12:00 Kyiv time"."""
    found: list[Feature] = []
    if headline and own.possessive:
        found.append((f"owner in a headline, {who}", own.word))
    nearby = tokens[option.first : option.first + 3]
    if len(option.surface) > _SHORTEST_CAPITALS and all(token.text.isupper() for token in nearby):
        found.append((f"in capitals, {who}", ""))
    if "live" in [token.low for token in tokens[option.last + 1 : option.last + 3]] and not own.comma:
        found.append(("live label", ""))
    if own.word == "time" and not own.possessive:
        found.append(("clock", own.word))
    if own.word == "and" and not own.comma:
        rest = [token.low for token in tokens[own.index + 1 : own.index + 4]]
        found += [(f"beside governments, {who}", word) for word in rest if word in cues()["agent_noun_after"]][:1]
    return found


#: Longer than "UN", "US", "UK".
_SHORTEST_CAPITALS = 3
#: So many countries in one list are a list of members.
_MANY = 4
#: Words that begin an organisation's name only behind another capital: "Islamic State of Iraq".
_STATES = frozenset(("State", "Emirate"))
#: Cues of a proper name that stand before it: they hold for all of "Union of Sudan and Chad".
_BEFORE_NAMES = frozenset(("organisation before", "organisation of", "ship"))
#: Cues that weigh the same whatever the name is.
_ALIKE = frozenset(("border with", "message to", "addressed to", "according to", "object of addressing verb"))


def _both_sides(tokens: Sequence[Token], left: Left, right: Right) -> list[Feature]:
    """Cues that take the words before and behind the name together."""
    found: list[Feature] = []
    if left.index < 0 and not right.word:
        found.append(("alone", ""))
    plain = left.index >= 0 and tokens[left.index].kind == "word" and not tokens[left.index].cap
    function = left.word in cues()["of"] or left.word in cues()["at"] or left.word in cues()["toward"]
    verb = right.word in agent_verbs() or right.word in cues()["helper"]
    if plain and not function and not left.possessive and verb and not right.comma:
        found.append(("bare noun, then verb", right.word))
    if left.word == "," and left.before in cues()["place_before"] and right.comma:
        found.append(("named after its kind", left.before))
    return found


#: What is sent stands within so many words before "to".
_OBJECT = 5
#: Prepositions that are cues of their own.
_OWN = frozenset(
    ("of", "between", "by", "with", "for", "on", "against", "to", "from", "over", "into", "across", "through", "about")
)
_LINKING = frozenset(("of", "in", "on", "against", "to", "with", "between", "from", "by", "for", "at"))


def _left_cues(tokens: Sequence[Token], left: Left) -> list[Feature]:
    """Cues in the words that govern the name."""
    if left.possessive:
        return [("owned", "")]
    found = [_governor(tokens, left)]
    if left.word in _LINKING:
        found += _phrase(left)
    if left.word == "to":
        back = [token.low for token in tokens[max(0, left.index - _OBJECT) : left.index]]
        found += [("addressed to", word) for word in back if word in cues()["address_word"]][:1]
        if any(word in cues()["address_word"] for word in back):
            found += [("message to", word) for word in back if word in cues()["message_noun"]][:1]
        if left.before == "according":
            found.append(("according to", ""))
    if left.word in ("with", "to") and left.before in cues()["border_word"]:
        found.append(("border with", left.before))
    if left.word == "between" and (left.before in cues()["road_word"] or left.before in cues()["place_before"]):
        found.append(("way between", left.before))
    if left.word in _LINKING and left.before not in cues()["agent_noun_before"]:
        back = [token.low for token in tokens[max(0, left.index - 4) : left.index]]
        found += [("agent noun further before", word) for word in back if word in cues()["agent_noun_before"]][:1]
    if left.direction:
        found.append(("direction", ""))
    if left.article:
        found.append(("article", ""))
    return found


def _governor(tokens: Sequence[Token], left: Left) -> Feature:
    table, word = cues(), left.word
    if word in _OWN:
        return f"after {word}", word
    if word in table["at"] or word in table["toward"]:
        return "after place preposition", word
    if word in table["reach"]:
        return "after reach", word
    if word in table["authority_object"]:
        return "object of addressing verb", word
    if word in agent_verbs():
        return "object of agent verb", word
    if word in table["place_before"] or word in table["admin_before"]:
        return "after place word", word
    if word == "and":
        return "after and", word
    if left.index < 0:
        return "sentence start", ""
    return "after other word" if tokens[left.index].kind == "word" else "after sign", word


def _phrase(left: Left) -> list[Feature]:
    """Cues in the noun or verb before a preposition: "strikes on", "officials of", "city of", "sent to"."""
    table, word = cues(), left.word
    kinds = ("strike", "agent_noun_before", "talk_before", "admin_before")
    found = [(f"{kind} {word}", left.before) for kind in kinds if left.before in table[kind]]
    if left.before in table["place_before"]:
        found.append(("place of", left.before))
    if left.before in agent_verbs():
        found.append((f"agent verb {word}", left.before))
    if left.before.endswith("ed") or left.before in {"sent", "held", "run", "built", "lent"}:
        found.append((f"participle {word}", left.before))
    return found


def _right_cues(tokens: Sequence[Token], right: Right, own: Right) -> list[Feature]:
    """Cues in what follows the name (``own``) or the list it stands in (``right``)."""
    table = cues()
    if own.hyphen:
        kind = (
            "agent"
            if own.hyphen in table["hyphen_agent"]
            else "seat"
            if own.hyphen in table["hyphen_seat"]
            else "other"
        )
        return [(f"hyphen {kind}", own.hyphen)]
    if own.possessive:
        return [_possessed(tokens, own)]
    if not right.word:
        return [("clause end", "")]
    if right.word in table["helper"] and not right.comma:
        return _helper(tokens, right)
    return [_follower(right)]


def _possessed(tokens: Sequence[Token], own: Right) -> Feature:
    table = cues()
    third = tokens[own.index + 2].low if 0 <= own.index < len(tokens) - 2 else ""
    for noun in (own.word, own.after, third):
        if noun in table["agent_noun_after"] or noun.capitalize() in person_titles():
            return "possessive agent noun", noun
        if noun in table["place_after"] or noun in table["admin_after"]:
            return "possessive place noun", noun
    return "possessive", own.word


def _helper(tokens: Sequence[Token], right: Right) -> list[Feature]:
    """Cues in an auxiliary verb and what follows it: "has sent", "was shelled", "is preparing"."""
    rest = (right.after, tokens[right.index + 2].low if right.index < len(tokens) - 2 else "")
    disposed = [part for part in rest if part in cues()["disposition"]]
    if disposed:
        return [("disposed", disposed[0])]
    passive = right.word in _PASSIVE and (rest[0].endswith("ed") or rest[0] in cues()["passive_word"])
    if passive or _had_been_hit(tokens, right):
        return [("passive", right.word)]
    acts = any(part in agent_verbs() or part.endswith("ing") for part in rest)
    return [("helper", right.word), *([("helper and agent verb", right.word)] if acts else [])]


def _had_been_hit(tokens: Sequence[Token], right: Right) -> bool:
    """Whether a perfect says that something was done to the place: "had already been shelled"."""
    after = [token.low for token in tokens[right.index + 1 : right.index + 5]]
    been = after.index("been") if right.word in _HAVE and "been" in after[:3] else -1
    return 0 <= been < len(after) - 1 and after[been + 1] in _STRUCK


def _follower(right: Right) -> Feature:
    table, word = cues(), right.word
    if word in table["admin_after"]:
        return "admin word", word
    if right.comma:
        return ("comma which", word) if word in {"which", "whose", "for"} else ("comma", "")
    if word in agent_verbs() or (word.endswith("ly") and right.after in agent_verbs()):
        return "verb", word if word in agent_verbs() else right.after
    if word in table["place_after"]:
        return "place word", word
    if word in table["agent_noun_after"]:
        return "agent noun", word
    if right.cap:
        return "capital", word
    if word.endswith("ing") and len(word) > _SHORTEST_GERUND:
        return "gerund", word
    if word.isalpha():
        return ("ends like a verb" if word.endswith(("ed", "s")) else "other word"), word
    return "sign", word


def _organisation_cues(option: Option, tokens: Sequence[Token]) -> list[Feature]:
    """Cues that the name is part of a longer proper name."""
    found: list[Feature] = []
    word = organisation_after(option, tokens)
    if word:
        gap = tokens[option.last + 1].text == word
        found.append(("organisation word", word) if gap else ("organisation word further on", word))
    elif (
        option.last + 1 < len(tokens)
        and tokens[option.last + 1].cap
        and tokens[option.last + 1].sentence == tokens[option.last].sentence
    ):
        found.append(("capital after", tokens[option.last + 1].text))
    at = option.first - 1
    if at >= 0 and tokens[at].low == "the":
        at -= 1
    if at < 0 or tokens[at].sentence != tokens[option.first].sentence:
        return found
    words, table = organisation_words()["before"], cues()
    found += _ship_in_apposition(option, tokens)
    if tokens[at].text in words and tokens[at].cap:
        found.append(("organisation before", tokens[at].text))
    elif (
        at >= 1
        and tokens[at].low in {"of", "for", "in"}
        and (tokens[at - 1].text in words or (tokens[at - 1].text in _STATES and at >= 2 and tokens[at - 2].cap))
    ):
        found.append(("organisation of", tokens[at - 1].text))
    elif tokens[at].low in table["ship"]:
        found.append(("ship", tokens[at].low))
    after = tokens[option.last + 1].low if option.last + 1 < len(tokens) else ""
    if after in cues()["unit_noun"]:
        found.append(("treaty or unit", after))
    if after in table["media_noun"]:
        found.append(("media noun", after))
    return found


def _ship_in_apposition(option: Option, tokens: Sequence[Token]) -> list[Feature]:
    """Read "the Minsk, a landing ship"; "in the Black Sea, a freighter" is no ship's name."""
    if option.first > 1 and tokens[option.first - 2].low in _AT_SEA:
        return []
    after = [token.low for token in tokens[option.last + 1 : option.last + 6]]
    if after[:1] != [","] or after[1:2] not in (["a"], ["the"], ["an"]) or tokens[option.first - 1].low != "the":
        return []
    return [("ship", word) for word in after[2:] if word in cues()["ship"]][:1]
