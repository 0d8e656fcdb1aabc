"""How long does a truth JSON of AVISeg's test split take to validate, and a mask to become polygons?

Seeded: 205 videos and about 21,000 masks with exact polygons of real sizes, at 1280x720.
"""

import argparse
import statistics
import time
from typing import Any

import harness
import numpy as np
from numpy.typing import NDArray

from avisbuild.documents.checking import problems
from avisbuild.masks import area, box_xywh, encode, from_polygons, read_segmentation, to_polygons
from avisbuild.records import Rle

SIZE = (720, 1280)
VIDEOS, SECONDS, MASKS = 205, 61, 20_869
CATEGORIES = 26
MASKS_TIMED = 40


def main() -> None:
    """Measure and write the results; `--videos` makes a short try-out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=VIDEOS)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()

    rng = np.random.default_rng(0)
    document = truth(rng, options.videos)
    costs = [harness.timed(lambda: _must_be_right(document)) for _ in range(options.rounds)]
    segmentations = [
        item for each in document["annotations"] for item in each["segmentations"] if item
    ]
    harness.write_result(
        "schema_validation",
        question="How long does a full-scale truth JSON take to validate, and a mask to become polygons?",
        figures={
            "videos": options.videos,
            "masks": len(segmentations),
            "numbers_a_mask": statistics.mean(sum(map(len, item)) for item in segmentations),
            "validate": harness.summary(costs),
            "masks_720p": {
                name: mask_figures(rng, ragged_px)
                for name, ragged_px in {"clean": 0.0, "ragged": 2.0}.items()
            },
        },
    )


def truth(rng: np.random.Generator, video_count: int) -> dict[str, Any]:
    """A truth JSON whose masks are traced from blobs; a shape serves one track, moved by whole pixels."""
    mask_count = MASKS * video_count // VIDEOS
    per_track = mask_count // (2 * video_count) + 1
    tracks = [track(rng, number, per_track) for number in range(2 * video_count)]
    return {
        "videos": [
            {
                "id": number + 1,
                "file_names": [f"{number:08d}/{second:05d}.jpg" for second in range(SECONDS)],
                "length": SECONDS,
                "height": SIZE[0],
                "width": SIZE[1],
            }
            for number in range(video_count)
        ],
        "categories": [
            {"id": number, "name": f"category_{number}"} for number in range(1, CATEGORIES + 1)
        ],
        "annotations": tracks,
    }


def track(rng: np.random.Generator, number: int, mask_count: int) -> dict[str, Any]:
    """One annotation: a shape in its first seconds, null in the rest."""
    rle = encode(blob(rng, radius_px=rng.uniform(20, 200), ragged_px=rng.choice([0.0, 0.0, 1.0])))
    polygons = to_polygons(rle)
    silent = [None] * (SECONDS - mask_count)
    shapes = [[[*polygon] for polygon in polygons] for _ in range(mask_count)]
    return {
        "id": number + 1,
        "video_id": number // 2 + 1,
        "category_id": number % CATEGORIES + 1,
        "iscrowd": 0,
        "height": SIZE[0],
        "width": SIZE[1],
        "segmentations": [*shapes, *silent],
        "bboxes": [*([[*box_xywh(rle)]] * mask_count), *silent],
        "areas": [*([area(rle)] * mask_count), *silent],
    }


def blob(rng: np.random.Generator, *, radius_px: float, ragged_px: float) -> NDArray[np.bool_]:
    """A wavy shape; a ragged edge is as bad as a segmenter's, with holes and specks."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    y, x = rows - rng.uniform(200, 520), columns - rng.uniform(300, 980)
    angle = np.arctan2(y, x)
    radius = radius_px * (
        1 + 0.2 * np.sin(5 * angle + rng.uniform(0, 6)) + 0.05 * np.sin(17 * angle)
    )
    inside: NDArray[np.bool_] = np.hypot(y, x) < radius + rng.normal(0, ragged_px or 1e-9, SIZE)
    return inside


def mask_figures(rng: np.random.Generator, ragged_px: float) -> dict[str, float]:
    """Milliseconds a mask for each way it goes, for shapes about 300 pixels across."""
    masks = [blob(rng, radius_px=150, ragged_px=ragged_px) for _ in range(MASKS_TIMED)]
    rles = [encode(mask) for mask in masks]
    polygons = [to_polygons(rle) for rle in rles]
    return {
        "polygons_a_mask": statistics.mean(map(len, polygons)),
        "numbers_a_mask": statistics.mean(sum(map(len, each)) for each in polygons),
        "encode_ms": _milliseconds(encode, masks),
        "to_polygons_ms": _milliseconds(to_polygons, rles),
        "from_polygons_ms": _milliseconds(lambda each: from_polygons(each, SIZE), polygons),
        "read_polygons_ms": _milliseconds(lambda each: read_segmentation(each, SIZE), polygons),
        "read_rle_ms": _milliseconds(lambda each: read_segmentation(_as_json(each), SIZE), rles),
    }


def _as_json(rle: Rle) -> dict[str, Any]:
    return {"size": list(rle.size), "counts": rle.counts.decode()}


def _milliseconds(work: Any, items: list[Any]) -> float:
    """The median over all items, so that one interruption does not count."""
    times = []
    for item in items:
        started = time.perf_counter()
        work(item)
        times.append(time.perf_counter() - started)
    return 1_000 * statistics.median(times)


def _must_be_right(document: dict[str, Any]) -> None:
    found = problems(document, "aviseg")
    if found:
        raise RuntimeError(found[0])


if __name__ == "__main__":
    main()
