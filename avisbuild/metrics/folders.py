"""Folders of label maps and masks, scored as AVSBench-OV and AVSBench are, under both protocols."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.metrics.audio_control import SilenceProbe, relative_drop
from avisbuild.metrics.avs import LABEL_KINDS, BinaryAvs, SemanticAvs
from avisbuild.metrics.class_table import ClassTable
from avisbuild.metrics.label_maps import (
    MapPair,
    by_video,
    paired_maps,
    pieces,
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
            _check_count(pred, truth, pair)
            if protocol is EvaluationProtocol.REFERENCE:
                for true, found in pieces(truth, pred, _PUBLISHED_SIZE):
                    _update(metric, _listed(true, pair, video_labels), found, pair)
            else:
                for true, found in pieces(truth, pred, _size(truth)):
                    _update(metric, true, found, pair)
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


def _check_count(pred: Array, truth: Array, pair: MapPair) -> None:
    if len(pred) != len(truth):
        raise FormatError("maps-frame-count", path=pair.pred, expected=len(truth), found=len(pred))


def _size(maps: Array) -> tuple[int, int]:
    return maps.shape[1], maps.shape[2]


def _note_size(pred: Array, truth: Array, pair: MapPair, notes: MapNotes) -> None:
    found, expected = _size(pred), _size(truth)
    if found != expected:
        notes.add_size(pair.pred, found=found, expected=expected)


def _noted(notes: MapNotes) -> _Document:
    """What is to be known of the files, in the document only where there is something."""
    lines = notes.lines()
    document: _Document = {"notes": lines} if lines else {}
    if notes.pixels_without_label:
        document["pixels_without_label"] = notes.pixels_without_label
    return document


def _update(metric: OpenVocabulary, truth: Array, pred: Array, pair: MapPair) -> None:
    try:
        metric.update(truth, pred)
    except FormatError as error:
        raise FormatError("map-wrong", map=pair.name, problem=error) from error


def _update_frames(
    metric: SemanticAvs, frames: Iterator[tuple[NDArray[Any], NDArray[Any]]], pair: MapPair
) -> None:
    try:
        metric.update_frames(frames)
    except FormatError as error:
        if error.kind not in LABEL_KINDS:
            raise
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
            frames = _frames(group, notes, binary=not class_count)
            if isinstance(metric, BinaryAvs):
                metric.update_frames((truth > 0, pred) for truth, pred in frames)
            else:
                _update_frames(metric, frames, group[0])
            progress(done, None, video)
        document[protocol.value] = _avs_document(metric)
    return document | _noted(notes)


def _frames(
    group: list[MapPair], notes: MapNotes, *, binary: bool
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Truth and prediction (H, W) of each frame of a video, one at a time: all of them may be gigabytes."""
    first: tuple[int, int] | None = None
    for pair in group:
        truth = read_maps(pair.truth, notes=notes, binary=binary)
        pred = read_maps(pair.pred, notes=notes, binary=binary)
        _note_size(pred, truth, pair, notes)
        _check_count(pred, truth, pair)
        size = _size(truth)
        first = first or size
        if size != first:
            found = str(sorted({first, size}))
            raise FormatError("maps-sizes", folder=pair.truth.parent, found=found)
        for frame in range(len(truth)):
            yield truth[frame], resized(pred[frame : frame + 1], size)[0]


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
        for _, pred in _frames(group, notes, binary=True):
            probe.update(pred[None] > 0)
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
