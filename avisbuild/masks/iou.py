"""How much masks overlap."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.masks.rle import to_coco
from avisbuild.records import Rle


def iou(a: Sequence[Rle], b: Sequence[Rle]) -> NDArray[np.float64]:
    """Intersection over union of every mask in `a` with every mask in `b`: (A, B) float64.

    Two empty masks have 0. Raises ValueError when sizes differ, which pycocotools would call 0.
    """
    if not a or not b:
        return np.zeros((len(a), len(b)))
    sizes = {rle.size for rle in a} | {rle.size for rle in b}
    if len(sizes) > 1:
        raise ValueError(f"expected masks of one size, got {sorted(sizes)}")
    table = coco.iou([to_coco(rle) for rle in a], [to_coco(rle) for rle in b], [0] * len(b))
    return np.asarray(table, dtype=np.float64).reshape(len(a), len(b))
