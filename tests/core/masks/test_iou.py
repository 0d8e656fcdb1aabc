"""How much masks overlap, against the same figure taken from pixels."""

import numpy as np
import pytest

from avisbuild.masks import encode, iou


def test_the_table_has_every_pair() -> None:
    rng = np.random.default_rng(0)
    a = rng.random((3, 7, 9)) < 0.4
    b = rng.random((2, 7, 9)) < 0.6
    found = iou([encode(mask) for mask in a], [encode(mask) for mask in b])
    expected = [[(one & other).sum() / (one | other).sum() for other in b] for one in a]
    assert found.dtype == np.float64
    assert found == pytest.approx(np.array(expected))


@pytest.mark.parametrize(("count_a", "count_b"), [(0, 0), (0, 2), (2, 0)])
def test_no_masks_give_an_empty_table(count_a: int, count_b: int) -> None:
    mask = encode(np.ones((2, 2), dtype=np.bool_))
    assert iou([mask] * count_a, [mask] * count_b).shape == (count_a, count_b)


def test_empty_masks_overlap_with_nothing() -> None:
    empty, full = encode(np.zeros((2, 2), dtype=np.bool_)), encode(np.ones((2, 2), dtype=np.bool_))
    assert iou([empty, full], [empty, full]).tolist() == [[0, 0], [0, 1]]


def test_masks_of_different_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"expected masks of one size, got \[\(2, 2\), \(2, 3\)\]"):
        iou([encode(np.ones((2, 2), dtype=np.bool_))], [encode(np.ones((2, 3), dtype=np.bool_))])
