"""Files inside a project that a stranger may have filled: no link leads out of it unseen.

A project's folder is guarded from the moment it is opened. Every path below it goes through this module
before it is read, written, listed or deleted. Links that stay inside, or lead below a folder that this
person allowed (`avisbuild project allow`), are followed; any other is refused by name. What is opened is
opened relative to the folder before it, without following, and is a plain file: a pipe would hang. Where
the system cannot do that (Windows), each name is looked at before the whole path is used, which is weaker:
`avisbuild.system.opening` says how.
"""

import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from avisbuild.errors import ProjectError
from avisbuild.system import opening
from avisbuild.system.opening import is_link, is_link_entry, open_below
from avisbuild.system.paths import lies_in, parts_below, path_key, quoted

_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A project's folder, and where its links may lead: real paths, the project's own among them.

    `files` may be read where a record in the project names them, and no link leads to them.
    """

    folder: str
    roots: tuple[str, ...]
    files: frozenset[str]


_guarded: dict[str, _Guarded] = {}


class OutsideError(ProjectError):
    """Something in a project leads out of it."""


def guard(
    folder: Path, allowed: Collection[str] = (), *, media_files: Collection[str] = ()
) -> None:
    """From now on nothing below `folder` leads out of it but into `allowed` folders, and to `media_files`.

    Both are real paths, kept as they were: a folder that has become a link since is another one.
    """
    name = os.path.abspath(folder)
    _guarded[path_key(name)] = _Guarded(
        name, (os.path.realpath(name), *allowed), frozenset(media_files)
    )


def may_lead_to(folder: Path, target: Path) -> bool:
    """Whether links of a guarded folder may lead to `target`, which is inside or was allowed."""
    return _is_below(os.path.realpath(target), _guarded[path_key(os.path.abspath(folder))])


def checked(path: Path) -> Path:
    """The path itself, for a library that wants one; raises OutsideError where it leads out.

    Neither it nor what it is in has to be there; a link out that leads nowhere is refused, too.
    """
    found = _find_guard(path)
    if found is not None:
        place = found.folder
        for part in _parts_below(path, found):
            place = os.path.join(place, part)
            if is_link(place):
                _refuse_leaving(place, found)
    return path


def referred(record: Path, name: str) -> Path:
    """The media file that a record in a project names by its whole path, to be read and never written.

    Raises OutsideError unless it lies in the project, in a folder that this person allowed, or is a file
    that this person's own fetch named.
    """
    target, found = os.path.realpath(record.parent / name), _find_guard(record)
    if found is None or target in found.files or _is_below(target, found):
        return Path(target)
    where = os.path.relpath(record, found.folder)
    raise _leading_out("reference-leads-out", target, found, record=where)


def taken_in(path: Path, folder: Path, project: Path) -> Path:
    """The real path of a file below a folder that is brought into a project.

    Raises OutsideError where a link leads out of the folder, and the project's may not lead there.
    """
    target, found = os.path.realpath(path), _guarded[path_key(os.path.abspath(project))]
    if lies_in(target, os.path.realpath(folder)) or _is_below(target, found):
        return Path(target)
    raise _leading_out("picture-leads-out", target, found, path=path, place=folder)


def open_plain_file(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a plain file; raises OSError, and OutsideError where a link leads out of the project."""
    descriptor = _opened(path, flags | opening.PLAIN_FILE)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        os.close(descriptor)
        if is_folder:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "no plain file", str(path))
    opening.become_patient(descriptor)
    return descriptor


def reading(path: Path) -> BinaryIO:
    """Open a plain file for reading, as `open_plain_file`; close it, or use it as a context manager."""
    return os.fdopen(open_plain_file(path), "rb")


def read_bytes(path: Path) -> bytes:
    """The content of a plain file, as `open_plain_file`."""
    with reading(path) as stream:
        return stream.read()


def read_bytearray(path: Path) -> bytearray:
    """The same, to be changed in place and never copied."""
    with reading(path) as stream:
        data = bytearray(os.fstat(stream.fileno()).st_size)
        del data[stream.readinto(data) :]  # type: ignore[attr-defined]
        return data


def check_tree(folder: Path) -> Path:
    """The folder, for a library that reads and writes anywhere below it.

    Raises OutsideError for a link out, and for what is neither a folder nor a plain file.
    """
    checked(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if is_link_entry(entry):
                checked(Path(entry.path))
            elif entry.is_dir(follow_symlinks=False):
                check_tree(Path(entry.path))
            elif not entry.is_file(follow_symlinks=False):
                raise OutsideError("no-plain-file", path=entry.path)
    return folder


def remove_tree(folder: Path) -> None:
    """Remove a folder that avisbuild made, links in it and not what they lead to; missing is as good.

    What is removed lies in the folder that was looked at, whatever its name leads to by then.
    """
    if is_link(checked(folder)):
        raise OutsideError("own-folder-is-link", folder=folder)
    with suppress(OSError), _held(folder.parent) as parent:
        shutil.rmtree(_within(parent, folder), ignore_errors=True, dir_fd=parent)


def remove_file(path: Path) -> None:
    """Remove a file that avisbuild made, or a link in its place, in the same way; missing is as good.

    Raises OSError.
    """
    with suppress(FileNotFoundError), _held(path.parent) as parent:
        os.unlink(_within(parent, path), dir_fd=parent)


@contextmanager
def _held(folder: Path) -> Iterator[int | None]:
    """A folder, opened without following a link out of the project.

    None where folders cannot be opened: it was looked at, and is used by its path.
    """
    if not opening.OPENS_BELOW:
        checked(folder)
        yield None
        return
    descriptor = _opened(folder, opening.FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _within(parent: int | None, path: Path) -> str:
    """What to call an entry of a folder that is held."""
    return str(path) if parent is None else path.name


def check_layout(folder: Path, files: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """Look at a project's own names: `files` must be plain, `folders` and what is in them must not lead out.

    One listing a folder and no look at what is no link, so a thousand videos cost a millisecond.
    """
    for name in files:
        path = folder / name
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            checked(path)
            if not path.is_file():
                raise OutsideError("no-plain-file", path=path)
    for name in folders:
        checked(folder / name)
        try:
            with os.scandir(folder / name) as entries:
                links = [entry.name for entry in entries if is_link_entry(entry)]
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        for link in links:
            checked(folder / name / link)


def _opened(path: Path, flags: int) -> int:
    found = _find_guard(path)
    if found is None:
        # No project: a folder that the user named.
        return os.open(path, flags & ~opening.NO_LINK, 0o666)
    # The project's own folder may be reached by a link: the person named it.
    root, parts = found.roots[0], _parts_below(path, found)
    for _ in range(_MOST_LINKS):
        result = open_below(root, parts, flags)
        if isinstance(result, int):
            return result
        place, rest = result
        root, parts = _refuse_leaving(place, found), rest
        if not rest:
            root, parts = os.path.dirname(root), [os.path.basename(root)]
    raise OSError(errno.ELOOP, "too many links", str(path))


def _find_guard(path: Path) -> _Guarded | None:
    """The innermost guarded folder that `path` lies in."""
    place = path_key(os.path.abspath(path))
    while True:
        if place in _guarded:
            return _guarded[place]
        parent = os.path.dirname(place)
        if parent == place:
            return None
        place = parent


def _parts_below(path: Path, found: _Guarded) -> list[str]:
    return parts_below(os.path.abspath(path), found.folder)


def _refuse_leaving(link: str, found: _Guarded) -> str:
    """Where a link really leads, if it may lead there."""
    target = os.path.realpath(link)
    if _is_below(target, found):
        return target
    if target == link:  # a circle of links
        target = os.path.join(os.path.dirname(link), os.readlink(link))
    raise _leading_out("link-leads-out", target, found, link=link)


def _leading_out(kind: str, target: str, found: _Guarded, **fields: object) -> OutsideError:
    """The refusal with the command that would allow the folder."""
    folder = target if os.path.isdir(target) else os.path.dirname(target)
    return OutsideError(
        kind,
        target=target,
        folder=quoted(folder),
        project=quoted(found.folder),
        **fields,
    )


def _is_below(target: str, found: _Guarded) -> bool:
    """Whether a real path lies in the project or in what was allowed."""
    return any(lies_in(target, root) for root in found.roots)
