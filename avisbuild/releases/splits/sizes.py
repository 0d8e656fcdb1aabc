"""How many videos go to train, val and test: reading it, and scaling it to the videos there are."""

import re

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitSizes

_COUNT = re.compile(r"[0-9]{1,9}")


def read_sizes(text: str) -> SplitSizes:
    """Read "616/105/205"; raises ReleaseError."""
    parts = text.split("/")
    if len(parts) != len(Split) or not all(_COUNT.fullmatch(part.strip()) for part in parts):
        raise ReleaseError("sizes-form", text=text)
    train, val, test = (int(part) for part in parts)
    return SplitSizes(train=train, val=val, test=test)


def scale_sizes(sizes: SplitSizes, total: int) -> SplitSizes:
    """Sizes in the same proportions that add up to `total`, by largest remainders.

    While there are enough videos, no split that was asked for stays empty.
    """
    wanted = [sizes.of(split) for split in Split]
    if sum(wanted) == 0:
        raise ReleaseError("sizes-all-zero")
    scaled = [size * total // sum(wanted) for size in wanted]
    remainders = [size * total % sum(wanted) for size in wanted]
    by_remainder = sorted(range(len(wanted)), key=lambda index: -remainders[index])
    for index in by_remainder[: total - sum(scaled)]:
        scaled[index] += 1
    for index, size in enumerate(wanted):
        largest = scaled.index(max(scaled))
        if size > 0 and scaled[index] == 0 and scaled[largest] > 1:
            scaled[index], scaled[largest] = 1, scaled[largest] - 1
    return SplitSizes(train=scaled[0], val=scaled[1], test=scaled[2])
