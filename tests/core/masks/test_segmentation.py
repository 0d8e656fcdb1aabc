"""A frame's mask is read in every spelling that files have, and bad ones are named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco

from avisbuild.errors import FormatError
from avisbuild.masks import decode, encode, read_segmentation, to_polygons
from avisbuild.masks.rle import run_lengths

SIZE = (6, 8)
MASK = np.random.default_rng(0).random(SIZE) < 0.4
RLE = encode(MASK)
SQUARE = [1, 1, 4, 1, 4, 4, 1, 4]


@pytest.mark.parametrize(
    "segmentation",
    [
        to_polygons(RLE),
        {"size": [6, 8], "counts": RLE.counts.decode()},
        {"size": [6, 8], "counts": RLE.counts},
        {"size": (6, 8), "counts": run_lengths(RLE).tolist()},
    ],
    ids=["polygons", "RLE as text", "RLE as bytes", "RLE as run lengths"],
)
def test_every_spelling_gives_the_same_mask(segmentation: object) -> None:
    assert read_segmentation(segmentation, SIZE) == RLE


@pytest.mark.parametrize("segmentation", [None, []])
def test_nothing_is_no_mask(segmentation: object) -> None:
    assert read_segmentation(segmentation, SIZE) is None


def test_an_empty_rle_is_a_mask_without_pixels() -> None:
    mask = read_segmentation({"size": [6, 8], "counts": [48]}, SIZE)
    assert mask is not None
    assert not decode(mask).any()


def test_parts_of_an_object_are_united() -> None:
    left, right = [0, 0, 2, 0, 2, 6, 0, 6], [5, 0, 8, 0, 8, 6, 5, 6]
    mask = read_segmentation([left, right], SIZE)
    assert mask is not None
    assert "".join("#" if pixel else "." for pixel in decode(mask)[0]) == "##...###"


def test_later_polygons_without_three_corners_are_drawn_as_nothing_as_published() -> None:
    expected = coco.merge(coco.frPyObjects([SQUARE, [0, 0, 6, 6]], *SIZE))
    mask = read_segmentation([SQUARE, [0, 0, 6, 6], []], SIZE)
    assert mask is not None
    assert mask.counts == expected["counts"]


@pytest.mark.parametrize(
    ("segmentation", "problem"),
    [
        ("abc", 'expected null, a list of polygons or an RLE, got "abc"'),
        (7, "expected null, a list of polygons or an RLE, got 7"),
        ([7], "polygon 0: expected a list [x0, y0, x1, y1, ...], got 7"),
        ([[0, 0, 2, 2]], "polygon 0: expected at least 6 numbers, got 4"),
        ([[]], "polygon 0: expected at least 6 numbers, got 0"),
        ([[0, 0, 2, 0, 2]], "polygon 0: expected an even count of numbers, got 5"),
        ([[0, 0, 2, 0, 2, "2"]], 'polygon 0: expected numbers, got "2"'),
        ([[0, 0, 2, 0, 2, True]], "polygon 0: expected numbers, got true"),
        (
            [[0, 0, 2, 0, 2, float("nan")]],
            "expected polygons in pixels up to 2000000, got one with nan",
        ),
        ([[float("inf")] * 6], "expected polygons in pixels up to 2000000, got one with inf"),
        ([[0, 0, -9e9, 0, 2, 2]], "expected polygons in pixels up to 2000000, got one with 9e+09"),
        (
            [[0, 0, 10**400, 0, 2, 2]],
            "expected polygons in pixels, got a number of hundreds of digits",
        ),
        (
            [SQUARE, [0, 0, 10**6, 0] * 2],
            "expected outlines of at most 2000000 pixels, got one of 4e+06",
        ),
        (
            {"size": [8, 6], "counts": "a"},
            "expected an RLE of size [6, 8] ([height, width]), got size [8, 6]",
        ),
        ({"counts": "a"}, "expected an RLE of size [6, 8] ([height, width]), got size null"),
        ({"size": [6, 8]}, "expected RLE counts as text or a list of whole numbers, got null"),
        ({"size": [6, 8], "counts": ""}, "expected RLE counts as text or a list of whole numbers"),
        ({"size": [6, 8], "counts": []}, "expected RLE counts as text or a list of whole numbers"),
        (
            {"size": [6, 8], "counts": [1.5]},
            "expected RLE counts as text or a list of whole numbers",
        ),
        ({"size": [6, 8], "counts": [47]}, "expected run lengths for 48 pixels, got 47"),
        ({"size": [6, 8], "counts": [49, -1]}, "expected run lengths of 0 to 48, got -1 to 49"),
        ({"size": [6, 8], "counts": [10**30]}, "expected run lengths of 0 to 48"),
        ({"size": [6, 8], "counts": "é"}, "expected RLE counts in COCO's packing"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(segmentation: object, problem: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_segmentation(segmentation, SIZE)
    assert str(caught.value).startswith(problem)
    assert len(str(caught.value)) < 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=7)
        | st.dictionaries(st.sampled_from(["size", "counts", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(_JSON | st.fixed_dictionaries({"size": st.just([6, 8]), "counts": _JSON}))
def test_no_json_does_more_than_raise_a_format_error(segmentation: object) -> None:
    try:
        mask = read_segmentation(segmentation, SIZE)
    except FormatError:
        return
    assert mask is None or decode(mask).shape == SIZE
