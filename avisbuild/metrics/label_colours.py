"""Label maps painted in PASCAL VOC's colours, and what is painted in them but no label."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

_COLOUR_COUNT = 256
_NO_LABEL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignColours:
    """Pixels of one picture whose colour no label has: how many, and the first of them."""

    pixel_count: int
    colour_rgb: tuple[int, int, int]
    row: int
    column: int


def voc_palette() -> NDArray[np.uint8]:
    """PASCAL VOC's colours, (256, 3): three bits of the index at a time give bit 7, 6, ... of R, G, B."""
    index = np.arange(_COLOUR_COUNT)
    palette = np.zeros((_COLOUR_COUNT, 3), dtype=np.uint8)
    for bit in range(8):
        for channel in range(3):
            palette[:, channel] |= (((index >> (3 * bit + channel)) & 1) << (7 - bit)).astype(
                np.uint8
            )
    return palette


def painted_labels(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ForeignColours | None]:
    """Labels (H, W) of painted pixels (H, W, 3); a colour that no label has is background, and told."""
    labels = _label_of_colour()[_codes(pixels)]
    is_foreign = labels == _NO_LABEL
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
    labels[_codes(voc_palette())] = np.arange(_COLOUR_COUNT)
    return labels


@cache
def _is_label_grey() -> NDArray[np.bool_]:
    """Which of the 256 greys are colours of labels: four, of which black is the background."""
    values = np.arange(_COLOUR_COUNT, dtype=np.uint8)
    is_label: NDArray[np.bool_] = (
        _label_of_colour()[_codes(np.stack((values,) * 3, axis=-1))] != _NO_LABEL
    )
    return is_label
