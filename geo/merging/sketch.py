"""What a text is compared by with others: small, and made without numpy, so that reading processes may make it."""

from __future__ import annotations

import re
import struct

from rensa import RMinHash

#: A text is known by the hashes of its runs of so many words.
RUN_WORDS = 4
#: Of a text of fewer words, a few that are the same say little.
SHORTEST_WORDS = 40
#: So much of a text is looked at (characters): a copy begins like what it was copied from.
READ_CHARACTERS = 50_000
#: Number of hashes, and what they are drawn from.
HASHES, SEED = 128, 11
#: What sketches are made with; those of another rule are made anew.
SKETCHED = f"{RUN_WORDS} {SHORTEST_WORDS} {READ_CHARACTERS} {HASHES} {SEED} {RMinHash.ALGORITHM_VERSION}"

_WORD = re.compile(r"\w+")


def sketch(text: str) -> bytes:
    """What a text is compared by: ``HASHES`` numbers of 32 bits, little end first; empty where it is too short."""
    words = _WORD.findall(text[:READ_CHARACTERS].casefold())
    if len(words) < SHORTEST_WORDS:
        return b""
    made = RMinHash(num_perm=HASHES, seed=SEED)
    made.update([" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)])
    return struct.pack(f"<{HASHES}I", *made.digest())
