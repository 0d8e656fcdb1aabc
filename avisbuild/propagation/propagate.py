"""From seconds that have masks to seconds that have none: one proposal a second."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeVar

from avisbuild.propagation.base import (
    EndReason,
    FrameSource,
    MaskArray,
    SecondProposal,
    ShouldStop,
    WalkEnd,
    never,
)
from avisbuild.propagation.confidence import JUMP_CONFIDENCE
from avisbuild.propagation.walk import Walker

Key = TypeVar("Key", bound=Hashable)
Masks = Mapping[int, MaskArray]


def propagate(
    source: FrameSource,
    mask: MaskArray,
    *,
    start: int,
    stop: int,
    should_stop: ShouldStop = never,
) -> Iterator[SecondProposal]:
    """Propagate the mask of second `start` to every second up to `stop` and to `stop` itself.

    Goes backwards when stop < start. Ends early at a cut, and when the object is lost.
    """
    known: dict[int, Masks] = {0: {start: mask}}
    for _, found in propagate_all(source, known, start=start, stop=stop, should_stop=should_stop):
        if isinstance(found, SecondProposal):
            yield found


def propagate_all(
    source: FrameSource,
    known: Mapping[Key, Masks],
    *,
    start: int,
    stop: int,
    should_stop: ShouldStop = never,
) -> Iterator[tuple[Key, SecondProposal | WalkEnd]]:
    """Propagate many objects in one walk from second `start` to `stop`; backwards when stop < start.

    Where an object is lost, that and why is given at the next second, unless a person's mask lies there.

    `known` has the masks that people made, by object and second: there the walk begins anew with the
    person's mask and proposes nothing. Ends at once when `should_stop` says so; what it gave, stands.
    """
    ahead = 1 if stop >= start else -1
    walker: Walker[Key] | None = None
    lost: dict[Key, EndReason] = {}
    for moment in source.walk(start, stop):
        if should_stop():
            return
        if walker is None:
            walker = Walker(moment.image)
        else:
            lost |= walker.advance(moment.image, gap_s=moment.gap_s)
        second = moment.second
        if second is None:
            continue
        here = _known_at(known, second)
        for key, reason in lost.items():
            if key not in here:
                yield key, WalkEnd(second=second, reason=reason)
        lost = {}
        for key in known:
            if key in here or key not in walker.following:
                continue
            step = walker.step(key)
            if step.mask.any():
                confidence = (
                    step.confidence if source.is_dense else JUMP_CONFIDENCE * step.confidence
                )
                yield key, SecondProposal(second=second, mask=step.mask, confidence=confidence)
        walker.drop(here)
        walker.seed(_seeds(known, second, second + ahead))
        if not walker.following and not _seeds_ahead(known, second, stop):
            return


def _known_at(known: Mapping[Key, Masks], second: int) -> frozenset[Key]:
    return frozenset(key for key, masks in known.items() if second in masks)


def _seeds(known: Mapping[Key, Masks], second: int, following: int) -> dict[Key, MaskArray]:
    """The masks of a second from which there is a way to go: the next one is not known as well."""
    return {
        key: masks[second]
        for key, masks in known.items()
        if second in masks and following not in masks
    }


def _seeds_ahead(known: Mapping[Key, Masks], second: int, stop: int) -> Collection[int]:
    low, high = sorted((second, stop))
    return [
        each
        for masks in known.values()
        for each in masks
        if low <= each <= high and each not in (second, stop)
    ]
