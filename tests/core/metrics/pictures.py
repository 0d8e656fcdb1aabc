"""Tracks drawn as text: `##.. .... -` is a track of three frames, the last of them null.

A frame is one row of pixels, each character a stretch of them; the default size has 921,600 pixels, at
which the published evaluator knows an empty mask.
"""

from collections.abc import Sequence
from itertools import groupby

from pycocotools import mask as coco

from avisbuild.masks.many import CocoRle
from avisbuild.metrics import Tracks, VideoPair

PIXELS = 921_600


def rle(picture: str, pixels: int = PIXELS) -> CocoRle | None:
    if picture == "-":
        return None
    stretch = pixels // len(picture)
    counts = [] if picture[0] == "." else [0]
    counts += [len(list(run)) * stretch for _, run in groupby(picture)]
    packed = coco.frPyObjects({"size": [1, pixels], "counts": counts}, 1, pixels)
    return CocoRle((1, pixels), packed["counts"].decode())


def tracks(
    *rows: str,
    categories: Sequence[int] | None = None,
    pixels: int = PIXELS,
    frame_count: int | None = None,
    **more: Sequence[object],
) -> Tracks:
    frames = [row.split() for row in rows]
    return Tracks(
        frame_count=frame_count or (len(frames[0]) if frames else 0),
        categories=tuple(categories or [1] * len(rows)),
        masks=tuple([rle(picture, pixels) for picture in row] for row in frames),
        **{name: tuple(values) for name, values in more.items()},
    )


def pair(truth: Tracks, pred: Tracks, name: str = "video") -> VideoPair:
    return VideoPair(truth, pred, name=name)
