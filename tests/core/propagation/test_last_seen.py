"""Why a walk lost its object: told where the truth is known, and over pictures that are missing."""

import numpy as np
import pytest
from core.propagation.rendered import RATE_HZ, Clip, ClipSource

from avisbuild.propagation import EndReason, SecondProposal, WalkEnd, Walker, propagate_all

OUT = Clip(lambda time_s: (300 + 160 * time_s, 135))
UP = Clip(lambda time_s: (240, 110 - 130 * time_s))
BEHIND = Clip(lambda time_s: (100 + 110 * time_s, 135), bar_x=(180, 330))
CUT = Clip(lambda time_s: (150 + 45 * time_s, 135), cut_s=1.5)


@pytest.mark.parametrize(
    ("clip", "start", "stop", "second", "reason"),
    [
        (OUT, 0, 4, 2, EndReason.LEFT),
        (UP, 0, 4, 1, EndReason.LEFT),
        (BEHIND, 0, 4, 1, EndReason.HIDDEN),
        (CUT, 0, 4, 2, EndReason.CUT),
        (CUT, 3, 0, 1, EndReason.CUT),
    ],
    ids=["out to the right", "out at the top", "behind a bar", "a cut", "a cut, backward"],
)
def test_what_ended_a_walk_is_told_at_the_first_second_without_a_mask(
    clip: Clip, start: int, stop: int, second: int, reason: EndReason
) -> None:
    """R46: walks say why they ended."""
    known = {"disc": {start: clip.mask(start)}}
    found = [each for _, each in propagate_all(ClipSource(clip), known, start=start, stop=stop)]
    ends = [each for each in found if isinstance(each, WalkEnd)]
    assert ends == [WalkEnd(second=second, reason=reason)]
    assert found[-1] is ends[0]
    assert all(isinstance(each, SecondProposal) for each in found[:-1])


def test_a_walk_that_reaches_its_end_has_lost_nothing() -> None:
    known = {"disc": {0: CUT.mask(0)}}
    found = [each for _, each in propagate_all(ClipSource(CUT), known, start=0, stop=1)]
    assert [type(each) for each in found] == [SecondProposal]


def test_where_a_person_marked_it_anew_nothing_was_lost() -> None:
    known = {"disc": {0: CUT.mask(0), 2: CUT.mask(2)}}
    found = [each for _, each in propagate_all(ClipSource(CUT), known, start=0, stop=3)]
    assert not any(isinstance(each, WalkEnd) for each in found)


def test_missing_pictures_take_confidence_and_are_the_reason_when_it_is_lost_behind_them() -> None:
    """R46: a bad picture is bridged."""
    slow = Clip(lambda time_s: (105 + 45 * time_s, 135))

    def walked(missing: int) -> tuple[float, dict[int, EndReason]]:
        walker: Walker[int] = Walker(slow.image(0))
        walker.seed({0: slow.mask(0)})
        walker.advance(slow.image(1 / RATE_HZ))
        gap_s = (missing + 1) / RATE_HZ if missing else 0.0
        lost = walker.advance(slow.image((missing + 2) / RATE_HZ), gap_s=gap_s)
        return walker.step(0).confidence, lost

    confidences = [walked(missing)[0] for missing in (0, 3, 10)]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] > 0.9 > confidences[1] > confidences[2] > 0.3
    walker: Walker[int] = Walker(slow.image(0))
    walker.seed({0: slow.mask(0)})
    other = Clip(lambda _: (105, 135), cut_s=0.0).image(1)
    assert walker.advance(other, gap_s=2.0) == {0: EndReason.UNREADABLE}
    assert not np.any(walker.step(0).mask)
