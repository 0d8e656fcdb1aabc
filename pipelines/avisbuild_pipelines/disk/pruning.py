"""Finding what can be made again, or was left by runs that were killed, and removing it.

Never sources, videos or releases, and nothing that a running process holds: an embedding at which anybody
has just looked, the folders of a fetch while one runs, a release or a backup that is being written.
"""

import os
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.records.video_folder import (
    CLIP_JSON,
    PARTIAL,
    RELEASES,
    SOUND_NAME,
    sound_cache_dir,
    workers_dir,
)
from avisbuild.segment.cache.store import RECENT_S, project_store
from avisbuild.store import Project
from avisbuild.system.locks import locked_folder
from avisbuild_pipelines.clip.leftovers import remove_leftovers
from avisbuild_pipelines.disk.usage import newest_below, size_below
from avisbuild_pipelines.download.partial import is_partial_download
from avisbuild_pipelines.engine.leftovers import is_worker
from avisbuild_pipelines.fetch.lock import fetching_alone

# An import makes videos without the lock of a fetch; one that wrote nothing for so long has ended.
_ABANDONED_S = 3600.0
_MADE_BY_CLIPPING = frozenset({"frames", "clips", SOUND_NAME, CLIP_JSON})
_RANDOM = "[a-z0-9_]{8}"


class PrunableKind(StrEnum):
    """What may be asked to go."""

    EMBEDDINGS = "embeddings"
    FEATURES = "features"
    LEFTOVERS = "leftovers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prunable:
    """A file or folder that can go, with how many files it has; `remove` removes it, and does no more."""

    kind: PrunableKind
    path: Path
    file_count: int
    byte_count: int
    remove: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneOutcome:
    """What went, or would go, what was left since a running process holds it, and what would not go."""

    found: tuple[Prunable, ...]
    stuck: tuple[Path, ...]
    held: tuple[Message, ...]
    is_removed: bool

    def count(self, kind: PrunableKind) -> tuple[int, int]:
        """Files and bytes of a kind."""
        those = [each for each in self.found if each.kind is kind]
        return sum(each.file_count for each in those), sum(each.byte_count for each in those)


def prune(
    project: Project,
    kinds: Collection[PrunableKind],
    *,
    older_than_s: float = 0.0,
    remove: bool = False,
    progress: Progress = silent,
) -> PruneOutcome:
    """Find what of these kinds nobody has used for so long, and remove it if `remove`."""
    held: list[Message] = []
    found: list[Prunable] = []
    before = time.time() - max(older_than_s, RECENT_S)
    with ExitStack() as stack:
        if PrunableKind.EMBEDDINGS in kinds:
            found += _embeddings(project, older_than_s)
        if PrunableKind.FEATURES in kinds:
            found += _features(project, before)
        if PrunableKind.LEFTOVERS in kinds:
            before = min(before, time.time() - _ABANDONED_S)
            found += _unfinished_releases(project, before)
            try:
                stack.enter_context(fetching_alone(project.folder))
            except ProjectError as error:
                held.append(error.message)
            else:
                found += _of_fetches(project, before)
        if remove:
            for count, each in enumerate(found, start=1):
                with suppress(OSError):  # which shows below
                    each.remove()
                progress(count, len(found), each.path.name)
    gone: list[Prunable] = []
    stuck: list[Path] = []
    for each in found:
        if remove and os.path.lexists(each.path):
            stuck.append(each.path)
        else:
            gone.append(each)
    return PruneOutcome(
        found=tuple(gone),
        stuck=tuple(stuck),
        held=tuple(held),
        is_removed=remove,
    )


def _embeddings(project: Project, older_than_s: float) -> Iterator[Prunable]:
    for file in project_store(project.folder).unused(for_s=older_than_s):
        yield _file(PrunableKind.EMBEDDINGS, file.path, file.byte_count)


def _features(project: Project, before: float) -> Iterator[Prunable]:
    """What the window draws of sounds: a file a video, and no other file that lies there."""
    folder = inside.checked(sound_cache_dir(project.folder))
    for video in project.videos():
        path = folder / f"{video.video_id}.npz"
        with suppress(OSError):
            state = path.lstat()
            if state.st_mtime < before and not path.is_symlink():
                yield _file(PrunableKind.FEATURES, path, state.st_size)


def _file(kind: PrunableKind, path: Path, byte_count: int) -> Prunable:
    return Prunable(
        kind=kind,
        path=path,
        file_count=1,
        byte_count=byte_count,
        remove=lambda: inside.remove_file(path),
    )


def _folder(path: Path, remove: Callable[[], None]) -> Prunable:
    files, size = size_below(path)
    return Prunable(
        kind=PrunableKind.LEFTOVERS, path=path, file_count=files, byte_count=size, remove=remove
    )


def _of_fetches(project: Project, before: float) -> Iterator[Prunable]:
    """Half-made videos, downloads and scratch of workers, while no fetch runs.

    Each is known by a name of ours or by what is in it: a folder that was allowed holds others' things, too.
    """
    for video_id, paths in _half_made_videos(project).items():
        if max(map(newest_below, paths)) < before:
            for path in paths:
                yield _folder(path, _removal_of_clip(project, video_id))
    for source in _folders(project.sources_dir):
        partial = source / PARTIAL
        if is_partial_download(partial) and newest_below(partial) < before:
            yield _folder(partial, _removal(partial))
    for path in _folders(workers_dir(project.folder)):
        if is_worker(path.name):
            yield _folder(path, _removal(path))


def _half_made_videos(project: Project) -> dict[VideoId, list[Path]]:
    """What clips that were killed left of each video, one that was never finished among them."""
    known = {video.video_id for video in project.videos()}
    pattern = re.compile(rf"\.(.+)\.{_RANDOM}\.(partial|old)")
    found: dict[VideoId, list[Path]] = {}
    for path in _folders(project.videos_dir):
        match = pattern.fullmatch(path.name)
        if match and (match[1] in known or (match[2] == "partial" and _is_a_clips(path))):
            found.setdefault(VideoId(match[1]), []).append(path)
    return found


def _is_a_clips(folder: Path) -> bool:
    """Whether a folder holds nothing but what clipping makes."""
    return {path.name for path in folder.iterdir()} <= _MADE_BY_CLIPPING


def _unfinished_releases(project: Project, before: float) -> Iterator[Prunable]:
    """Releases of our own naming that nobody is writing."""
    recipe = re.escape(project.recipe.name)
    pattern = re.compile(rf"\.{recipe}-[0-9]+\.{_RANDOM}\.partial")
    for path in _folders(project.folder / RELEASES):
        if pattern.fullmatch(path.name) and newest_below(path) < before and _is_free(path):
            yield _folder(path, _removal_if_free(path))


def _is_free(folder: Path) -> bool:
    """Whether no process claims it; where the file system knows no locks there is no telling, so not."""
    try:
        with locked_folder(folder, wait_s=0.0):
            return True
    except OSError:
        return False


def _removal(folder: Path) -> Callable[[], None]:
    return lambda: inside.remove_tree(folder)


def _removal_if_free(folder: Path) -> Callable[[], None]:
    def remove() -> None:
        with locked_folder(folder, wait_s=0.0):
            inside.remove_tree(folder)

    return remove


def _removal_of_clip(project: Project, video_id: VideoId) -> Callable[[], None]:
    """As the next fetch would: an old video whose successor never came returns."""
    return lambda: remove_leftovers(project.videos_dir, {video_id})


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder, links left out, in order of name."""
    try:
        found = sorted(inside.checked(folder).iterdir())
    except OSError:
        return []
    return [path for path in found if path.is_dir() and not path.is_symlink()]
