"""R24: comments are made, gone to, settled and taken back, by whoever reviews and whoever mends."""

from collections.abc import Iterator

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting
from gui.part_fakes import noted
from pytestqt.qtbot import QtBot

from avisbuild.annotation import Workbench, commands
from avisbuild.records import CommentReason, Round, RoundState
from avisbuild.review.comment_places import CommentPlace
from avisbuild.store import Project


@pytest.fixture
def sitting(project: Project, qtbot: QtBot) -> Iterator[Sitting]:
    """Ann at a video with a dog, commented on by mia in seconds 1 and 4."""
    made = Sitting(project, qtbot)
    made.session.videos.choose(FIRST)
    dog = made.add("dog", 1)
    bench = Workbench(project, author="mia")
    bench.open_video(FIRST)
    for second, reason in ((4, CommentReason.MISSING), (1, CommentReason.BOUNDARY)):
        bench.run_as_is(
            commands.add_comment(
                bench.view, author="mia", reason=reason, instance_id=dog, second=second
            )
        )
    made.session.edits.refresh()
    yield made
    made.close()


def test_a_key_goes_from_one_to_the_next_and_another_settles_it(sitting: Sitting) -> None:
    session = sitting.session
    comments, state = session.comments, session.state
    comments.toggle_resolved()
    assert sitting.texts[-1] == "Go to a comment first."
    comments.step(1)
    assert (state.second, comments.current) == (1, 2)
    comments.step(1)
    assert (state.second, comments.current) == (4, 1)
    comments.toggle_resolved()
    assert sitting.texts[-1] == "Comment 1 is resolved; still open: 1."
    assert session.state.workbench.view.comment(1).resolved_by == "ann"
    comments.toggle_resolved()
    assert comments.told.open_count == 2
    comments.toggle_resolved()
    comments.step(1)
    assert comments.current == 2
    session.navigation.step(1)
    assert comments.current == 0  # its second was left
    comments.step(-1)
    comments.toggle_resolved()
    comments.step(1)
    assert sitting.texts[-1] == "No comment is open."


def test_pinning_asks_first_is_one_step_and_leaves_the_state(sitting: Sitting) -> None:
    session = sitting.session
    comments = session.comments
    asked = noted(comments.menu_asked)
    comments.ask()
    comments.point(30.0, 20.0)
    comments.ask()
    comments.leave()
    assert [each.point_xy for (each,) in asked] == [None, (30.0, 20.0)]
    assert comments.add(asked[1][0], CommentReason.EXTRA, text="a shadow")
    view = session.state.workbench.view
    assert (view.comments[-1].text, view.comments[-1].author) == ("a shadow", "ann")
    assert comments.current == 3
    assert not comments.add(CommentPlace(second=0), None)
    assert "expected a reason" in sitting.texts[-1]
    comments.remove()
    assert comments.told.comments[-1].number == 2
    session.outline_first.undo()
    assert comments.told.comments[-1].number == 3
    session.outline_first.undo()
    assert len(comments.told.comments) == 2
    comments.step(1)
    comments.remove()
    assert "is by mia, who alone may remove it" in sitting.texts[-1]


def test_whoever_mends_a_video_is_told_that_comments_wait(
    sitting: Sitting, project: Project
) -> None:
    with project.edit(author="mia", action="Return", video_id=FIRST) as edit:
        edit.set_round(
            Round(video_id=FIRST, number=2, state=RoundState.CHANGES_REQUESTED, person="mia")
        )
    sitting.session.videos.choose(OTHER)
    sitting.notices.clear()
    sitting.session.videos.choose(FIRST)
    assert ("Open comments of a review: 2.", "info", "next_comment") in sitting.notices
