"""What is kept of a video's frames to find its copies: some bytes a frame."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.pictures.hashes import VARIANT_COUNT, picture_hashes
from avisbuild.releases.audit.pictures.small_picture import small_picture

# Fades and plain frames, whose greys differ less than this, are like too many others.
_LEAST_CONTRAST = 5.0
_FRAMES_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class PictureFingerprint:
    """The hashes of those frames that show something.

    hashes: (K, 24) uint64, a hash for each variant (`hashes.PARTS`), the whole frame first.
    seconds: (K,) int32, rising: which frames these are.
    """

    hashes: NDArray[np.uint64]
    seconds: NDArray[np.int32]
    frame_count: int

    def __post_init__(self) -> None:
        if self.hashes.shape != (len(self.seconds), VARIANT_COUNT):
            raise ValueError(
                f"expected ({len(self.seconds)}, {VARIANT_COUNT}) hashes, got {self.hashes.shape}"
            )

    @property
    def digest(self) -> str:
        """SHA-256 of the fingerprint: the same pictures have the same, whatever the video is called."""
        held = hashlib.sha256(str(self.frame_count).encode())
        held.update(self.seconds.astype("<i4").tobytes())
        held.update(self.hashes.astype("<u8").tobytes())
        return held.hexdigest()

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` takes: arrays that an .npz holds without pickle."""
        return {
            "hashes": self.hashes,
            "seconds": self.seconds,
            "frame_count": np.asarray(self.frame_count, np.int64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "PictureFingerprint":
        """The fingerprint that was kept; a KeyError or ValueError where these arrays are none."""
        return cls(
            np.asarray(arrays["hashes"], np.uint64),
            np.asarray(arrays["seconds"], np.int32),
            int(arrays["frame_count"]),
        )


def fingerprint_frames(frames: Iterable[NDArray[np.uint8]]) -> PictureFingerprint:
    """Fingerprint a video's frames, one a second, (H, W) grey or (H, W, 3) RGB; few are held at once."""
    hashes: list[NDArray[np.uint64]] = []
    shown: list[bool] = []
    coming = iter(frames)
    while some := list(islice(coming, _FRAMES_AT_ONCE)):
        greys = np.stack([small_picture(frame).grey for frame in some])
        shows = greys.std(axis=(1, 2)) >= _LEAST_CONTRAST
        shown += shows.tolist()
        hashes.append(picture_hashes(greys[shows]))
    return PictureFingerprint(
        np.concatenate([np.empty((0, VARIANT_COUNT), np.uint64), *hashes]),
        np.flatnonzero(shown).astype(np.int32),
        len(shown),
    )
