"""One instance at two moments, so that its cells can be compared one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from avisbuild.records import Instance, Rle, Sounding, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPair:
    """An instance before and after, both equally long; where it is not there, nothing is marked.

    `instance` is the later one of the two.
    """

    instance: Instance
    before: Track
    after: Track
    was_there: bool
    is_there: bool

    def states(self, second: int) -> tuple[Sounding, Sounding]:
        """A cell's sounding state before and after."""
        return self.before.states[second], self.after.states[second]

    def masks(self, second: int) -> tuple[Rle | None, Rle | None]:
        """A cell's mask before and after."""
        return self.before.masks[second], self.after.masks[second]

    @property
    def seconds(self) -> range:
        """The seconds of either side."""
        return range(len(self.before.states))


def track_pairs(before: Sequence[Track], after: Sequence[Track]) -> Iterator[TrackPair]:
    """Every instance of both sides, those that are there after in their order, then those that went."""
    length = max((len(track.states) for track in (*before, *after)), default=0)
    old = {track.instance.instance_id: track for track in before}
    for track in after:
        known = old.pop(track.instance.instance_id, None)
        yield TrackPair(
            instance=track.instance,
            before=_padded(known or _unmarked(track), length),
            after=_padded(track, length),
            was_there=known is not None,
            is_there=True,
        )
    for track in old.values():
        yield TrackPair(
            instance=track.instance,
            before=_padded(track, length),
            after=_padded(_unmarked(track), length),
            was_there=True,
            is_there=False,
        )


def _unmarked(track: Track) -> Track:
    return replace(track, states=(), masks=())


def _padded(track: Track, length: int) -> Track:
    """The track with seconds at its end in which nothing is marked, as a video that was shorter once."""
    missing = length - len(track.states)
    return replace(
        track,
        states=track.states + (Sounding.SILENT,) * missing,
        masks=track.masks + (None,) * missing,
    )
