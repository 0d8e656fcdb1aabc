"""The segmenters by name, and which one stands in for which."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild.segment import classical
from avisbuild.segment.base import Segmenter, Title
from avisbuild.segment.cache.store import EmbeddingKind
from avisbuild.segment.errors import SegmenterError
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.sam.checkpoints import CHECKPOINTS, Checkpoint, checkpoint_path, require
from avisbuild.segment.sam.device import chosen_precision, preprocessing_name

_BEST = "sam_vit_h"
_CLASSICAL = "classical"
_FAKE = "fake"
SEGMENTERS = (*CHECKPOINTS, _CLASSICAL, _FAKE)
_PUBLISHED_PX = 1024
_SAM_NEEDS = ("torch", "torchvision", "segment_anything")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmenterMaker:
    """A segmenter that is made when called; `title` is what people read meanwhile."""

    name: str
    title: Title
    make: Callable[[], Segmenter]

    def __call__(self) -> Segmenter:
        return self.make()


def make_segmenter(
    name: str, *, checkpoint_dir: Path | None = None, precision: str = ""
) -> Segmenter:
    """The segmenter of that name, loaded; raises AvisbuildError with the cure.

    `checkpoint_dir` is where weights lie, by default `checkpoints.weights_folder()`; `precision` is that of
    SAM's encoder, by default `chosen_precision()`.
    """
    if name in CHECKPOINTS:
        return _sam(CHECKPOINTS[name], checkpoint_dir, precision)
    if name == _CLASSICAL:
        from avisbuild.segment.classical.segmenter import ClassicalSegmenter

        return ClassicalSegmenter()
    if name == _FAKE:
        return FakeSegmenter()
    raise AvisbuildError("segmenter-unknown", name=name, known=", ".join(SEGMENTERS))


def maker(name: str, *, checkpoint_dir: Path | None = None, precision: str = "") -> SegmenterMaker:
    """The segmenter of that name, to be loaded later; what is missing for it is told now.

    Raises AvisbuildError for an unknown name or precision, without the packages, or without the weights.
    """
    chosen_precision(precision)
    if name not in SEGMENTERS:
        raise AvisbuildError("segmenter-unknown", name=name, known=", ".join(SEGMENTERS))
    if name in CHECKPOINTS:
        _check_packages(CHECKPOINTS[name])
        _check_weights(CHECKPOINTS[name], checkpoint_dir)
    return SegmenterMaker(
        name=name,
        title=_segmenter_title(name),
        make=lambda: make_segmenter(name, checkpoint_dir=checkpoint_dir, precision=precision),
    )


def fallbacks(
    name: str, *, checkpoint_dir: Path | None = None, precision: str = ""
) -> tuple[SegmenterMaker, ...]:
    """What takes the place of a segmenter that has no memory: ever smaller ones, and classical at last.

    Those whose weights are not here are left out.
    """
    chain = []
    while name in CHECKPOINTS:
        name = CHECKPOINTS[name].fallback
        try:
            chain.append(maker(name, checkpoint_dir=checkpoint_dir, precision=precision))
        except SegmenterError:
            continue
    return tuple(chain)


def quick_segmenter(name: str) -> Segmenter | None:
    """What answers while the embedding of `name` is not ready; None where it is ready at once."""
    return make_segmenter(_CLASSICAL) if name in CHECKPOINTS else None


def embedding_kind(name: str, *, precision: str = "") -> EmbeddingKind:
    """The kind of a segmenter's embeddings on disk, without loading it.

    Raises AvisbuildError for an unknown name or precision, and for those that keep no embeddings.
    """
    if name in CHECKPOINTS:
        return EmbeddingKind(
            model=name,
            weights_sha256=CHECKPOINTS[name].sha256,
            preprocessing=preprocessing_name(_PUBLISHED_PX, chosen_precision(precision)),
        )
    if name not in SEGMENTERS:
        raise AvisbuildError("segmenter-unknown", name=name, known=", ".join(SEGMENTERS))
    raise SegmenterError("no-embeddings", name=name, known=", ".join(CHECKPOINTS))


def default_segmenter(*, checkpoint_dir: Path | None = None) -> str:
    """`sam_vit_h` where there are a CUDA GPU and its weights, else `classical`."""
    try:
        maker(_BEST, checkpoint_dir=checkpoint_dir)
    except SegmenterError:
        return _CLASSICAL
    return _BEST if _has_cuda() else _CLASSICAL


def _sam(checkpoint: Checkpoint, folder: Path | None, precision: str) -> Segmenter:
    _check_packages(checkpoint)
    path = require(checkpoint, folder)
    from avisbuild.segment.sam.segmenter import SamSegmenter

    return SamSegmenter.load(checkpoint.model_type, path, precision=precision)


def _check_packages(checkpoint: Checkpoint) -> None:
    missing = [name for name in _SAM_NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise SegmenterError(
            "modules-missing",
            title=checkpoint.title,
            missing=", ".join(missing),
            classical=_CLASSICAL,
        )


def _check_weights(checkpoint: Checkpoint, folder: Path | None) -> None:
    """Only whether the file is there: reading 2.5 GB to check it is for the thread that loads it."""
    if not checkpoint_path(checkpoint, folder).is_file():
        require(checkpoint, folder)


def _segmenter_title(name: str) -> Title:
    if name in CHECKPOINTS:
        return CHECKPOINTS[name].title
    if name == _FAKE:
        return FakeSegmenter.title
    return classical.TITLE


def _has_cuda() -> bool:
    try:
        import torch
    except (ImportError, OSError):
        return False
    return bool(torch.cuda.is_available())
