"""In which order frames are embedded, and which of them comes next."""

from collections.abc import Collection, Sequence

from avisbuild.segment.base import FrameKey


def prefetch_order(current: int, second_count: int) -> list[int]:
    """The seconds of a video: the current one, then forward to the end, then backward by distance."""
    return [current, *range(current + 1, second_count), *range(current - 1, -1, -1)]


def next_to_embed(
    order: Sequence[FrameKey],
    *,
    in_memory: Collection[FrameKey],
    on_disk: Collection[FrameKey],
    failed: Collection[FrameKey],
    capacity: int,
    can_store: bool,
) -> FrameKey | None:
    """The first frame in order that is not yet where it belongs; None when everything is.

    The first `capacity` frames belong into memory, where a click finds them at once. Those behind would only
    push them out again; they belong on the disk, if there is a store, and else are left.
    """
    for place, key in enumerate(order):
        if key in failed or key in in_memory:
            continue
        if place < capacity or (can_store and key not in on_disk):
            return key
    return None
