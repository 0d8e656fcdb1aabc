"""Proposals for a project's video: its masks propagated through the pictures of its source.

Nothing is written here. The caller puts what comes out into the proposals, in an edit of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild import inside, masks
from avisbuild.errors import MediaError, ProjectError
from avisbuild.media.source_frames import SourceFrames, StillFrames
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.propagation import (
    EndReason,
    SecondProposal,
    WalkEnd,
    combine_proposals,
    propagate_all,
)
from avisbuild.propagation.base import FrameSource, MaskArray
from avisbuild.records import InstanceId, Proposal, Rle, Sounding, Track, VideoId
from avisbuild.records.seconds import seconds_text
from avisbuild.records.video_folder import read_source_json, source_dir, source_media
from avisbuild.store import Project

MODEL = "flow-1"
JUMP_MODEL = "flow-1-jump"  # only the frames of whole seconds were there
_REACH_S = 10  # how far beyond the range a mask may lie that is propagated into it
_WANTED = (Sounding.SOUNDING, Sounding.UNSURE)

Cell = tuple[InstanceId, int]


class Direction(StrEnum):
    """Where a second's mask comes from: annotated seconds before it, after it, or both."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostInstance:
    """A walk lost an instance on the way to `lost_at`; `second` is the next one that wants a mask."""

    instance_id: InstanceId
    second: int
    lost_at: int
    reason: EndReason


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pictures:
    """Where the pictures come from; `notice` is for the user where they are only a second apart."""

    source: FrameSource
    notice: Message | None = None

    @property
    def bridged(self) -> Message | None:
        """What is to be said of pictures that could not be decoded, of those walked over so far."""
        found = self.source.bridged if isinstance(self.source, SourceFrames) else {}
        if not found:
            return None
        seconds = seconds_text(found)
        return Message("pictures-bridged", count=sum(found.values()), seconds=seconds)


def open_pictures(
    project: Project, video_id: VideoId, should_stop: Callable[[], bool] = lambda: False
) -> Pictures:
    """Every picture of the video's kept source or, where that is not to be had, its frames alone.

    Raises ProjectError when the video is not in the project, MediaError `given-up` where it should stop.
    """
    video = project.video(video_id)
    folder = project.video_dir(video_id)
    try:
        path = kept_source(source_dir(project.sources_dir, video.source_key), video_id)
        return Pictures(source=SourceFrames.open(folder, path, should_stop=should_stop))
    except (MediaError, inside.OutsideError) as error:
        if getattr(error, "code", "") == "given-up":
            raise
        notice = Message("propagated-a-second-apart", problem=error.message)
        return Pictures(source=StillFrames(folder), notice=notice)


def is_refusal(notice: Message) -> bool:
    """Whether the source is there, but lies where this person never allowed the project to read."""
    problem = notice.fields.get("problem")
    return isinstance(problem, Message) and problem.kind == "reference-leads-out"


def propose(
    project: Project,
    video_id: VideoId,
    instance_ids: Sequence[InstanceId],
    *,
    from_second: int,
    seconds: range,
    direction: Direction = Direction.BOTH,
    pictures: Pictures | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Progress = silent,
) -> Iterator[Proposal | LostInstance]:
    """Suggest masks for the cells of `seconds` that have none, from the nearest seconds that have one.

    FORWARD fills the seconds after `from_second`, BACKWARD those before, BOTH all of them; between two
    annotated seconds, BOTH walks from either side, and joins what comes. A cell with a mask is never
    proposed for. Cells that are said not to sound in view are left out. Where an instance is lost, that
    and why is given. When `should_stop` says so, or a
    picture cannot be read, what is finished is still given. `progress` counts seconds walked. Raises
    ProjectError and, where a picture cannot be read, MediaError in the end.
    """
    pictures = pictures or open_pictures(project, video_id)
    plan = _Plan.of(_tracks(project, video_id, instance_ids), from_second, seconds, direction)
    model = MODEL if pictures.source.is_dense else JUMP_MODEL
    for cell, found in _walked(plan, pictures.source, should_stop, progress):
        if isinstance(found, WalkEnd):
            yield LostInstance(
                instance_id=cell[0], second=cell[1], lost_at=found.second, reason=found.reason
            )
            continue
        yield Proposal(
            instance_id=cell[0],
            second=cell[1],
            rle=masks.encode(found.mask),
            model=model,
            confidence=round(found.confidence, 3),
        )


class _Decoded(Mapping[int, MaskArray]):
    """Masks by second, decoded when one is asked for: a minute of them would fill memory."""

    def __init__(self, rles: Mapping[int, Rle]) -> None:
        self._rles = rles

    def __getitem__(self, second: int) -> MaskArray:
        return masks.decode(self._rles[second])

    def __contains__(self, second: object) -> bool:
        return second in self._rles

    def __iter__(self) -> Iterator[int]:
        return iter(self._rles)

    def __len__(self) -> int:
        return len(self._rles)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """The cells to fill, the masks that are known, and the walks: pairs of seconds, the first annotated."""

    wanted: frozenset[Cell]
    known: Mapping[InstanceId, Mapping[int, MaskArray]]
    walks: tuple[tuple[int, int], ...]

    @classmethod
    def of(
        cls,
        tracks: Sequence[Track],
        from_second: int,
        seconds: range,
        direction: Direction,
    ) -> "_Plan":
        wanted = frozenset(
            (track.instance.instance_id, second)
            for track in tracks
            for second in seconds
            if _is_open(track, second) and _lies(second, from_second, direction)
        )
        low = min(from_second, *seconds) - _REACH_S if seconds else 0
        high = max(from_second, *seconds) + _REACH_S if seconds else -1
        known = {
            track.instance.instance_id: _Decoded(
                {
                    second: rle
                    for second, rle in enumerate(track.masks)
                    if rle is not None and low <= second <= high
                }
            )
            for track in tracks
        }
        walks = []
        if direction is not Direction.BACKWARD:
            walks += _walk(wanted, known, ahead=1)
        if direction is not Direction.FORWARD:
            walks += _walk(wanted, known, ahead=-1)
        return cls(wanted=wanted, known=known, walks=tuple(walks))

    @property
    def second_count(self) -> int:
        """The length of all walks together, for the progress bar."""
        return sum(abs(stop - start) for start, stop in self.walks)

    def next_wanted(self, instance_id: InstanceId, second: int, *, ahead: int) -> int | None:
        """The first wanted second from this one on, before the next with a mask; None without."""

        def distance(each: int) -> int:
            return (each - second) * ahead

        wanted = [each for key, each in self.wanted if key == instance_id and distance(each) >= 0]
        first = min(wanted, key=distance, default=None)
        known = (each for each in self.known[instance_id] if distance(each) >= 0)
        if first is None or any(distance(each) < distance(first) for each in known):
            return None
        return first

    def has_other_side(self, cell: Cell) -> bool:
        """Whether the cell lies between two masks and is walked to from both."""
        seconds = self.known[cell[0]]
        return (
            len(self.walks) == 2
            and any(second < cell[1] for second in seconds)
            and any(second > cell[1] for second in seconds)
        )


def _walk(
    wanted: frozenset[Cell], known: Mapping[InstanceId, Mapping[int, MaskArray]], *, ahead: int
) -> list[tuple[int, int]]:
    """The walk that reaches every wanted cell with a mask behind it; none where there is no such cell."""
    starts, stops = [], []
    for instance_id, second in wanted:
        behind = [each for each in known[instance_id] if (second - each) * ahead > 0]
        if behind:
            starts.append(max(behind, key=lambda each: each * ahead))
            stops.append(second)
    if not starts:
        return []
    return [(min(starts, key=lambda s: s * ahead), max(stops, key=lambda s: s * ahead))]


def _walked(
    plan: _Plan, source: FrameSource, should_stop: Callable[[], bool], progress: Progress
) -> Iterator[tuple[Cell, SecondProposal | WalkEnd]]:
    """What the walks find for the wanted cells; what waits for the other side is given at the end."""
    waiting: dict[Cell, SecondProposal] = {}
    try:
        yield from _met(plan, source, waiting, should_stop, progress)
    except MediaError:
        yield from waiting.items()
        raise
    yield from waiting.items()


def _met(
    plan: _Plan,
    source: FrameSource,
    waiting: dict[Cell, SecondProposal],
    should_stop: Callable[[], bool],
    progress: Progress,
) -> Iterator[tuple[Cell, SecondProposal | WalkEnd]]:
    """Walk, and put into `waiting` what the walk from the other side may still confirm."""
    done = 0
    for start, stop in plan.walks:
        is_first = (start, stop) == plan.walks[0]
        for instance_id, found in propagate_all(
            source, plan.known, start=start, stop=stop, should_stop=should_stop
        ):
            if isinstance(found, WalkEnd):
                ahead = 1 if stop >= start else -1
                second = plan.next_wanted(instance_id, found.second, ahead=ahead)
                if second is not None and not plan.has_other_side((instance_id, second)):
                    yield (instance_id, second), found
                continue
            cell = instance_id, found.second
            progress(done + abs(found.second - start), plan.second_count, f"second {found.second}")
            if cell not in plan.wanted:
                continue
            if is_first and plan.has_other_side(cell):
                waiting[cell] = found
            else:
                earlier = waiting.pop(cell, None)
                yield cell, found if earlier is None else combine_proposals(earlier, found)
        done += abs(stop - start)
        if should_stop():
            return


def _is_open(track: Track, second: int) -> bool:
    if not 0 <= second < len(track.masks) or track.masks[second] is not None:
        return False
    return track.states[second] in _WANTED


def _lies(second: int, from_second: int, direction: Direction) -> bool:
    if direction is Direction.FORWARD:
        return second > from_second
    return direction is Direction.BOTH or second < from_second


def _tracks(project: Project, video_id: VideoId, instance_ids: Sequence[InstanceId]) -> list[Track]:
    tracks = {track.instance.instance_id: track for track in project.tracks(video_id)}
    for instance_id in instance_ids:
        if instance_id not in tracks:
            raise ProjectError("propagate-no-instance", video_id=video_id, instance_id=instance_id)
    return [tracks[instance_id] for instance_id in instance_ids]


def kept_source(folder: Path, video_id: VideoId) -> Path:
    """The media file of a source's folder; raises MediaError `no-source`, and OutsideError."""
    document = read_source_json(folder) or {}
    try:
        path = source_media(folder, document)
        if path.is_file():
            return path
        found = Message("source-file-missing", file=path.name)
    except (OSError, ValueError, KeyError):
        found = Message("source-not-noted")
    raise MediaError(
        "source-not-kept", video_id=video_id, found=found, folder=folder, code="no-source"
    )
