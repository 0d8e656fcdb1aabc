"""TrackEval's HOTA and track mAP of a truth and a prediction file, for evaluation.py to measure.

`prepare TRUTH PRED FOLDER` lays the files out, `score FOLDER` scores them.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import trackeval
from pycocotools import mask as coco

_RANGES = [[0, 128**2], [128**2, 256**2], [256**2, 1e10]]


def main() -> None:
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        _evaluate(sys.argv[2])


def prepare(truth: Path, pred: Path, folder: Path) -> None:
    """Lay the files out as TrackEval wants them; this is not measured."""
    truth_dir = folder / "gt" / "youtube_vis_val"
    pred_dir = folder / "trackers" / "youtube_vis_val" / "model" / "data"
    truth_dir.mkdir(parents=True)
    pred_dir.mkdir(parents=True)
    document = json.loads(truth.read_text())
    for annotation in document["annotations"]:
        annotation["segmentations"] = [
            mask and _run_lengths(mask, annotation) for mask in annotation["segmentations"]
        ]
    (truth_dir / "truth.json").write_text(json.dumps(document))
    (pred_dir / "predictions.json").symlink_to(pred.resolve())


def _evaluate(folder: str) -> None:
    config = trackeval.Evaluator.get_default_eval_config()
    config |= dict.fromkeys(("PRINT_RESULTS", "OUTPUT_SUMMARY", "OUTPUT_DETAILED"), False)
    config |= {"PLOT_CURVES": False, "USE_PARALLEL": False, "BREAK_ON_ERROR": True}
    data = trackeval.datasets.YouTubeVIS(
        {
            "GT_FOLDER": f"{folder}/gt/",
            "TRACKERS_FOLDER": f"{folder}/trackers/",
            "SPLIT_TO_EVAL": "val",
        }
    )
    options = {"USE_TIME_RANGES": False, "AREA_RANGES": _RANGES}
    metrics = [trackeval.metrics.HOTA(), trackeval.metrics.TrackMAP(options)]
    trackeval.Evaluator(config | {"LOG_ON_ERROR": None}).evaluate([data], metrics)


def _run_lengths(polygons: list[list[float]], annotation: dict[str, Any]) -> dict[str, Any]:
    """TrackEval reads uncompressed run lengths, not polygons."""
    size = [annotation["height"], annotation["width"]]
    rle = coco.merge(coco.frPyObjects(polygons, *size))
    pixels = coco.decode(rle).ravel(order="F")
    edges = np.flatnonzero(np.diff(pixels)) + 1
    counts = np.diff(np.concatenate(([0], edges, [pixels.size]))).tolist()
    return {"size": size, "counts": [0, *counts] if pixels[0] else counts}


if __name__ == "__main__":
    main()
