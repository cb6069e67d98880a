"""What a project is about, as votes for countries: a name that may lie in several rather lies in one of these."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from geo.settings import Interest

#: As one word of nationality in the article would count (``rank_context``): of two towns of like size the one in the
#: region is meant, and Tripoli stays in Libya. Our judgement.
REGION_VOTES, HOME_VOTES = 1.0, 1.0


def votes(interest: Interest, source: str | None) -> Mapping[str, float]:
    """Country -> votes, for an article of `source`."""
    found: defaultdict[str, float] = defaultdict(float)
    for country in interest.countries:
        found[country] += REGION_VOTES
    named = (source or "").strip().casefold()
    for outlet, country in interest.outlets:
        if named and outlet.casefold() == named:
            found[country] += HOME_VOTES
    return found


def stamp(interest: Interest) -> str:
    """Eight digits that stand for what reading depends on."""
    said = f"Interest(languages={interest.languages!r}, countries={interest.countries!r}, outlets={interest.outlets!r})"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]
