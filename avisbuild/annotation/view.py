"""What is known of the open video: plain values, made anew after every edit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Self

from avisbuild.checks.cells import find_issues
from avisbuild.checks.completeness import unsettled_seconds
from avisbuild.checks.issue import Issue
from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Dismissal,
    Instance,
    InstanceId,
    Mask,
    Proposal,
    Provenance,
    Rle,
    Round,
    RoundState,
    SetAside,
    Silence,
    Sounding,
    Taxonomy,
    Track,
    Video,
)
from avisbuild.store import VideoContent

Cell = tuple[InstanceId, int]


class CellSign(StrEnum):
    """What a cell (instance, second) of the sounding grid shows.

    `MASKED` sounds and has its mask, `TODO` sounds and lacks it, `PROPOSED` lacks it but has a proposal,
    `STRAY` has a mask though it does not sound in view; `SILENT_MASKED` is silent, and its mask is kept as
    the project's recipe wants it.
    """

    MASKED = "masked"
    TODO = "todo"
    PROPOSED = "proposed"
    STRAY = "stray"
    SILENT_MASKED = "silent_masked"
    SILENT = "silent"
    OFFSCREEN = "offscreen"
    OCCLUDED = "occluded"
    UNSURE = "unsure"


# Of cells that sound in view and have no mask.
OPEN_SIGNS = frozenset({CellSign.TODO, CellSign.PROPOSED})
_STATE_SIGNS = {
    Sounding.SOUNDING: CellSign.TODO,
    Sounding.SILENT: CellSign.SILENT,
    Sounding.OFFSCREEN: CellSign.OFFSCREEN,
    Sounding.OCCLUDED: CellSign.OCCLUDED,
    Sounding.UNSURE: CellSign.UNSURE,
}


@dataclass(frozen=True, kw_only=True)
class VideoView:
    """Everything a person sees of one video.

    `tracks` are in order of category id and number as they were brought in, and then as they were added.
    `proposals` has the most confident one of each cell and `all_proposals` every one, `silences` the seconds
    confirmed as silent. `set_aside` says why the video is no use, and who said so, where it is. `comments`
    are what people say of the video, by number; an instance that one is about may be gone. `dismissals` are
    the suspects that a person has looked at and found right. `keep_silent_masks` is the project's recipe's:
    whether a mask may stand where its instance is silent.
    """

    video: Video
    taxonomy: Taxonomy
    tracks: tuple[Track, ...]
    provenances: Mapping[Cell, Provenance]
    proposals: Mapping[Cell, Proposal]
    silences: frozenset[int]
    round: Round | None
    all_proposals: tuple[Proposal, ...] = ()
    set_aside: SetAside | None = None
    comments: tuple[Comment, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    keep_silent_masks: bool = False

    @classmethod
    def of(
        cls, content: VideoContent, taxonomy: Taxonomy, *, keep_silent_masks: bool = False
    ) -> Self:
        """The view of what was read from a project."""
        best: dict[Cell, Proposal] = {}
        proposals, rounds = content.records(Proposal), content.records(Round)
        for each in proposals:
            cell = each.instance_id, each.second
            if cell not in best or each.confidence > best[cell].confidence:
                best[cell] = each
        return cls(
            video=content.video,
            taxonomy=taxonomy,
            tracks=tuple(sorted(content.tracks, key=lambda each: each.instance.position)),
            provenances={
                (each.instance_id, each.second): each.provenance for each in content.records(Mask)
            },
            proposals=best,
            silences=frozenset(each.second for each in content.records(Silence)),
            round=rounds[-1] if rounds else None,
            all_proposals=proposals,
            set_aside=next(iter(content.records(SetAside)), None),
            comments=content.records(Comment),
            dismissals=content.records(Dismissal),
            keep_silent_masks=keep_silent_masks,
        )

    @property
    def state(self) -> RoundState:
        """Where the video stands: `todo` before its first round, then what its last round says."""
        return RoundState.TODO if self.round is None else self.round.state

    @cached_property
    def by_id(self) -> dict[InstanceId, Track]:
        """The tracks again, to be looked up by the id of their instance."""
        return {track.instance.instance_id: track for track in self.tracks}

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The video's instances, in order; the first nine have the number keys."""
        return tuple(track.instance for track in self.tracks)

    def track(self, instance_id: InstanceId) -> Track:
        """An instance with its states and masks; raises ProjectError when it is not there (any more)."""
        track = self.by_id.get(instance_id)
        if track is None:
            raise ProjectError("instance-gone", video=self.video.video_id, instance=instance_id)
        return track

    def name(self, instance_id: InstanceId) -> str:
        """`guitar_2`; raises ProjectError without such an instance."""
        return self.track(instance_id).instance.name(self.taxonomy)

    def sounding_at(self, instance_id: InstanceId, second: int) -> Sounding:
        """Whether an instance sounds in a second: one of the five states. Raises ProjectError without it."""
        return self.track(instance_id).states[second]

    def mask_at(self, instance_id: InstanceId, second: int) -> Rle | None:
        """The mask of a cell, whatever its state."""
        return self.track(instance_id).masks[second]

    def has_mask(self, instance_id: InstanceId, second: int) -> bool:
        """Whether the instance is still there and has a mask in a second."""
        track = self.by_id.get(instance_id)
        return track is not None and track.masks[second] is not None

    def has_room(self, proposal: Proposal) -> bool:
        """Whether the proposal's instance is still there and has no mask in that second."""
        track = self.by_id.get(proposal.instance_id)
        return track is not None and track.masks[proposal.second] is None

    def with_proposals(self, found: Sequence[Proposal]) -> Self:
        """The view with these proposals, too, where there is room; a cell shows its most confident one."""
        best = dict(self.proposals)
        free = [each for each in found if self.has_room(each)]
        for each in free:
            known = best.get((each.instance_id, each.second))
            if known is None or each.confidence > known.confidence:
                best[each.instance_id, each.second] = each
        return replace(self, proposals=best, all_proposals=(*self.all_proposals, *free))

    def proposals_at(self, instance_id: InstanceId, second: int) -> tuple[Proposal, ...]:
        """Every proposal for a cell, of whatever model."""
        return self._proposals_by_cell.get((instance_id, second), ())

    @cached_property
    def _proposals_by_cell(self) -> dict[Cell, tuple[Proposal, ...]]:
        found: dict[Cell, tuple[Proposal, ...]] = {}
        for each in self.all_proposals:
            cell = each.instance_id, each.second
            found[cell] = (*found.get(cell, ()), each)
        return found

    def sign(self, instance_id: InstanceId, second: int) -> CellSign:
        """What the sounding grid shows of a cell; raises ProjectError as `signs` does."""
        return self.signs(instance_id)[second]

    def is_open(self, instance_id: InstanceId, second: int) -> bool:
        """Whether a cell sounds in view and has no mask."""
        return self.sign(instance_id, second) in OPEN_SIGNS

    def signs(self, instance_id: InstanceId) -> tuple[CellSign, ...]:
        """One sign a second; raises ProjectError when the instance is not there (any more)."""
        return self._signs[self.track(instance_id).instance.instance_id]

    @cached_property
    def _signs(self) -> dict[InstanceId, tuple[CellSign, ...]]:
        signs = {}
        for track in self.tracks:
            instance_id = track.instance.instance_id
            signs[instance_id] = tuple(
                _cell_sign(
                    state, has_mask=mask is not None, keep_silent_masks=self.keep_silent_masks
                )
                for state, mask in zip(track.states, track.masks, strict=True)
            )
        for instance_id, second in self.proposals:
            known = signs.get(instance_id, ())
            if second < len(known) and known[second] is CellSign.TODO:
                signs[instance_id] = (*known[:second], CellSign.PROPOSED, *known[second + 1 :])
        return signs

    def comment(self, number: int) -> Comment:
        """A comment by its number; raises ProjectError when it is not there (any more)."""
        for each in self.comments:
            if each.number == number:
                return each
        raise ProjectError("no-such-comment", video=self.video.video_id, number=number)

    @cached_property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that nobody has resolved, by number."""
        return tuple(each for each in self.comments if not each.resolved)

    def issues(self) -> tuple[Issue, ...]:
        """What stands in the way of handing the video in (R17), as `checks.cells.find_issues` finds it.

        Whether enough was listened to is no part of a view: `checks.listening`.
        """
        return self._issues

    @cached_property
    def _issues(self) -> tuple[Issue, ...]:
        return find_issues(
            self.video,
            self.tracks,
            self.taxonomy,
            silences=self.silences,
            keep_silent_masks=self.keep_silent_masks,
        )

    @cached_property
    def unsettled_seconds(self) -> tuple[int, ...]:
        """The seconds of which nobody has said what sounds in them, or that nothing does."""
        return unsettled_seconds(self.video, self.tracks, self.silences)

    def cells(self) -> Iterator[Cell]:
        """Every cell, by second and then by instance."""
        for second in range(self.video.second_count):
            for instance in self.instances:
                yield instance.instance_id, second

    @cached_property
    def todo_count(self) -> int:
        """How many cells sound and have no mask."""
        return sum(sign in OPEN_SIGNS for signs in self._signs.values() for sign in signs)

    @cached_property
    def sounding_count(self) -> int:
        """How many cells are to have a mask: those that are `sounding`, not offscreen or occluded ones."""
        return sum(track.states.count(Sounding.SOUNDING) for track in self.tracks)


def _cell_sign(state: Sounding, *, has_mask: bool, keep_silent_masks: bool) -> CellSign:
    if not has_mask:
        return _STATE_SIGNS[state]
    if state is Sounding.SILENT and keep_silent_masks:
        return CellSign.SILENT_MASKED
    return CellSign.MASKED if state is Sounding.SOUNDING else CellSign.STRAY
