"""A validator's error as one sentence that a person understands."""

from typing import Any


def describe(error: Any) -> str:
    """`annotations[12].segmentations[3]: expected ..., got ...`."""
    return f"{error.instance_path}: {error.message[:200]}"
