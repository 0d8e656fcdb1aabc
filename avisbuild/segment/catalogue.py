"""The segmenters by name."""

from pathlib import Path

from avisbuild.segment.base import Segmenter
from avisbuild.segment.fake import FakeSegmenter


def make_segmenter(name: str, *, checkpoint_dir: Path | None = None) -> Segmenter:
    """THIN VERSION."""
    if name == "classical":
        from avisbuild.segment.classical import ClassicalSegmenter

        return ClassicalSegmenter()
    return FakeSegmenter()


def default_segmenter() -> str:
    """THIN VERSION."""
    return "classical"
