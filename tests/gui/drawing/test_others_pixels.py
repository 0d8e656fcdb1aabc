"""What others keep: said where somebody draws on it, and as it is at the moment of committing (R42)."""

import numpy as np
import pytest
from gui.annotator_case import FIRST, Sitting
from gui.drawing.drafts_case import DraftsScene, pixels, video_with

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.commands import Overlap
from avisbuild.masks import decode, encode
from avisbuild.records import MaskSource, Provenance
from avisbuild.segment import MaskArray
from avisbuild.store import Project

_OTHERS = pixels("......", "....##", "....##", "......")
_KEEP_ALL = ("Others have all of these pixels, and keep them.", "cycle_brush_mode")
_KEEPS = ("guitar_1 has this pixel, and keeps it.", "cycle_brush_mode")


def _block(left: int, right: int) -> MaskArray:
    mask = np.zeros((90, 160), np.bool_)
    mask[20:60, left:right] = True
    return mask


def _commit(sitting: Sitting, mask: MaskArray) -> None:
    assert sitting.session.drafts.paint(mask, erases=False)
    assert sitting.session.commits.commit()


@pytest.fixture
def scene() -> DraftsScene:
    """Nothing is drawn yet, and guitar_1 has its mask."""
    return DraftsScene(video_with("o", _OTHERS, other=_OTHERS))


def test_a_click_or_a_region_on_others_pixels_begins_no_draft(scene: DraftsScene) -> None:
    scene.drafts.click(5, 1, positive=True)
    assert (scene.drafts.here, scene.notices.said) == (None, [_KEEPS])
    assert not scene.drafts.paint(_OTHERS, erases=False)
    assert scene.drafts.here is None
    assert scene.notices.said[-1] == _KEEP_ALL


def test_an_answer_of_which_others_keep_everything_is_said(scene: DraftsScene) -> None:
    scene.drafts.draw_box(3, 0, 5, 3)
    scene.answer(_OTHERS)
    assert scene.notices.said == [_KEEP_ALL]
    assert not scene.shown.any()


def test_whose_pixels_the_brush_is_put_down_on_is_said(scene: DraftsScene) -> None:
    scene.drafts.begin_stroke(5, 1, erases=True)
    scene.drafts.end_stroke()
    assert scene.notices.said == []
    scene.drafts.begin_stroke(5, 1, erases=False)
    scene.drafts.end_stroke()
    assert scene.notices.said == [_KEEPS]


def test_what_others_were_given_in_another_window_is_left_out_of_what_is_committed(
    sitting: Sitting, project: Project
) -> None:
    cat, _dog = sitting.add("cat", 0), sitting.add("dog", 0)
    sitting.session.drafts.paint(_block(50, 100), erases=False)
    with Project.open(project.folder) as theirs:
        bench = Workbench(theirs, author="bob")
        bench.open_video(FIRST)
        made = Provenance(source=MaskSource.BRUSH, author="bob")
        bench.run(commands.commit_mask(bench.view, cat, 0, encode(_block(10, 60)), made))
    assert sitting.session.commits.commit()
    cats, dogs = (each.masks[0] for each in project.tracks(FIRST))
    assert cats is not None
    assert dogs is not None
    assert np.array_equal(decode(cats), _block(10, 60))
    assert np.array_equal(decode(dogs), _block(60, 100))


def test_what_was_shared_with_a_locked_instance_is_shared_on_by_one_that_takes(
    sitting: Sitting, project: Project
) -> None:
    session = sitting.session
    cat = sitting.add("cat", 0)
    _commit(sitting, _block(10, 60))
    sitting.add("dog", 0)
    while session.drafts.overlap is not Overlap.SHARE:
        session.drafts.cycle_overlap()
    _commit(sitting, _block(50, 100))
    session.marks.toggle_locked(cat)
    while session.drafts.overlap is not Overlap.STEAL:
        session.drafts.cycle_overlap()
    session.drafts.edit_mask()
    _commit(sitting, _block(100, 120))
    cats, dogs = (each.masks[0] for each in project.tracks(FIRST))
    assert cats is not None
    assert dogs is not None
    assert np.array_equal(decode(cats), _block(10, 60))
    assert np.array_equal(decode(dogs), _block(50, 120))
