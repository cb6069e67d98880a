"""The language of the pages: English stands in the code, other languages in ``catalogue`` under the English words.

``t`` is for whole sentences with named gaps, ``count`` for a number with its noun. What the catalogue lacks is said in
English. Exports stay English: they leave the machine, and their codes and columns are described in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.export import words
from geo.language import language_name

#: Code in the address -> what the language calls itself.
LANGUAGES = {"en": "English", "uk": "Українська"}
#: Gaps that quote a text as it is.
QUOTED = ("word", "words", "names", "name", "url", "host", "file")
#: Where in a file, as its name has it.
_LINE = re.compile(r", line (?=\d+$)")
_ISO_DAY = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d\d)\b")
#: Gaps that hold nothing but numbers or days.
GAPS = {
    **dict.fromkeys(("n", "all", "km", "none", "failed"), r"-?[\d.,]+"),
    **dict.fromkeys(("day", "last"), r"\d{4}-\d\d-\d\d"),
    "author": "[^:()]+?",
}
TABLES = ("words", "nouns", "months", "marks", "stage", "room", "table", "retold", "errors", "countries", "provinces")
#: Name of the language in the address of a page, and in the session.
LANG = "lang"


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(code: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a language: ``words`` English -> other words, ``nouns`` English -> forms, ``months``, ``marks`` of
    numbers, ``stage``, ``room`` and ``table``, which go to the scripts of map, reading room and table, ``retold``:
    what the store keeps in English, with {gaps}, ``errors``: what went wrong, in the same way, and ``countries`` and
    ``provinces``: English name -> what it is called.
    """
    if code == "en":
        return {table: {} for table in TABLES}
    folder = files("geo.dashboard").joinpath("catalogue")
    parts = (folder.joinpath(f"{code}{part}.toml").read_text(encoding="utf-8") for part in ("", "_errors", "_places"))
    return {table: held for part in parts for table, held in tomllib.loads(part).items()}


def language() -> str:
    """The language that was chosen: in the address, else earlier in this session, else English."""
    if get_script_run_ctx(suppress_warning=True) is None:  # no page is being drawn
        return "en"
    asked = st.query_params.get(LANG)
    if asked in LANGUAGES:
        st.session_state[LANG] = asked
    kept = st.session_state.get(LANG)
    return kept if kept in LANGUAGES else "en"


def t(text: str, /, **gaps: object) -> str:
    """`text` in the language of the page, its {gaps} filled."""
    said = str(catalogue(language())["words"].get(text, text))
    return said.format(**gaps) if gaps else said


def later(text: str) -> str:
    """`text` as it is: a text of a table that stands outside of any page, which ``t`` says when it is drawn."""
    return text


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 incident", "2 incidents", "5 подій"."""
    forms = catalogue(language())["nouns"].get(noun)
    if not forms:
        return words.count(number, noun, plural)
    return f"{numeral(number)} {forms[_form(number)]}"


def numeral(number: int | None) -> str:
    """A number with its thousands set apart: "1,200", "1 200"; empty for None."""
    return "" if number is None else f"{number:,}".replace(",", catalogue(language())["marks"].get("thousands", ","))


def decimal(number: float, places: int | None = None) -> str:
    """A number with a fraction: of so many decimals, or of as many as it needs."""
    said = f"{number:g}" if places is None else f"{number:.{places}f}"
    return said.replace(".", catalogue(language())["marks"].get("decimal", "."))


def retold(text: str) -> str:
    """What the steps before the pages say, and the store keeps, in English, in the language of the page: reasons of
    the reader, kinds of figures, errors. What the catalogue has no sentence for is said in English.
    """
    code = language()
    return text if code == "en" else _retold(text, code)


@lru_cache(maxsize=8192)
def _retold(text: str, code: str) -> str:
    for table in ("retold", "words", "errors"):
        if text in catalogue(code)[table]:
            return str(catalogue(code)[table][text])
    for pattern, part, said in _sentences(code):
        if part in text and (found := pattern.fullmatch(text)):
            return said.format(**{gap: _filled(gap, inner, code) for gap, inner in found.groupdict().items()})
    return text


def _filled(gap: str, text: str, code: str) -> str:
    """What fills a gap: a phrase, or a name, a number or a day."""
    if gap == "file" and text in catalogue(code)["errors"]:
        return str(catalogue(code)["errors"][text])  # what stands in the place of a name where there is no file
    if gap in QUOTED:
        return text if gap != "file" else _LINE.sub(catalogue(code)["marks"]["line"], text)
    said = _retold(text, code)
    if said != text:
        return said
    marks, months = catalogue(code)["marks"], catalogue(code)["months"]
    said = _ISO_DAY.sub(lambda day: f"{int(day[3])} {months[str(int(day[2]))]} {day[1]}", text)
    if re.fullmatch(r"[\d.,]+", said):
        said = said.replace(",", "\0").replace(".", marks["decimal"]).replace("\0", marks["thousands"])
    return said


@lru_cache(maxsize=len(LANGUAGES))
def _sentences(code: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """The sentences with gaps, errors first, then as they stand: a pattern of what each is said for, and the longest
    of its words, without which there is no need to look.
    """
    held = catalogue(code)
    return tuple(
        (
            re.compile(re.sub(r"\\{(\w+)\\}", _gap, re.escape(text)), re.S),
            max(re.split(r"\{\w+\}", text), key=len),
            said,
        )
        for table in ("errors", "retold")
        for text, said in held[table].items()
        if "{" in text
    )


def keep_in_address() -> None:
    """A link leads to the page in the language in which it was seen."""
    code = language()
    if code != "en" and st.query_params.get(LANG) != code:
        st.query_params[LANG] = code


def _gap(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{GAPS.get(found[1], '.+?')})"


def choose() -> None:
    """The switch of the language."""
    st.session_state.setdefault("language-switch", language())
    st.segmented_control(
        t("Language"), list(LANGUAGES), key="language-switch", format_func=LANGUAGES.__getitem__, on_change=_chosen,
        required=True, label_visibility="collapsed",
    )  # fmt: skip


def _chosen() -> None:
    st.session_state[LANG] = st.session_state["language-switch"]
    st.query_params[LANG] = st.session_state[LANG]


def _form(number: int) -> int:
    """Which of the three forms of a noun stands with a number, in Ukrainian."""
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in (2, 3, 4) and tens not in (12, 13, 14) else 2


def label(kind: str, code: str) -> str:
    """What a code is called (``data/glossary.csv``, ``data/types.csv``)."""
    return t(words.label(kind, code))


def country(code: str) -> str:
    """What a country (ISO 3166-1 alpha-2) is called; a code that is not known stands for itself."""
    return country_called(words.country_name(code))


def country_called(name: str) -> str:
    """What a country of this English name is called."""
    return str(catalogue(language())["countries"].get(name, name))


def province(name: str) -> str:
    """What a province of this English name is called; most bear the same name in all languages."""
    return str(catalogue(language())["provinces"].get(name, name))


def in_order(name: str) -> str:
    """What names of this language are sorted by: its letters, not their numbers in Unicode."""
    letters = str(catalogue(language())["marks"].get("alphabet", ""))
    return "".join(chr(0x400 + letters.index(sign)) if sign in letters else sign for sign in name.casefold())


def meaning(kind: str, code: str) -> str:
    """What a code means."""
    return t(words.term(kind, code).meaning)


def spoken_in(code: str) -> str:
    """What a language is called."""
    return t(language_name(code))


def terms_help(kind: str, codes: Iterable[str] | None = None) -> str:
    """These codes of a kind, or all of it, with their meanings, as what shows on hover; Markdown, a line each."""
    wanted = None if codes is None else set(codes)
    lines = [
        f"**{t(term.label)}**: {t(term.meaning)}"
        for (of, code), term in words.glossary().items()
        if of == kind and term.meaning and (wanted is None or code in wanted)
    ]
    return "\n\n".join(lines)


def day_format() -> str:
    """How a field shows a day, for Streamlit."""
    return str(catalogue(language())["marks"].get("day", "YYYY-MM-DD"))


def sure(word: str) -> str:
    """A word of confidence: high, medium, low."""
    return {"high": t("high"), "medium": t("medium"), "low": t("low")}.get(word, word)


def confidence(value: float) -> str:
    """A confidence (0..1) in a word."""
    return sure(words.confidence(value))


def spoken(day: date | None) -> str:
    """A day as prose has it: "29 May 2025"."""
    if day is None:
        return t("not known")
    months = catalogue(language())["months"]
    return f"{day.day} {months[str(day.month)]} {day.year}" if months else words.spoken(day)
