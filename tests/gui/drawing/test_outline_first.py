"""Committing an open outline closes it, and says that something is left to be committed."""

from types import SimpleNamespace
from typing import Any

import pytest

from avisbuild_gui.drawing.outline_first import OutlineFirst


@pytest.mark.parametrize(
    ("closes", "commits", "is_done"),
    [(True, True, False), (False, True, True), (False, False, False)],
    ids=["an outline was open", "a draft", "a draft that cannot be committed"],
)
def test_whether_nothing_is_left_to_be_committed(
    closes: bool, commits: bool, is_done: bool
) -> None:
    """R46: `T` goes on only then."""
    outlining: Any = SimpleNamespace(close=lambda: closes)
    drafts: Any = None
    written: Any = SimpleNamespace(commit=lambda: commits)
    assert OutlineFirst(outlining, drafts, written).commit() is is_done
