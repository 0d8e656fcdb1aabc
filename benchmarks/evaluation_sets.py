"""Seeded truth and prediction files of AVISeg's test size, written as the published model writes them."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pycocotools import mask as coco

CATEGORY_COUNT = 26
_CORNERS = 72
_MEAN_FRAMES = 61.6
_SOUNDING_S, _SILENT_S = 14.0, 4.0


@dataclass(frozen=True, kw_only=True)
class SetSize:
    """AVISeg's test split by default: 205 videos, about 12,600 frames, 10 predictions a video.

    `invented_share` is the share of frames in which a prediction that stands for nothing has a mask.
    A predicted outline has `corners`, each off by `rough_px` on its own: a network's is not smooth.
    """

    video_count: int = 205
    height: int = 720
    width: int = 1280
    predictions: int = 10
    invented_share: float = 0.06
    corners: int = _CORNERS
    rough_px: float = 0.0


# Nearly every query has a mask, with about 1,300 characters of counts: 161 MB of predictions.
DETAILED = SetSize(invented_share=0.96, corners=540, rough_px=1.72)


@dataclass(frozen=True)
class Blob:
    """A wobbly ellipse that drifts from frame to frame."""

    centre: np.ndarray
    drift: np.ndarray
    radii: np.ndarray
    waves: np.ndarray

    def corners(self, frame: int, count: int = _CORNERS) -> np.ndarray:
        angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
        wobble = 1 + sum(
            height * np.sin((k + 2) * angles + phase + 0.1 * frame)
            for k, (height, phase) in enumerate(self.waves)
        )
        circle = np.stack((np.cos(angles), np.sin(angles)), axis=1)
        return self.centre + self.drift * frame + self.radii * circle * wobble[:, None]


def write_set(folder: Path, size: SetSize, *, seed: int = 0, copies: int = 1) -> tuple[Path, Path]:
    """Write truth.json and predictions.json; the same seed gives the same bytes.

    With `copies` every video stands there so often, under new names: a larger set of the same make-up.
    """
    rng = np.random.default_rng(seed)
    videos: list[str] = []
    annotations: list[str] = []
    predictions: list[str] = []
    for number in range(size.video_count):
        frame_count = 60 if rng.random() < 0.57 else int(rng.integers(30, 97))
        tracks = _true_tracks(rng, frame_count, size)
        true = [_annotation(track, size) for track in tracks]
        found = [_found(rng, track, size) for track in tracks]
        found += [_invented(rng, tracks, size) for _ in range(size.predictions - len(tracks))]
        for copy in range(copies):
            video_id = copy * size.video_count + number + 1
            videos.append(json.dumps(_video(video_id, frame_count, size)))
            for annotation in true:
                ids = {"id": len(annotations) + 1, "video_id": video_id}
                annotations.append(json.dumps(ids | annotation))
            predictions += [json.dumps({"video_id": video_id} | item) for item in found]
    categories = [{"id": c + 1, "name": f"category_{c + 1}"} for c in range(CATEGORY_COUNT)]
    paths = folder / "truth.json", folder / "predictions.json"
    paths[0].write_text(
        f'{{"videos": [{", ".join(videos)}], "annotations": [{", ".join(annotations)}], '
        f'"categories": {json.dumps(categories)}}}'
    )
    paths[1].write_text(f"[{', '.join(predictions)}]")
    return paths


def _video(video_id: int, frame_count: int, size: SetSize) -> dict[str, Any]:
    return {
        "id": video_id,
        "file_names": [f"{video_id:08d}/{frame}.jpg" for frame in range(frame_count)],
        "length": frame_count,
        "height": size.height,
        "width": size.width,
    }


def _true_tracks(rng: np.random.Generator, frame_count: int, size: SetSize) -> list[dict[str, Any]]:
    count = int(rng.choice([1, 2, 3, 4], p=[0.17, 0.6, 0.13, 0.1]))
    own = rng.integers(1, CATEGORY_COUNT + 1, size=2)
    return [
        {
            "category_id": int(rng.choice(own)),
            "blob": _blob(rng, size),
            "sounds": list(_runs(rng, frame_count)),
        }
        for _ in range(count)
    ]


def _runs(rng: np.random.Generator, frame_count: int) -> Iterator[bool]:
    sounds, left = True, 0
    for _ in range(frame_count):
        if left <= 0:
            sounds = not sounds if left < 0 else bool(rng.random() < 0.85)
            left = math.ceil(rng.exponential(_SOUNDING_S if sounds else _SILENT_S))
        yield sounds
        left -= 1
        if left == 0:
            left = -1


def _blob(rng: np.random.Generator, size: SetSize) -> Blob:
    extent = np.array([size.width, size.height])
    radius = extent[1] * np.exp(rng.uniform(np.log(0.08), np.log(0.38)))
    return Blob(
        centre=extent * rng.uniform(0.25, 0.75, size=2),
        drift=rng.normal(0, 0.4, size=2),
        radii=radius * rng.uniform(0.7, 1.3, size=2),
        waves=np.stack((rng.uniform(0, 0.08, size=5), rng.uniform(0, 6.28, size=5)), axis=1),
    )


def _annotation(track: dict[str, Any], size: SetSize) -> dict[str, Any]:
    polygons = [
        [track["blob"].corners(frame).clip(0, [size.width, size.height]).round(1).ravel().tolist()]
        if sounds
        else None
        for frame, sounds in enumerate(track["sounds"])
    ]
    rles = [p and coco.frPyObjects(p, size.height, size.width)[0] for p in polygons]
    return {
        "category_id": track["category_id"],
        "iscrowd": 0,
        "height": size.height,
        "width": size.width,
        "length": len(polygons),
        "segmentations": polygons,
        "bboxes": [rle and coco.toBbox(rle).tolist() for rle in rles],
        "areas": [rle and int(coco.area(rle)) for rle in rles],
    }


def _found(rng: np.random.Generator, track: dict[str, Any], size: SetSize) -> dict[str, Any]:
    """What a fair model makes of a true track: the outline is off, some seconds and names are wrong."""
    true = track["blob"]
    blob = Blob(
        centre=true.centre + rng.normal(0, 0.04, size=2) * true.radii,
        drift=true.drift,
        radii=true.radii * rng.uniform(0.92, 1.06),
        waves=true.waves + rng.normal(0, 0.01, size=true.waves.shape),
    )
    sounds = [sound != (rng.random() < 0.06) for sound in track["sounds"]]
    category = (
        track["category_id"] if rng.random() < 0.85 else int(rng.integers(1, CATEGORY_COUNT + 1))
    )
    score = float(rng.uniform(0.5, 1.0))
    return _prediction(rng, blob, sounds, category, score, size)


def _invented(
    rng: np.random.Generator, tracks: list[dict[str, Any]], size: SetSize
) -> dict[str, Any]:
    """A query that found nothing of its own: mostly of a category that is there, mostly empty."""
    frame_count = len(tracks[0]["sounds"])
    sounds = (rng.random(frame_count) < size.invented_share).tolist()
    own = [track["category_id"] for track in tracks]
    category = int(rng.choice(own) if rng.random() < 0.9 else rng.integers(1, CATEGORY_COUNT + 1))
    score = float(rng.uniform(0.3, 0.6))
    return _prediction(rng, _blob(rng, size), sounds, category, score, size)


def _prediction(
    rng: np.random.Generator,
    blob: Blob,
    sounds: list[bool],
    category: int,
    score: float,
    size: SetSize,
) -> dict[str, Any]:
    zero = coco.encode(np.zeros((size.height, size.width), dtype=np.uint8, order="F"))
    segmentations = []
    for frame, sound in enumerate(sounds):
        rle = zero
        if sound:
            corners = blob.corners(frame, size.corners)
            if size.rough_px:
                corners = corners + rng.normal(0, size.rough_px, size=corners.shape)
            corners = corners.clip(0, [size.width, size.height])
            rle = coco.frPyObjects([corners.ravel().tolist()], size.height, size.width)[0]
        segmentations.append({"size": rle["size"], "counts": rle["counts"].decode()})
    return {
        "category_id": category,
        "score": score,
        "segmentations": segmentations,
    }
