"""Small random truth and prediction files: rectangles that appear, stop and come back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools import mask as coco

RANGE = np.random.Generator


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What may be wrong with a random set; sizes are (height, width)."""

    size: tuple[int, int] = (12, 16)
    video_count: int = 3
    category_count: int = 4
    null_share: float = 0.0
    shuffled_ids: bool = False
    empty_truth: bool = False
    crowds: bool = False
    equal_scores: bool = False
    surplus: bool = False


def rectangle(rng: RANGE, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 in whole pixels, never empty."""
    height, width = size
    x0, y0 = int(rng.integers(0, width - 3)), int(rng.integers(0, height - 3))
    return x0, y0, int(rng.integers(x0 + 2, width + 1)), int(rng.integers(y0 + 2, height + 1))


def polygon(box: tuple[int, int, int, int]) -> list[list[float]]:
    x0, y0, x1, y1 = box
    return [[x0, y0, x1, y0, x1, y1, x0, y1]]


def filled(box: tuple[int, int, int, int] | None, size: tuple[int, int]) -> dict[str, Any]:
    mask = np.zeros(size, dtype=np.uint8, order="F")
    if box is not None:
        mask[box[1] : box[3], box[0] : box[2]] = 1
    rle = coco.encode(mask)
    return {"size": list(size), "counts": rle["counts"].decode()}


def random_set(seed: int, kind: Kind) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A truth document and a prediction list."""
    rng = np.random.default_rng(seed)
    videos, annotations, predictions = [], [], []
    for number in rng.permutation(kind.video_count).tolist():
        frame_count = int(rng.integers(1, 7))
        height, width = kind.size
        videos.append(
            {
                "id": number + 1,
                "file_names": [f"video{number:02d}/{t}.jpg" for t in range(frame_count)],
                "length": frame_count,
                "height": height,
                "width": width,
            }
        )
        tracks = [_track(rng, kind, frame_count) for _ in range(int(rng.integers(0, 4)))]
        annotations += [_annotation(track, number + 1, kind) for track in tracks]
        predictions += _predictions(rng, kind, tracks, number + 1, frame_count)
    ids = rng.permutation(len(annotations)) if kind.shuffled_ids else np.arange(len(annotations))
    for annotation, annotation_id in zip(annotations, ids.tolist(), strict=True):
        annotation["id"] = annotation_id + 1
    truth = {
        "videos": videos,
        "annotations": annotations,
        "categories": [{"id": c + 1, "name": f"c{c}"} for c in range(kind.category_count)],
    }
    return truth, [predictions[k] for k in rng.permutation(len(predictions)).tolist()]


def _track(rng: RANGE, kind: Kind, frame_count: int) -> dict[str, Any]:
    box = rectangle(rng, kind.size)
    boxes = [box if rng.random() < 0.7 else None for _ in range(frame_count)]
    if not kind.empty_truth and not any(boxes):
        boxes[0] = box
    return {
        "category_id": int(rng.integers(1, min(3, kind.category_count) + 1)),
        "boxes": boxes,
        "iscrowd": int(kind.crowds and rng.random() < 0.3),
    }


def _annotation(track: dict[str, Any], video_id: int, kind: Kind) -> dict[str, Any]:
    return {
        "video_id": video_id,
        "category_id": track["category_id"],
        "iscrowd": track["iscrowd"],
        "height": kind.size[0],
        "width": kind.size[1],
        "segmentations": [None if b is None else polygon(b) for b in track["boxes"]],
        "bboxes": [
            None if b is None else [b[0], b[1], b[2] - b[0], b[3] - b[1]] for b in track["boxes"]
        ],
        "areas": [None if b is None else (b[2] - b[0]) * (b[3] - b[1]) for b in track["boxes"]],
    }


def _predictions(
    rng: RANGE, kind: Kind, tracks: list[dict[str, Any]], video_id: int, frame_count: int
) -> list[dict[str, Any]]:
    found = []
    for track in tracks:
        if rng.random() < 0.85:
            boxes = [_moved(rng, b, kind.size) for b in track["boxes"]]
            category = track["category_id"] if rng.random() < 0.9 else 3
            found.append((category, boxes))
    if rng.random() < 0.3:
        box = rectangle(rng, kind.size)
        boxes = [box if rng.random() < 0.5 else None for _ in range(frame_count)]
        found.append((int(rng.integers(1, kind.category_count + 1)), boxes))
    if kind.surplus:
        found = [(c, [*boxes, rectangle(rng, kind.size)]) for c, boxes in found]
    return [
        {
            "video_id": video_id,
            "category_id": category,
            "score": 0.5 if kind.equal_scores else float(rng.choice([0.3, 0.5, rng.random()])),
            "segmentations": [
                None if b is None and rng.random() < kind.null_share else filled(b, kind.size)
                for b in boxes
            ],
        }
        for category, boxes in found
    ]


def _moved(
    rng: RANGE, box: tuple[int, int, int, int] | None, size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    chance = rng.random()
    if box is None:
        return rectangle(rng, size) if chance < 0.05 else None
    if chance < 0.6:
        return box
    if chance < 0.7:
        return None
    return (max(0, box[0] - 1), box[1], box[2], min(size[0], box[3] + 1))
