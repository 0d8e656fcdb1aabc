"""Segmenters: a prompt in, masks out (SAM, a classical one without weights, a fake one for tests)."""

from avisbuild.segment.base import (
    Candidates,
    Frame,
    FrameKey,
    Image,
    MaskArray,
    Prompt,
    Segmenter,
)

__all__ = ["Candidates", "Frame", "FrameKey", "Image", "MaskArray", "Prompt", "Segmenter"]
