"""Make `project-v0002/`, a project of schema 0002; run with the code that had it on PYTHONPATH:

    git worktree add ../v0002 cb0f9f4
    PYTHONPATH=../v0002:../v0002/schemas python tests/golden/project_v0002.py

Two videos, three people; every table of that schema has rows, one edit was taken back, and instances were
added in the window in another order than that of their categories.
"""

import shutil
import sqlite3
from pathlib import Path

import numpy as np

from avisbuild.annotation.commands.instances import new_instance
from avisbuild.annotation.view import VideoView
from avisbuild.masks import encode
from avisbuild.records import (
    CategoryId,
    Comment,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Round,
    RoundState,
    Sounding,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

FOLDER = Path(__file__).parent / "project-v0002"
POND, MOOR = VideoId("pond"), VideoId("moor")
SIZE = (20, 30)


def main() -> None:
    """Make the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with Project.create(FOLDER, load_recipe("aviseg")) as project:
        _begin(project)
        for category in (9, 4, 9):
            _add_by_hand(project, category)
        _annotate(project)
        _take_back(project)
        _review(project)
    with sqlite3.connect(FOLDER / "project.db") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    for name in ("sources", "videos"):
        (FOLDER / name).rmdir()


def _begin(project: Project) -> None:
    with project.edit(author="ann", action="Begin") as edit:
        for name in (POND, MOOR):
            edit.add_video(
                Video(video_id=name, second_count=5, height_px=20, width_px=30, labels=("dog",))
            )
        for name, category in (("rex", 2), ("tom", 1)):
            edit.add_instance(
                Instance(
                    instance_id=InstanceId(name),
                    video_id=POND,
                    category_id=CategoryId(category),
                    number=1,
                )
            )
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ANNOTATING, person="ann"))


def _add_by_hand(project: Project, category: int) -> None:
    view = VideoView.of(project.sheet(POND), project.taxonomy)
    instance = new_instance(view, CategoryId(category))
    with project.edit(author="bo", action="Add", video_id=POND) as edit:
        edit.add_instance(instance)


def _annotate(project: Project) -> None:
    names = [each.instance.instance_id for each in project.tracks(POND)]
    with project.edit(author="bo", action="Mark", video_id=POND) as edit:
        for place, name in enumerate(names):
            edit.set_sounding(SoundingSpan(instance_id=name, start=0, stop=2 + place % 3))
            edit.set_mask(_mask(name, place % 5, place))
        edit.set_sounding(
            SoundingSpan(instance_id=names[0], start=4, stop=5, state=Sounding.UNSURE)
        )
        edit.set_silences(POND, [4], silent=True)
    with project.edit(author="flow", action="Propose", video_id=POND) as edit:
        for second in (1, 3):
            edit.add_proposal(
                Proposal(
                    instance_id=names[1],
                    second=second,
                    rle=_square(second),
                    model="flow",
                    confidence=0.25,
                )
            )


def _take_back(project: Project) -> None:
    with project.edit(author="bo", action="Worse", video_id=POND) as edit:
        edit.set_mask(_mask(InstanceId("rex"), 2, 9))
    entry = project.journal.entry(project.journal.head().sequence)
    with project.edit(
        author="bo", action="Undo worse", video_id=POND, takes_back=entry.sequence
    ) as edit:
        edit.apply(entry.inverse)


def _review(project: Project) -> None:
    with project.edit(author="ann", action="Submit", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="ann"))
    with project.edit(author="cy", action="Review", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=2, state=RoundState.IN_REVIEW, person="cy"))
        edit.add_comment(Comment(video_id=POND, author="cy", text="whose?", second=3))
        edit.add_comment(
            Comment(video_id=POND, author="cy", text="a dog?", instance_id=InstanceId("rex"))
        )
    last = max(project.tracks(POND), key=lambda each: each.instance.instance_id)
    with project.edit(author="cy", action="Delete", video_id=POND) as edit:
        edit.remove_instance(last.instance.instance_id)


def _mask(name: InstanceId, second: int, corner: int) -> Mask:
    return Mask(
        instance_id=name,
        second=second,
        rle=_square(corner),
        provenance=Provenance(
            source=MaskSource.CLICK, author="bo", model="sam", round_number=1, seconds_spent=1.5
        ),
    )


def _square(corner: int) -> Rle:
    pixels = np.zeros(SIZE, bool)
    pixels[corner : corner + 4, corner : corner + 4] = True
    return encode(pixels)


if __name__ == "__main__":
    main()
