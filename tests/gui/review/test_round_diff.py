"""R25: a reviewer sees what was changed, the worst first, and an annotator whose video came back, too."""

from functools import partial

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting
from gui.conftest import Sit
from gui.review.conftest import HandIn, square

from avisbuild.annotation import Workbench, commands
from avisbuild.records import MaskSource, Provenance, Sounding
from avisbuild.review import moves
from avisbuild.review.rules import ReviewRules
from avisbuild.store import NOW, Project
from avisbuild_gui.review.compared_sides import ComparedSides
from avisbuild_gui.review.round_diff import ShownDiff

_BRUSH = Provenance(source=MaskSource.BRUSH, author="mia")


def correct(project: Project) -> None:
    """Mia begins a review, moves the dog's last mask a little, drops the cat, and returns the video."""
    bench = Workbench(project, author="mia")
    bench.open_video(FIRST)
    bench.run_as_is(moves.begin_review(bench.view, author="mia", rules=ReviewRules()))
    dog, cat = (each.instance_id for each in bench.view.instances)
    bench.run_as_is(commands.commit_mask(bench.view, dog, 2, square(30), _BRUSH))
    bench.run_as_is(commands.remove_masks(bench.view, [(cat, 1)]))
    bench.run_as_is(commands.set_sounding(bench.view, cat, [1], Sounding.OFFSCREEN))
    bench.run_as_is(moves.return_(bench.view, author="mia", reason="look at the dog"))


@pytest.fixture
def returned(sit: Sit, hand_in: HandIn, project: Project) -> Sitting:
    """Eva, whose video came back."""
    hand_in()
    correct(project)
    return sit(author="eva")


def _shown(sitting: Sitting) -> ShownDiff:
    shown = sitting.session.round_diff.shown
    assert shown is not None
    return shown


def _rows(sitting: Sitting) -> list[str]:
    return [f"{row.name} {row.second} {row.what} {row.author}" for row in _shown(sitting).rows]


def test_an_annotator_sees_what_the_reviewer_changed_the_worst_first(returned: Sitting) -> None:
    head = returned.session.state.project.journal.head()
    returned.session.round_diff.toggle()
    assert _rows(returned) == [
        "cat_1 1 sounding → offscreen, mask removed mia",
        "dog_1 2 mask changed, IoU 0.78 mia",
    ]
    assert returned.session.state.project.journal.head() == head, "nothing is changed by looking"


def test_the_next_difference_is_gone_to_and_the_last_one_is_said(returned: Sitting) -> None:
    session, boxes = returned.session, list[object]()
    diff = session.round_diff
    diff.look_asked.connect(boxes.append)
    places = []
    diff.next()  # shows what changed
    for _ in range(2):
        diff.next()
        view = session.state.view
        assert view is not None
        assert session.state.instance_id is not None
        places.append((session.state.second, view.name(session.state.instance_id)))
    assert places == [(1, "cat_1"), (2, "dog_1")]
    assert boxes == [(94.0, 40.0, 110.0, 56.0), (28.0, 40.0, 46.0, 56.0)]
    diff.next()
    assert returned.texts[-1] == "This was the last difference; the worst came first."
    diff.previous()
    assert session.state.second == 1


def test_both_sides_and_what_differs_are_told_for_the_second_on_screen(returned: Sitting) -> None:
    seen: list[ComparedSides] = []
    diff = returned.session.round_diff
    diff.sides_changed.connect(seen.append)
    diff.toggle()
    returned.session.navigation.choose_second(1)
    names = [[each.name for each in side] for side in (seen[-1].before, seen[-1].after)]
    assert names == [["cat_1", "dog_1"], ["dog_1"]]
    assert seen[-1].difference is not None
    assert seen[-1].difference.sum() == 16 * 16
    returned.session.navigation.choose_second(0)
    assert seen[-1].difference is None


def test_any_two_moments_can_be_compared(returned: Sitting) -> None:
    diff = returned.session.round_diff
    diff.toggle()
    first = _shown(returned).handovers[0].sequence
    diff.compare(0, first)
    assert {row.split()[-1] for row in _rows(returned)} == {"eva"}
    diff.compare(NOW, NOW)
    assert _rows(returned) == []


def test_what_is_corrected_meanwhile_is_seen_at_once(returned: Sitting) -> None:
    returned.session.round_diff.toggle()
    returned.session.navigation.choose_second(2)
    view = returned.session.state.view
    assert view is not None
    dog = view.instances[0].instance_id
    put_back = partial(commands.commit_mask, view, dog, 2, square(28), _BRUSH)
    returned.session.state.workbench.run(put_back())
    assert [row.split()[0] for row in _rows(returned)] == ["cat_1"]


def test_it_ends_with_esc_and_with_the_video(returned: Sitting, hand_in: HandIn) -> None:
    hand_in(OTHER)
    diff = returned.session.round_diff
    diff.toggle()
    returned.session.escape()
    assert not diff.is_on
    diff.toggle()
    diff.toggle_blink()
    returned.session.state.open_video(OTHER)
    assert (diff.is_on, diff.blink.is_on) == (False, False)


def test_a_video_that_nobody_handed_in_has_nothing_to_compare(sitting: Sitting) -> None:
    sitting.session.round_diff.toggle()
    assert not sitting.session.round_diff.is_on
    assert "never handed in" in sitting.texts[-1]
