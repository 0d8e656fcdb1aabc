"""How systems compare, quote and limit paths, as functions of values: tested for all of them on any."""

import os
import re
import shlex
from types import ModuleType

IS_WINDOWS = os.name == "nt"
_PLAIN_WORD = re.compile(r"[\w@+=:./\\~-]+")


def path_key(path: str, paths: ModuleType = os.path) -> str:
    """A whole path as Windows compares it, regardless of letter case; elsewhere as it is."""
    key: str = paths.normcase(path)
    return key


def lies_in(target: str, root: str, paths: ModuleType = os.path) -> bool:
    """Whether a real path is `root` or below it."""
    inner, outer = path_key(target, paths), path_key(root, paths).rstrip(paths.sep)
    return inner in (outer, outer + paths.sep) or inner.startswith(outer + paths.sep)


def parts_below(path: str, folder: str, paths: ModuleType = os.path) -> list[str]:
    """The names that lead from a folder to a whole path that lies in it."""
    return [part for part in path[len(folder) :].split(paths.sep) if part]


def quoted(text: str, *, for_windows: bool = IS_WINDOWS) -> str:
    """A text as one word of a command line that can be copied into a shell."""
    if not for_windows:
        return shlex.quote(text)
    # A quote cannot be in a name there; a backslash before the closing one would hide it.
    ending = "\\" if text.endswith("\\") else ""
    return text if _PLAIN_WORD.fullmatch(text) else f'"{text}{ending}"'
