"""Folders of label maps and masks, scored as AVSBench-OV and AVSBench are, under both protocols."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from avisbuild.errors import FormatError
from avisbuild.metrics.audio_control import SilenceProbe, relative_drop
from avisbuild.metrics.avs import BinaryAvs, SemanticAvs
from avisbuild.metrics.class_table import ClassTable
from avisbuild.metrics.label_maps import (
    MapPair,
    by_video,
    paired_maps,
    resized,
)
from avisbuild.metrics.map_files import Array, read_maps
from avisbuild.metrics.map_notes import MapNotes
from avisbuild.metrics.open_vocabulary import OpenVocabulary, OpenVocabularyResult, Parts
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.progress import Progress, silent

# The published test code scores at this size, whatever the pictures have.
_PUBLISHED_SIZE = (224, 224)
_Document = dict[str, Any]


def score_open_vocabulary(
    truth_dir: Path,
    pred_dir: Path,
    classes: ClassTable,
    *,
    protocols: Collection[EvaluationProtocol],
    video_labels: Mapping[str, frozenset[int]] | None = None,
    progress: Progress = silent,
) -> _Document:
    """Base, novel and harmonic IoU of label maps, in percent; raises FormatError.

    With `video_labels` the reference protocol takes labels out of the truth that its video does not list, as
    the published test code does.
    """
    metrics = {
        p: OpenVocabulary(classes.base, classes.novel, p)
        for p in EvaluationProtocol
        if p in protocols
    }
    notes = MapNotes()
    pairs = paired_maps(truth_dir, pred_dir, notes=notes)
    for done, pair in enumerate(pairs, start=1):
        truth, pred = read_maps(pair.truth, notes=notes), read_maps(pair.pred, notes=notes)
        _note_size(pred, truth, pair, notes)
        for protocol, metric in metrics.items():
            true = truth
            if protocol is EvaluationProtocol.REFERENCE:
                true = resized(_listed(truth, pair, video_labels), _PUBLISHED_SIZE)
            _update(metric, true, _fitted(pred, true, pair), pair)
        progress(done, len(pairs), pair.name)
    document: _Document = {"maps": len(pairs)} | _noted(notes)
    return document | {
        protocol.value: _open_vocabulary_document(metric.compute(), classes)
        for protocol, metric in metrics.items()
    }


def _listed(
    truth: Array, pair: MapPair, video_labels: Mapping[str, frozenset[int]] | None
) -> Array:
    if video_labels is None:
        return truth
    for part in Path(pair.name).parts:
        if part in video_labels:
            kept: Array = np.where(np.isin(truth, list(video_labels[part])), truth, 0)
            return kept
    raise FormatError("maps-not-listed", path=pair.truth, name=pair.name)


def _fitted(pred: Array, truth: Array, pair: MapPair) -> Array:
    if len(pred) != len(truth):
        raise FormatError("maps-frame-count", path=pair.pred, expected=len(truth), found=len(pred))
    return resized(pred, (truth.shape[1], truth.shape[2]))


def _note_size(pred: Array, truth: Array, pair: MapPair, notes: MapNotes) -> None:
    found, expected = pred.shape[1:], truth.shape[1:]
    if found != expected:
        notes.add_size(pair.pred, found=found, expected=expected)


def _noted(notes: MapNotes) -> _Document:
    """What is to be known of the files, in the document only where there is something."""
    lines = notes.lines()
    document: _Document = {"notes": lines} if lines else {}
    if notes.pixels_without_label:
        document["pixels_without_label"] = notes.pixels_without_label
    return document


def _update(metric: OpenVocabulary | SemanticAvs, truth: Array, pred: Array, pair: MapPair) -> None:
    try:
        metric.update(truth, pred)
    except FormatError as error:
        raise FormatError("map-wrong", map=pair.name, problem=error) from error


def _open_vocabulary_document(result: OpenVocabularyResult, classes: ClassTable) -> _Document:
    names = {0: "background", **classes.names}
    return {
        "base": result.iou.base,
        "novel": result.iou.novel,
        "harmonic": result.iou.harmonic,
        "mIoU": result.iou.all,
        "mIoU_without_background": result.iou_without_background,
        "pixel_accuracy": _parts(result.pixel_accuracy),
        "class_accuracy": _parts(result.class_accuracy),
        "weighted_IoU": _parts(result.weighted_iou),
        "per_class": {names[label]: value for label, value in result.per_class.items()},
    }


def _parts(parts: Parts) -> _Document:
    return {
        "all": parts.all,
        "base": parts.base,
        "novel": parts.novel,
        "harmonic": parts.harmonic,
    }


def score_avs(
    truth_dir: Path,
    pred_dir: Path,
    *,
    protocols: Collection[EvaluationProtocol],
    class_count: int | None = None,
    progress: Progress = silent,
) -> _Document:
    """J and F of binary masks, or with `class_count` of labelled ones, in percent; raises FormatError."""
    notes = MapNotes()
    pairs = paired_maps(truth_dir, pred_dir, notes=notes)
    document: _Document = {"maps": len(pairs)}
    for protocol in (p for p in EvaluationProtocol if p in protocols):
        metric = SemanticAvs(class_count, protocol) if class_count else BinaryAvs(protocol)
        for done, (video, group) in enumerate(by_video(pairs), start=1):
            truth, pred = _read_video(group, notes, binary=not class_count)
            if isinstance(metric, BinaryAvs):
                metric.update(truth.astype(np.float64) > 0, pred)
            else:
                _update(metric, truth, pred, group[0])
            progress(done, None, video)
        document[protocol.value] = _avs_document(metric)
    return document | _noted(notes)


def _read_video(group: list[MapPair], notes: MapNotes, *, binary: bool) -> tuple[Array, Array]:
    truths, preds = [], []
    for pair in group:
        truth = read_maps(pair.truth, notes=notes, binary=binary)
        pred = read_maps(pair.pred, notes=notes, binary=binary)
        _note_size(pred, truth, pair, notes)
        truths.append(truth)
        preds.append(_fitted(pred, truth, pair))
    sizes = {truth.shape[1:] for truth in truths}
    if len(sizes) > 1:
        raise FormatError("maps-sizes", folder=group[0].truth.parent, found=str(sorted(sizes)))
    return np.concatenate(truths), np.concatenate(preds)


def _avs_document(metric: BinaryAvs | SemanticAvs) -> _Document:
    if isinstance(metric, BinaryAvs):
        binary = metric.compute()
        return {"J": binary.j, "F": binary.f}
    result = metric.compute()
    return {
        "mIoU": result.iou,
        "F": result.f,
        "mIoU_without_background": result.iou_without_background,
        "F_without_background": result.f_without_background,
    }


def score_silence(
    truth_dir: Path, pred_dir: Path, *, original: _Document, tolerance: int = 0
) -> _Document:
    """The answer to substituted sound: RA, silent-region IoU, and the relative drops from `original`.

    `original` is what `score_avs` gave for binary masks with the true sound.
    """
    probe = SilenceProbe(tolerance=tolerance)
    notes = MapNotes()
    for _, group in by_video(paired_maps(truth_dir, pred_dir, notes=notes)):
        probe.update(_read_video(group, notes, binary=True)[1].astype(np.float64) > 0)
    result = probe.compute()
    protocols = [protocol for protocol in EvaluationProtocol if protocol.value in original]
    substituted = score_avs(truth_dir, pred_dir, protocols=protocols)
    return {
        "RA": result.recognition_accuracy,
        "silent_IoU": result.silent_iou,
        "frames": result.frames,
        "drops": {
            protocol.value: {
                name: relative_drop(value, substituted[protocol.value][name])
                for name, value in original[protocol.value].items()
            }
            for protocol in protocols
        },
    } | _noted(notes)
