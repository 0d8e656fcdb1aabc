"""What of a project takes how much of the disk."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild import inside
from avisbuild.records.video_folder import (
    CACHE,
    DATABASE_NAME,
    PARTIAL,
    RELEASES,
    SOURCES,
    VIDEOS,
    embeddings_dir,
    sound_cache_dir,
    workers_dir,
)
from avisbuild.store import Project

# As `files.staged_folder`, `files.replacing` and `clip` name what is on its way.
_ON_ITS_WAY = re.compile(r"\..+\.(partial|old|tmp)")
_DATABASE_COPY = re.compile(rf"{re.escape(DATABASE_NAME)}\.v[0-9]{{4}}(\.[0-9]+)?")


class DiskKind(StrEnum):
    """What a file of a project is for."""

    SOURCES = "sources"
    VIDEOS = "videos"
    EMBEDDINGS = "embeddings"
    FEATURES = "features"
    RELEASES = "releases"
    LEFTOVERS = "leftovers"
    DATABASE = "database"
    DATABASE_COPIES = "database copies"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskUse:
    """How many files of a kind there are, and how many bytes they have together."""

    kind: DiskKind
    file_count: int
    byte_count: int


def disk_use(project: Project) -> tuple[DiskUse, ...]:
    """Every kind, in order; one look at each file, and no link is followed but those of whole folders.

    A file with several names, as releases have, is counted once: under the first kind that has it.
    """
    counts = dict.fromkeys(DiskKind, (0, 0))
    seen: set[tuple[int, int]] = set()
    for kind, state in _all_files(project.folder):
        if state.st_nlink > 1:
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
        files, size = counts[kind]
        counts[kind] = files + 1, size + state.st_size
    if counts[DiskKind.DATABASE] == (0, 0):  # on a server, or elsewhere
        counts[DiskKind.DATABASE] = 1, project.database_bytes()
    return tuple(
        DiskUse(kind=kind, file_count=files, byte_count=size)
        for kind, (files, size) in counts.items()
    )


def size_below(folder: Path) -> tuple[int, int]:
    """How many plain files lie below a folder, and how many bytes they have; no link is followed."""
    sizes = [state.st_size for _, state in _tree(folder, lambda _: DiskKind.OTHER)]
    return len(sizes), sum(sizes)


def newest_below(folder: Path) -> float:
    """When anything in a folder was changed last, the folder among it; in seconds since 1970."""
    times = [state.st_mtime for _, state in _tree(folder, lambda _: DiskKind.OTHER, folders=True)]
    return max([folder.lstat().st_mtime, *times])


_Kinds = Callable[[str], DiskKind]


def _all_files(folder: Path) -> Iterator[tuple[DiskKind, os.stat_result]]:
    yield from _tree(folder / VIDEOS, _kind_unless_hidden(DiskKind.VIDEOS))
    yield from _tree(folder / SOURCES, _kind_in_sources)
    yield from _tree(folder / RELEASES, _kind_unless_hidden(DiskKind.RELEASES))
    yield from _tree(folder / CACHE, _kind_in_cache(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in (VIDEOS, SOURCES, RELEASES, CACHE):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _tree(Path(entry.path), lambda _: DiskKind.OTHER)
            elif entry.is_file(follow_symlinks=False):
                yield _kind_of_file(entry.name), entry.stat(follow_symlinks=False)


def _kind_of_file(name: str) -> DiskKind:
    if _DATABASE_COPY.fullmatch(name):
        return DiskKind.DATABASE_COPIES
    if name.startswith(DATABASE_NAME):
        return DiskKind.DATABASE
    return DiskKind.LEFTOVERS if _ON_ITS_WAY.fullmatch(name) else DiskKind.OTHER


def _kind_unless_hidden(kind: DiskKind) -> _Kinds:
    def of(below: str) -> DiskKind:
        top = below.partition("/")[0]
        return DiskKind.LEFTOVERS if _ON_ITS_WAY.fullmatch(top) else kind

    return of


def _kind_in_sources(below: str) -> DiskKind:
    return DiskKind.LEFTOVERS if PARTIAL in below.split("/")[1:-1] else DiskKind.SOURCES


def _kind_in_cache(folder: Path) -> _Kinds:
    cache = folder / CACHE
    kinds = {
        embeddings_dir(folder).relative_to(cache).as_posix(): DiskKind.EMBEDDINGS,
        sound_cache_dir(folder).relative_to(cache).as_posix(): DiskKind.FEATURES,
        workers_dir(folder).relative_to(cache).as_posix(): DiskKind.LEFTOVERS,
    }

    def of(below: str) -> DiskKind:
        parts = below.split("/")
        is_left = _ON_ITS_WAY.fullmatch(parts[-1]) is not None
        return DiskKind.LEFTOVERS if is_left else kinds.get(parts[0], DiskKind.OTHER)

    return of


def _tree(
    folder: Path, kinds: _Kinds, *, folders: bool = False
) -> Iterator[tuple[DiskKind, os.stat_result]]:
    """Every plain file below a folder, and every folder if `folders`; the folder itself may be a link."""
    waiting = [(str(inside.checked(folder)), "")]
    while waiting:
        place, below = waiting.pop()
        try:
            with os.scandir(place) as found:
                entries = list(found)
        except OSError:  # not there, removed meanwhile, or not ours to read
            continue
        for entry in entries:
            name = f"{below}{entry.name}"
            try:
                state = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if stat.S_ISDIR(state.st_mode):
                waiting.append((entry.path, f"{name}/"))
            if stat.S_ISREG(state.st_mode) or (folders and stat.S_ISDIR(state.st_mode)):
                yield kinds(name), state
