"""Every move of a video comes through one function, which makes those of the table and no others."""

from dataclasses import replace
from itertools import product

import pytest
from core.annotation.small_project import POND

from avisbuild.annotation import Workbench
from avisbuild.annotation.video_states import moved
from avisbuild.errors import ProjectError
from avisbuild.records import LEGAL_MOVES, Round, RoundState


@pytest.mark.parametrize(("before", "after"), list(product(RoundState, RoundState)))
def test_a_move_is_made_where_the_table_has_it_and_refused_elsewhere(
    workbench: Workbench, before: RoundState, after: RoundState
) -> None:
    """R23."""
    last = Round(video_id=POND, number=2, state=before, person="ann")
    now = replace(workbench.view, round=None if before is RoundState.TODO else last)
    if after in LEGAL_MOVES[before]:
        made = moved(now, after, person="bo", seen_hash="ab")
        assert (made.state, made.person, made.seen_hash) == (after, "bo", "ab")
        is_worked_on = after in (RoundState.ANNOTATING, RoundState.IN_REVIEW)
        assert (bool(made.started_at), bool(made.ended_at)) == (
            is_worked_on,
            not is_worked_on,
        )
    else:
        with pytest.raises(ProjectError, match="cannot become"):
            moved(now, after, person="bo", seen_hash="ab")


def test_only_the_first_review_has_a_row_after_the_one_it_reviews(workbench: Workbench) -> None:
    for number, expected in ((1, 2), (2, 2), (3, 3)):
        last = Round(video_id=POND, number=number, state=RoundState.SUBMITTED, person="ann")
        now = replace(workbench.view, round=last)
        begun = moved(now, RoundState.IN_REVIEW, person="bo", seen_hash="")
        assert begun.number == expected
