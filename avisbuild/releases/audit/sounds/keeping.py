"""Fingerprints as arrays of an .npz file, so that a second audit need not listen again."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.fingerprint import SoundFingerprint

Arrays = Mapping[str, NDArray[Any]]
_PREFIX = "sounds_"


def to_arrays(fingerprints: Mapping[str, SoundFingerprint]) -> dict[str, NDArray[Any]]:
    """The arrays that `from_arrays` takes; what names a fingerprint is the caller's choice."""
    names = sorted(fingerprints)
    kept = [fingerprints[name] for name in names]
    none = np.zeros((0, 2), np.int32)
    arrays = {
        "names": np.array(names, dtype=np.str_),
        "digests": np.array([each.digest for each in kept], dtype=np.str_),
        "seconds": np.array([each.seconds for each in kept], np.float64),
        "is_silent": np.array([each.is_silent for each in kept], np.bool_),
        "counts": np.array([len(each.peaks) for each in kept], np.int64),
        "peaks": np.concatenate([none, *(each.peaks for each in kept)]),
    }
    return {_PREFIX + name: array for name, array in arrays.items()}


def from_arrays(arrays: Arrays) -> dict[str, SoundFingerprint]:
    """The fingerprints that were kept; raises KeyError and ValueError for arrays that are none of ours."""
    names, digests, seconds, is_silent, counts, peaks = (
        arrays[_PREFIX + name]
        for name in ("names", "digests", "seconds", "is_silent", "counts", "peaks")
    )
    each = (names, digests, seconds, is_silent, counts)
    if "".join(array.dtype.kind for array in each) != "UUfbi" or peaks.dtype != np.int32:
        raise ValueError("expected arrays as the audit keeps them")
    if {array.shape for array in each} != {names.shape} or names.ndim != 1 or peaks.ndim != 2:
        raise ValueError("expected one of each for every sound")
    if (counts < 0).any() or counts.sum() != len(peaks):
        raise ValueError("expected as many peaks as are counted")
    parts = np.split(peaks, np.cumsum(counts)[:-1])
    return {
        str(name): SoundFingerprint(
            peaks=part, seconds=float(length), is_silent=bool(silent), digest=str(digest)
        )
        for name, digest, length, silent, part in zip(
            names, digests, seconds, is_silent, parts, strict=len(names) > 0
        )
    }
