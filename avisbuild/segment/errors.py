"""What can go wrong with a segmenter: its weights, its memory, and an embedding that is no longer wanted."""

from avisbuild.errors import AvisbuildError


class SegmenterError(AvisbuildError):
    """A segmenter cannot be had or cannot answer."""


class CheckpointError(SegmenterError):
    """A file of weights is missing, damaged, or not that of the model."""


class SegmenterMemoryError(SegmenterError):
    """The device has no room for the work, also with every embedding evicted; a smaller model is the cure."""


class EmbeddingCancelledError(SegmenterError):
    """The embedding was given up on request; nothing is wrong."""
