"""TrackEval's YouTube-VIS evaluation of a truth document and predictions, with the published settings."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import trackeval
from pycocotools import mask as coco

_NAMES = {
    "AP_all": "mAP",
    "AP_area_s": "AP_s",
    "AP_area_m": "AP_m",
    "AP_area_l": "AP_l",
    "AR_all": "AR",
}
_RANGES = [[0, 128**2], [128**2, 256**2], [256**2, 1e10]]


def figures(
    folder: Path, truth: dict[str, Any], predictions: list[dict[str, Any]]
) -> dict[str, float]:
    truth_dir = folder / "gt" / "youtube_vis_val"
    pred_dir = folder / "trackers" / "youtube_vis_val" / "model" / "data"
    for path in (truth_dir, pred_dir):
        path.mkdir(parents=True, exist_ok=True)
    (truth_dir / "truth.json").write_text(json.dumps(_with_run_lengths(truth)))
    (pred_dir / "predictions.json").write_text(json.dumps(predictions))
    with contextlib.redirect_stdout(io.StringIO()):
        config = trackeval.Evaluator.get_default_eval_config()
        config |= dict.fromkeys(("PRINT_RESULTS", "PRINT_CONFIG", "OUTPUT_SUMMARY"), False)
        config |= dict.fromkeys(("OUTPUT_DETAILED", "PLOT_CURVES", "USE_PARALLEL"), False)
        config |= {"BREAK_ON_ERROR": True, "LOG_ON_ERROR": None, "OUTPUT_EMPTY_CLASSES": True}
        data = trackeval.datasets.YouTubeVIS(
            {
                "GT_FOLDER": f"{folder / 'gt'}/",
                "TRACKERS_FOLDER": f"{folder / 'trackers'}/",
                "SPLIT_TO_EVAL": "val",
                "PRINT_CONFIG": False,
                "TRACKERS_TO_EVAL": ["model"],
            }
        )
        options = {"USE_TIME_RANGES": False, "AREA_RANGES": _RANGES, "PRINT_CONFIG": False}
        metrics = [trackeval.metrics.HOTA(), trackeval.metrics.TrackMAP(options)]
        result, _ = trackeval.Evaluator(config).evaluate([data], metrics)
    combined = result["YouTubeVIS"]["model"]["COMBINED_SEQ"]
    table = {**combined["cls_comb_cls_av"]["HOTA"], **combined["cls_comb_cls_av"]["TrackMAP"]}
    found = {_NAMES.get(name, name): 100 * float(np.mean(value)) for name, value in table.items()}
    own = {
        name: classes["HOTA"]
        for name, classes in combined.items()
        if not name.startswith("cls_comb")
    }
    present = trackeval.metrics.HOTA().combine_classes_class_averaged(
        own, ignore_empty_classes=True
    )
    return found | {
        f"present {name}": 100 * float(np.mean(value)) for name, value in present.items()
    }


def _with_run_lengths(truth: dict[str, Any]) -> dict[str, Any]:
    """TrackEval reads uncompressed run lengths, not polygons."""
    annotations = [
        {
            **annotation,
            "segmentations": [
                segmentation and _run_lengths(segmentation, annotation)
                for segmentation in annotation["segmentations"]
            ],
        }
        for annotation in truth["annotations"]
    ]
    return {**truth, "annotations": annotations}


def _run_lengths(polygons: list[list[float]], annotation: dict[str, Any]) -> dict[str, Any]:
    size = [annotation["height"], annotation["width"]]
    pixels = coco.decode(coco.merge(coco.frPyObjects(polygons, *size))).ravel(order="F")
    edges = np.flatnonzero(np.diff(pixels)) + 1
    counts = np.diff(np.concatenate(([0], edges, [pixels.size]))).tolist()
    return {"size": size, "counts": [0, *counts] if pixels[0] else counts}
