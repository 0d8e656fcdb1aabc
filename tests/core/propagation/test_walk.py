"""A mask is followed from picture to picture, and its confidence falls when it is lost."""

import math

import numpy as np
import pytest
from core.propagation.rendered import Clip, iou

from avisbuild.propagation import Walker, follow, is_cut

ACROSS = Clip(lambda time_s: (75 + 135 * time_s, 135 + 38 * math.sin(3 * time_s)))
BEHIND_A_BAR = Clip(lambda time_s: (90 + 135 * time_s, 135), bar_x=(210, 315))
CUT = Clip(lambda time_s: (150 + 60 * time_s, 135), cut_s=0.5)
QUICK = Clip(lambda time_s: (90 + 300 * time_s, 135))


def test_a_moving_object_is_kept_for_a_second_where_one_jump_loses_it() -> None:
    """R19: IoU 0.95 and more after 25 pictures; one jump of the same second is far below."""
    truth = ACROSS.mask(1.0)
    *_, walked = follow(ACROSS.images(0, 1), ACROSS.mask(0))
    *_, jumped = follow([ACROSS.image(0), ACROSS.image(1)], ACROSS.mask(0))
    assert iou(walked.mask, truth) >= 0.95
    assert walked.confidence > 0.8
    assert iou(jumped.mask, truth) < 0.5


@pytest.mark.parametrize("size", [(8, 8), (10, 40), (24, 600), (40, 900), (600, 24)])
def test_pictures_too_small_or_too_narrow_for_flow_are_walked_all_the_same(
    size: tuple[int, int],
) -> None:
    """OpenCV's flow ends the whole process on low strips, and with it the annotator."""
    random = np.random.default_rng(0)
    images = [random.integers(0, 256, (*size, 3), dtype=np.uint8) for _ in range(2)]
    mask = np.zeros(size, np.bool_)
    mask[size[0] // 4 : size[0] // 2, size[1] // 4 : size[1] // 2] = True
    still = list(follow([images[0]] * 3, mask))
    assert [step.mask.shape for step in still] == [size] * 2
    assert iou(still[-1].mask, mask) > 0.5
    assert len(list(follow(images, mask))) == 1


def test_a_walk_backwards_is_as_good() -> None:
    """R20: both directions."""
    *_, walked = follow(ACROSS.images(1, 0), ACROSS.mask(1.0))
    assert iou(walked.mask, ACROSS.mask(0)) >= 0.95


def test_an_object_is_kept_at_speed() -> None:
    *_, walked = follow(QUICK.images(0, 1), QUICK.mask(0))
    assert iou(walked.mask, QUICK.mask(1.0)) >= 0.95


def test_confidence_falls_when_the_object_passes_behind_a_bar() -> None:
    """R20: a confidence for every picture, that says when the object is hidden."""
    confidences = [
        step.confidence for step in follow(BEHIND_A_BAR.images(0, 1.4), BEHIND_A_BAR.mask(0))
    ]
    assert confidences[5] > 0.9
    assert confidences[-1] < 0.2
    assert confidences == sorted(confidences, reverse=True)


def test_a_walk_stops_at_a_cut() -> None:
    """R20: nothing is propagated from one shot into the next."""
    steps = list(follow(CUT.images(0, 1), CUT.mask(0)))
    assert [step.is_cut for step in steps] == [False] * (len(steps) - 1) + [True]
    assert len(steps) == 13
    assert not steps[-1].mask.any()
    assert steps[-1].confidence == 0


def test_motion_is_no_cut() -> None:
    old, new = QUICK.image(0), QUICK.image(0.2)
    assert not is_cut(old, new, residual=25.0)
    assert is_cut(CUT.image(0.4), CUT.image(0.6), residual=25.0)


def test_a_walk_ends_when_it_is_told_to_and_keeps_what_it_gave() -> None:
    asked = iter([False] * 7)
    steps = list(follow(ACROSS.images(0, 1), ACROSS.mask(0), should_stop=lambda: next(asked, True)))
    assert len(steps) == 7
    assert steps[-1].confidence > 0.8


def test_no_pictures_no_steps() -> None:
    assert list(follow([], ACROSS.mask(0))) == []
    assert list(follow([ACROSS.image(0)], ACROSS.mask(0))) == []


def test_the_same_walk_gives_the_same_masks() -> None:
    first, second = (list(follow(ACROSS.images(0, 0.4), ACROSS.mask(0))) for _ in range(2))
    assert all(np.array_equal(a.mask, b.mask) for a, b in zip(first, second, strict=True))


def test_objects_share_the_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many objects were marked on one picture, each picture's flow is found once."""
    from avisbuild.propagation.flow import FlowFinder

    calls = {1: 0, 4: 0}
    toward = FlowFinder.toward
    for count in calls:

        def counted(self: FlowFinder, *args: object, of: int = count) -> object:
            calls[of] += 1
            return toward(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(FlowFinder, "toward", counted)
        walker: Walker[int] = Walker(ACROSS.image(0))
        walker.seed({key: ACROSS.mask(0) for key in range(count)})
        for image in ACROSS.images(0, 0.2)[1:]:
            walker.advance(image)
    assert calls == {1: 5, 4: 5}


def test_an_object_that_is_marked_later_is_followed_from_there() -> None:
    walker: Walker[str] = Walker(ACROSS.image(0))
    walker.advance(ACROSS.image(0.04))
    walker.seed({"disc": ACROSS.mask(0.04)})
    for image in ACROSS.images(0.04, 0.44)[1:]:
        walker.advance(image)
    assert iou(walker.step("disc").mask, ACROSS.mask(0.44)) >= 0.95
    walker.drop({"disc"})
    assert not walker.step("disc").mask.any()


def test_large_pictures_are_walked_small_and_masked_at_full_size() -> None:
    def large(array: np.ndarray) -> np.ndarray:
        return array.repeat(2, axis=0).repeat(2, axis=1)

    walker: Walker[int] = Walker(large(ACROSS.image(0)))
    walker.seed({0: large(ACROSS.mask(0))})
    for image in ACROSS.images(0, 0.2)[1:]:
        walker.advance(large(image))
    step = walker.step(0)
    assert step.mask.shape == (540, 960)
    assert iou(step.mask, large(ACROSS.mask(0.2))) >= 0.95
