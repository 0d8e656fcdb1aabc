"""Opening files below a folder so that no link on the way is followed unseen.

Unix opens each folder relative to the one before it and refuses a link in the call that opens it: nobody can
put one there in between. Where that is lacking (Windows), each name is looked at first and the whole path is
opened then. That is weaker: somebody who may write in the folder could put a link there between the look and
the opening. What was opened is compared with what lies there then, which catches a swap of the last name.
"""

import errno
import os
import stat
from pathlib import Path

OPENS_BELOW = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
# Without O_NONBLOCK a pipe would keep us waiting for its writer; without O_BINARY Windows changes line ends.
PLAIN_FILE: int = NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FOLDER: int = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | NO_LINK
_ON_THE_WAY: int = FOLDER | getattr(os, "O_PATH", 0)
_JUNCTION = 0xA0000003


def is_link(path: str | Path) -> bool:
    """Whether a link lies there, or what Windows calls a junction; not where nothing does."""
    try:
        return leads_elsewhere(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_link_entry(entry: os.DirEntry[str]) -> bool:
    """The same of an entry of a listing, which has to be asked for nothing more."""
    return entry.is_symlink() or (
        os.name == "nt" and leads_elsewhere(entry.stat(follow_symlinks=False))
    )


def leads_elsewhere(state: os.stat_result) -> bool:
    """Whether this is the state of a link or a junction."""
    return stat.S_ISLNK(state.st_mode) or getattr(state, "st_reparse_tag", 0) == _JUNCTION


def open_below(root: str, parts: list[str], flags: int) -> int | tuple[str, list[str]]:
    """A descriptor, or the place of the first link on the way and what comes after it."""
    if not parts:
        return os.open(root, flags)
    return _step_by_step(root, parts, flags) if OPENS_BELOW else _looked_at(root, parts, flags)


def become_patient(descriptor: int) -> None:
    """Let reads wait, after a file was opened without waiting."""
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(descriptor, True)


def _step_by_step(root: str, parts: list[str], flags: int) -> int | tuple[str, list[str]]:
    place, folder = root, os.open(root, _ON_THE_WAY)
    try:
        for index, part in enumerate(parts):
            is_last = index == len(parts) - 1
            place = os.path.join(place, part)
            try:
                opened = os.open(part, flags if is_last else _ON_THE_WAY, 0o666, dir_fd=folder)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR) and os.path.islink(place):
                    return place, parts[index + 1 :]
                error.filename = place
                raise
            if is_last:
                return opened
            os.close(folder)
            folder = opened
        raise AssertionError("the last part was opened or is a link")
    finally:
        os.close(folder)


def _looked_at(root: str, parts: list[str], flags: int) -> int | tuple[str, list[str]]:
    place = root
    for index, part in enumerate(parts):
        place = os.path.join(place, part)
        if is_link(place):
            return place, parts[index + 1 :]
    if os.path.lexists(place) and not stat.S_ISREG(os.lstat(place).st_mode):
        raise _no_plain_file(place)
    opened = os.open(place, flags, 0o666)
    if not os.path.samestat(os.fstat(opened), os.lstat(place)):
        os.close(opened)
        raise OSError(errno.ELOOP, "it was swapped while it was opened", place)
    return opened


def _no_plain_file(place: str) -> OSError:
    if os.path.isdir(place):
        return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), place)
    return OSError(errno.EINVAL, "no plain file", place)
