"""Random numbers of our own: SplitMix64, the same for a seed on every machine and in every version."""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_HALF = np.uint64(32)


def words(*names: object, count: int, start: int = 0) -> Words:
    """`count` words of the stream that these names stand for, from its `start`-th on.

    The n-th word is a function of n, so a stream can be read in pieces and anywhere.
    """
    digest = sha256(":".join(map(str, names)).encode()).digest()
    return mixed(np.uint64(int.from_bytes(digest[:8], "big")), count=count, start=start)


def mixed(base: np.uint64, *, count: int, start: int = 0) -> Words:
    """SplitMix64 (Steele, Lea and Flood, 2014): the words of the seed `base` from the `start`-th on."""
    with np.errstate(over="ignore"):
        word = base + np.arange(start + 1, start + count + 1, dtype=np.uint64) * _GAMMA
        word = (word ^ (word >> np.uint64(30))) * _FIRST
        word = (word ^ (word >> np.uint64(27))) * _SECOND
        return word ^ (word >> np.uint64(31))


def below(drawn: Words, most: int | NDArray[np.int64]) -> NDArray[np.int64]:
    """Words as whole numbers from 0 to below `most`, which is below 2^31."""
    high = (drawn >> _HALF).astype(np.int64)
    return (high * most) >> 32


def rank(seed: int, key: str) -> bytes:
    """Where something stands in the order of a seed, whatever order it came in."""
    return sha256(f"{seed}:{key}".encode()).digest()
