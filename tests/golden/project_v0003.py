"""Make `project-v0003/`, a project of schema 0003; run with the code that had it on PYTHONPATH:

    git worktree add ../v0003 aa08ea5
    PYTHONPATH=../v0003:../v0003/schemas python tests/golden/project_v0003.py

Two videos, one of them submitted; every table of that schema has rows, and one edit was taken back. What the
code of then said of it (digests, annotation hashes) stands in `said.json` beside it.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np

from avisbuild.masks import encode
from avisbuild.records import (
    Assignment,
    CategoryId,
    Comment,
    Heard,
    Instance,
    InstanceId,
    Lock,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Round,
    RoundState,
    SetAside,
    Silence,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

FOLDER = Path(__file__).parent / "project-v0003"
POND, MOOR = VideoId("pond"), VideoId("moor")
REX = InstanceId("rex")
NOON = "2030-01-31T12:00:00+00:00"
SIZE = (20, 30)


def main() -> None:
    """Make the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with Project.create(FOLDER, load_recipe("aviseg")) as project:
        _annotate(project)
        _take_back(project)
        _review(project)
        said = {
            "state_digest": project.state_digest(),
            "annotation_hashes": {each: project.annotation_hash(each) for each in (MOOR, POND)},
        }
    (FOLDER / "said.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    with sqlite3.connect(FOLDER / "project.db") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    for name in ("sources", "videos"):
        (FOLDER / name).rmdir()


def _annotate(project: Project) -> None:
    with project.edit(author="ann", action="Begin") as edit:
        for name in (POND, MOOR):
            edit.add_video(Video(video_id=name, second_count=5, height_px=20, width_px=30))
        category = CategoryId(2)
        edit.add(Instance(instance_id=REX, video_id=POND, category_id=category, number=1))
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ANNOTATING, person="ann"))
    with project.edit(author="ann", action="Mark", video_id=POND) as edit:
        edit.set_sounding(SoundingSpan(instance_id=REX, start=0, stop=3))
        edit.put(*(_mask(second, corner=second) for second in range(3)))
        edit.put(Silence(video_id=POND, second=4))
        edit.add(Proposal(instance_id=REX, second=3, rle=_square(3), model="flow", confidence=0.25))


def _take_back(project: Project) -> None:
    with project.edit(author="ann", action="Worse", video_id=POND) as edit:
        edit.put(_mask(2, corner=9))
    entry = project.journal.entry(project.journal.head().sequence)
    with project.edit(
        author="ann", action="Undo worse", video_id=POND, takes_back=entry.sequence
    ) as edit:
        edit.apply(entry.inverse)


def _review(project: Project) -> None:
    with project.edit(author="ann", action="Submit", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="ann"))
    with project.edit(author="cy", action="Review") as edit:
        edit.add_comment(Comment(video_id=POND, author="cy", text="whose?", second=3))
        edit.put(Assignment(video_id=POND, round_number=2, person="cy", assigned_at=NOON))
        edit.put(SetAside(video_id=MOOR, reason="dark", person="cy"))
    with project.edit(author="cy", action="Listen") as edit:
        edit.put(*(Heard(video_id=POND, second=second, person="cy") for second in (0, 3)))
        edit.put(Lock(video_id=POND, owner="cy", holder="w1", taken_at=NOON, heartbeat_at=NOON))


def _mask(second: int, *, corner: int) -> Mask:
    return Mask(
        instance_id=REX,
        second=second,
        rle=_square(corner),
        provenance=Provenance(source=MaskSource.CLICK, author="ann", round_number=1),
    )


def _square(corner: int) -> Rle:
    pixels = np.zeros(SIZE, bool)
    pixels[corner : corner + 4, corner : corner + 4] = True
    return encode(pixels)


if __name__ == "__main__":
    main()
