"""Splitting as AVISeg did: at random over videos, or where the manifest says."""

from collections.abc import Iterable
from hashlib import sha256

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitPlan, SplitSizes, Video, VideoId
from avisbuild.releases.splits.sizes import scale_sizes


def plan_random(video_ids: Iterable[VideoId], sizes: SplitSizes, seed: int) -> SplitPlan:
    """Shuffle the videos by a seed and cut the row into train, val and test, as AVISeg did.

    The order is that of the SHA-256 of "<seed>:<video id>", so it depends neither on the order of
    the input nor on any library's random numbers, now or later. Raises ReleaseError when the sizes
    do not add up to the number of videos; the message says which sizes would fit.
    """
    shuffled = sorted(set(video_ids), key=lambda name: (_rank(name, seed), name))
    if sizes.total != len(shuffled):
        raise ReleaseError(
            "sizes-do-not-fit",
            total=sizes.total,
            sizes=sizes,
            count=len(shuffled),
            fitting=scale_sizes(sizes, len(shuffled)),
        )
    assignment: dict[VideoId, Split] = {}
    for split in Split:
        taken = shuffled[len(assignment) : len(assignment) + sizes.of(split)]
        assignment |= dict.fromkeys(taken, split)
    return SplitPlan(method="random", seed=seed, assignment=assignment)


def plan_as_asked(videos: Iterable[Video]) -> SplitPlan:
    """Put each video where its manifest row asks for it, in train where it asks for nothing."""
    assignment = {video.video_id: video.split or Split.TRAIN for video in videos}
    return SplitPlan(method="manifest", seed=0, assignment=assignment)


def _rank(name: VideoId, seed: int) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()
