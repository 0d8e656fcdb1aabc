"""What the published readers of AVSBench-OV and AVSBench-semantic do with files, anew from the facts.

None of it uses our own readers: palette, names, lengths and shapes are as release-formats.md 2 tells them.
"""

import csv
import json
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pycocotools import mask as coco

LABEL_COUNT = 71
SIDE = 224
CLIP = 5
MOST_PATCHES = 10


@dataclass
class Clip:
    """Five frames of a training video with the seconds of sound and the masks of each object."""

    video: str
    seconds: list[int]
    masks: list[np.ndarray]
    categories: list[int]


def training_clips(root: Path, name: str, split: str) -> Iterator[Clip]:
    """The loader of training: JSON, frames, sound; it asserts what the published one needs."""
    document = json.loads((root / "AVSBench-openvoc" / name).read_text())
    known = {category["id"] for category in document["categories"]}
    annotations: dict[int, list[dict[str, Any]]] = {}
    for annotation in document["annotations"]:
        assert annotation["iscrowd"] == 0
        assert annotation["category_id"] in known
        annotations.setdefault(annotation["video_id"], []).append(annotation)
    for video in sorted(document["videos"], key=lambda each: each["id"]):
        assert video["label"] in ("v1s", "v1m", "v2")
        names = video["file_names"][: video["length"]]
        folder = names[0].split("/")[0]
        patches = sound_patches(root, video["label"], folder)
        for chosen in (range(CLIP), range(len(names) - CLIP, len(names))):
            seconds = [int(names[index].split("/")[1][0]) for index in chosen]
            assert max(seconds) < patches
            for index in chosen:
                path = root / "AVSBench-openvoc" / split / "JPEGImages" / names[index]
                with Image.open(path) as picture:
                    assert (picture.height, picture.width) == (video["height"], video["width"])
            own = annotations.get(video["id"], [])
            masks = [
                np.stack([pixels(each["segmentations"][index], video) for index in chosen])
                for each in own
            ]
            yield Clip(folder, seconds, masks, [each["category_id"] for each in own])


def pixels(segmentation: Any, video: dict[str, Any]) -> np.ndarray:
    size = (video["height"], video["width"])
    if segmentation is None:
        return np.zeros(size, bool)
    assert tuple(segmentation["size"]) == size
    return coco.decode({"size": list(size), "counts": segmentation["counts"].encode()}).astype(bool)


def sound_patches(root: Path, label: str, folder: str) -> int:
    with wave.open(str(root / "AVSBench-semantic" / label / folder / "audio.wav")) as stream:
        assert stream.getsampwidth() == 2
        whole, rest = divmod(stream.getnframes(), stream.getframerate())
    assert rest == 0
    assert whole <= MOST_PATCHES
    return whole


def metadata_rows(root: Path) -> Iterator[tuple[str, list[str], str, str]]:
    """uid, categories, split and label of each video: three by position, the split by name."""
    with (root / "AVSBench-semantic/metadata.csv").open(newline="") as stream:
        header, *rows = csv.reader(stream)
    for cells in rows:
        yield cells[1], cells[4].split("_"), cells[header.index("split")], cells[6]


def label_numbers(root: Path) -> dict[str, int]:
    numbers = json.loads((root / "AVSBench-semantic/label2idx.json").read_text())
    assert len(numbers) == LABEL_COUNT
    return numbers


def voc_colour(label: int) -> np.ndarray:
    colour = np.zeros(3, int)
    for shift in range(8):
        for channel in range(3):
            colour[channel] |= ((label >> channel) & 1) << (7 - shift)
        label >>= 3
    return colour


_CODE = np.array((1 << 16, 1 << 8, 1))
CODES = {int(voc_colour(label) @ _CODE): label for label in range(LABEL_COUNT)}


def labels_of(path: Path) -> np.ndarray:
    """A painted map as labels at 224 x 224; a colour that is none becomes the background."""
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        resized = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.NEAREST)
    codes, places = np.unique(np.asarray(resized) @ _CODE, return_inverse=True)
    labels = np.array([CODES.get(code, 0) for code in codes.tolist()])
    return labels[places].reshape(SIDE, SIDE)


def truth_of_test(root: Path, split: str) -> Iterator[tuple[str, int, np.ndarray]]:
    """The test code: exactly 5 or 10 frames a video; of the truth, the categories that a video lists."""
    numbers = label_numbers(root)
    for uid, categories, of_split, label in metadata_rows(root):
        if of_split != split:
            continue
        frames = root / "AVSBench-openvoc" / split / "JPEGImages" / uid
        names = sorted(path.name for path in frames.iterdir())
        assert len(names) in (5, 10)
        assert names == [f"{second}.jpg" for second in range(len(names))]
        assert sound_patches(root, label, uid) == len(names)
        own = [numbers[name] for name in categories]
        maps = root / "AVSBench-semantic" / label / uid / "labels_rgb"
        assert len(list(maps.iterdir())) == (10 if label == "v2" else 5)
        for second in range(len(names)):
            labels = labels_of(maps / f"{second}.png")
            yield uid, second, np.where(np.isin(labels, own), labels, 0)
