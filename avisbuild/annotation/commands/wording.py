"""How labels of commands say which seconds: in runs, as people do."""

from collections.abc import Iterable


def seconds_text(seconds: Iterable[int]) -> str:
    """`3 s`, `3-7 s`, `3-7, 12 s`; more than three runs are counted instead."""
    runs: list[list[int]] = []
    count = 0
    for second in sorted(set(seconds)):
        count += 1
        if runs and second == runs[-1][1] + 1:
            runs[-1][1] = second
        else:
            runs.append([second, second])
    if len(runs) > 3:
        return f"{count} seconds"
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return f"{', '.join(parts)} s"
