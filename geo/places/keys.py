"""Keys under which place names are found: one key for all the ways that newspapers spell one name.

A key folds case, accents, hyphens, apostrophes and abbreviation dots ("Saint-Denis" and "St. Denis");
``without_article`` also drops Arabic articles ("Al-Hasakah", "Deir ez-Zor"), and ``skeleton`` keeps only
what all transliterations of a name share ("Hodeidah", "Hudaydah").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters that decomposition leaves alone, as they are usually written in English.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ŋ": "n", "ħ": "h"}
    # Persian, Urdu and Arabic forms of one letter, and the lengthening stroke
    | {"ی": "ي", "ى": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": ""}
)


class _Bare(dict[int, int | str | None]):
    """For ``str.translate``: letters as above, and no accents; what a character becomes is found out once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if unicodedata.combining(chr(code)) else code
        return found


_BARE = _Bare(_LETTERS)
#: Apostrophes and half rings of transliterations, and the letters that stand for them.
_SILENT = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʺ“”\"ʿʾˈ"), None)
_GAP = re.compile(r"[\s\-‐‑‒–—_/.,;:()\[\]&]+")
#: The gap between two single letters: "U.S." and "D. R. C." are written without dots too.
_INITIALS = re.compile(r"(?<=(?<!\w)\w) (?=\w(?!\w))")
#: Words spelled out in keys.
_LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "sta": "santa", "sto": "santo"}
#: Arabic articles, assimilated or not, as they stand alone in transliterations.
_ARTICLES = frozenset(
    ("al", "el", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez", "adh", "ath")
)

#: Spellings that transliterations use for one sound; longer ones first.
_SOUNDS = (
    ("tch", "ch"),
    ("dzh", "j"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("dh", "d"),
    ("th", "t"),
    ("ck", "k"),
    ("sch", "sh"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("yy", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("ii", "i"),
    ("ay", "i"),
    ("ai", "i"),
    ("ei", "i"),
    ("ey", "i"),
    ("ie", "i"),
    ("aw", "u"),
    ("au", "u"),
    ("ow", "u"),
)
_SINGLE = str.maketrans({"q": "k", "c": "k", "w": "v", "y": "i", "e": "i", "o": "u", "x": "h"})
_REPEATED = re.compile(r"(.)\1+")
#: A skeleton shorter than this says too little of a name.
MIN_SKELETON = 4
#: The article in Arabic writing, which is one word with the name.
_ARABIC_ARTICLE = "ال"


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The key of a name: "Saint-Denis", "St. Denis" and "SAINT DENIS" give "saint denis".

    Parameters
    ----------
    name
        A name as it stands in a text or a table.

    Returns
    -------
    str
        Lower-case words with single blanks between them; empty where the name has no letter or digit.
    """
    if name.isascii():
        if name.isalpha():
            word = name.lower()
            return _LONG_FORMS.get(word, word)
        plain = name.translate(_SILENT).casefold()
    else:
        plain = unicodedata.normalize("NFKD", name).translate(_SILENT).casefold().translate(_BARE)
    words = _GAP.sub(" ", plain).split()
    if len(words) > 1:
        words = _INITIALS.sub("", " ".join(words)).split()
    return " ".join([_LONG_FORMS.get(word, word) for word in words])


def dotted(name: str) -> str:
    """The key of an abbreviation, which keeps its dots: "W. Va." -> "w.va.", "La." -> "la.", "L.A." -> "l.a.".

    Parameters
    ----------
    name
        As it stands in a text or a table.
    """
    return name.casefold().replace(" ", "") if "." in name else ""


def without_article(key: str) -> str:
    """A key without its Arabic articles: "deir ez zor" -> "deir zor", "al hasakah" -> "hasakah", "الرقة" -> "رقه".

    Parameters
    ----------
    key
        What ``fold`` gave.
    """
    if " " not in key and key.isascii():
        return key
    words = key.split(" ")
    kept = [word.removeprefix(_ARABIC_ARTICLE) if len(word) > 4 else word for word in words if word not in _ARTICLES]
    return " ".join(kept) if kept else key


@lru_cache(maxsize=8192)
def skeleton(key: str) -> str:
    """What the transliterations of a name share; empty where too little is left to tell names apart.

    Parameters
    ----------
    key
        What ``fold`` gave.
    """
    bare = without_article(key).replace(" ", "")
    if len(bare) < MIN_SKELETON or not bare.isascii() or not bare.isalpha():
        return ""
    for written, sound in _SOUNDS:
        bare = bare.replace(written, sound)
    bare = _REPEATED.sub(r"\1", bare.translate(_SINGLE)).removesuffix("h")
    return bare if len(bare) >= MIN_SKELETON else ""
