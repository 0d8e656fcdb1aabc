"""How loops over masks are compiled by Numba, and the types of what they are given.

Modules that use it are imported by `compiled_parts.compiled_part`: all they have is compiled when they are
imported first, and kept on the disk.
"""

from collections.abc import Callable
from pickle import UnpicklingError
from typing import Any

import numba
import numpy as np
from numba import types

# Places that are never negative are read without asking whether they are: a sixth of the time.
NONE, ONE, TWO = np.uint64(0), np.uint64(1), np.uint64(2)

BYTES = types.Array(types.uint8, 1, "C", readonly=True)
SMALL_INTS = types.int32[::1]
INTS = types.int64[::1]


def compiled(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile for these types now; where it cannot be kept on the disk, for this process only."""

    def compile_now(function: Callable[..., Any]) -> Callable[..., Any]:
        try:
            return _jit(function, signatures, kept=True)
        except (RuntimeError, OSError, EOFError, UnpicklingError):
            # No folder can be written, the disk is full, or what was kept is cut off.
            return _jit(function, signatures, kept=False)

    return compile_now


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile as a part of the functions that call it: by itself it is neither loaded nor kept."""
    made: Callable[..., Any] = numba.njit(nogil=True)(function)
    return made


def _jit(function: Callable[..., Any], signatures: Any, *, kept: bool) -> Callable[..., Any]:
    made: Callable[..., Any] = numba.njit(list(signatures), cache=kept, nogil=True)(function)
    return made
