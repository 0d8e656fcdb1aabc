"""A project of AVISeg's size with realistic masks, the same for the same seed, for several benchmarks."""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from avisbuild.masks import encode
from avisbuild.records import (
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Rle,
    Round,
    RoundState,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Edit, Project

_SHAPES = 300
_VIDEOS_AN_EDIT = 50
# AVISeg's videos have 26 to 117 seconds, 61 on average, and mostly one to three instances.
_SECONDS = (40, 50, 60, 61, 70, 85)
_INSTANCE_COUNTS = (1, 1, 2, 2, 2, 3, 3, 4)


def make_big_project(
    folder: Path,
    videos: int = 926,
    masks: int = 94_074,
    size: tuple[int, int] = (720, 1280),
    seed: int = 0,
) -> None:
    """Make a project with so many accepted videos and exactly so many masks, all sounding; no media."""
    rng = random.Random(seed)
    shapes = make_shapes(size, seed)
    lengths = [rng.choice(_SECONDS) for _ in range(videos)]
    counts = _mask_counts(lengths, masks, rng)
    with Project.create(folder, load_recipe("aviseg")) as project:
        for start in range(0, videos, _VIDEOS_AN_EDIT):
            with project.edit(author="benchmark", action="Make videos") as edit:
                for index in range(start, min(start + _VIDEOS_AN_EDIT, videos)):
                    _add_video(edit, index, lengths[index], counts[index], shapes=shapes, rng=rng)


def _add_video(
    edit: Edit,
    index: int,
    seconds: int,
    mask_counts: Sequence[int],
    *,
    shapes: Sequence[Rle],
    rng: random.Random,
) -> None:
    name = VideoId(f"video_{index:05d}")
    height, width = shapes[0].size
    edit.add_video(
        Video(
            video_id=name,
            second_count=seconds,
            height_px=height,
            width_px=width,
            group=f"source_{index // 2}",
        )
    )
    edit.set_round(Round(video_id=name, number=1, state=RoundState.ACCEPTED, person="benchmark"))
    categories = rng.sample(range(1, 27), len(mask_counts))
    for category, count in zip(categories, mask_counts, strict=True):
        instance = InstanceId(f"{name}/{category}")
        edit.add(Instance(instance_id=instance, video_id=name, category_id=category, number=1))
        if count:
            _add_masks(
                edit, instance, rng.randint(0, seconds - count), count, shapes=shapes, rng=rng
            )


def _add_masks(
    edit: Edit,
    instance: InstanceId,
    start: int,
    count: int,
    *,
    shapes: Sequence[Rle],
    rng: random.Random,
) -> None:
    provenance = Provenance(
        source=MaskSource.CLICK, author="benchmark", model="sam_vit_h", seconds_spent=4.5
    )
    edit.set_sounding(SoundingSpan(instance_id=instance, start=start, stop=start + count))
    for second in range(start, start + count):
        edit.put(
            Mask(instance_id=instance, second=second, rle=rng.choice(shapes), provenance=provenance)
        )


def _mask_counts(lengths: Sequence[int], total: int, rng: random.Random) -> list[list[int]]:
    """How many masks each instance of each video has: as the lengths allow, `total` in all."""
    counts = [
        [rng.randint(length // 3, length) for _ in range(rng.choice(_INSTANCE_COUNTS))]
        for length in lengths
    ]
    scale = total / sum(sum(each) for each in counts)
    counts = [
        [min(length, round(count * scale)) for count in each]
        for each, length in zip(counts, lengths, strict=True)
    ]
    missing = total - sum(sum(each) for each in counts)
    cells = [(video, number) for video, each in enumerate(counts) for number in range(len(each))]
    while missing:
        changed = False
        for video, number in cells:
            step = (missing > 0) - (missing < 0)
            if 0 <= counts[video][number] + step <= lengths[video] and step:
                counts[video][number] += step
                missing -= step
                changed = True
        if not changed:
            raise ValueError(
                f"{len(lengths)} videos cannot hold {total} masks; ask for more videos"
            )
    return counts


def make_shapes(size: tuple[int, int], seed: int) -> list[Rle]:
    """Blobs with ragged edges, of a sixtieth to a fifth of the picture: about 1 KB a mask at 720p."""
    rng = np.random.default_rng(seed)
    height, width = size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    ripples = [
        gaussian_filter(rng.standard_normal(size).astype(np.float32), height / 60) for _ in range(8)
    ]
    shapes = []
    for index in range(_SHAPES):
        y, x = rng.uniform(0.2, 0.8) * height, rng.uniform(0.2, 0.8) * width
        tall, wide = rng.uniform(0.08, 0.28) * height, rng.uniform(0.06, 0.2) * width
        ripple = np.roll(ripples[index % 8], rng.integers(0, width), axis=1)
        distance = ((rows - y) / tall) ** 2 + ((columns - x) / wide) ** 2
        shapes.append(encode(distance + ripple / ripple.std() * 0.12 < 1))
    return shapes


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a project of AVISeg's size.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--videos", type=int, default=926)
    parser.add_argument("--masks", type=int, default=94_074)
    options = parser.parse_args()
    make_big_project(options.folder, options.videos, options.masks)
