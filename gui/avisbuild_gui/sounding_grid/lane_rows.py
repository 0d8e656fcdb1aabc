"""What the lanes show, as plain values: taken from a video, compared with what is on screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from avisbuild.annotation import CellSign, VideoView
from avisbuild.annotation.view import OPEN_SIGNS
from avisbuild.records import InstanceId, Sounding
from avisbuild_gui.theme import instance_colour


@dataclass(frozen=True, slots=True)
class Lane:
    """One instance's row; `signs` has one entry a second."""

    instance_id: InstanceId
    name: str
    colour: str
    signs: tuple[CellSign, ...]
    sounding_count: int
    todo_count: int

    def same_head(self, other: "Lane") -> bool:
        """Whether the name column shows the same for both."""
        return (self.name, self.colour, self.sounding_count) == (
            other.name,
            other.colour,
            other.sounding_count,
        )


def lanes_from_view(view: VideoView) -> tuple[Lane, ...]:
    """The lanes of a video, in its order of instances; eighteen thousand cells in a few milliseconds."""
    lanes = []
    for position, track in enumerate(view.tracks):
        instance_id = track.instance.instance_id
        signs = view.signs(instance_id)
        lanes.append(
            Lane(
                instance_id,
                view.name(instance_id),
                instance_colour(position),
                signs,
                sum(state is Sounding.SOUNDING for state in track.states),
                sum(sign in OPEN_SIGNS for sign in signs),
            )
        )
    return tuple(lanes)


def changed_cells(before: Lane, after: Lane) -> Iterator[int]:
    """The seconds in which two versions of a lane differ."""
    for second, (old, new) in enumerate(zip(before.signs, after.signs, strict=True)):
        if old is not new:
            yield second


def same_shape(before: tuple[Lane, ...], after: tuple[Lane, ...]) -> bool:
    """Whether two versions have the same lanes in the same order and as many seconds."""
    return [(lane.instance_id, len(lane.signs)) for lane in before] == [
        (lane.instance_id, len(lane.signs)) for lane in after
    ]
