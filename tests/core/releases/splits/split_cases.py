"""Made-up videos to split: groups of some sizes, labels, lengths and silent seconds by a seed."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from avisbuild.records import VideoId
from avisbuild.releases.splits import SplitItem

LABELS = ("dog", "cat", "violin")


def items_in_groups(sizes: Sequence[int], seed: int = 0) -> tuple[SplitItem, ...]:
    """Videos in groups of these sizes, with labels and numbers drawn by a seed."""
    rng = random.Random(seed)
    items = []
    for group, size in enumerate(sizes):
        for member in range(size):
            seconds = rng.randint(4, 60)
            items.append(
                SplitItem(
                    video_id=VideoId(f"g{group:02}-{member}"),
                    group=f"g{group:02}" if size > 1 else "",
                    labels=tuple(rng.sample(LABELS, rng.randint(0, 2))),
                    seconds=seconds,
                    silent_seconds=rng.randint(0, seconds),
                    instances=rng.randint(0, 5),
                )
            )
    return tuple(items)


group_sizes = st.lists(st.integers(1, 6), min_size=3, max_size=30)
