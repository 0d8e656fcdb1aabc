"""The one overlap rule: which mask has a pixel where a format allows each pixel only one.

Of masks that share a pixel the smaller one has it, so that an instrument shows before its player; of masks
of the same size the one whose identity comes first. What is smaller is counted on whole masks, before any
pixel is taken from them. Decision 0135; docs/releasing.md says it to users.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.masks import area, decode
from avisbuild.records import CategoryId, Rle

BACKGROUND = 0
NOBODY = -1
LARGEST_LABEL = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """A frame's `labels` (H, W) uint8, and of each mask how many pixels went to another category.

    Pixels that go to another instance of the same category are not lost: the label is the same.
    """

    labels: NDArray[np.uint8]
    lost_px: tuple[int, ...]


def owners(masks: Sequence[Rle], size: tuple[int, int]) -> NDArray[np.int32]:
    """Which of the masks has each pixel, (H, W), by its place in the sequence; NOBODY for none.

    The masks come in the order of their identities, category id and number, and all have this size.
    """
    owner = np.full(size, NOBODY, dtype=np.int32)
    areas = [area(mask) for mask in masks]
    for index in sorted(range(len(masks)), key=lambda each: (-areas[each], -each)):
        owner[decode(masks[index])] = index
    return owner


def paint(masks: Sequence[tuple[CategoryId, Rle]], size: tuple[int, int]) -> Painted:
    """Paint the masks of one frame, in the order of their identities, as labels that are category ids.

    Raises FormatError for a category id that a label map of 8 bits cannot hold.
    """
    ids = [int(category) for category, _ in masks]
    if too_large := [each for each in ids if not BACKGROUND < each <= LARGEST_LABEL]:
        raise FormatError("label-too-large", found=too_large[0], most=LARGEST_LABEL)
    rles = [mask for _, mask in masks]
    # The last entry is the background, which NOBODY picks.
    label_of = np.array([*ids, BACKGROUND], dtype=np.uint8)
    labels: NDArray[np.uint8] = label_of[owners(rles, size)]
    lost = tuple(
        int((labels[decode(mask)] != label).sum()) for label, mask in zip(ids, rles, strict=True)
    )
    return Painted(labels=labels, lost_px=lost)


def label_map(masks: Sequence[tuple[CategoryId, Rle]], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The labels (H, W) of one frame, 0 where no mask is; see `paint`."""
    return paint(masks, size).labels
