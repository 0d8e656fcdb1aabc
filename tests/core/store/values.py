"""Small values for the store's tests."""

from collections.abc import Sequence

import numpy as np

from avisbuild.masks import encode
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Recipe,
    Rle,
    Sounding,
    SoundingSpan,
    Taxonomy,
    Video,
    VideoId,
)

HEIGHT, WIDTH = 20, 30
TAXONOMY = Taxonomy(
    name="pets",
    categories=(
        Category(category_id=CategoryId(1), name="dog", colour_rgb=(255, 0, 0)),
        Category(category_id=CategoryId(2), name="cat", colour_rgb=(0, 255, 0)),
    ),
)
RECIPE = Recipe(name="pets", taxonomy=TAXONOMY)


def video(name: str, *, seconds: int = 5, labels: Sequence[str] = ()) -> Video:
    """A video of 20 x 30 pixels."""
    return Video(
        video_id=VideoId(name),
        second_count=seconds,
        height_px=HEIGHT,
        width_px=WIDTH,
        labels=tuple(labels),
    )


def instance(name: str, video_name: str, *, category: int = 1, number: int = 1) -> Instance:
    """An instance in a video."""
    return Instance(
        instance_id=InstanceId(name),
        video_id=VideoId(video_name),
        category_id=CategoryId(category),
        number=number,
    )


def rle(corner: int = 0, *, size: tuple[int, int] = (HEIGHT, WIDTH)) -> Rle:
    """A square of 4 x 4 pixels, `corner` pixels down and to the right."""
    pixels = np.zeros(size, bool)
    pixels[corner : corner + 4, corner : corner + 4] = True
    return encode(pixels)


def mask(name: str, second: int, corner: int = 0) -> Mask:
    """A clicked mask of an instance."""
    return Mask(
        instance_id=InstanceId(name),
        second=second,
        rle=rle(corner),
        provenance=Provenance(source=MaskSource.CLICK, author="ann"),
    )


def span(name: str, start: int, stop: int, state: Sounding = Sounding.SOUNDING) -> SoundingSpan:
    """A span of an instance."""
    return SoundingSpan(instance_id=InstanceId(name), start=start, stop=stop, state=state)
