"""Two sets of masks compared once for all metrics: the truth with itself as with anything else."""

import numpy as np
from core.metrics.pictures import tracks
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.metrics.pair import overlaps

_ROWS = st.lists(st.text("#.", min_size=8, max_size=8), min_size=1, max_size=5)


@given(_ROWS)
def test_truth_overlaps_itself_wholly_and_others_as_they_overlap_it(rows: list[str]) -> None:
    """Of three masks or more in a frame, some were counted twice once: an overlap of 1.2."""
    truth = tracks(*rows)
    own = overlaps(truth, truth)
    assert np.array_equal(own, own.transpose(0, 2, 1))
    assert np.array_equal(np.einsum("tgg->tg", own) == 1, truth.present.T)
    assert own.max() <= 1
