"""Defects to plant in the `train.json` of a release: rule, place, and what plants it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[Path], object]
SQUARE = [0, 0, 4, 0, 4, 4, 0, 4]


def in_train(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda folder: change_json(folder / "train.json", change)


def change_json(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def in_frame(segmentation: Any, **others: Any) -> Change:
    """Put something into the second 1 of the first annotation, `cat_1` of `a-1`."""

    def change(document: dict[str, Any]) -> None:
        annotation = document["annotations"][0]
        annotation["segmentations"][1] = segmentation
        for key, value in others.items():
            annotation[key][1] = value

    return in_train(change)


def in_shares(document: dict[str, Any]) -> None:
    """Write every polygon in shares of the frame, as several exporters do."""
    width, height = (document["videos"][0][side] for side in ("width", "height"))
    for annotation in document["annotations"]:
        annotation["segmentations"] = [
            polygons and [[number / max(width, height) for number in each] for each in polygons]
            for polygons in annotation["segmentations"]
        ]


def set_in(document: dict[str, Any], *path: Any) -> None:
    *keys, last, value = path
    for key in keys:
        document = document[key]
    document[last] = value


def put(*path: Any) -> Change:
    return in_train(lambda document: set_in(document, *path))


def reverse_ids(document: dict[str, Any]) -> None:
    annotations = document["annotations"]
    annotations[0]["id"], annotations[1]["id"] = annotations[1]["id"], annotations[0]["id"]


def all_null(document: dict[str, Any]) -> None:
    for key in ("segmentations", "bboxes", "areas"):
        document["annotations"][0][key] = [None] * 4


TRUTH_DEFECTS: dict[str, tuple[str, str, Change]] = {
    "not JSON": ("json", "train.json", lambda folder: (folder / "train.json").write_text("{")),
    "no list of videos": ("json", "train.json", in_train(lambda document: document.pop("videos"))),
    "a field is missing": (
        "schema",
        "train.json annotations[1]",
        in_train(lambda document: document["annotations"][1].pop("areas")),
    ),
    "first polygon has four numbers": (
        "schema",
        "train.json annotations[0].segmentations[1][0]",
        in_frame([[1, 2, 3, 4]]),
    ),
    "first polygon is empty": (
        "schema",
        "train.json annotations[0].segmentations[1][0]",
        in_frame([[]]),
    ),
    "a video has no height": (
        "schema",
        "train.json videos[0]",
        in_train(lambda document: document["videos"][0].pop("height")),
    ),
    "a category has no name": (
        "schema",
        "train.json categories[0]",
        in_train(lambda document: document["categories"][0].pop("name")),
    ),
    "more than anyone reads": (
        "too-many",
        "train.json",
        in_train(lambda document: document["annotations"].extend([{}] * 2_000)),
    ),
    "two videos with one id": ("ids", "train.json videos[1].id", put("videos", 1, "id", 1)),
    "two annotations with one id": (
        "ids",
        "train.json annotations[1].id",
        put("annotations", 1, "id", 1),
    ),
    "two categories with one id": (
        "ids",
        "train.json categories[1].id",
        put("categories", 1, "id", 1),
    ),
    "annotation ids that fall": (
        "ids-ascending",
        "train.json annotations[1].id",
        in_train(reverse_ids),
    ),
    "an unknown video": (
        "video-unknown",
        "train.json annotations[0].video_id",
        put("annotations", 0, "video_id", 99),
    ),
    "an unknown category": (
        "category-unknown",
        "train.json annotations[0].category_id",
        put("annotations", 0, "category_id", 99),
    ),
    "other categories": (
        "categories-official",
        "train.json categories",
        put("categories", 0, "name", "people"),
    ),
    "a wrong length": ("length", "train.json videos[0].length", put("videos", 0, "length", 5)),
    "too few segmentations": (
        "length",
        "train.json annotations[0].segmentations",
        in_train(lambda document: document["annotations"][0]["segmentations"].pop()),
    ),
    "too few boxes": (
        "length",
        "train.json annotations[0].bboxes",
        in_train(lambda document: document["annotations"][0]["bboxes"].pop()),
    ),
    "a track without masks": (
        "track-empty",
        "train.json annotations[0].segmentations",
        in_train(all_null),
    ),
    "a crowd": (
        "iscrowd",
        "train.json annotations[0].iscrowd",
        put("annotations", 0, "iscrowd", 1),
    ),
    "an annotation of another size": (
        "annotation-size",
        "train.json annotations[0]",
        put("annotations", 0, "width", 21),
    ),
    "an empty list": ("empty-list", "train.json annotations[0].segmentations[1]", in_frame([])),
    "a mask in a silent second": (
        "nulls",
        "train.json annotations[0].segmentations[2]",
        put("annotations", 0, "segmentations", 2, [SQUARE]),
    ),
    "a box in a silent second": (
        "nulls",
        "train.json annotations[0].segmentations[2]",
        put("annotations", 0, "bboxes", 2, [0, 0, 1, 1]),
    ),
    "a mask without area": (
        "nulls",
        "train.json annotations[0].segmentations[1]",
        put("annotations", 0, "areas", 1, None),
    ),
    "an RLE": (
        "rle-truth",
        "train.json annotations[0].segmentations[1]",
        in_frame({"size": [12, 20], "counts": [0, 240]}),
    ),
    "an RLE of another size": (
        "segmentation",
        "train.json annotations[0].segmentations[1]",
        in_frame({"size": [12, 21], "counts": [0, 252]}),
    ),
    "an odd count of numbers": (
        "polygon-odd",
        "train.json annotations[0].segmentations[1][0]",
        in_frame([[0, 0, 4, 0, 4, 4, 0]]),
    ),
    "a later polygon of four numbers": (
        "polygon-short",
        "train.json annotations[0].segmentations[1][1]",
        in_frame([SQUARE, [1, 2, 3, 4]]),
    ),
    "a polygon beyond the frame": (
        "polygon-outside",
        "train.json annotations[0].segmentations[1][0]",
        in_frame([[0, 0, 40, 0, 40, 4]]),
    ),
    "a polygon without pixels": (
        "polygon-empty",
        "train.json annotations[0].segmentations[1][1]",
        in_frame([SQUARE, [5, 5, 5, 5, 5, 5]]),
    ),
    "a mask without pixels": (
        "mask-empty",
        "train.json annotations[0].segmentations[1]",
        in_frame([[50, 50, 60, 50, 60, 60]]),
    ),
    "polygons in shares of the frame": (
        "polygons-normalised",
        "train.json annotations[0].segmentations[0]",
        in_train(in_shares),
    ),
    "a polygon as long as the sky": (
        "segmentation",
        "train.json annotations[0].segmentations[1]",
        in_frame([[0, 0, 1e12, 0, 1e12, 4]]),
    ),
    "an area off by one": (
        "area",
        "train.json annotations[0].areas[1]",
        put("annotations", 0, "areas", 1, 25),
    ),
    "a box that cuts the mask": (
        "bbox",
        "train.json annotations[0].bboxes[1]",
        put("annotations", 0, "bboxes", 1, [4, 2, 4, 5]),
    ),
    "a box beyond the frame": (
        "bbox-outside",
        "train.json annotations[0].bboxes[1]",
        put("annotations", 0, "bboxes", 1, [0, 0, 21, 12]),
    ),
    "two videos in one folder": (
        "folder-twice",
        "train.json videos[1].file_names",
        in_train(
            lambda document: document["videos"][1].update(
                file_names=[f"a-1/{n:05d}.jpg" for n in range(3)]
            )
        ),
    ),
    "frames of two folders": (
        "folder-mixed",
        "train.json videos[0].file_names[1]",
        put("videos", 0, "file_names", 1, "b-1/00001.jpg"),
    ),
    "one frame twice": (
        "frame-twice",
        "train.json videos[0].file_names",
        put("videos", 0, "file_names", 1, "a-1/00000.jpg"),
    ),
    "a frame name without digits": (
        "frame-name",
        "train.json videos[0].file_names[1]",
        put("videos", 0, "file_names", 1, "a-1/one.jpg"),
    ),
}
