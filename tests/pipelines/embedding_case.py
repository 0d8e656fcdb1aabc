"""What the tests of filling the embedding store share: a segmenter that counts, and videos of noise."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow

from avisbuild.records import Video, VideoId
from avisbuild.segment import Image
from avisbuild.segment.fake import FakeSegmenter


class Counting(FakeSegmenter):
    """Counts the frames that it embeds, and in which batches."""

    def __init__(self) -> None:
        super().__init__(is_storable=True)
        self.batches: list[int] = []

    def embed(self, image: Image) -> Any:
        self.batches.append(1)
        return super().embed(image)

    def embed_batch(self, images: Sequence[Image]) -> list[Any]:
        self.batches.append(len(images))
        return [super(Counting, self).embed(image) for image in images]


def write_frames(videos_dir: Path, video_id: str, count: int, *, seed: int = 0) -> None:
    """Small pictures of noise, each of its own."""
    folder = videos_dir / video_id / "frames"
    folder.mkdir(parents=True)
    random = np.random.default_rng([seed, count])
    for second in range(count):
        image = random.integers(0, 255, (24, 32, 3), dtype=np.uint8)
        Pillow.fromarray(image).save(folder / f"{second:05d}.jpg")


def video(video_id: str, second_count: int) -> Video:
    """A video of 24 x 32 pixels."""
    return Video(video_id=VideoId(video_id), height_px=24, width_px=32, second_count=second_count)
