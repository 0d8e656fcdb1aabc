"""How much of the same test is tried: little in `make test`, much in `make fuzz`."""

import os

import pytest

IS_FUZZ = "AVISBUILD_FUZZ" in os.environ

# Marks a test that takes its numbers from here; `make fuzz` runs these and no others.
fuzz = pytest.mark.fuzz


def tried(quick: int, much: int) -> int:
    """How many examples, steps or kills: `quick` finds what is broken, `much` is the proof."""
    return much if IS_FUZZ else quick
