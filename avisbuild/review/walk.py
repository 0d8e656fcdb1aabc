"""What a reviewer goes through in a video, in which order, and what they have looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Self

from avisbuild.annotation import Cell, VideoView
from avisbuild.records import InstanceId, Sounding

_DIGEST_BYTES = 8


class WalkOrder(StrEnum):
    """Whether a walk stops at every cell that holds something, or at every second with all instances at once.

    Only the walk by second passes where nothing is marked, and so finds what is missing.
    """

    CELLS = "cells"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """Something to judge: a cell, or, with `instance_id` "", a second of all instances."""

    instance_id: InstanceId | str
    second: int

    @property
    def key(self) -> str:
        """Its name in a file."""
        return f"{self.second}@{self.instance_id}"


def stops(view: VideoView, order: WalkOrder) -> tuple[Stop, ...]:
    """All stops in the order of the walk: by second; or by instance, each from its first cell to its last.

    A cell is to be judged where it is anything but silent, or has a mask.
    """
    if order is WalkOrder.SECONDS:
        return tuple(Stop("", second) for second in range(view.video.second_count))
    return tuple(
        Stop(track.instance.instance_id, second)
        for track in view.tracks
        for second in range(view.video.second_count)
        if track.states[second] is not Sounding.SILENT or track.masks[second] is not None
    )


def cell_of(stop: Stop) -> Cell | None:
    """The cell of a stop, None where it is a whole second."""
    return (InstanceId(stop.instance_id), stop.second) if stop.instance_id else None


@dataclass(frozen=True)
class Seen:
    """What one person has looked at in one video; what is changed afterwards is to be looked at again.

    `digests` has for each stop's key a hash of what it held at the last look.
    """

    digests: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """What `digests` was in a JSON file; nothing where it is anything else."""
        known = document.items() if isinstance(document, dict) else ()
        return cls({key: value for key, value in known if isinstance(value, str)})

    def has(self, view: VideoView, stop: Stop) -> bool:
        """Whether the stop was looked at as it is now."""
        known = self.digests.get(stop.key)
        return known is not None and known == content_digest(view, stop)

    def left(self, view: VideoView, order: WalkOrder) -> tuple[Stop, ...]:
        """The stops that are still to be looked at, in the order of the walk."""
        return tuple(stop for stop in stops(view, order) if not self.has(view, stop))

    def with_looked_at(self, view: VideoView, stop: Stop) -> Self:
        """The same once a stop was looked at; whoever looks at a second looks at every cell in it."""
        looked = [stop]
        if not stop.instance_id:
            looked += [each for each in stops(view, WalkOrder.CELLS) if each.second == stop.second]
        new = {each.key: content_digest(view, each) for each in looked}
        return type(self)({**self.digests, **new})


def next_stop(
    ordered: Sequence[Stop], here: Stop | None, left: Iterable[Stop], *, step: int = 1
) -> Stop | None:
    """Where the walk goes from a stop: onward to what is left ahead, then to what is left behind.

    Back (`step` -1) it goes to the stop before, looked at or not. None where there is none.
    """
    at = ordered.index(here) if here in ordered else (-1 if step > 0 else len(ordered))
    if step < 0:
        return ordered[at - 1] if at > 0 else None
    wanted = set(left) - {here}
    return next((each for each in (*ordered[at + 1 :], *ordered) if each in wanted), None)


def content_digest(view: VideoView, stop: Stop) -> str:
    """A hash of what a stop holds: categories, states, masks, and whether the second is confirmed silent."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in _content(view, stop):
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()


def _content(view: VideoView, stop: Stop) -> Iterator[bytes]:
    if not stop.instance_id:
        yield str(stop.second in view.silences).encode()
    for track in view.tracks:
        name = track.instance.instance_id
        if stop.instance_id in ("", name) and stop.second < view.video.second_count:
            mask = track.masks[stop.second]
            yield f"{name} {track.instance.category_id} {track.states[stop.second].value}".encode()
            yield b"" if mask is None else mask.counts
