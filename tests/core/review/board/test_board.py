"""The board of a project is read from its journal alone, old entries too."""

from dataclasses import replace
from datetime import timedelta

from core.annotation.small_project import POND
from core.review.board.diary import START, Diary

from avisbuild.review.board import count_board, read_board


def test_the_board_of_an_open_project_is_that_of_its_journal(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    board = read_board(diary.project, now=START + timedelta(days=400_0))
    assert [(each.person, each.made) for each in board.people] == [("ann", 1)]
    assert board.names == {"ann"}
    assert dict(board.videos) == {"annotating": 1, "todo": 1}


def test_entries_without_a_kind_or_with_a_time_that_is_none_are_counted_all_the_same(
    diary: Diary,
) -> None:
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    entries = [
        (replace(entry, kind="", fields_text="", written_at="yesterday"), taken)
        for entry, taken in diary.project.journal.entries_and_taken_back()
    ]
    board = count_board(entries, now=START)
    assert [(each.person, each.made, each.seconds) for each in board.people] == [("ann", 1, 0)]
