"""The complexity of a video follows what was done in it; what cannot be told is None, and said."""

from collections.abc import Sequence

import numpy as np
import pytest

from avisbuild.records import Sounding
from avisbuild.releases.plots import SetFacts, VideoFacts
from avisbuild.releases.plots.camera import camera_motions, mean_camera_motion, small_grey
from avisbuild.releases.plots.complexity import complexity_of
from avisbuild.releases.plots.facts import MaskFacts, TrackFacts
from avisbuild.releases.plots.measuring import measure_complexity

ASPECT = 16 / 9


def at(x: float, share: float = 0.04) -> MaskFacts:
    """A mask around x, as wide as a tenth of the picture."""
    return MaskFacts(share=share, left=x - 0.05, top=0.4, right=x + 0.05, bottom=0.6)


def video_of(masks: Sequence[MaskFacts | None], gap: Sounding = Sounding.SILENT) -> VideoFacts:
    """One dog that sounds where it has a mask."""
    states = tuple(gap if mask is None else Sounding.SOUNDING for mask in masks)
    track = TrackFacts(name="dog_1", category="dog", states=states, masks=tuple(masks))
    return VideoFacts(
        video_id="a",
        split="",
        second_count=len(masks),
        width_px=320,
        height_px=180,
        tracks=(track,),
    )


def textured(seed: int) -> np.ndarray:
    """Large soft noise, (300, 500) uint8."""
    import cv2

    noise = np.random.default_rng(seed).integers(0, 256, (60, 100), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (500, 300), interpolation=cv2.INTER_CUBIC))


def panned(steps: int, step_px: int) -> list[np.ndarray]:
    """Views of a wall, each further to the right."""
    wall = textured(1)
    return [small_grey(wall[60:240, 20 + n * step_px : 340 + n * step_px]) for n in range(steps)]


def test_the_cameras_motion_is_what_it_was_panned_by() -> None:
    motions = list(camera_motions(panned(5, 8)))
    assert mean_camera_motion(motions, ASPECT) == pytest.approx(
        100 * 8 / np.hypot(320, 180), rel=0.05
    )
    still = list(camera_motions(panned(5, 0)))
    assert mean_camera_motion(still, ASPECT) == pytest.approx(0, abs=0.01)


def test_cuts_and_plain_walls_have_no_motion_and_too_many_of_them_no_figure() -> None:
    one, two = (small_grey(textured(seed)) for seed in (1, 2))
    plain = np.full((180, 320), 90, np.uint8)
    assert list(camera_motions([one, two, plain, None])) == [None, None, None]
    assert mean_camera_motion([None, None, None], ASPECT) is None


def test_an_object_that_stands_still_on_a_wall_changes_no_position_however_the_camera_pans() -> (
    None
):
    motions = list(camera_motions(panned(5, 8)))
    masks = [at(0.6 - 8 * n / 320) for n in range(5)]
    assert complexity_of(video_of(masks), motions).position_change == pytest.approx(0, abs=0.1)
    uncompensated = complexity_of(video_of(masks)).position_change
    assert uncompensated == pytest.approx(100 * 8 / np.hypot(320, 180))


def test_a_mask_that_is_half_its_usual_size_is_half_hidden_but_not_at_the_border() -> None:
    masks = [at(0.5), at(0.5), at(0.5), at(0.5, share=0.02), at(0.5)]
    assert complexity_of(video_of(masks)).occlusion == pytest.approx(10)
    leaving = [at(0.5), at(0.5), at(0.5), at(0.04, share=0.02), at(0.5)]
    assert complexity_of(video_of(leaving)).occlusion == 0


def test_who_is_offscreen_and_back_came_back_and_who_was_occluded_was_hidden() -> None:
    masks = [at(0.5), None, None, at(0.5), at(0.5), at(0.5)]
    gone = complexity_of(video_of(masks, Sounding.OFFSCREEN))
    hidden = complexity_of(video_of(masks, Sounding.OCCLUDED))
    assert (gone.reentry, gone.occlusion) == (10, 0)
    assert (hidden.reentry, hidden.occlusion) == (0, pytest.approx(100 * 2 / 6))


def test_of_a_release_re_entry_is_not_told_and_occlusion_is_called_a_lower_bound() -> None:
    video = video_of([at(0.5), None, at(0.02)])
    facts = SetFacts(name="rel", videos=[video], category_count=1, has_states=False)
    measured = measure_complexity(facts)
    assert measured.videos["a"].reentry is None
    assert measured.csv.splitlines()[1] == "a,,0.000,,"
    assert "lower bound" in measured.remarks["occlusion"]
    assert "no pictures" in measured.remarks["camera motion"]
    assert "offscreen" in measured.remarks["re-entry"]
