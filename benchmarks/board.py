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
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from big_project import make_shapes
from harness import apart, paired, run, summary, write_result
from sqlalchemy import Connection

import avisbuild.store.journal as journal
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
from avisbuild.store import Operation, Project
from avisbuild.store.engine import writing
from avisbuild.store.journal import Heading, read_head
from avisbuild.store.kind import kind_of
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
            writer = _Writer(connection)
            for place in range(videos):
                count = masks * (place + 1) // videos - masks * place // videos
                writer.annotate(f"video_{place:05}", count, shapes=shapes, rng=rng)
        return project.journal.head().sequence


class _Writer:
    """Writes a video at a time into the state, and an entry of the journal for each of its edits."""

    def __init__(self, connection: Connection) -> None:
        self._state = State(connection, "aviseg")
        self._head = read_head(connection)
        self._operations: list[Operation] = []

    def annotate(self, name: str, count: int, *, shapes: Sequence[Rle], rng: random.Random) -> None:
        """A video with a mask a second; every tenth is undone and redone."""
        video, person, dog = VideoId(name), rng.choice(_PEOPLE), InstanceId(f"{name}/dog")
        made = Video(video_id=video, second_count=max(count, 1), height_px=720, width_px=1280)
        instance = Instance(instance_id=dog, video_id=video, category_id=CategoryId(14), number=1)
        self._write("avisbuild fetch", "fetch", video, None, made)
        self._write("avisbuild fetch", "fetch", video, None, instance)
        for second in range(count):
            _Clock.at += timedelta(seconds=rng.uniform(3, 12))
            mask = Mask(
                instance_id=dog,
                second=second,
                rle=rng.choice(shapes),
                provenance=Provenance(source=rng.choice(_SOURCES), author=person),
            )
            self._write(person, "set-mask", video, None, mask)
            if rng.random() < 0.1:
                self._take_back_twice(person, video)
        self._review(video, person, rng.random() < 1 / 3, mask, shapes[0])
        self._state.apply(self._operations)
        self._operations = []

    def _review(
        self, video: VideoId, person: str, is_reviewed: bool, mask: Mask, corrected: Rle
    ) -> None:
        own = Round(video_id=video, number=1, state=RoundState.SUBMITTED, person=person)
        self._write(person, "hand-in", video, None, own)
        if not is_reviewed:
            return
        going_on = Round(video_id=video, number=2, state=RoundState.IN_REVIEW, person="rita")
        self._write("rita", "begin-review", video, None, going_on)
        self._write("rita", "set-mask", video, mask, replace(mask, rle=corrected))
        done = replace(going_on, state=RoundState.ACCEPTED)
        self._write("rita", "accept-review", video, going_on, done)

    def _write(
        self, author: str, kind: str, video: VideoId, before: object | None, after: object
    ) -> None:
        _Clock.at += timedelta(seconds=1)
        table = kind_of(type(after))
        row = None if before is None else table.row(before)
        operation = Operation(table.name, row, table.row(after))
        if operation.before != operation.after:
            self._operations.append(operation)
            self._append(Heading(author=author, action=kind, kind=kind, video_id=video))

    def _take_back_twice(self, author: str, video: VideoId) -> None:
        """An undo and a redo, after which all is as before."""
        operation = self._operations[-1]
        for each in (operation.inverse, operation):
            heading = Heading(
                author=author,
                action="set-mask",
                video_id=video,
                takes_back=self._head.sequence,
                kind="set-mask",
            )
            self._append(heading, each)

    def _append(self, heading: Heading, operation: Operation | None = None) -> None:
        text = (operation or self._operations[-1]).text
        self._head = journal.append(self._state.connection, self._head, heading, [text])


def _rounded(costs: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in costs.items()}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only-read"]:
        only_read(sys.argv[2])
    else:
        main()
