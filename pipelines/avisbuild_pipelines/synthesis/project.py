"""From rendered scenes to a project whose every video is accepted, and from there to a release."""

import shutil
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.progress import Progress
from avisbuild.records import (
    MaskSource,
    Provenance,
    Round,
    RoundState,
    SplitMethod,
    SplitSizes,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.records.video_folder import SETTINGS_NAME
from avisbuild.releases.splits.requests import SplitOptions
from avisbuild.store import Project
from avisbuild.synth import SceneTruth
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.fetch import fetch
from avisbuild_pipelines.fetch.settings import FetchSettings
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.synthesis.options import SynthOptions, scene_truths
from avisbuild_pipelines.tracks import add_track

AUTHOR = "avisbuild synth"
_SPLIT = SplitSizes(train=70, val=10, test=20)


def make_project(work: Path, options: SynthOptions, progress: Progress) -> Path:
    """Fetch the rendered media of `work` into a project beside them and write their truth as edits."""
    folder = work / "project"
    with _opened(folder) as project:
        manifest = read_manifest(
            work / "media" / "manifest.csv", media_root=None, music_avqa_root=None
        )
        outcome = fetch(project, manifest, FetchSettings(jobs=options.jobs), progress=progress)
        if not outcome.is_complete:
            first = outcome.failures[0] if outcome.failures else None
            why = f"{first.video_id}: {first.message}" if first else outcome.reason
            raise AvisbuildError("scenes-not-clipped", reason=why)
        states = project.states()
        for truth in scene_truths(work / "media"):
            if states.get(truth.video.video_id) is not RoundState.ACCEPTED:
                _accept(project, truth)
    return folder


def make_release(work: Path, out: Path, options: SynthOptions, progress: Progress) -> None:
    """Export the project of the scenes as a release split 70/10/20."""
    folder = make_project(work, options, progress)
    if out.exists():
        out.rmdir()
    split = SplitOptions(
        method=SplitMethod.RANDOM, sizes=_SPLIT, as_ratios=True, seed=options.scene.seed
    )
    with Project.open(folder) as project:
        export_release(project, out=out, split=split, jobs=options.jobs, progress=progress)


def _opened(folder: Path) -> Project:
    """The project of an interrupted call, or a new one."""
    if (folder / SETTINGS_NAME).exists():
        try:
            return Project.open(folder)
        except AvisbuildError:
            shutil.rmtree(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return Project.create(folder, load_recipe("aviseg"))


def _accept(project: Project, truth: SceneTruth) -> None:
    """One edit: a video's instances, states, masks, and the round that accepts them."""
    video_id = truth.video.video_id
    provenance = Provenance(source=MaskSource.RENDERED, author=AUTHOR)
    action = Message("render", video=video_id)
    with project.edit(author=AUTHOR, action=action) as edit:
        for track in truth.tracks:
            add_track(edit, track, provenance)
        edit.set_round(Round(video_id=video_id, number=1, state=RoundState.ACCEPTED, person=AUTHOR))
