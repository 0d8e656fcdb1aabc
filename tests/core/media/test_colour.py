"""Colours in whole numbers of 16 bits: every code of every matrix, against exact arithmetic."""

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from avisbuild.media import colour
from avisbuild.media.colour import BT601, BT709, BT2020, JpegColours, Weights
from avisbuild.media.planes import plane

MATRICES = {"601": BT601, "709": BT709, "2020": BT2020, "FCC": (0.30, 0.11), "240M": (0.212, 0.087)}
CODES = np.arange(256)


def a_picture(luma: NDArray[np.uint8], u: NDArray[np.uint8], v: NDArray[np.uint8]) -> av.VideoFrame:
    frame = av.VideoFrame(luma.shape[1], luma.shape[0], "yuv420p")
    for index, codes in enumerate((luma, u, v)):
        plane(frame, index)[:] = codes
    return frame


def planes_of(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    return [plane(frame, index) for index in range(3)]


def exactly(
    planes: list[NDArray[np.uint8]], weights: Weights, *, full_range: bool
) -> list[NDArray[np.float64]]:
    """The same by the standards' own formulas, through R'G'B', as codes that are not rounded."""
    zero, luma_steps, chroma_steps = (0, 255, 255) if full_range else (16, 219, 224)
    luma, (u, v) = (
        (planes[0] - float(zero)) / luma_steps,
        ((codes - 128.0) / chroma_steps for codes in planes[1:]),
    )
    height, width = luma.shape
    wide_u, wide_v = (np.repeat(np.repeat(c, 2, 0), 2, 1)[:height, :width] for c in (u, v))
    wide_luma, _, _ = to_601(luma, wide_u, wide_v, weights)
    # How red or blue a colour is does not depend on how light it is: any luma will do.
    _, new_u, new_v = to_601(np.full(u.shape, 0.5), u, v, weights)
    return [255 * wide_luma, 128 + 255 * new_u, 128 + 255 * new_v]


def to_601(
    luma: NDArray[np.float64], u: NDArray[np.float64], v: NDArray[np.float64], weights: Weights
) -> tuple[NDArray[np.float64], ...]:
    of_red, of_blue = weights
    red, blue = luma + 2 * (1 - of_red) * v, luma + 2 * (1 - of_blue) * u
    green = (luma - of_red * red - of_blue * blue) / (1 - of_red - of_blue)
    new = 0.299 * red + 0.587 * green + 0.114 * blue
    return new, (blue - new) / (2 * (1 - 0.114)), (red - new) / (2 * (1 - 0.299))


@pytest.mark.parametrize("full_range", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", MATRICES)
def test_no_code_of_any_colour_is_off_by_as_much_as_one(matrix: str, full_range: bool) -> None:
    colours = JpegColours(MATRICES[matrix], full_range=full_range)
    u, v = (codes.astype(np.uint8) for codes in np.meshgrid(CODES, CODES))
    for lightness in range(0, 256, 4):
        # Four neighbours share their chroma: every luma meets every chroma once.
        luma = np.tile(
            np.arange(lightness, lightness + 4, dtype=np.uint8).reshape(2, 2), (256, 256)
        )
        frame = a_picture(luma, u, v)
        expected = exactly([luma, u, v], MATRICES[matrix], full_range=full_range)
        for found, exact in zip(planes_of(colours.convert(frame)), expected, strict=True):
            assert np.abs(found - np.clip(exact, 0, 255)).max() < 0.8


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 2), (3, 5), (7, 2), (99, 101)])
@pytest.mark.parametrize("full_range", [False, True], ids=["limited", "full"])
def test_a_picture_of_an_odd_size_is_converted_to_its_last_row_and_column(
    size: tuple[int, int], full_range: bool
) -> None:
    height, width = size
    chance = np.random.default_rng(5)
    small = ((height + 1) // 2, (width + 1) // 2)
    planes = [chance.integers(0, 256, shape).astype(np.uint8) for shape in (size, small, small)]
    converted = JpegColours(BT709, full_range=full_range).convert(a_picture(*planes))
    expected = exactly(planes, BT709, full_range=full_range)
    for found, exact in zip(planes_of(converted), expected, strict=True):
        assert found.shape == exact.shape
        assert np.abs(found - np.clip(exact, 0, 255)).max() < 0.8


def test_strips_of_any_height_give_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(6)
    shapes = ((51, 34), (26, 17), (26, 17))
    frame = a_picture(*(chance.integers(0, 256, shape).astype(np.uint8) for shape in shapes))
    whole = [
        codes.copy() for codes in planes_of(JpegColours(BT2020, full_range=False).convert(frame))
    ]
    for samples in (1, 17, 18, 17 * 25, 17 * 26):
        monkeypatch.setattr(colour, "_STRIP_SAMPLES", samples)
        strips = planes_of(JpegColours(BT2020, full_range=False).convert(frame))
        assert all(np.array_equal(one, other) for one, other in zip(strips, whole, strict=True))


def test_full_range_601_is_taken_over_as_it_is() -> None:
    luma = np.arange(256, dtype=np.uint8).reshape(16, 16)
    u, v = luma[:8, :8], luma[8:, 8:]
    converted = planes_of(JpegColours(BT601, full_range=True).convert(a_picture(luma, u, v)))
    assert all(
        np.array_equal(one, other) for one, other in zip(converted, (luma, u, v), strict=True)
    )
