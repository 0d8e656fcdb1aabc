"""From seconds that have masks to seconds that have none: one proposal a second."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from avisbuild.propagation.base import FrameSource, MaskArray, SecondProposal, ShouldStop, never
from avisbuild.propagation.walk import Walker

Key = TypeVar("Key", bound=Hashable)


def carry(
    source: FrameSource,
    mask: MaskArray,
    *,
    start: int,
    stop: int,
    should_stop: ShouldStop = never,
) -> Iterator[SecondProposal]:
    """Carry the mask of second `start` to every second up to `stop`, that one too; backwards when stop < start."""
    for _, proposal in carry_all(
        source, {0: {start: mask}}, start=start, stop=stop, should_stop=should_stop
    ):
        yield proposal


def carry_all(
    source: FrameSource,
    masks: Mapping[Key, Mapping[int, MaskArray]],
    *,
    start: int,
    stop: int,
    should_stop: ShouldStop = never,
) -> Iterator[tuple[Key, SecondProposal]]:
    """Carry many objects in one walk; `masks` has what is known, by object and second.

    In a second that has a mask, the walk goes on from that one, and proposes nothing.
    """
    walker: Walker[Key] | None = None
    for moment in source.walk(start, stop):
        if should_stop():
            return
        steps = {} if walker is None else walker.step(moment.image)
        if walker is None:
            walker = Walker(moment.image, {})
        if moment.second is None:
            continue
        for key, known in masks.items():
            if moment.second in known:
                walker.seed(key, known[moment.second])
            elif key in steps and steps[key].confidence > 0:
                step = steps[key]
                yield (
                    key,
                    SecondProposal(
                        second=moment.second, mask=step.mask, confidence=step.confidence
                    ),
                )
