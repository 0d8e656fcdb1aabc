"""Two sets of masks compared once for all metrics: the truth with itself as with anything else."""

import numpy as np
from core.metrics.pictures import tracks
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.metrics.pair import overlaps

_ROWS = st.lists(st.text("#.", min_size=8, max_size=8), min_size=1, max_size=5)


@given(_ROWS)
def test_truth_overlaps_itself_as_it_overlaps_a_copy_of_itself(rows: list[str]) -> None:
    """Of three masks or more in a frame, the lower half was counted twice: an overlap of 1.2."""
    truth = tracks(*rows)
    own = overlaps(truth, truth, with_itself=True)[1]
    assert np.array_equal(own, overlaps(truth, truth)[0])
