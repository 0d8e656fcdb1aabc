"""Areas from packed run lengths, and the check that keeps pycocotools from reading beyond its memory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco

from avisbuild.masks.many import BadRunsError, areas_of, zero_counts


def unpacked(text: str) -> list[int] | None:
    """COCO's packing undone number by number; None where it is cut off."""
    numbers: list[int] = []
    position = 0
    while position < len(text):
        number, shift, more = 0, 0, True
        while more:
            if position == len(text):
                return None
            code = ord(text[position]) - 48
            number |= (code & 31) << shift
            more, position, shift = bool(code & 32), position + 1, shift + 5
            if not more and code & 16:
                number -= 1 << shift
        numbers.append(number + (numbers[-2] if len(numbers) > 2 else 0))
    return numbers


@pytest.mark.parametrize(
    ("height", "width", "text"),
    [
        (720, 1280, "PPTl0"),
        (640, 360, "PPQ7"),
        (1920, 1080, "PPYo1"),
        (854, 480, "PZ`<"),
        (224, 224, "PPa1"),
    ],
)
def test_a_mask_without_a_pixel_is_written_as_published(height: int, width: int, text: str) -> None:
    assert zero_counts(height, width) == text
    empty = coco.encode(np.zeros((height, width), np.uint8, order="F"))
    assert empty["counts"].decode() == text


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_areas_and_faults_are_those_found_number_by_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    masks = []
    for _ in range(rng.integers(1, 8)):
        height, width = rng.integers(1, 40, 2)
        pixels = rng.random((height, width)) < rng.choice([0, 0.02, 0.3, 0.7, 1])
        rle = coco.encode(np.asfortranarray(pixels.astype(np.uint8)))
        masks.append({"size": rle["size"], "counts": rle["counts"].decode()})
    assert areas_of(masks).tolist() == [int(coco.area(mask)) for mask in masks]
    broken = int(rng.integers(len(masks)))
    text = masks[broken]["counts"]
    place = int(rng.integers(len(text)))
    text = text[:place] + chr(48 + int(rng.integers(64))) + text[place + 1 :]
    masks[broken] = {"size": masks[broken]["size"], "counts": text}
    numbers = unpacked(text)
    pixels = int(np.prod(masks[broken]["size"]))
    if numbers is not None and min(numbers) >= 0 and sum(numbers) == pixels:
        assert areas_of(masks)[broken] == sum(numbers[1::2])
    else:
        with pytest.raises(BadRunsError) as caught:
            areas_of(masks)
        assert caught.value.index == broken


@pytest.mark.parametrize("text", ["", "o" * 20, "\x10", "ÿ", "P", "oooooo0"])
def test_what_is_no_rle_is_refused(text: str) -> None:
    with pytest.raises(BadRunsError):
        areas_of([{"size": (4, 4), "counts": zero_counts(4, 4)}, {"size": (4, 4), "counts": text}])
