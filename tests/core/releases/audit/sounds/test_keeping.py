"""What was heard once is kept as plain arrays; arrays of anybody else are refused."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds import SoundFingerprint, from_arrays, to_arrays
from tests.core.releases.audit.sounds.played import RATE_HZ, fingerprints, tune

Arrays = dict[str, NDArray[Any]]


def _same(one: SoundFingerprint, other: SoundFingerprint) -> bool:
    plain = (one.seconds, one.is_silent, one.digest) == (
        other.seconds,
        other.is_silent,
        other.digest,
    )
    return plain and np.array_equal(one.peaks, other.peaks)


def test_fingerprints_come_back_from_a_file_as_they_were() -> None:
    made = fingerprints(
        a=tune(1, seconds=4), silence=np.zeros(RATE_HZ, np.float32), z=tune(2, seconds=5)
    )
    file = BytesIO()
    np.savez_compressed(file, **to_arrays(made))  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        kept = from_arrays(arrays)
    assert kept.keys() == made.keys()
    assert all(_same(kept[name], each) for name, each in made.items())


def test_none_are_kept_and_come_back_as_none() -> None:
    assert from_arrays(to_arrays({})) == {}


_KEPT = to_arrays(fingerprints(a=tune(1, seconds=4), b=tune(2, seconds=4)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(_KEPT)), st.data())
def test_changed_arrays_are_refused_or_give_fingerprints_that_hold(
    name: str, data: st.DataObject
) -> None:
    array = _KEPT[name]
    changed = data.draw(
        st.sampled_from(
            [
                array[:-1],
                array[::-1],
                np.zeros_like(array),
                array.astype(np.str_),
                array[None],
                np.concatenate([array, array]),
                np.full_like(array, -1) if array.dtype.kind in "if" else array[:0],
                np.full_like(array, np.nan) if array.dtype.kind == "f" else array[1:],
            ]
        )
    )
    try:
        kept = from_arrays({**_KEPT, name: changed})
    except (KeyError, ValueError):
        return
    assert all(each.peaks[:, 0].max(initial=0) < each.frame_count for each in kept.values())


def test_arrays_that_lack_one_are_refused() -> None:
    for name in _KEPT:
        with pytest.raises(KeyError):
            from_arrays({other: array for other, array in _KEPT.items() if other != name})
