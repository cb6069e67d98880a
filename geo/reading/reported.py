"""Fact, claim or finding: what an incident is worth, by who tells of it and of whose act (FORMAT 3.2 and 6b).

A side's own success and its enemy's losses are claims; harm that a side, its civil authorities or its people report
on their own ground is a fact; what rights groups find against an author is alleged.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from geo.model import Status
from geo.reading.speakers import NARRATOR, Speaker

#: Control of ground and the outcome of fights: true only when both sides or a third party say so.
CONTROL = frozenset({"armed_clash", "ground_assault", "territory_gained", "interception"})
STRIKES = frozenset({"air_drone_strike", "shelling_missile", "ied_landmine", "suicide_bomb", "grenade", "chemical"})
#: Other military acts that are claims in the mouth of a party.
_MILITARY = frozenset({"force_movement", "weapons_seized", "territory_transfer", "blockade"})
#: Acts of war that governors report of their own side's doing: claims as well.
_OWN_DOING = frozenset({"interception", "ground_assault", "territory_gained"})
#: Attacks that a government deplores rather than boasts of.
_DEPLORED = frozenset({"ied_landmine", "suicide_bomb"})
#: Findings of rights groups that name an author.
_FINDINGS = frozenset({"attack", "sexual_violence", "property_destruction", "abduction"})


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells of an incident, and what the sentence shows of it."""

    kind: str = ""  #: kind of the source, "" for the article's own voice
    who: str = ""
    speaker: Speaker = NARRATOR
    own_act: bool = False  #: the teller's own side did it
    own_ground: bool = False  #: it happened in the teller's own country
    abroad: bool = False  #: it happened in another country than the teller's
    foe: bool = False  #: another side is named as its author
    hurt: bool = False  #: people were killed or hurt, or things damaged
    civil_harm: bool = False  #: civilians, or what they use
    retreat: bool = False  #: the act is a withdrawal
    admitted: bool = False  #: the teller admits it
    accused: bool = False  #: the act is laid at the door of a state that the teller opposes
    atrocity: bool = False  #: murder, war crimes


def worth(kind: str, sub_type: str, telling: Telling) -> tuple[Status, str]:
    """Status of an incident that is neither planned nor denied, with the reason.

    Parameters
    ----------
    kind, sub_type:
        Type of the incident.
    telling:
        Who tells of it.
    """
    if telling.admitted and kind != "diplomatic":
        return "occurred", f"admitted by {telling.who}"
    if telling.kind in _BY_KIND:
        found = _BY_KIND[telling.kind](kind, sub_type, telling)
    elif telling.speaker.voice == "party":
        found = _release(kind, sub_type, telling)
    elif telling.speaker.voice == "government":
        found = _statement(kind, sub_type, telling)
    elif telling.speaker.voice == "civil":
        found = _OWN_DOING_CLAIM if sub_type in _OWN_DOING else None
    else:
        found = None
    return found or ("occurred", "told as a fact")


_Worth = tuple[Status, str] | None
_OWN_DOING_CLAIM: tuple[Status, str] = ("claimed", "a side's own doing, told by its authorities")


def _party(kind: str, sub_type: str, telling: Telling) -> _Worth:
    """A party to the fighting is named as the source."""
    claim: tuple[Status, str] = ("claimed", f"told by a party to the fighting: {telling.who or 'one side'}")
    if telling.retreat and sub_type not in STRIKES:
        return "occurred", "a withdrawal that the side admits"
    if telling.speaker.voice == "civil" and sub_type in STRIKES:
        return "occurred", "harm on the teller's own ground"
    if sub_type in STRIKES:
        suffered = telling.hurt and not (telling.own_act or telling.foe) and (telling.own_ground or telling.civil_harm)
        return ("occurred", "harm that the side hit reports") if suffered and not telling.abroad else claim
    return claim if sub_type in CONTROL or sub_type in _MILITARY else None


def _official(kind: str, sub_type: str, telling: Telling) -> _Worth:
    """Officials of a state, not of its army."""
    claim: tuple[Status, str] = ("claimed", f"told by officials of one side: {telling.who}")
    if telling.retreat and sub_type not in STRIKES:
        return "occurred", "a withdrawal that the side admits"
    if telling.speaker.one_sided and kind not in ("protest", "riot", "diplomatic"):
        return _release(kind, sub_type, telling)
    if sub_type in CONTROL - {"armed_clash"} or (sub_type == "force_movement" and not telling.own_act):
        return claim
    if sub_type in STRIKES and (telling.own_act or telling.abroad):
        return claim
    return None


def _civil(kind: str, sub_type: str, telling: Telling) -> _Worth:
    """Governors, rescuers, hospitals, police."""
    return _OWN_DOING_CLAIM if sub_type in _OWN_DOING else None


def _rights(kind: str, sub_type: str, telling: Telling) -> _Worth:
    return ("alleged", f"a finding of others: {telling.who}") if sub_type in _FINDINGS else None


def _united_nations(kind: str, sub_type: str, telling: Telling) -> _Worth:
    return ("alleged", f"a finding of others: {telling.who}") if telling.atrocity and sub_type == "attack" else None


def _witness(kind: str, sub_type: str, telling: Telling) -> _Worth:
    return "occurred", "told by those who saw it or keep count of it"


def _release(kind: str, sub_type: str, telling: Telling) -> _Worth:
    """No source is named, and a party to the fighting issues the article."""
    if kind == "violence_civilians":
        return None
    if sub_type in STRIKES and telling.civil_harm and not telling.own_act:
        return "occurred", "harm to civilians in a release that does not boast of it"
    if sub_type in CONTROL or sub_type in STRIKES or (sub_type in _MILITARY and telling.speaker.voice != "government"):
        return None if sub_type == "force_movement" and telling.own_act else ("claimed", telling.speaker.reason)
    return None


def _statement(kind: str, sub_type: str, telling: Telling) -> _Worth:
    """A government's statement: it boasts of its partners, deplores its enemies, accuses third states."""
    if kind == "violence_civilians" or sub_type in _DEPLORED:
        return None
    if telling.accused and (sub_type in STRIKES or sub_type == "blockade"):
        return "alleged", "an accusation against a third state"
    if sub_type == "chemical":
        return "alleged", "the finding of an inquiry"
    return ("claimed", telling.speaker.reason) if sub_type in CONTROL or sub_type in STRIKES else None


_BY_KIND = {
    "belligerent": _party,
    "official": _official,
    "civil": _civil,
    "rights": _rights,
    "un": _united_nations,
    "resident": _witness,
    "monitor": _witness,
}


def own_ground(sides: Set[str], countries: Set[str]) -> tuple[bool, bool]:
    """Whether places lie in the teller's own country, and whether they all lie elsewhere."""
    if not sides or not countries:
        return False, False
    return bool(sides & countries), not sides & countries
