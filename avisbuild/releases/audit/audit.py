"""The audit itself: what ties videos together, and which of those groups a split has cut."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.releases.audit.decisions import Applied, Decided, apply_decisions
from avisbuild.releases.audit.fingerprints import (
    Fingerprint,
    keys_of,
    make_fingerprints,
    media_problem,
)
from avisbuild.releases.audit.media import VideoMedia, read_frame
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.audit.pictures import find_pairs as find_pictures
from avisbuild.releases.audit.placement import Placement, in_order
from avisbuild.releases.audit.sounds import NotJudged, SharedSound
from avisbuild.releases.audit.sounds import find_pairs as find_sounds
from avisbuild.releases.splits.groups import Group, Groups, group_items
from avisbuild.untrusted.pictures import PICTURE_ERRORS

# Black has no details, so it is like nothing.
_NOTHING_SHOWN = np.zeros((180, 320), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutGroup:
    """A group with videos in more than one split: the videos by split, and every pair found in it."""

    group: Group
    videos: Mapping[str, tuple[VideoId, ...]]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What an audit found. `pairs` are those of pictures, sounds and decisions; names and sources tie groups.

    `keys` know the videos by their fingerprints; `not_judged` are sounds with nothing to compare, `problems`
    the videos that could not be read, `media` what was looked at: nothing where only names were.
    """

    placement: Placement
    groups: Groups
    decided: Applied
    media: Mapping[VideoId, VideoMedia] = field(default_factory=dict)
    keys: Mapping[VideoId, str] = field(default_factory=dict)
    shared_sounds: tuple[SharedSound, ...] = ()
    not_judged: Mapping[VideoId, NotJudged] = field(default_factory=dict)
    problems: Mapping[VideoId, Message] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that are left after all decisions."""
        return self.decided.pairs

    @cached_property
    def cut(self) -> tuple[CutGroup, ...]:
        """The groups that more than one split has a part of."""
        return tuple(_cut_groups(self.groups, self.placement, self.pairs))

    @cached_property
    def affected(self) -> dict[str, int]:
        """How many videos of each split are in a group that is cut."""
        found: dict[str, set[VideoId]] = {}
        for each in self.cut:
            for split, videos in each.videos.items():
                found.setdefault(split, set()).update(videos)
        return {split: len(found[split]) for split in in_order(set(found))}


def run_audit(
    placement: Placement,
    media: Mapping[VideoId, VideoMedia] | None = None,
    *,
    decisions: Sequence[Decided] = (),
    by_uploader: bool = False,
    cache: Path | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Found:
    """Find what belongs together: by names and sources, and by picture and sound where there is media.

    Fingerprints are kept in `cache`, so that a run which was stopped goes on where it was. The order of the
    videos changes nothing.
    """
    media = media or {}
    names = sorted(media)
    made = dict(
        make_fingerprints(
            [media[name] for name in names], cache=cache, executor=executor, progress=progress
        )
    )
    problems = {name: each.problem for name, each in made.items() if each.problem}
    alike = _find_alike(made, media, problems, progress)
    decided = apply_decisions(
        alike.pairs, decisions, (item.video_id for item in placement.items), keys_of(made)
    )
    return Found(
        placement=placement,
        groups=group_items(placement.items, decided.pairs, by_uploader=by_uploader),
        decided=decided,
        media=media,
        keys=keys_of(made),
        shared_sounds=alike.shared_sounds,
        not_judged=alike.not_judged,
        problems={name: problems[name] for name in names if name in problems},
    )


@dataclass(frozen=True, kw_only=True)
class _Alike:
    pairs: tuple[Pair, ...] = ()
    shared_sounds: tuple[SharedSound, ...] = ()
    not_judged: Mapping[VideoId, NotJudged] = field(default_factory=dict)


def _find_alike(
    made: Mapping[VideoId, Fingerprint],
    media: Mapping[VideoId, VideoMedia],
    problems: dict[VideoId, Message],
    progress: Progress,
) -> _Alike:
    """Compare all with all; a video whose frames are lost since its fingerprint was kept gets a problem."""
    if not made:
        return _Alike()

    def frame(name: VideoId, second: int) -> NDArray[np.uint8]:
        try:
            return read_frame(media[name].frames[second])
        except PICTURE_ERRORS as error:
            problems[name] = media_problem(error)
            return _NOTHING_SHOWN

    shown = find_pictures(
        {name: each.picture for name, each in made.items() if each.picture},
        frame,
        progress=progress,
    )
    heard = find_sounds(
        {name: each.sound for name, each in made.items() if each.sound}, progress=progress
    )
    pairs = sorted(
        (*shown, *heard.pairs), key=lambda each: (each.first, each.second, each.evidence)
    )
    return _Alike(
        pairs=tuple(pairs), shared_sounds=heard.shared_sounds, not_judged=heard.not_judged
    )


def _cut_groups(groups: Groups, placement: Placement, pairs: Iterable[Pair]) -> Iterable[CutGroup]:
    by_group: dict[str, list[Pair]] = {}
    of_video = groups.of_video()
    for pair in pairs:
        if pair.first in of_video and pair.second in of_video:
            by_group.setdefault(of_video[pair.first].key, []).append(pair)
    for group in groups.all:
        videos: dict[str, list[VideoId]] = {}
        for name in group.members:
            for split in placement.splits[name]:
                videos.setdefault(split, []).append(name)
        if len(videos) > 1:
            yield CutGroup(
                group=group,
                videos={split: tuple(videos[split]) for split in in_order(set(videos))},
                pairs=tuple(by_group.get(group.key, ())),
            )
