"""Whether new videos can have their names: here, and on the systems to which a project may be taken."""

import logging
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePath

from avisbuild.errors import ProjectError
from avisbuild.messages import Message, joined
from avisbuild.records import VideoId
from avisbuild.records.video_folder import VIDEOS, frame_name
from avisbuild.system.names import Naming, is_cut_by_windows, is_device_of_windows, naming_here

_log = logging.getLogger(__name__)
# As `files.staged_folder` and `clip` name folders on their way.
_ASIDE = ".{name}.12345678.partial"


def check_new_names(folder: Path, new: Iterable[VideoId], known: Collection[VideoId]) -> None:
    """Look at the names of videos that a project is to get beside those that it has.

    Raises ProjectError for those that cannot be had here, and warns of those that cannot elsewhere.
    """
    naming = naming_here()
    problems = list(name_problems(folder, new, known, naming))
    refused = [message for message, is_refused in problems if is_refused]
    if refused:
        raise ProjectError(joined(refused, by="and-also"))
    for message, _ in problems:
        _log.warning("%s", message)


def name_problems(
    folder: PurePath, new: Iterable[VideoId], known: Collection[VideoId], naming: Naming
) -> Iterator[tuple[Message, bool]]:
    """What is wrong with each new name on some system, and whether it is on this one."""
    taken = {name.lower(): name for name in known}
    for name in new:
        if name in known:
            continue
        if is_device_of_windows(name):
            yield Message("video-name-device", video=name), naming.is_windows
        elif is_cut_by_windows(name):
            yield Message("video-name-cut", video=name), naming.is_windows
        other = taken.setdefault(name.lower(), name)
        if other != name:
            # Everywhere: a project that holds such a pair can be taken to no Windows and no macOS.
            yield Message("video-name-case", video=name, other=other), True
        longest = longest_path(folder, name)
        if naming.longest_path is not None and len(longest) > naming.longest_path:
            yield (
                Message(
                    "video-path-too-long",
                    video=name,
                    length=len(longest),
                    most=naming.longest_path,
                    folder=folder,
                ),
                True,
            )


def longest_path(folder: PurePath, name: str) -> str:
    """The longest path that a video has at any time: a frame in the folder of a video that is made anew."""
    return str(folder / VIDEOS / _ASIDE.format(name=name) / name / frame_name(99_999))
