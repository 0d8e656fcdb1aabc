"""One key for the whole mask: what it does to a draft, to a proposal, beside others; and one step back."""

import numpy as np
import pytest
from gui.annotator_case import Sitting
from numpy.typing import NDArray

from avisbuild.annotation import commands
from avisbuild.masks import encode
from avisbuild.records import InstanceId, Proposal
from avisbuild.segment import MaskArray
from avisbuild_gui.action_table import session_actions

_KEYS = ("fill_holes", "drop_specks", "grow_mask", "shrink_mask", "smooth_mask")


def _ragged() -> MaskArray:
    """A block with a hole and a tooth, and a speck beside it."""
    mask = np.zeros((90, 160), np.bool_)
    mask[20:60, 30:90] = True
    mask[35:40, 50:55] = False
    mask[58:64, 40:43] = True
    mask[80:82, 10:12] = True
    return mask


def _press(sitting: Sitting, action_id: str) -> None:
    actions = {each.action_id: each for each in session_actions(sitting.session)}
    actions[action_id].run()


def _shown(sitting: Sitting) -> NDArray[np.bool_]:
    mask = sitting.session.drafts.shown_mask
    assert mask is not None
    return mask.copy()


def _propose(sitting: Sitting, instance_id: InstanceId, mask: MaskArray) -> None:
    found = Proposal(
        instance_id=instance_id, second=0, rle=encode(mask), model="flow", confidence=0.5
    )
    assert sitting.session.edits.run(lambda view: commands.add_proposals(view, [found]))


@pytest.mark.parametrize("action_id", _KEYS)
def test_each_is_one_step_of_undo(sitting: Sitting, action_id: str) -> None:
    """R42."""
    sitting.add("dog", 0)
    sitting.session.drafts.paint(_ragged(), erases=False)
    _press(sitting, action_id)
    assert not np.array_equal(_shown(sitting), _ragged())
    _press(sitting, "undo")
    assert np.array_equal(_shown(sitting), _ragged())


def test_a_proposal_that_is_seen_is_changed_and_committed_whole(sitting: Sitting) -> None:
    """R41, R42."""
    dog = sitting.add("dog", 0)
    _propose(sitting, dog, _ragged())
    _press(sitting, "fill_holes")
    assert _shown(sitting)[20:60, 30:90].all()
    assert _shown(sitting)[80:82, 10:12].all()
    assert sitting.session.commits.commit()
    view = sitting.session.state.view
    assert view is not None
    assert view.has_mask(dog, 0)


def test_how_many_specks_were_dropped_is_said_and_what_a_speck_is_can_be_set(
    sitting: Sitting,
) -> None:
    sitting.add("dog", 0)
    sitting.session.drafts.paint(_ragged(), erases=False)
    sitting.session.cleaning.use_speck_share(0.0)
    _press(sitting, "drop_specks")
    assert sitting.texts[-1] == "There is no speck: no part is below 0.1 % of the mask."
    _press(sitting, "cycle_speck_share")
    _press(sitting, "cycle_speck_share")
    _press(sitting, "cycle_speck_share")
    assert sitting.texts[-1] == "A part below 1 % of the mask is a speck."
    _press(sitting, "drop_specks")
    assert sitting.texts[-1] == "Specks are dropped: 1, each below 1 % of the mask."
    assert not _shown(sitting)[80:82, 10:12].any()


def test_what_is_filled_and_grown_leaves_out_the_others_pixels(sitting: Sitting) -> None:
    """R42: a hole through which another instance is seen stays open for it."""
    sitting.add("cat", 0)
    other = np.zeros((90, 160), np.bool_)
    other[36:38, 51:53] = True
    other[20:60, 90:95] = True
    sitting.session.drafts.paint(other, erases=False)
    assert sitting.session.commits.commit()
    sitting.add("dog", 0)
    sitting.session.drafts.paint(_ragged(), erases=False)
    _press(sitting, "fill_holes")
    _press(sitting, "grow_mask")
    assert not (_shown(sitting) & other).any()
    assert _shown(sitting)[35:40, 50:55].sum() == 25 - 4


@pytest.mark.parametrize("action_id", _KEYS)
def test_a_committed_mask_is_locked_and_nothing_is_nothing(
    sitting: Sitting, action_id: str
) -> None:
    """R31."""
    sitting.add("dog", 0)
    _press(sitting, action_id)
    assert sitting.texts[-1] == "There is no mask here to mend."
    sitting.session.drafts.paint(_ragged(), erases=False)
    assert sitting.session.commits.commit()
    _press(sitting, action_id)
    assert sitting.notices[-1][2] == "edit_mask"
    assert sitting.session.drafts.here is None


def test_a_mask_is_not_shrunk_away(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    thin = np.zeros((90, 160), np.bool_)
    thin[40:42, 20:60] = True
    sitting.session.drafts.paint(thin, erases=False)
    _press(sitting, "shrink_mask")
    assert sitting.texts[-1] == "Nothing would be left of the mask."
    assert np.array_equal(_shown(sitting), thin)


def test_nothing_is_said_to_be_filled_where_the_others_pixels_alone_are_left_out(
    sitting: Sitting,
) -> None:
    block = np.zeros((90, 160), np.bool_)
    block[20:60, 10:60] = True
    sitting.add("cat", 0)
    sitting.session.drafts.paint(block, erases=False)
    assert sitting.session.commits.commit()
    sitting.add("dog", 0)
    sitting.session.drafts.draw_box(40, 20, 100, 60)
    sitting.answered()
    _press(sitting, "fill_holes")
    assert sitting.texts[-1] == "There is no hole in the mask."
