"""From a project to a release folder: which videos, which split, which name."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from avisbuild import inside
from avisbuild.errors import ReleaseError
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState
from avisbuild.records.video_folder import RELEASES, SETTINGS_NAME
from avisbuild.releases import plan_as_asked, write_release
from avisbuild.releases.avsbench_ov import OV_FORMAT, OpenVocabularyOptions, write_ov_release
from avisbuild.releases.avsbench_release import AVSBENCH_FORMAT, write_avsbench_release
from avisbuild.releases.splits.requests import SplitOptions, plan_for_release
from avisbuild.store import Project
from avisbuild.system.paths import quoted
from avisbuild_pipelines.engine import LocalEngine
from avisbuild_pipelines.engine.cores import usable_cores

# Fewer than these are done before worker processes have started.
_FEW_VIDEOS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A written release, its card, and what is worth a line about its split."""

    folder: Path
    card: dict[str, Any]
    notes: tuple[Message, ...] = ()


def export_release(
    project: Project,
    *,
    out: Path | None = None,
    split: SplitOptions | None = None,
    also_include: Collection[RoundState] = (),
    annotations_only: bool = False,
    with_silent: bool = False,
    open_vocabulary: OpenVocabularyOptions | None = None,
    label_maps_of_s: int | None = None,
    jobs: int | None = None,
    progress: Progress = silent,
) -> Exported:
    """Write the accepted videos, and those in the states of `also_include`, as an AVISeg release.

    With `open_vocabulary` it is one of AVSBench-OV, with `label_maps_of_s` one of AVSBench-semantic, in
    pieces of so many seconds. Without `split` every video goes where its manifest row asks, or to train. The
    default folder is the next free `releases/<recipe>-<n>` of the project, or `releases/<format>-<n>`.
    `jobs` processes trace polygons, by default one a core. Raises ReleaseError.
    """
    if with_silent and not project.recipe.keep_silent_masks:
        path = quoted(str(project.folder / SETTINGS_NAME))
        raise ReleaseError("silent-layer-not-kept", path=path)
    name, write, own = _writer(project.recipe.name, open_vocabulary, label_maps_of_s)
    if with_silent and write is not write_release:
        raise ReleaseError("silent-layer-no-place", format=name)
    if write is write_release:
        own = {"with_silent": with_silent}
    included = {RoundState.ACCEPTED, *also_include}
    snapshot = project.snapshot(included)
    plan, notes = plan_as_asked(snapshot.videos), tuple[Message, ...]()
    if split is not None and snapshot.videos:
        snapshot, plan, notes = plan_for_release(project, snapshot, split, progress=progress)
    folder = out or _next_folder(project, name)
    inside.checked(folder)
    _check_outside_releases(folder)
    with ExitStack() as stack:
        few = len(snapshot.videos) < _FEW_VIDEOS
        jobs = min(jobs or (1 if few else usable_cores()), len(snapshot.videos))
        engine = stack.enter_context(LocalEngine(jobs)) if jobs > 1 else None
        card = write(
            snapshot,
            folder,
            plan,
            included=included,
            with_media=not annotations_only,
            executor=engine,
            progress=progress,
            **own,
        )
    return Exported(folder=folder, card=card, notes=notes)


def _writer(
    recipe: str, open_vocabulary: OpenVocabularyOptions | None, label_maps_of_s: int | None
) -> tuple[str, Callable[..., dict[str, Any]], dict[str, Any]]:
    """The name of the folder, the function that writes the format, and the options that are its own."""
    if open_vocabulary is not None:
        return OV_FORMAT, write_ov_release, {"options": open_vocabulary}
    if label_maps_of_s is not None:
        return AVSBENCH_FORMAT, write_avsbench_release, {"piece_seconds": label_maps_of_s}
    return recipe, write_release, {}


def _check_outside_releases(folder: Path) -> None:
    """Raise ReleaseError where the new release would lie in another, which never changes."""
    for parent in folder.absolute().parents:
        if (parent / "release.json").exists() and (parent / "SHA256SUMS").exists():
            raise ReleaseError("out-in-release", folder=folder, release=parent)


def _next_folder(project: Project, name: str) -> Path:
    releases = project.folder / RELEASES
    names = (releases / f"{name}-{number}" for number in count(1))
    return next(folder for folder in names if not folder.exists())
