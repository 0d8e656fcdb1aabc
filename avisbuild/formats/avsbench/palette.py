"""PASCAL VOC's colours, which label maps are painted in, and what is painted in them but no label."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

MOST_LABELS = 256
_NO_LABEL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignColours:
    """Pixels of one picture whose colour no label has: how many, and the first of them."""

    pixel_count: int
    colour_rgb: tuple[int, int, int]
    row: int
    column: int


def palette(count: int = MOST_LABELS) -> NDArray[np.uint8]:
    """The colours of so many labels, (count, 3), at most 256: three bits at a time are bit 7, 6, ... of RGB.

    AVSBench has 71, of which 0 is the background.
    """
    label = np.arange(count)
    colours = np.zeros((count, 3), dtype=np.uint8)
    for bit in range(8):
        for channel in range(3):
            colours[:, channel] |= (((label >> (3 * bit + channel)) & 1) << (7 - bit)).astype(
                np.uint8
            )
    return colours


def painted_labels(
    pixels: NDArray[np.uint8], *, among: Collection[int] = range(MOST_LABELS)
) -> tuple[NDArray[np.uint8], ForeignColours | None]:
    """Labels (H, W) of painted pixels (H, W, 3), `among` which the background need not be.

    A colour that none of them has is background, and told.
    """
    labels = _label_of_colour()[_codes(pixels)]
    is_none = np.ones(MOST_LABELS + 1, dtype=np.bool_)
    is_none[[0, *among]] = False
    is_foreign = is_none[labels]  # _NO_LABEL picks the last
    found = None
    if is_foreign.any():
        row, column = np.unravel_index(int(is_foreign.argmax()), is_foreign.shape)
        red, green, blue = pixels[row, column].tolist()
        found = ForeignColours(
            pixel_count=int(is_foreign.sum()),
            colour_rgb=(red, green, blue),
            row=int(row),
            column=int(column),
        )
        labels[is_foreign] = 0
    return labels.astype(np.uint8), found


def grey_of_three(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The channel (H, W) that was written three times; None for colours, and for greys that are labels."""
    grey = pixels[..., 0]
    is_grey = all(np.array_equal(grey, pixels[..., channel]) for channel in (1, 2))
    return grey if is_grey and not _is_label_grey()[grey].all() else None


def _codes(pixels: NDArray[np.uint8]) -> NDArray[np.int32]:
    codes: NDArray[np.int32] = pixels[..., 0].astype(np.int32)
    for channel in (1, 2):
        codes <<= 8
        codes |= pixels[..., channel]
    return codes


@cache
def _label_of_colour() -> NDArray[np.int16]:
    labels = np.full(1 << 24, _NO_LABEL, dtype=np.int16)
    labels[_codes(palette())] = np.arange(MOST_LABELS)
    return labels


@cache
def _is_label_grey() -> NDArray[np.bool_]:
    """Which of the 256 greys are colours of labels: four, of which black is the background."""
    values = np.arange(MOST_LABELS, dtype=np.uint8)
    is_label: NDArray[np.bool_] = (
        _label_of_colour()[_codes(np.stack((values,) * 3, axis=-1))] != _NO_LABEL
    )
    return is_label
