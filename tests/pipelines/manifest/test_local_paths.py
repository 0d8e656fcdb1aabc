"""Paths in a manifest as values: what leads elsewhere on some system is refused there."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild_pipelines.manifest.sources import _is_relative

_TEXT = st.text("abC:/\\.~ ", max_size=12)


@pytest.mark.parametrize(
    ("path", "on_unix", "on_windows"),
    [
        ("media/a.mp4", True, True),
        ("C:/media/a.mp4", True, False),
        ("C:a.mp4", True, False),
        ("a.mp4:stream", True, False),
        ("media\\a.mp4", False, False),
        ("\\\\server\\share\\a.mp4", False, False),
        ("/media/a.mp4", False, False),
        ("//server/share/a.mp4", False, False),
        ("a/../b.mp4", False, False),
        ("~/a.mp4", False, False),
    ],
)
def test_a_local_path_is_one_below_the_media_root(
    path: str, on_unix: bool, on_windows: bool
) -> None:
    assert _is_relative(path, for_windows=False) == on_unix
    assert _is_relative(path, for_windows=True) == on_windows


@given(path=_TEXT)
def test_what_is_taken_stays_below_whatever_folder(path: str) -> None:
    if _is_relative(path, for_windows=True):
        assert (PureWindowsPath("D:/lab") / path).is_relative_to("D:/lab")
    if _is_relative(path, for_windows=False):
        assert (PurePosixPath("/lab") / path).is_relative_to("/lab")
