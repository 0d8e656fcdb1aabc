"""A draft is committed before masks are propagated, which would go on without it."""

from types import SimpleNamespace
from typing import Any

import pytest

from avisbuild_gui.proposals.commit_first import CommitFirst


@pytest.mark.parametrize(
    ("draws", "commits", "works", "done"),
    [
        (False, True, False, ["propagate 1"]),
        (True, True, False, ["commit", "propagate 1"]),
        (True, False, False, ["commit"]),
        (True, True, True, ["propagate 1"]),
    ],
    ids=["no draft", "a draft", "one that cannot be committed", "while one is at work"],
)
def test_what_is_drawn_is_committed_first(
    draws: bool, commits: bool, works: bool, done: list[str]
) -> None:
    """R46: `T` over a draft commits it, or committing says why it cannot be."""
    found: list[str] = []
    kept: Any = SimpleNamespace(holds_anything=draws)
    drawn: Any = SimpleNamespace(commit=lambda: found.append("commit") or commits)
    propagation: Any = SimpleNamespace(
        is_working=works, propagate=lambda step: found.append(f"propagate {step}")
    )
    CommitFirst(kept, drawn, propagation).propagate(1)
    assert found == done
