"""Whether a told incident happened, is only claimed, alleged or planned, or did not happen at all.

The cues stand in ``data/lexicons/status_cues.csv`` and ``non_event_cues.csv``. A trigger that is no incident gets
a reason instead of a status: those sentences are listed as skipped, never drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from geo.model import Status
from geo.reading.lexicon import BASE, ING, PAST, THIRD
from geo.reading.look import Look, head_of
from geo.reading.reported import Telling, worth
from geo.reading.triggers import SentenceView, Trigger

#: Acts of war: when one side alone reports them they are claims (FORMAT 3.2).
_COMBAT = frozenset({"battle", "explosion_remote"})
#: A side that tells of these of itself admits them.
_RETREATS = frozenset(
    {
        "withdrew",
        "withdrawn",
        "withdraw",
        "withdrawing",
        "pulled",
        "pull",
        "pulling",
        "retreated",
        "retreat",
        "left",
        "leave",
        "abandoned",
        "lost",
        "surrendered",
    }
)
_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "riot"})
#: Sub-types that may stand in a plan or a proposal of a venue.
_MEETINGS = frozenset({"talks", "prisoner_exchange", "agreement", "diplomatic_other"})
#: An entry that opens with one of these takes back what follows.
_RETRACTING = frozenset({"withdrawn", "correction", "retracted", "erratum", "corrected"})
_MODALS = frozenset({"could", "may", "might"})
#: Nouns of these may be followed by their future: "talks are expected this week".
_FORESEEN = _MEETINGS | {"exercise", "humanitarian", "sanctions", "displacement", "peaceful"}
_RUMOURS = frozenset({"rumour", "rumours", "rumor", "rumors", "report", "reports", "claim", "claims", "talk"})
_UNTRUE = frozenset({"untrue", "false", "fabrication", "baseless", "fake", "invented", "hoax", "unfounded"})
#: What an accident is easily taken for.
_MISHAPS = frozenset({"attack", "property_destruction", "air_drone_strike", "displacement", "chemical"})
#: Words of at least this weight name a weapon or an act and no mishap.
_CLEAR = 72
#: How far before an act the word stands that makes a kind of it: "all (such brutal) attacks".
_KIND_REACH = 3
#: "It was the second big attack": the subject, the verb and the article of what only names a kind, and its length.
_IT, _COPULAS, _ARTICLES = frozenset({"it", "this"}), (["is"], ["was"]), (["a"], ["an"], ["the"])
_KIND_WORDS, _PREPOSITIONS = 4, frozenset({"to", "of", "in", "on", "for", "from", "with", "by", "after"})
#: How many tokens before the trigger a "no" or "not" still denies it.
_NEGATION_REACH = 7
#: "without" and "nothing" deny only what is close; "no casualties in the strike" denies the casualties.
_SHORT_REACH = {"without": 3, "far": 3, "nothing": 4, "none": 4}
_HARMLESS = frozenset({"casualties", "injuries", "deaths", "damage", "victims", "comment", "word", "fatalities", "one"})
#: What the enemy did where a side admits a loss.
_TAKEN = frozenset({"occupied", "captured", "took", "taken", "seized", "entered", "overran"})
#: What was "not recorded" did not happen.
_SEEN = frozenset({"recorded", "reported", "observed", "registered", "noted", "seen"})
#: Behind these a word is no present tense: "to meet", "the Red Cross".
_NO_PRESENT = frozenset({"to", "red"})
#: The rule of a bomb that only a message tells of.
RUMOUR = "bomb_rumour"
#: How far before "to bomb" the words stand that sent the planes out to do it.
_SENT_REACH = 12
#: Rules whose own words hold "tried", "to": an infinitive is no plan there.
_INFINITIVE_RULES = frozenset(
    {"assault_tried", "agree_x", "agree", "displ", "protest_disp", "prep", "prep_strong", "base"}
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its reason, or no status and why this is no incident."""

    status: Status | None
    reason: str
    future: bool = False
    perfect: bool = False


def judge(seen: SentenceView, trigger: Trigger, telling: Telling | None = None, *, dated: bool = False) -> Verdict:
    """Decide the status of one trigger.

    Parameters
    ----------
    seen:
        The sentence with its marks.
    trigger:
        The word that tells of the incident.
    telling:
        Who reports it; None for the narrator.
    dated:
        Whether the sentence holds a date: then a present tense may tell of a plan.
    """
    clause = seen.clauses[trigger.clause_index]
    head = head_of(seen, trigger)
    look = Look(seen, clause, head)
    takes_back = seen.marked.tokens[0].text in _RETRACTING
    refused = "" if takes_back else _not_an_event(look, trigger)
    if refused:
        return Verdict(None, refused)
    if takes_back or look.sentence("CUE_RETRACT") or _report_withdrawn(look):
        return Verdict("retracted", "an earlier report is withdrawn")
    if _called_untrue(look) or (
        look.earlier("CUE_DENY") and not look.same("NOT_PURPOSE") and not _denies_a_breach(look, trigger)
    ):
        situation = trigger.type == "strategic" and trigger.sub_type != "property_destruction"
        if situation or trigger.sub_type == "territory_gained":
            return Verdict(None, "a denial about the situation")
        return Verdict("denied", "told only to be denied")
    perfect = any(t.text in {"has", "have", "had"} for t in seen.marked.tokens[max(0, head.first - 4) : head.first])
    plan = _plan(look, trigger, dated)
    if plan:
        return plan
    if look.alleged() or look.sentence("CUE_UNSURE") or trigger.rule == RUMOUR:
        return Verdict("alleged", "an accusation or an unconfirmed report", perfect=perfect)
    return _told_by(look, trigger, telling or Telling(), perfect)


def _not_an_event(look: Look, trigger: Trigger) -> str:
    """Why a trigger is no incident, "" if it may be one."""
    if _negated(look, trigger):
        return "negated: the text says that it did not happen"
    if look.same("NOT_QUIET"):
        return "negated: the place was quiet"
    if look.same("CUE_THREAT"):
        return "a threat or a warning: words only"
    if look.same("NOT_DEFINE") or look.sentence("NOT_FORMULA") or _listed_nations(look) or _classed(look, trigger):
        return "a definition or a formula"
    tried = trigger.sub_type in ("weapons_seized", "arrest") and look.sentence("NOT_COURT")
    if look.same("NOT_COURT") or tried:
        return "a court's words"
    against = trigger.form == "n" and look.near("against", 3)
    meant = trigger.type in ("protest", "riot") or trigger.sub_type == "interception"  # "aimed at X, it was shot down"
    if (look.same("NOT_PURPOSE") or against) and not meant:
        return "a demand, a charge or a purpose: words only"
    if _hypothetical(look):
        return "hypothetical"
    if look.same("NOT_SPOKEN") and trigger.type == "violence_civilians" and trigger.form == "n":
        return "a speaker's word for what was told before"
    if look.called_off():
        return "called off"
    deplored = (look.same("NOT_DEPLORE") or look.same("CUE_BLAME")) and trigger.type in _VIOLENT and trigger.form == "n"
    deplored = deplored and look.sentence("LOC") and not look.near("NOT_KIND", _KIND_REACH)
    if look.same("NOT_SPEECH") and not _invites(look, trigger) and trigger.form in (BASE, ING, "n") and not deplored:
        return "words only: an offer, a pledge or a demand"
    if look.sentence("NOT_WARTOTAL") and trigger.type != "strategic":
        return "a total for a whole war"
    mishap = trigger.sub_type in _MISHAPS and trigger.weight < _CLEAR and look.sentence("NOT_NATURE")
    if look.same("NOT_NATURE") or mishap:
        return "an accident, a disaster of nature or a disease"
    if look.same("NOT_STANDING"):
        return "a standing position, no new act"
    return ""


def _classed(look: Look, trigger: Trigger) -> bool:
    """Whether a noun only says what "it" was: "they say that it is a terrorist attack", "this was the worst raid"."""
    if trigger.form != "n" or (trigger.type not in _VIOLENT and trigger.sub_type != "blockade"):
        return False
    words = [t.text for t in look.seen.marked.tokens[look.clause.first : look.head.first]]
    subject = next((k for k, word in enumerate(words) if word in _IT), None)
    if subject is None or words[subject + 1 : subject + 2] not in _COPULAS:
        return False
    between = words[subject + 2 :]
    return between[:1] in _ARTICLES and len(between) <= _KIND_WORDS and not _PREPOSITIONS & set(between)


def _invites(look: Look, trigger: Trigger) -> bool:
    """Whether talks themselves are what is proposed: "proposed to meet them in X", "offered X as a venue for talks"."""
    asked = trigger.sub_type == "talks" and look.sentence("LOC")
    return asked and any(look.same(cue) for cue in ("proposed", "proposes", "offered", "offers"))


def _listed_nations(look: Look) -> bool:
    """Whether an act only tells who is on a list: "nations which have conducted strikes include …"."""
    included = any(m.first > look.head.last for word in ("include", "includes") for m in look.seen.marked.of(word))
    return included and look.clause.kind == "relative"


def _negated(look: Look, trigger: Trigger) -> bool:
    """Whether "no", "not", "without" before the trigger, or "no" right behind it, denies it."""
    tokens = look.seen.marked.tokens
    if look.near("only", 3):
        return False
    for mark in look.seen.marked.of("NOT_NEG"):
        reach = _SHORT_REACH.get(tokens[mark.first].text, _NEGATION_REACH)
        if tokens[mark.first].text == "without" and trigger.form == PAST:
            continue  # "soldiers without insignia took the town"
        close = look.head.first - reach <= mark.first < look.head.first and mark.first >= look.clause.first
        if close and not (tokens[mark.first].text == "no" and tokens[mark.last].text in _HARMLESS):
            return True
    behind = [t.text for t in tokens[look.head.last : look.head.last + 3]]
    if behind[1:2] == ["not"] and behind[2:] and behind[2] in _SEEN:
        return True  # "shelling was not recorded"
    after = behind[0] if behind else ""
    return after == "no" and trigger.type in ("diplomatic", "strategic")


def _hypothetical(look: Look) -> bool:
    tokens = look.seen.marked.tokens
    for mark in look.seen.marked.of("NOT_HYPO"):
        if not look.clause.first <= mark.first < look.head.first:
            continue
        word = look.seen.marked.tokens[mark.first].text
        if word == "until" and tokens[mark.last].text in {"recently", "now", "then"}:
            continue
        if word in {"were", "should", "can", "until"} and mark.first != look.clause.first:
            continue
        if word in {"would", "could"} and (look.same("CUE_FUTURE") or look.same("CUE_PROPOSE")):
            continue
        return True
    return False


def _denies_a_breach(look: Look, trigger: Trigger) -> bool:
    """Whether not the trigger is denied but what was done to it: "denied breaking the truce"."""
    if trigger.type != "diplomatic":
        return False
    tokens = look.seen.marked.tokens
    return any(tokens[m.last].text.endswith("ing") for m in look.seen.marked.of("CUE_DENY") if m.last < len(tokens))


def _called_untrue(look: Look) -> bool:
    """Whether the sentence calls a rumour or a report untrue: "rumours that X had fallen are false"."""
    words = [t.text for t in look.seen.marked.tokens]
    return words[:2] == ["not", "confirmed"] or (bool(_RUMOURS & set(words[:3])) and bool(_UNTRUE & set(words)))


def _report_withdrawn(look: Look) -> bool:
    """Whether a report is what was withdrawn: "a report that X had been hit has been withdrawn"."""
    words = [t.text for t in look.seen.marked.tokens]
    opening = words[:3]
    return bool({"report", "entry", "claim", "post"} & set(opening)) and any(
        a in {"been", "was", "were"} and b in {"withdrawn", "retracted", "deleted", "removed"}
        for a, b in pairwise(words)
    )


def _plan(look: Look, trigger: Trigger, dated: bool) -> Verdict | None:
    if trigger.sub_type == "offensive_preparation":
        return Verdict("planned", "said to be in preparation", future=True)
    modal = trigger.form == "n" and look.behind(_MODALS)
    if trigger.sub_type in _MEETINGS and (look.same("CUE_PROPOSE") or trigger.rule == "venue" or modal):
        return Verdict("proposed", "only suggested", future=True)
    ahead = trigger.form == "n" and trigger.sub_type in _FORESEEN and look.ahead()
    if look.governed() or ahead:
        if trigger.type in _VIOLENT:
            return Verdict(None, "foreseen or threatened: words only")
        return Verdict("planned", "said to be coming", future=True)
    if dated and trigger.type in ("diplomatic", "strategic") and _present(look, trigger):
        return Verdict("planned", "a present tense with a date ahead", future=True)
    infinitive = trigger.form == BASE and look.near("to", 2) and not look.near("have", 1)  # "said to have hit"
    sent = trigger.type == "explosion_remote" and look.near("CUE_SENT", _SENT_REACH)
    if infinitive and not sent and not look.near("CUE_ONGOING", 4) and trigger.rule not in _INFINITIVE_RULES:
        return Verdict(None, "an aim, not an act")
    return None


def _present(look: Look, trigger: Trigger) -> bool:
    """Whether the clause's verbs stand in the present tense ("ministers meet on Friday", "the evacuation begins")."""
    if trigger.sub_type not in ("talks", "exercise", "displacement", "prisoner_exchange", "diplomatic_other"):
        return False
    words = {t.text for t in look.seen.marked.tokens[look.clause.first : look.clause.last]}
    if trigger.form == BASE and look.near("to", 2):
        return False
    forms = {
        m.form
        for name in ("TALK_V", "MEET_V", "ARRIVE_V", "VISIT_V")
        for m in look.seen.marked.of(name)
        if look.clause.first <= m.first < look.clause.last
        and look.seen.marked.tokens[m.first - 1].text not in _NO_PRESENT
    }
    return (
        bool(forms & {BASE, THIRD})
        and not words & {"follow", "follows"}
        and not forms & {PAST}
        and not words & {"has", "have", "had", "was", "were"}
    )


def _told_by(look: Look, trigger: Trigger, telling: Telling, perfect: bool) -> Verdict:
    if look.sentence("CUE_FOOTAGE"):
        return Verdict("occurred", "pictures show it", perfect=perfect)
    combat = trigger.type in _COMBAT or trigger.sub_type == "force_movement"
    if trigger.rule == "gained_claims":
        return Verdict("claimed", "told as a claim", perfect=perfect)
    taken = look.head_word() in _TAKEN and look.near("enemy", 5)
    if taken and trigger.sub_type == "territory_gained" and telling.speaker.voice == "civil":
        return Verdict("occurred", "a loss that a side admits", perfect=perfect)
    if trigger.type == "battle" and look.same("CUE_OURS") and look.head_word() not in _RETREATS:
        return Verdict("claimed", "a side tells of its own fight", perfect=perfect)
    if combat and (look.earlier("CUE_CLAIM") or _claims_last(look)) and not look.sentence("responsibility"):
        return Verdict("claimed", "told as a claim", perfect=perfect)
    shown = replace(
        telling,
        hurt=any(look.sentence(name) for name in ("HARM_V", "DAMAGE_V", "BURN_V", "debris", "wreckage")),
        civil_harm=_civil_harm(look),
        retreat=look.head_word() in _RETREATS and not look.same("enemy"),
        atrocity=look.sentence("MURDER"),
    )
    status, reason = worth(trigger.type, trigger.sub_type, shown)
    return Verdict(status, reason, perfect=perfect)


def _claims_last(look: Look) -> bool:
    """Whether the sentence ends with who claims it: "…, Abuja claims"."""
    words = [t.text for t in look.seen.marked.tokens if t.text not in {".", "”", '"'}]
    return words[-1:] == ["claims"] and "," in words[-6:]


def _civil_harm(look: Look) -> bool:
    civil = look.sentence("CIVIL_STRICT") or (look.sentence("CIVIL") and not look.sentence("GUNMEN"))
    return look.sentence("HARM_V") and (civil or not look.sentence("ARMED"))
