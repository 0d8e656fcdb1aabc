"""When what sounds: how many things in each second, and which of them."""

from collections.abc import Sequence

import numpy as np

_SOURCES = (1, 2, 3, 4)
_CHANCES = (0.3, 0.45, 0.15, 0.1)
_CHANGE = 0.14


def invent_counts(second_count: int, rng: np.random.Generator, *, silence: bool) -> tuple[int, ...]:
    """How many things sound in each second, where no real counts are given; at least one second sounds."""
    most = int(rng.choice(_SOURCES, p=_CHANCES))
    count, counts = int(rng.integers(1, most + 1)), []
    for _ in range(second_count):
        if rng.random() < _CHANGE:
            count = int(np.clip(count + rng.choice((-1, 1)), 1, most))
        counts.append(count)
    if silence and second_count > 1:
        length = int(rng.integers(1, max(2, second_count // 4 + 1)))
        start = int(rng.integers(0, second_count - length + 1))
        counts[start : start + length] = [0] * length
    return tuple(counts)


def share_out(
    counts: Sequence[int], source_count: int, rng: np.random.Generator
) -> tuple[tuple[bool, ...], ...]:
    """Which of the sources sound in each second: `counts` of them, and as few starts and stops as can be.

    Whoever has sounded least starts first, so that every source has its turn where there is room.
    """
    if max(counts, default=0) > source_count:
        raise ValueError(f"expected at most {source_count} sounding at once, got {max(counts)}")
    sounded = np.zeros(source_count)
    on: list[int] = []
    rows = np.zeros((source_count, len(counts)), bool)
    for second, count in enumerate(counts):
        while len(on) > count:
            on.pop(int(rng.integers(len(on))))
        while len(on) < count:
            idle = [source for source in range(source_count) if source not in on]
            on.append(min(idle, key=lambda source: (sounded[source], rng.random())))
        rows[on, second] = True
        sounded[on] += 1
    return tuple(tuple(row.tolist()) for row in rows)


def one_span(second_count: int, rng: np.random.Generator) -> tuple[bool, ...]:
    """A source that sounds once, for a third to two thirds of the time."""
    length = max(1, round(second_count * float(rng.uniform(0.33, 0.67))))
    start = int(rng.integers(0, second_count - length + 1))
    return tuple(start <= second < start + length for second in range(second_count))
