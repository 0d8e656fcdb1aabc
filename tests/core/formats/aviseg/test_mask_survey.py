"""What all masks of a file together tell: pixels, shares of the frame, or nothing."""

import pytest

from avisbuild.formats.aviseg.mask_survey import MaskSurvey

CORNER = [[0, 0, 1, 0, 1, 1, 0, 1]]
SHARES = [[0.125, 0.17, 0.375, 0.17, 0.375, 0.5]]
PIXELS = [[8.5, 8, 24, 8, 24, 24]]
RLE = {"size": [4, 4], "counts": "`0"}


@pytest.mark.parametrize(
    ("masks", "kind"),
    [
        ([(SHARES, 0), (SHARES, 0)], "truth-normalised"),
        ([(SHARES, 1)], "truth-normalised"),
        ([(SHARES, 0), (RLE, 5)], "truth-normalised"),
        ([(CORNER, 1)], None),
        ([(SHARES, 0), (PIXELS, 100)], None),
        ([(PIXELS, 100), (SHARES, 0)], None),
        ([(PIXELS, 0), (RLE, 0)], "truth-all-empty"),
        ([(RLE, 0)], "truth-all-empty"),
        ([], None),
    ],
    ids=[
        "shares",
        "shares that cover a pixel",
        "shares beside an RLE",
        "the first pixel",
        "pixels behind shares",
        "shares behind pixels",
        "nothing drawn",
        "an empty RLE",
        "no mask",
    ],
)
def test_what_all_masks_of_a_file_say(masks: list[tuple[object, int]], kind: str | None) -> None:
    survey = MaskSurvey()
    for index, (segmentation, pixel_count) in enumerate(masks):
        survey.add(f"annotations[{index}]", segmentation, pixel_count)
    problem = survey.problem()
    assert (problem and problem.kind) == kind


def test_the_range_and_the_count_are_told() -> None:
    survey = MaskSurvey()
    survey.add("annotations[4].segmentations[2]", SHARES, 0)
    assert "0.125 to 0.5 in all 1 polygons" in str(survey.problem())
    assert survey.first_place == "annotations[4].segmentations[2]"
