"""The one way for text into a Folium page.

Folium renders its output twice, so that ``{{ … }}`` in a text runs on the server, and puts texts into JavaScript
template literals, so that ``${…}`` runs in the browser. ``safe`` makes all of it inert; better still, text never comes
near Folium: the incident layer gets numbers and ids.
"""

from __future__ import annotations

import unicodedata

#: Signs with a meaning to HTML, Jinja, JavaScript's template literals or script parsers.
_SIGNS = frozenset("&<>\"'{}`$\\%#\u2028\u2029")

#: Signs that turn the order of what follows them (Unicode Bidirectional Algorithm, explicit formatting).
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe(text: object) -> str:
    """Text that is shown literally in HTML, in a JavaScript string and in a Jinja template.

    Parameters
    ----------
    text
        Anything; its ``str`` is taken. Control characters but for tab and newline are dropped, and so are signs that
        turn the direction of what follows; signs with a meaning become numeric entities.
    """
    return "".join(f"&#{ord(sign)};" if sign in _SIGNS else sign for sign in str(text) if _shown(sign))


def _shown(sign: str) -> bool:
    return sign in "\t\n" or (sign not in _TURNS and unicodedata.category(sign) not in ("Cc", "Cs"))
