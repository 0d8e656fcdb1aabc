"""Which names files may have on which system, as functions of values."""

import ctypes
import re
from dataclasses import dataclass

from avisbuild.system.paths import IS_WINDOWS

LONGEST_ON_WINDOWS = 259
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\s*(\..*)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a file system does with names; `longest_path` is None where there is no such limit."""

    is_windows: bool = False
    longest_path: int | None = None


def naming_here() -> Naming:
    """How names are taken on this machine."""
    has_limit = IS_WINDOWS and not _has_long_paths()
    return Naming(
        is_windows=IS_WINDOWS,
        longest_path=LONGEST_ON_WINDOWS if has_limit else None,
    )


def is_device_of_windows(name: str) -> bool:
    """Whether Windows takes a name, whatever its ending, for a device: `con`, `nul.jpg`, `COM1`."""
    return _DEVICE.fullmatch(name) is not None


def is_cut_by_windows(name: str) -> bool:
    """Whether Windows leaves out what a name ends in."""
    return name.endswith((".", " "))


def _has_long_paths() -> bool:
    """Whether this Windows was told to allow paths of more than 260 characters."""
    windows = getattr(ctypes, "WinDLL", None)
    if windows is None:
        return False
    allowed = windows("ntdll").RtlAreLongPathsEnabled
    allowed.restype = ctypes.c_ubyte
    return bool(allowed())
