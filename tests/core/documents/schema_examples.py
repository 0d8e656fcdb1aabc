"""One right document of every schema, and a way to make it wrong in one place."""

import copy
from typing import Any

from avisbuild.documents.checking import problems
from avisbuild_schemas import read_recipe

SQUARE = [0, 0, 2, 0, 2, 2, 0, 2]
TRUTH: dict[str, Any] = {
    "videos": [
        {
            "id": 1,
            "file_names": ["-wgEIkAongk/0.jpg", "-wgEIkAongk/1.jpg"],
            "length": 2,
            "height": 4,
            "width": 5,
        }
    ],
    "categories": [{"id": 1, "name": "person", "supercategory": None}],
    "annotations": [
        {
            "id": 1,
            "video_id": 1,
            "category_id": 1,
            "iscrowd": 0,
            "height": 4,
            "width": 5,
            "segmentations": [None, [SQUARE]],
            "bboxes": [None, [0, 0, 2, 2]],
            "areas": [None, 4],
        }
    ],
}
PREDICTIONS = [
    {
        "video_id": 1,
        "category_id": 3,
        "score": 0.5,
        "segmentations": [{"size": [4, 5], "counts": "d0"}, None],
    }
]
FIGURES = {
    **dict.fromkeys(("FSLA", "FSLAn", "FSLAs", "HOTA", "DetA", "LocA", "mAP", "AP_s", "AR"), 12.5),
    "AP_l": None,
    "counts": {kind: {"right": 3.5, "all": 4} for kind in "nsm"},
    "per_category": {"person": {"HOTA": None}},
    "per_video": {},
}
GOOD: dict[str, Any] = {
    "aviseg": TRUTH,
    "predictions": PREDICTIONS,
    "avsbench-ov": {
        **TRUTH,
        "videos": [{**TRUTH["videos"][0], "label": "v1s"}],
        "categories": [{"id": 1, "name": "man", "supercategory": None, "frequency": "f"}],
    },
    "splits": [{"video_id": "a", "split": "test", "group": "x"}, {"video_id": "b", "split": "val"}],
    "split-plan": {
        "version": 1,
        "method": "grouped",
        "seed": 0,
        "input_sha256": "0" * 64,
        "sizes": {"train": 2, "val": 0, "test": 1},
        "groups": 2,
        "cut_groups": 0,
        "together": [
            {
                "group": "x",
                "splits": ["train"],
                "videos": ["a", "b"],
                "ties": [{"first": "a", "second": "b", "evidence": "source", "what": "yt:x"}],
            }
        ],
        "balance": {"largest_gap": 1.5, "random_splits": 1000, "columns": []},
    },
    "manifest-row": {
        "video_id": "a.b_c-1",
        "source": "yt:-wgEIkAongk",
        "start": "1:02:03.5",
        "end": "",
        "sha256": "0" * 64,
        "frame_offset": "0.9375",
        "mood": "calm",
    },
    "recipe": read_recipe("aviseg"),
    "project": {
        "recipe": "aviseg",
        "taxonomy": "birds",
        "categories": [{"id": 1, "name": "wren", "colour_rgb": [1, 2, 3], "frequency": "r"}],
        "database": "sqlite:///project.db",
        "split_sizes": {"train": 1, "val": 0, "test": 0},
    },
    "release": {
        "format": "aviseg",
        "version": 1,
        "recipe": "aviseg",
        "taxonomy": "aviseg",
        "split": {"method": "random", "seed": 0},
        "included": ["accepted"],
        "journal_head": "a" * 64,
        "tools": {"avisbuild": "0.1.0", "numpy": "2"},
        "counts": {
            name: dict.fromkeys(("videos", "frames", "instances", "masks"), 0)
            for name in ("train", "val", "test")
        },
    },
    "evaluation": {
        "reference": FIGURES,
        "strict": {**FIGURES},
        "ceiling": {**FIGURES},
        "quirks": {},
    },
    "segmentation": {},
}


def changed(document: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of a document with another value at one place; without one where the value is `...`."""
    copied = copy.deepcopy(document)
    place = copied
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copied


def lines_of(document: object, schema_name: str, *, part: str = "", at: str = "") -> list[str]:
    """What is wrong with a document, a line each."""
    return [str(each) for each in problems(document, schema_name, part=part, at=at)]
