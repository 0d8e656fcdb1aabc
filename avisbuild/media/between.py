"""The pictures of a video between its seconds, decoded from the kept source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import MediaError

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One picture: `image` is (H, W, 3) uint8 RGB at the video's frame size; `second` if it is a second's frame."""

    image: Image
    second: int | None


class StillFrames:
    """Only the frames of whole seconds, from `videos/<id>/frames`: for videos whose source is not kept."""

    is_dense = False

    def __init__(self, video_dir: Path) -> None:
        self._video_dir = video_dir

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """The frames from second `start` to `stop`, both given; backwards when stop < start.

        Raises MediaError.
        """
        from PIL import Image as Pillow

        step = 1 if stop >= start else -1
        for second in range(start, stop + step, step):
            path = self._video_dir / "frames" / f"{second:05d}.jpg"
            try:
                with Pillow.open(path) as picture:
                    image = np.asarray(picture.convert("RGB"))
            except (OSError, ValueError, SyntaxError) as error:
                raise MediaError(
                    f"{path} cannot be read ({error}); `avisbuild clip` makes it again",
                    code="missing",
                ) from error
            yield Moment(image, second)


class SourceFrames:
    """Every picture of a clipped video, from its source."""

    is_dense = True

    def __init__(self, video_dir: Path, source: Path) -> None:
        self._stills = StillFrames(video_dir)

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """THIN VERSION."""
        return self._stills.walk(start, stop)
