"""The arrays of an analysis as a file; one that does not fit is as good as none."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.files import replacing
from avisbuild.untrusted.arrays import open_archive

_log = logging.getLogger(__name__)

Arrays = dict[str, NDArray[Any]]
Shapes = Mapping[str, tuple[str, tuple[int | None, ...]]]

# Raised by one whenever the arrays of the same sound come out otherwise.
VERSION = 2
_KEY = "sound"
_MOST_BYTES = 64 << 20  # ten minutes of sound take 20 MiB


def read(cache: Path, digest: str, shapes: Shapes) -> Arrays | None:
    """The arrays kept for the sound with this SHA-256, or None.

    `shapes` says of each array its dtype and its shape, None where any length fits.
    """
    try:
        with (
            inside.reading(cache) as stream,
            open_archive(stream, cache.name, most_bytes=_MOST_BYTES) as archive,
        ):
            if str(archive[_KEY]) != _key(digest):
                return None
            arrays: Arrays = {name: archive[name] for name in shapes}
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - a spoilt archive fails in many ways, all of them mended below
        _log.info("%s: made anew, it cannot be read: %s", cache, error)
        return None
    if all(_fits(arrays[name], *shapes[name]) for name in shapes):
        return arrays
    _log.info("%s: made anew, it holds other arrays than it should", cache)
    return None


def write(cache: Path, digest: str, arrays: Arrays) -> None:
    """Keep arrays, whole or not at all; where that cannot be done, they are not kept."""
    try:
        inside.checked(cache).parent.mkdir(parents=True, exist_ok=True)
        with replacing(cache) as stream:
            named: dict[str, Any] = {_KEY: np.array(_key(digest)), **arrays}
            np.savez(stream, **named)
    except OSError as error:
        _log.info("%s: not kept: %s", cache, error)


def _key(digest: str) -> str:
    return f"{digest} {VERSION}"


def _fits(array: NDArray[Any], dtype: str, shape: tuple[int | None, ...]) -> bool:
    return (
        array.dtype == np.dtype(dtype)
        and array.ndim == len(shape)
        and all(want is None or got == want for got, want in zip(array.shape, shape, strict=True))
        and bool(np.isfinite(array).all())
    )
