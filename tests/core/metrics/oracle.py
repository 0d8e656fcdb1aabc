"""The published evaluator once more, slowly and literally: straight loops over decoded pixels.

Written from docs/metrics.md alone and sharing no code with `avisbuild.metrics`, so that the two can be
held against each other. `truth` and `predictions` are the parsed JSON files.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pycocotools import mask as coco
from scipy.optimize import linear_sum_assignment

ALPHAS = np.arange(0.05, 0.99, 0.05)
THRESHOLDS = np.arange(0.5, 0.96, 0.05)
EPS = 2.0**-52


def pixels(segmentation: Any, size: Sequence[int]) -> np.ndarray:
    if isinstance(segmentation, list):
        rle = coco.merge(coco.frPyObjects(segmentation, *size))
    else:
        rle = segmentation
    return coco.decode(rle).astype(bool)


def iou(a: np.ndarray, b: np.ndarray) -> float:
    if a.shape != b.shape or not (a | b).any():
        return 0.0
    return float((a & b).sum() / (a | b).sum())


def masks_of(track: dict[str, Any], size: Sequence[int]) -> list[np.ndarray | None]:
    return [pixels(s, size) if s else None for s in track["segmentations"]]


def split(truth: dict[str, Any], predictions: list[dict[str, Any]]):
    for video in sorted(truth["videos"], key=lambda v: v["file_names"][0].split("/")[0]):
        size = (video["height"], video["width"])
        gt = [a for a in truth["annotations"] if a["video_id"] == video["id"]]
        pr = [p for p in predictions if p["video_id"] == video["id"]]
        yield (
            len(video["file_names"]),
            [{**a, "m": masks_of(a, size)} for a in gt],
            [{**p, "m": masks_of(p, size)} for p in pr],
        )


def similarity(frame_count, gt, pr):
    s = np.zeros((frame_count, len(gt), len(pr)))
    for t in range(frame_count):
        for i, g in enumerate(gt):
            for j, p in enumerate(pr):
                if g["m"][t] is not None and p["m"][t] is not None:
                    s[t, i, j] = iou(g["m"][t], p["m"][t])
    return s


def alignment(s, gt, pr, frame_count):
    pot = np.zeros((len(gt), len(pr)))
    for t in range(frame_count):
        for i in range(len(gt)):
            for j in range(len(pr)):
                total = s[t, :, j].sum() + s[t, i, :].sum() - s[t, i, j]
                if total > EPS:
                    pot[i, j] += s[t, i, j] / total
    align = np.zeros_like(pot)
    for i, g in enumerate(gt):
        for j, p in enumerate(pr):
            count_g = sum(m is not None for m in g["m"][:frame_count])
            count_p = sum(m is not None for m in p["m"][:frame_count])
            align[i, j] = pot[i, j] / (count_g + count_p - pot[i, j])
    return align


class StoppedError(Exception):
    pass


def fsla(truth, predictions):
    right = np.zeros((3, 19))
    frames = np.zeros(3)
    for frame_count, gt, pr in split(truth, predictions):
        rows = sorted((g for g in gt if any(m is not None for m in g["m"])), key=lambda g: g["id"])
        columns = [p for p in pr if any(m is not None for m in p["m"][:frame_count])]
        s = similarity(frame_count, rows, columns)
        if rows and columns:
            r, c = linear_sum_assignment(-alignment(s, rows, columns, frame_count))
        else:
            r, c = [], []
        for t in range(frame_count):
            here = [g for g in gt if g["m"][t] is not None]
            kind = min(len(here), 2)
            frames[kind] += 1
            for a, alpha in enumerate(ALPHAS):
                right[kind, a] += fsla_frame(t, alpha, gt, columns, r, c)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "FSLA": 100 * (right.sum(0) / frames.sum()).mean(),
            "FSLAn": 100 * (right[0] / frames[0]).mean(),
            "FSLAs": 100 * (right[1] / frames[1]).mean(),
            "FSLAm": 100 * (right[2] / frames[2]).mean(),
            "right": [int(x) for x in right.mean(1)],
            "all": [int(x) for x in frames],
        }


def fsla_frame(t, alpha, gt, columns, r, c):
    here = [g for g in gt if g["m"][t] is not None]
    detections = [p for p in columns if p["m"][t] is not None]
    strings = [as_text(p["segmentations"][t]["counts"]) for p in detections]
    counted = sum(string != "PPTl0" for string in strings)
    if {g["category_id"] for g in here} != {p["category_id"] for p in detections}:
        return False
    if len(here) != counted:
        return False
    if not here:
        return True
    if len(here) == 1:
        i = next(k for k, g in enumerate(gt) if g["m"][t] is not None)
        found = [k for k in range(len(c)) if c[k] == i]
        if not found:
            return False
        if found[0] >= len(detections):
            raise StoppedError
        return iou(gt[i]["m"][t], detections[found[0]]["m"][t]) > alpha
    passes = []
    for k in range(len(r)):
        g = gt[r[k]]
        if c[k] >= len(detections):
            raise StoppedError
        p, string = detections[c[k]], strings[c[k]]
        same = g["category_id"] == p["category_id"]
        if g["m"][t] is None:
            passes.append(same and string == "PPTl0")
        else:
            passes.append(same and iou(g["m"][t], p["m"][t]) > alpha)
    return all(passes)


def as_text(counts):
    return counts.decode() if isinstance(counts, bytes) else counts


def hota(truth, predictions):
    names = ["HOTA", "DetA", "DetRe", "DetPr", "AssA", "AssRe", "AssPr", "LocA"]
    per_class = [hota_of_class(truth, predictions, c["id"]) for c in truth["categories"]]
    return {
        name: 100 * np.mean([[row[name] for row in curve] for curve in per_class]) for name in names
    }


def hota_of_class(truth, predictions, category):
    videos = []
    for frame_count, all_gt, all_pr in split(truth, predictions):
        gt = [
            g for g in all_gt if g["category_id"] == category and any(m is not None for m in g["m"])
        ]
        pr = [
            p
            for p in all_pr
            if p["category_id"] == category and any(m is not None for m in p["m"][:frame_count])
        ]
        videos.append(hota_of_video(frame_count, gt, pr))
    rows = []
    for a in range(19):
        tp = sum(v[a]["TP"] for v in videos)
        fn = sum(v[a]["FN"] for v in videos)
        fp = sum(v[a]["FP"] for v in videos)
        row = {}
        for name in ("AssA", "AssRe", "AssPr"):
            row[name] = sum(v[a][name] * v[a]["TP"] for v in videos) / max(1, tp)
        located = sum(v[a]["LocA"] * v[a]["TP"] for v in videos)
        row["LocA"] = max(1e-10, located) / max(1e-10, tp)
        row["DetA"] = tp / max(1, tp + fn + fp)
        row["DetRe"] = tp / max(1, tp + fn)
        row["DetPr"] = tp / max(1, tp + fp)
        row["HOTA"] = (row["DetA"] * row["AssA"]) ** 0.5
        rows.append(row)
    return rows


def hota_of_video(frame_count, gt, pr):
    count_g = [sum(m is not None for m in g["m"][:frame_count]) for g in gt]
    count_p = [sum(m is not None for m in p["m"][:frame_count]) for p in pr]
    blank = {"TP": 0, "AssA": 0.0, "AssRe": 0.0, "AssPr": 0.0, "LocA": 1.0}
    if not gt or not pr:
        return [{**blank, "FN": sum(count_g), "FP": sum(count_p)} for _ in ALPHAS]
    s = similarity(frame_count, gt, pr)
    align = alignment(s, gt, pr, frame_count)
    rows = []
    for alpha in ALPHAS:
        matched = np.zeros((len(gt), len(pr)))
        located = 0.0
        for t in range(frame_count):
            gs = [i for i in range(len(gt)) if gt[i]["m"][t] is not None]
            ps = [j for j in range(len(pr)) if pr[j]["m"][t] is not None]
            if not gs or not ps:
                continue
            score = np.array([[align[i, j] * s[t, i, j] for j in ps] for i in gs])
            for x, y in zip(*linear_sum_assignment(-score), strict=True):
                if s[t, gs[x], ps[y]] >= alpha - EPS:
                    matched[gs[x], ps[y]] += 1
                    located += s[t, gs[x], ps[y]]
        tp = matched.sum()
        row = {"TP": tp, "FN": sum(count_g) - tp, "FP": sum(count_p) - tp}
        row |= {"AssA": 0.0, "AssRe": 0.0, "AssPr": 0.0}
        for i in range(len(gt)):
            for j in range(len(pr)):
                m = matched[i, j]
                row["AssA"] += m * m / max(1, count_g[i] + count_p[j] - m) / max(1, tp)
                row["AssRe"] += m * m / max(1, count_g[i]) / max(1, tp)
                row["AssPr"] += m * m / max(1, count_p[j]) / max(1, tp)
        row["LocA"] = max(1e-10, located) / max(1e-10, tp)
        rows.append(row)
    return rows


RANGES = {
    "mAP": (-1.0, 1e18),
    "AP_s": (0.0, 128.0**2),
    "AP_m": (128.0**2, 256.0**2),
    "AP_l": (256.0**2, 1e10),
}


def track_map(truth, predictions):
    result = {}
    for name, area_range in RANGES.items():
        curves = [ap_of_class(truth, predictions, c["id"], area_range) for c in truth["categories"]]
        curves = [curve for curve in curves if curve is not None]
        for key, column in ((name, 0), ("AR" if name == "mAP" else None, 1)):
            if key and curves:
                result[key] = 100 * np.mean([curve[column] for curve in curves])
            elif key:
                result[key] = -100.0
    return result


def outside(area, area_range):
    return not area_range[0] - EPS <= area <= area_range[1] + EPS


def ap_of_class(truth, predictions, category, area_range):
    scores, outcomes, truth_count = [], [], 0
    next_id = 0
    for _, all_gt, all_pr in split(truth, predictions):
        for p in all_pr:
            p["id"] = next_id
            next_id += 1
        gt = [g for g in all_gt if g["category_id"] == category]
        pr = [p for p in all_pr if p["category_id"] == category]
        for g in gt:
            areas = [a for a in g["areas"] if a]
            g["ignored"] = bool(g["iscrowd"]) or outside(np.mean(areas) if areas else 0, area_range)
        truth_count += sum(not g["ignored"] for g in gt)
        gt.sort(key=lambda g: g["ignored"])
        pr.sort(key=lambda p: -p["score"])
        for p in pr:
            areas = [m.sum() for m in p["m"] if m is not None and m.any()]
            p["outside"] = outside(np.mean(areas) if areas else 0, area_range)
        taken = [[-1] * len(gt) for _ in THRESHOLDS]
        for p in pr:
            outcome = []
            for u, threshold in enumerate(THRESHOLDS):
                best, place = min(threshold, 1 - 1e-10), -1
                for k, g in enumerate(gt):
                    if taken[u][k] > 0:
                        continue
                    if place > -1 and not gt[place]["ignored"] and g["ignored"]:
                        break
                    value = track_iou(g, p)
                    if value < best - EPS:
                        continue
                    best, place = value, k
                if place > -1:
                    taken[u][place] = p["id"]
                    outcome.append("ignored" if gt[place]["ignored"] else "right")
                else:
                    outcome.append("ignored" if p["outside"] else "wrong")
            scores.append(p["score"])
            outcomes.append(outcome)
    if truth_count == 0:
        return None
    order = sorted(range(len(scores)), key=lambda k: -scores[k])
    precisions, recalls = [], []
    for u in range(len(THRESHOLDS)):
        tp = fp = 0
        points = []
        for k in order:
            tp += outcomes[k][u] == "right"
            fp += outcomes[k][u] == "wrong"
            points.append([tp / truth_count, tp / (tp + fp + EPS)])
        for k in range(len(points) - 1, 0, -1):
            points[k - 1][1] = max(points[k - 1][1], points[k][1])
        sampled = []
        for recall in np.linspace(0, 1, 101):
            reached = [precision for r, precision in points if r >= recall]
            sampled.append(reached[0] if reached else 0.0)
        precisions.append(np.mean(sampled))
        recalls.append(points[-1][0] if points else 0.0)
    return [np.mean(precisions), np.mean(recalls)]


def track_iou(g, p):
    shared = total = 0
    for t in range(max(len(g["m"]), len(p["m"]))):
        a = g["m"][t] if t < len(g["m"]) else None
        b = p["m"][t] if t < len(p["m"]) else None
        if a is not None and b is not None:
            shared += (a & b).sum()
            total += (a | b).sum()
        else:
            total += sum(m.sum() for m in (a, b) if m is not None)
    return shared / total if total else 0.0
