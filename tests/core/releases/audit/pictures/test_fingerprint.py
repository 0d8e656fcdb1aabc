"""What is kept of a video's frames, and that it can be kept in a file."""

import io

import numpy as np
import pytest
from core.releases.audit.pictures.drawn_videos import drawn_video, mirrored, part_of
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.releases.audit.pictures import PictureFingerprint, fingerprint_frames
from avisbuild.releases.audit.pictures.hashes import PARTS

_seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=5, deadline=None)
@given(_seeds, st.sampled_from(range(len(PARTS))))
def test_a_cut_out_part_has_the_hash_that_its_whole_foresees(seed: int, index: int) -> None:
    video = drawn_video(seed, seconds=1)
    whole = fingerprint_frames(video)
    for is_mirrored in (False, True):
        part = part_of(video, *PARTS[index])
        copy = fingerprint_frames(mirrored(part) if is_mirrored else part)
        away = np.bitwise_count(copy.hashes[0, 0] ^ whole.hashes[0])
        assert away[index + is_mirrored * len(PARTS)] <= 6


@settings(max_examples=5, deadline=None)
@given(_seeds)
def test_a_fingerprint_survives_a_file_and_keeps_its_digest(seed: int) -> None:
    fingerprint = fingerprint_frames(drawn_video(seed))
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **fingerprint.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        read = PictureFingerprint.from_arrays(arrays)
    assert read.digest == fingerprint.digest
    assert np.array_equal(read.hashes, fingerprint.hashes)


def test_other_pictures_have_another_digest() -> None:
    digests = {fingerprint_frames(drawn_video(seed, seconds=2)).digest for seed in range(5)}
    assert len(digests) == 5


def test_frames_that_show_nothing_are_counted_but_not_hashed() -> None:
    video = drawn_video(1)
    black = np.zeros_like(video[0])
    fingerprint = fingerprint_frames([black, video[0], black, video[1]])
    assert (fingerprint.frame_count, fingerprint.seconds.tolist()) == (4, [1, 3])


def test_grey_frames_are_taken_like_coloured_ones() -> None:
    grey = np.repeat(drawn_video(1)[0][:, :, :1], 3, axis=2)
    assert fingerprint_frames([grey]).digest == fingerprint_frames([grey[:, :, 0]]).digest


def test_arrays_that_are_no_fingerprint_are_refused() -> None:
    arrays = fingerprint_frames(drawn_video(1)).to_arrays()
    with pytest.raises(ValueError, match="hashes"):
        PictureFingerprint.from_arrays({**arrays, "hashes": np.zeros((1, 3), np.uint64)})
