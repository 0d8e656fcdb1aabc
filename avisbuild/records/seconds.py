"""Seconds as people write them."""

from collections.abc import Iterable


def seconds_text(seconds: Iterable[int]) -> str:
    """Runs of seconds in one line: "3-5, 8"."""
    runs: list[list[int]] = []
    for second in sorted(seconds):
        if runs and second == runs[-1][-1] + 1:
            runs[-1].append(second)
        else:
            runs.append([second])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
