"""How long does the lead's board of AVISeg's size take, and how much memory, against reading the journal?

    python benchmarks/board.py

A project with 926 videos and a journal of 94,074 entries, each of which commits one mask as the annotator
does, by five people; a tenth is taken back. Every video was handed in and a third was reviewed. The floor is
to read every entry from the database, and nothing else.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from big_project import make_shapes
from harness import apart, paired, run, summary, write_result

import avisbuild.store.journal as journal
from avisbuild.messages import Message
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Rle,
    Round,
    RoundState,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Edit, Project
from avisbuild.store.engine import writing
from avisbuild.store.journal import Heading, read_entries
from avisbuild.store.state import State

_VIDEOS, _MASKS = 926, 94_074
_PEOPLE = ("ann", "ben", "王芳", "dan", "eva")
_SOURCES = (MaskSource.CLICK, MaskSource.CLICK, MaskSource.BRUSH, MaskSource.PROPAGATED)


def main() -> None:
    """Make the project, measure both, write results/board.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=_VIDEOS)
    parser.add_argument("--masks", type=int, default=_MASKS)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = str(Path(name) / "project")
        entries = apart(make_project, project, asked.videos, asked.masks)
        size = sum(path.stat().st_size for path in Path(project).glob("project.db*"))
        board = ("-m", "avisbuild", "review", "board", "--project", project)
        page = str(Path(name) / "board.html")
        costs = paired(
            {
                "review board": lambda: run([sys.executable, *board]),
                "review board --html": lambda: run([sys.executable, *board, "--html", page]),
                "read every entry": lambda: run([sys.executable, __file__, "--only-read", project]),
                "--help": lambda: run([sys.executable, "-m", "avisbuild", "review", "board", "-h"]),
            },
            rounds=asked.rounds,
        )
    figures = {name: _rounded(summary(those)) for name, those in costs.items()}
    write_result(
        "board",
        question=f"What the board of {asked.videos} videos and {asked.masks:,} masks takes, an entry each",
        figures={
            **figures,
            "entries": entries,
            "database_mib": round(size / 2**20),
            "board / reading": round(
                figures["review board"]["cpu_s"] / figures["read every entry"]["cpu_s"], 2
            ),
        },
    )


def only_read(folder: str) -> None:
    """Read every entry and do nothing with it."""
    with Project.open(Path(folder)) as project:
        for _ in project.journal.entries():
            pass


class _Clock(datetime):
    """Stands for the clock of those who edit."""

    at = datetime(2030, 1, 1, 9, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:  # noqa: ARG003
        return cls.at  # type: ignore[return-value]


def make_project(folder: str, videos: int, masks: int) -> int:
    """Make the project in one transaction, since only what stands in it is measured; its entries."""
    journal.datetime = _Clock  # type: ignore[misc]
    rng = random.Random(0)
    shapes = make_shapes((720, 1280), 0)
    with Project.create(Path(folder), load_recipe("aviseg")) as project:
        with writing(project._engine) as connection, connection.begin():
            writer = _Writer(State(connection, "aviseg"))
            for place in range(videos):
                count = masks * (place + 1) // videos - masks * place // videos
                writer.annotate(f"video_{place:05}", count, shapes=shapes, rng=rng)
        return project.journal.head().sequence


class _Writer:
    """Writes entries that follow each other, at times of its own."""

    def __init__(self, state: State) -> None:
        self._state = state

    def annotate(self, name: str, count: int, *, shapes: Sequence[Rle], rng: random.Random) -> None:
        video, person = VideoId(name), rng.choice(_PEOPLE)
        dog = InstanceId(f"{name}/dog")
        edit = Edit(self._state)
        edit.add_video(
            Video(video_id=video, second_count=max(count, 1), height_px=720, width_px=1280)
        )
        edit.add(Instance(instance_id=dog, video_id=video, category_id=CategoryId(14), number=1))
        self._finish(edit, "avisbuild fetch", "fetch", video)
        for second in range(count):
            _Clock.at += timedelta(seconds=rng.uniform(3, 12))
            made = Provenance(source=rng.choice(_SOURCES), author=person, model="sam_vit_h")
            edit = Edit(self._state)
            edit.put(Mask(instance_id=dog, second=second, rle=rng.choice(shapes), provenance=made))
            self._finish(edit, person, "set-mask", video)
            if rng.random() < 0.1:
                self._undo_and_redo(person, video)
        self._move(person, video, 1, RoundState.SUBMITTED)
        if rng.random() < 1 / 3:
            self._move("rita", video, 2, RoundState.IN_REVIEW)
            edit = Edit(self._state)
            made = Provenance(source=MaskSource.BRUSH, author="rita")
            edit.put(Mask(instance_id=dog, second=0, rle=shapes[0], provenance=made))
            self._finish(edit, "rita", "set-mask", video)
            self._move("rita", video, 2, RoundState.ACCEPTED)

    def _undo_and_redo(self, person: str, video: VideoId) -> None:
        for _ in range(2):
            edit = Edit(self._state)
            (last,) = read_entries(self._state.connection, edit.head.sequence - 1)
            edit.apply(last.inverse)
            self._finish(edit, person, "set-mask", video, takes_back=last.sequence)

    def _move(self, person: str, video: VideoId, number: int, state: RoundState) -> None:
        _Clock.at += timedelta(seconds=30)
        edit = Edit(self._state)
        edit.set_round(Round(video_id=video, number=number, state=state, person=person))
        self._finish(edit, person, "hand-in", video)

    def _finish(
        self, edit: Edit, author: str, kind: str, video: VideoId, takes_back: int = 0
    ) -> None:
        action = str(Message("said", text=kind))
        edit.finish(
            Heading(author=author, action=action, kind=kind, video_id=video, takes_back=takes_back)
        )


def _rounded(costs: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in costs.items()}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only-read"]:
        only_read(sys.argv[2])
    else:
        main()
