"""What is noted of each picture of a clip: a perceptual hash, how light and how varied it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from avisbuild.media.planes import plane

# (width, height): eight pixels for each of the hash's, so that shrinking is cheap.
_SMALL = (72, 64)
_BLACK_LUMA = 20.0
_FLAT_SPREAD = 2.0
_STILL_DIFFERENCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureStats:
    """One picture's figures: dHash in hexadecimal, mean and greatest spread of its planes (0..255)."""

    dhash: str
    mean_luma: float
    spread: float
    small: bytes

    @property
    def is_black(self) -> bool:
        """Whether nothing can be seen on it."""
        return self.mean_luma < _BLACK_LUMA and self.spread < _FLAT_SPREAD

    @property
    def is_flat(self) -> bool:
        """Whether it is of a single colour."""
        return self.spread < _FLAT_SPREAD


def measure_picture(shown: VideoFrame) -> PictureStats:
    """Measure a picture as it is written to its JPEG."""
    import imagehash  # late: it loads scipy
    from PIL import Image

    shrunk = [Image.fromarray(_thinned(plane(shown, index))) for index in range(3)]
    shrunk = [picture.resize(_SMALL, Image.Resampling.BOX) for picture in shrunk]
    small = [np.asarray(picture) for picture in shrunk]
    return PictureStats(
        dhash=str(imagehash.dhash(shrunk[0])),
        mean_luma=round(float(small[0].mean()), 2),
        spread=round(max(float(values.std()) for values in small), 2),
        small=small[0].tobytes(),
    )


def _thinned(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every few pixels: two each way for a mean are enough, at a fraction of the cost."""
    step = max(1, min(pixels.shape[0] // _SMALL[1], pixels.shape[1] // _SMALL[0]) // 2)
    return np.ascontiguousarray(pixels[::step, ::step])


def is_still(pictures: Sequence[PictureStats]) -> bool:
    """Whether all pictures of a video of more than one second are the same."""
    small = [np.frombuffer(each.small, np.uint8).astype(np.int16) for each in pictures]
    return len(small) > 1 and all(
        float(np.abs(each - small[0]).mean()) < _STILL_DIFFERENCE for each in small[1:]
    )
