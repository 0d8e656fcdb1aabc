"""The board of a project is read from its journal alone, old entries too."""

import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from core.annotation.small_project import CAT, LAKE, POND, RECIPE, add, commit
from core.review.board.diary import START, Diary
from core.store.databases import BOTH, database_of

from avisbuild.annotation import Workbench
from avisbuild.records import Instance, InstanceId, RoundState, Video
from avisbuild.review.board import count_board, read_board
from avisbuild.review.board.changes import ReviewChanges
from avisbuild.store import Project


def test_the_board_of_an_open_project_is_that_of_its_journal(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    board = read_board(diary.project, now=START + timedelta(days=4000))
    assert [(each.person, each.made) for each in board.people] == [("ann", 1)]
    assert board.names == {"ann"}
    assert dict(board.videos) == {"annotating": 1, "todo": 1}


@pytest.mark.parametrize("kind", BOTH)
def test_the_board_is_the_same_on_any_database(kind: str, tmp_path: Path) -> None:
    with (
        database_of(kind) as database,
        Project.create(tmp_path / "pets", RECIPE, database=database) as project,
    ):
        with project.edit(author="avisbuild fetch", action="Fetch") as edit:
            edit.add_video(Video(video_id=POND, second_count=4, height_px=18, width_px=32))
        ann = Workbench(project, author="ann")
        ann.open_video(POND)
        dog = add(ann)
        for second in range(3):
            commit(ann, dog, second)
        ann.undo()
        ann.undo()
        ann.redo()
        board = read_board(project, now=START + timedelta(days=4000))
        assert [(each.person, each.made) for each in board.people] == [("ann", 2)]
        assert dict(board.videos) == {"annotating": 1}


def test_entries_without_a_kind_or_with_a_time_that_is_none_are_counted_all_the_same(
    diary: Diary,
) -> None:
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    cat = Instance(instance_id=InstanceId("tom"), video_id=LAKE, category_id=CAT, number=1)
    diary.bring_in(cat, 3)
    entries = [
        (replace(entry, kind="", fields_text="", written_at="yesterday"), taken)
        for entry, taken in diary.project.journal.entries_and_taken_back()
    ]
    board = count_board(entries, now=START, zone=timezone(timedelta(hours=-11)))
    assert [(each.person, each.made, each.seconds) for each in board.people] == [("ann", 1, 0)]


def test_what_each_reviewer_changed_is_on_the_board_by_category_too(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for second in range(4):
        diary.commit(ann, dog, second)
    diary.move("ann", POND, RoundState.SUBMITTED)
    diary.move("rita", POND, RoundState.IN_REVIEW, number=2)
    rita = diary.workbench("rita", POND)
    # A square of 4 x 4 moved by 2 down and to the right: 4 of 28 pixels are in both.
    diary.commit(rita, dog, 1, corner=2)
    diary.move("rita", POND, RoundState.ACCEPTED, number=2)
    now = START + timedelta(days=4000)
    board = read_board(diary.project, now=now)
    (reviewer,), (category,) = board.changes.by_reviewer, board.changes.by_category
    assert (reviewer.group, reviewer.changed.masks, reviewer.totals.masks) == ("rita", 1, 4)
    assert (category.group, category.mean_iou) == ("dog", pytest.approx(4 / 28))
    time.sleep(0.002)  # a time of the journal has milliseconds
    diary.move("olga", POND, RoundState.IN_REVIEW, number=3)
    later = diary.project.journal.entry(diary.project.journal.head().sequence)
    since = datetime.fromisoformat(later.written_at)
    only = read_board(diary.project, now=now, since=since).changes.by_reviewer
    assert [each.group for each in only] == ["olga"]
    for nothing in (
        read_board(diary.project, now=now, person="ann"),
        read_board(diary.project, now=now, since=now),
    ):
        assert nothing.changes == ReviewChanges()
