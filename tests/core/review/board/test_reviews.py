"""Who reviewed how much and sent how much back, and what is still said against the videos?"""

from dataclasses import replace

from core.annotation.small_project import LAKE, POND
from core.review.board.diary import Diary

from avisbuild.records import Comment, Round, RoundState
from avisbuild.review.board import OpenComments, ReviewerWork


def end_review(diary: Diary, reviewer: str, state: RoundState, number: int = 2) -> None:
    for each in (RoundState.IN_REVIEW, state):
        diary.move(reviewer, POND, each, number=number)


def test_reviews_are_counted_by_who_ended_them_and_how(diary: Diary) -> None:
    end_review(diary, "rita", RoundState.CHANGES_REQUESTED)
    end_review(diary, "rita", RoundState.ACCEPTED)
    end_review(diary, "李雷", RoundState.ACCEPTED, number=3)
    assert diary.board().reviewers == (
        ReviewerWork(person="rita", accepted=1, returned=1),
        ReviewerWork(person="李雷", accepted=1, returned=0),
    )
    assert diary.board().reviewers[0].share_returned == 0.5


def test_a_review_that_was_taken_back_and_a_video_accepted_without_one_are_none(
    diary: Diary,
) -> None:
    diary.move("ann", LAKE, RoundState.ANNOTATING)
    diary.move("ann", LAKE, RoundState.ACCEPTED)
    end_review(diary, "rita", RoundState.ACCEPTED)
    rita = diary.workbench("rita", POND)
    rita.undo()
    assert diary.board().reviewers == ()


def test_a_review_that_ended_in_a_share_is_its_reviewers(diary: Diary) -> None:
    diary.move("", POND, RoundState.SUBMITTED, number=2)
    with diary.project.edit(author="lead", action="Merge", kind="merge-share") as edit:
        edit.put(Round(video_id=POND, number=1, state=RoundState.ACCEPTED, person="ann"))
        edit.put(Round(video_id=POND, number=2, state=RoundState.ACCEPTED, person="rita"))
        edit.put(Round(video_id=POND, number=3, state=RoundState.CHANGES_REQUESTED, person="rita"))
    assert diary.board().reviewers == (ReviewerWork(person="rita", accepted=1, returned=1),)


def test_open_comments_are_counted_by_reason(diary: Diary) -> None:
    with diary.project.edit(author="rita", action="Remark") as edit:
        for reason in ("boundary", "missing", "boundary", ""):
            edit.add_comment(Comment(video_id=POND, author="rita", text="here", reason=reason))
        edit.put(Round(video_id=POND, number=1, state=RoundState.SUBMITTED))
    first = diary.project.records(Comment, POND)[0]
    with diary.project.edit(author="ann", action="Resolve") as edit:
        edit.put(replace(first, resolved=True))
    assert diary.board().comments == (
        OpenComments(reason="", open=1, total=1),
        OpenComments(reason="boundary", open=1, total=2),
        OpenComments(reason="missing", open=1, total=1),
    )
