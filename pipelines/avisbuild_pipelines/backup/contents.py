"""Which files of a project a backup holds: what cannot be made again, and of the rest what is asked for."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild import inside
from avisbuild.messages.printable import printable
from avisbuild.records.video_folder import (
    DATABASE_NAME,
    GUIDELINE,
    RELEASES,
    REPORTS,
    SETTINGS_NAME,
    SOURCES,
    VIDEOS,
)

# Deeper than anything that avisbuild writes; a link that leads into its own folder ends here.
_DEEPEST = 12


class Part(StrEnum):
    """A folder of a project that a backup may hold, beside the database and the settings."""

    GUIDELINE = GUIDELINE
    RELEASES = RELEASES
    REPORTS = REPORTS
    SOURCES = SOURCES
    VIDEOS = VIDEOS


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file of a project: its path below the project's folder with "/", and how large it is."""

    name: str
    byte_count: int


def units_of(folder: Path, parts: Collection[Part]) -> Iterator[str]:
    """What is copied at once, in order: the videos, sources, releases and so on of these parts, by path.

    Raises OutsideError where a link leads out of the project.
    """
    for part in sorted(parts):
        for entry in _entries(folder / part):
            if is_project_name(name := f"{part}/{entry.name}"):
                yield name


def files_of(folder: Path, name: str) -> Iterator[ProjectFile]:
    """The plain files at or below a path of a project, in order; raises OSError, and OutsideError as above.

    Links that lead to where the project may go are followed: a backup must not need the other disk. What
    is half made (its name begins with a dot) is left out.
    """
    path = inside.checked(folder / name)
    if path.is_file():
        yield ProjectFile(name, path.stat().st_size)
        return
    for entry in _entries(path):
        below = f"{name}/{entry.name}"
        if is_project_name(below):
            yield from files_of(folder, below)


def is_project_name(name: str) -> bool:
    """Whether a path, with "/", is one that a backup may hold and a restored project may get."""
    parts = name.split("/")
    return (
        (name in (SETTINGS_NAME, DATABASE_NAME) or (len(parts) > 1 and parts[0] in tuple(Part)))
        and len(parts) <= _DEEPEST
        and not set(name) & set("\\:")
        and all(part and not part.startswith(".") and printable(part) == part for part in parts)
    )


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(inside.checked(folder)) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
