"""Sentences that come back to what was told before: "the attack", "police detained 29 of them".

A noun with a definite article and no place or day of its own names an incident that the reader knows already; an
arrest among people of a crowd belongs to what the crowd did. Both add to the older draft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.reading.drafts import Draft, meet, stronger_protest
from geo.reading.lexicon import NOUN

#: How many drafts back an echo looks.
_BACK = 12
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "both", "such"})
_CROWDS = ("protest", "riot")
_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "riot"})
#: Deeds whose author may be disputed in the sentences behind them, and how many sentences behind.
_DEEDS = frozenset({"explosion_remote", "violence_civilians"})
_NEAR = 3
#: Who is arrested in the wake of something told before.
_THEM = frozenset({"them", "him", "her", "others"})
#: Rules of "attack" and "strike", which may take up violence of any kind.
_ANY_ATTACK = frozenset(
    {"attack_condemned", "attack_terror", "attack_front", "attack_dir", "attack_armed", "raid_civil", "struck_plain"}
    | {"attack_mosque"}
)
_SHOT_BY = re.compile(
    r"\bshot\s(?:dead\s)?by\s(?:the\s)?(?:riot\s)?(?:police|security\sforces|soldiers|troops|gendarmes)\b"
)
#: Strikes, whose weapon the sentence before may have named, and rules that name no weapon.
_STRIKES = ("air_drone_strike", "shelling_missile")
_NO_WEAPON = frozenset(
    {"struck_plain", "hit_plain", "hit_active", "attacked_town", "damaged_site", "burned_site"}
    | {"kill_counted_by", "kill_plain", "kill_civil"}
)


def echoes(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Fold a draft into the older one that it comes back to; whether that was done."""
    if draft.trigger.sub_type == "arrest":
        return _arrested(drafts, draft)
    if draft.trigger.sub_type == "intervention" and _of_the_crowd(drafts, draft):
        return True
    wide = all(p.precision == "country" for p in draft.placed.places)
    if _blame(drafts, draft):
        return True
    if _refines(drafts, draft):
        return True
    if not _definite(draft) or (draft.own_place and not wide) or draft.own_date:
        return False
    countries = {p.country for p in draft.placed.places} if draft.own_place else set()
    for other in reversed(drafts[-_BACK:]):
        if countries and not countries & {p.country for p in other.placed.places}:
            continue
        if _of_a_kind(other, draft) and other.status not in ("planned", "proposed", "denied", "retracted"):
            other.add_sentence(draft.sentence)
            return True
    return False


def _refines(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Whether "the clashes", told before of a province or a country, are now told of towns in it: they stand there."""
    last = drafts[-1] if drafts else None
    if last is None or not _definite(draft) or not draft.own_place or last.trigger.sub_type != draft.trigger.sub_type:
        return False
    wide = all(p.precision in ("country", "admin1", "none") for p in last.placed.places)
    fine = all(p.precision in ("settlement", "near", "facility", "admin2") for p in draft.placed.places)
    countries = {p.country for p in last.placed.places if p.country}
    within = not countries or {p.country for p in draft.placed.places} <= countries
    near = 0 < draft.sentence.index - last.sentence.index <= _NEAR and meet(draft.date, last.date)
    if not (wide and fine and within and near) or draft.own_date:
        return False
    last.placed = replace(draft.placed, containers=(*draft.placed.containers, *last.placed.used))
    last.own_place = True
    last.add_sentence(draft.sentence)
    return True


def _blame(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Whether a sentence only says whose deed the one before it told: "Moscow denied that it had aimed at X"."""
    if draft.status == "denied" and any(_deed(o) and not _elsewhere(o, draft) for o in drafts[-_BACK:]):
        return True
    if not _deed(draft) or draft.own_place or draft.own_date:
        return False
    if draft.seen.marked.of("LOC") or draft.trigger.sub_type == "interception":
        return False
    if draft.status not in ("denied", "alleged", "claimed") and not draft.seen.marked.of("SAY"):
        return False
    for other in reversed(drafts[-3:]):
        near = draft.sentence.index - other.sentence.index <= _NEAR and other.sentence.index != draft.sentence.index
        if (
            near
            and other.trigger.type in _DEEDS
            and other.trigger.sub_type != "interception"
            and other.status not in ("planned", "proposed", "denied")
        ):
            other.add_sentence(draft.sentence)
            return True
    return False


def _deed(draft: Draft) -> bool:
    return draft.trigger.type in _DEEDS or draft.trigger.sub_type == "property_destruction"


def _elsewhere(old: Draft, new: Draft) -> bool:
    """Whether a denial names a place of its own that the older deed has not."""
    mine = {p.place_id for p in new.placed.places}
    return new.own_place and not mine & {p.place_id for p in old.placed.places}


def with_weapon(drafts: Sequence[Draft], draft: Draft) -> Draft:
    """A strike whose weapon is not told has that of the strike told just before it in the same passage."""
    last = drafts[-1] if drafts else None
    if (
        last is None
        or draft.trigger.rule not in _NO_WEAPON
        or last.trigger.sub_type not in _STRIKES
        or (last.sentence.paragraph != draft.sentence.paragraph and not _likewise(draft))
        or draft.sentence.index - last.sentence.index > 2
        or (draft.own_date and not meet(draft.date, last.date))
        or (draft.trigger.rule == "kill_civil" and draft.seen.marked.of("SHOT"))
    ):
        return draft
    draft.trigger = replace(draft.trigger, type=last.trigger.type, sub_type=last.trigger.sub_type)
    return draft


def _likewise(draft: Draft) -> bool:
    """Whether a sentence adds to the one before: "were attacked as well"."""
    words = {t.text for t in draft.seen.marked.tokens}
    return bool(words & {"also", "too", "well", "already"})


def by_police(drafts: Sequence[Draft], draft: Draft) -> Draft:
    """People whom the police shot in a story of marches or riots were shot as part of a crowd."""
    if draft.trigger.sub_type != "attack" or not any(d.trigger.type in _CROWDS for d in drafts[-_BACK:]):
        return draft
    clause, start = draft.trigger.clause, draft.sentence.start
    if _SHOT_BY.search(draft.sentence.text[clause.start - start : clause.end - start]):
        draft.trigger = replace(draft.trigger, type="protest", sub_type="excessive_force")
    return draft


def _definite(draft: Draft) -> bool:
    """Whether the trigger is a noun behind a definite article, with at most one word between."""
    if draft.trigger.form != NOUN or draft.status in ("planned", "proposed"):
        return False
    tokens = draft.seen.marked.tokens
    at = next(
        (k for k, t in enumerate(tokens) if draft.sentence.start + t.end > draft.trigger.start),
        0,
    )
    if at in draft.seen.marked.verbs or tokens[at].text.endswith("ed"):
        return False
    return any(t.text in _DEFINITE for t in tokens[max(0, at - 2) : at])


def _of_a_kind(old: Draft, new: Draft) -> bool:
    if old.trigger.sub_type == new.trigger.sub_type:
        return True
    return old.trigger.type in _VIOLENT and new.trigger.rule in _ANY_ATTACK


def _of_the_crowd(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Whether a sentence goes on with the crowd of the one before: "the police used tear gas"."""
    last = drafts[-1] if drafts else None
    if last is None or last.trigger.type not in _CROWDS or draft.own_place or draft.own_date:
        return False
    near = last.sentence.paragraph == draft.sentence.paragraph and draft.sentence.index - last.sentence.index <= 2
    if not near or draft.sentence.start == last.sentence.start:
        return False
    stronger_protest(draft, last)
    last.add_sentence(draft.sentence)
    return True


def _arrested(drafts: Sequence[Draft], draft: Draft) -> bool:
    """Whether an arrest only follows from the crowd or the crime told just before it."""
    last = drafts[-1] if drafts else None
    if last is None or draft.own_place or last.sentence.paragraph != draft.sentence.paragraph:
        return False
    if draft.sentence.index - last.sentence.index > 2 or not (last.trigger.type in _CROWDS or _in_its_wake(draft)):
        return False
    if last.trigger.sub_type == "peaceful":
        last.trigger = replace(last.trigger, sub_type="intervention")
    last.add_sentence(draft.sentence)
    return True


def _in_its_wake(draft: Draft) -> bool:
    """Whether the arrested are "them", or were held "over it"."""
    tokens = [t.text for t in draft.seen.marked.tokens]
    after = tokens[
        next(
            (k for k, t in enumerate(draft.seen.marked.tokens) if draft.sentence.start + t.end > draft.trigger.start), 0
        ) :
    ]
    return bool(_THEM & set(after[1:6])) or "over it" in " ".join(after) or "in custody" in " ".join(after[:3])
