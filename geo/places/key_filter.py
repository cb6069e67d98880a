"""Which keys the gazetteer surely lacks, told without asking the database: most words of an article name no place.

A Bloom filter: two bits a key in an array of about sixteen bits a key, so that one absent key in seventy is still
looked for in vain, and no present one is ever missed (B. H. Bloom, Communications of the ACM 13 (1970) 422).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_BITS_A_KEY = 16
#: 2 KB for a handful of keys; 16 MB, where GeoNames' dump of all countries was added.
_FEWEST_BITS, _MOST_BITS = 1 << 14, 1 << 27
_HIGH = 32


class KeyFilter:
    """An array of bits, as many as a power of two."""

    def __init__(self, bits: bytes) -> None:
        self._bits = bits
        self._mask = len(bits) * 8 - 1

    def may_hold(self, key: str) -> bool:
        """False where the key is surely not there.

        Parameters
        ----------
        key
            As it was given to ``make``.
        """
        number = _number(key)
        one, two = number & self._mask, (number >> _HIGH) & self._mask
        bits = self._bits
        return bool(bits[one >> 3] >> (one & 7) & bits[two >> 3] >> (two & 7) & 1)


def make(keys: Iterable[str], count: int) -> bytes:
    """The array of bits for a ``KeyFilter``.

    Parameters
    ----------
    keys
        All that are there.
    count
        How many, about.
    """
    size = min(_MOST_BITS, max(_FEWEST_BITS, 1 << (count * _BITS_A_KEY - 1).bit_length()))
    bits, mask = bytearray(size // 8), size - 1
    for key in keys:
        number = _number(key)
        for at in (number & mask, (number >> _HIGH) & mask):
            bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
