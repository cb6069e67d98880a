"""What the words around a date tell of it: is it to come, is it the day of a statement, is the whole text a history."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from geo.reading.date_words import MONTH, YEAR

_IRREGULAR = (
    "said|told|struck|hit|took|began|left|met|held|shot|fell|broke|came|went|fought|fled|sent|lost|made|gave|brought|drove|blew|"
    "burnt|sank|cut|put|won|wrote|rose|saw|found|shut|led|ran|flew|stood|spoke|kept|became|grew|got|tore|threw|drew|bore|swore|bit|"
    "hid|rode|shook|stole|bound|fed|dug|laid|paid|caught|taught|bought|sought|thought|dealt|felt|slept|swept|lay|lit|spent|split|"
    "spread|burst|beat|hurt|quit|withdrew|overran|overthrew|retook|undertook|froze|chose|woke|forgave|overtook|sped|stuck|swung"
)
#: Signs of what is to come, of what was, and forms that are neither (a participle behind "be", before a noun).
_VERBS = re.compile(
    r"\b(?P<future>will|shall|would|won['’]t|(?:is|are|was|were)\s(?:(?:\w{2,12}ly|now|also|still|then|nevertheless|all|both)\s)?to|"
    r"(?<!been )due(?!\sto\s(?:a|the|an)\b)|plans?|"
    r"planned\s(?:for|to)|(?:is|are)\splanned|planning|expect(?:s|ed\s(?:to|in|by|on|at|later|this|next))?|set\s(?:to|for)|slated|scheduled|"
    r"going\sto|about\sto|intends?|hopes?|vows?|aims?\sto|ready\sto|as\s(?:soon|early)\sas|"
    r"(?<!to )(?<!the )(?:begin|start|meet|resume)|begins|starts|opens|leaves|meets|resumes|"
    r"expires?|lapses|ends|takes\s(?:effect|place)|votes?\son|ahead\sof|"
    r"next\sround|may|could|can|deadline)\b"
    rf"|\b(?:be|being)\s(?P<passive>\w{{3,14}}ed|{_IRREGULAR})\b"
    r"|\b(?:the|a|an|of|his|her|their|its|two|three|many|by)\s(?P<neither>\w{3,14}ed)\b"
    rf"|\b(?P<past>was|were|had|has|have|did|killing|wounding|injuring|{_IRREGULAR}|\w{{3,14}}ed)\b",
    re.IGNORECASE,
)
_NO_TENSE = ("neither", "passive")
_SAY = r"(?:said|says|told|announced|reported|added|warned|confirmed|claimed|wrote|stated|denied|acknowledged|admitted)"
_STATEMENT = re.compile(
    rf"\b{_SAY}(?:\s(?!that\b|of\b|the\b|a\b|an\b|on\b|in\b)\w+){{0,2}}?\s(?:on\s|late\s|early\s|late\son\s|early\son\s|in\sa\sstatement\s(?:on\s)?)?$"
)
_STATEMENT_NOUN = re.compile(
    r"\b(?:report|statement|log|entry|summary|briefing|message|announcement|bulletin)s?\s(?:of|on|from|issued|published|released|posted)\s(?:on\s)?(?:the\s)?$"
)
#: "…, the governor said on Friday": the tail of a sentence that only says who said it, and when.
_TAIL = re.compile(rf",\s[^,.;]{{0,80}}?\b{_SAY}\s(?:late\s|early\s)?(?:on\s|in\s|at\s)?$")
#: "On Friday, the governor said that it had …": the date stands before the speaker.
_LEAD = re.compile(rf"\s?,?\s(?:[^,.;]{{1,60}}?)\b{_SAY}\b\s(?:that\s|it\s|its\s|their\s|they\s|he\s|she\s)")
_CUT = re.compile(r"[;:]|,\s(?:and|but|while|who|which|where)\s")
#: A text with so many years of its own long before its publication is a history.
_HISTORY_DATES = 6
_HISTORY_DAYS = 550
_FOUR_DIGITS = re.compile(r"\d{4}")
_OWN_YEAR = re.compile(rf"\b(?:{MONTH}\s(?:\d{{1,2}},?\s)?|in\s){YEAR}\b")
#: Words that tie a text to the day it was written; a history has next to none.
_DEICTIC = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:last|this|next)\s(?:week|month|night|weekend)|(?:said|told\sreporters|on)\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


@lru_cache(maxsize=512)
def speaks_of_future(text: str, start: int, end: int) -> bool:
    """Whether the verb that an expression belongs to speaks of what is to come."""
    if is_statement(text, start):
        return False
    clause = text[max(0, start - 160) : start]
    cuts = [m.end() for m in _CUT.finditer(clause)]
    kind = _last_kind(clause[cuts[-1] :] if cuts else clause)
    if kind is None and cuts:
        kind = _last_kind(clause)
    if kind is not None:
        return kind == "future"
    for verb in _VERBS.finditer(text, end, end + 90):
        if verb.lastgroup not in _NO_TENSE:
            return verb.lastgroup == "future"
    return False


def _last_kind(clause: str) -> str | None:
    kind, at = None, -99
    for verb in _VERBS.finditer(clause):
        if verb.lastgroup in _NO_TENSE:
            continue
        if verb.lastgroup == "past" and kind == "future" and verb.start() - at < 24 and verb[0].lower().endswith("ed"):
            continue  # "will also be formally exchanged"
        kind, at = verb.lastgroup, verb.end()
    return kind


@lru_cache(maxsize=512)
def is_statement(text: str, start: int, end: int | None = None) -> bool:
    """Whether an expression stands at the verb of saying: "said on Thursday that …", "…, he said on Thursday"."""
    before = text[max(0, start - 110) : start]
    if _STATEMENT.search(before) or _STATEMENT_NOUN.search(before) or _TAIL.search(before):
        return True
    return end is not None and start <= 4 and bool(_LEAD.match(text, end))


def is_history(text: str, published: date | None) -> bool:
    """Whether a text tells of the past at length, so that its own dates are what the next ones count from."""
    if len(_FOUR_DIGITS.findall(text)) < _HISTORY_DATES:
        return False
    years = [int(m[0][-4:]) for m in _OWN_YEAR.finditer(text)]
    if len(years) < _HISTORY_DATES or len(_DEICTIC.findall(text)) * 4 > len(years):
        return False
    if published is None:
        return True
    old = [y for y in years if (published.year - y) * 365 > _HISTORY_DAYS]
    return len(old) >= _HISTORY_DATES and len(old) * 2 > len(years)
