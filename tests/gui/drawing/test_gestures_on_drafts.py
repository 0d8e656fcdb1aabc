"""What a gesture makes of the draft, and who is asked and told of it."""

import pytest
from drawn_views import drawn_view
from gui.drawing.drafts_case import DraftsScene
from gui.part_fakes import noted

from avisbuild_gui.drawing.draft_beginning import NOBODY


def _scene(*lanes: str, is_read_only: bool = False) -> DraftsScene:
    return DraftsScene(drawn_view(*lanes), is_read_only=is_read_only)


def test_a_click_begins_a_draft_of_the_active_instance_and_asks() -> None:
    scene = _scene("oo")
    undo = noted(scene.history.history_changed)
    scene.drafts.click(3, 2, positive=True)
    assert scene.drafts.here.cell == ("i0", 0)
    assert [prompt.points_xy for prompt in scene.segmenter.asked] == [((3, 2),)]
    assert undo[-1] == ("the last gesture of the draft", "")


def test_a_draft_without_an_instance_becomes_that_of_the_one_that_is_chosen() -> None:
    scene = _scene("oo")
    scene.state.instance_id = None
    scene.drafts.click(3, 2, positive=True)
    assert scene.drafts.here.cell == (NOBODY, 0)
    scene.state.go_to(0, "i0")
    assert scene.drafts.here.cell == ("i0", 0)


def test_who_comes_back_to_a_draft_is_its_instance_again_and_its_prompt_is_asked_anew() -> None:
    scene = _scene("oo", "oo")
    scene.drafts.click(3, 2, positive=True)
    scene.state.go_to(1, "i1")
    assert scene.state.instance_id == "i1"
    scene.state.go_to(0)
    assert scene.state.instance_id == "i0"
    assert len(scene.segmenter.asked) == 2


@pytest.mark.parametrize(
    ("lane", "image", "is_read_only", "said"),
    [
        ("#", "a frame", False, [("person_1 has its mask here, and it is locked.", "edit_mask")]),
        ("o", None, False, []),
        ("o", "a frame", True, []),
    ],
    ids=["a mask is locked", "there is no frame", "the project is read-only"],
)
def test_where_nothing_may_be_drawn_nothing_is(lane, image, is_read_only, said) -> None:
    scene = _scene(lane, is_read_only=is_read_only)
    scene.state.image = image
    scene.drafts.click(3, 2, positive=True)
    assert (scene.drafts.here, scene.notices.said, scene.segmenter.asked) == (None, said, [])


def test_a_mask_that_is_edited_may_be_painted_and_dropped() -> None:
    scene = _scene("#")
    scene.drafts.edit_mask()
    assert scene.drafts.is_editing
    touched = noted(scene.drafts.draft_touched)
    scene.drafts.begin_stroke(1, 1, erases=False)
    scene.drafts.extend_stroke(4, 1)
    scene.drafts.end_stroke()
    scene.drafts.extend_stroke(5, 3)
    assert len(touched) == 2
    assert scene.drafts.drop()
    assert scene.told[-1] == (None,)


def test_a_draft_that_holds_something_is_kept_and_said_and_an_empty_one_goes() -> None:
    scene = _scene("ooo")
    scene.drafts.click(3, 2, positive=True)
    scene.state.go_to(1)
    assert scene.notices.said == [("The draft at second 0 is kept, and not committed.", "")]
    scene.drafts.click(3, 2, positive=True)
    scene.drafts.pop_prompt()
    scene.state.go_to(2)
    assert scene.drafts.waiting_seconds == (0,)


def test_a_stroke_ends_where_another_second_is_shown() -> None:
    scene = _scene("oo")
    scene.state.brush_diameter_px = 2.0
    scene.drafts.begin_stroke(1, 1, erases=False)
    scene.state.go_to(1)
    scene.state.go_to(0)
    painted = scene.drafts.shown_mask.copy()
    scene.drafts.extend_stroke(5, 3)
    assert (scene.drafts.shown_mask == painted).all()


def test_a_window_that_closes_says_nothing_of_drafts() -> None:
    scene = _scene("oo")
    scene.drafts.click(3, 2, positive=True)
    scene.state.close()
    assert scene.notices.said == []
