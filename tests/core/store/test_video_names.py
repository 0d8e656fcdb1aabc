"""Names of new videos: refused where they cannot be had, told where they cannot be had elsewhere."""

import logging
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.records.ids import video_id
from avisbuild.store import video_names
from avisbuild.store.video_names import check_new_names, longest_path, name_problems
from avisbuild.system.names import LONGEST_ON_WINDOWS, Naming

LINUX = Naming()
WINDOWS = Naming(is_windows=True, longest_path=LONGEST_ON_WINDOWS)
LAB = PureWindowsPath("C:\\lab\\project")


def _kinds(naming: Naming, *new: str, known: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    problems = name_problems(LAB, map(video_id, new), set(map(video_id, known)), naming)
    return [(message.kind, is_refused) for message, is_refused in problems]


@pytest.mark.parametrize(
    ("naming", "devices_refused"),
    [(LINUX, False), (WINDOWS, True)],
    ids=["Linux", "Windows"],
)
def test_each_system_refuses_what_it_cannot_have_and_tells_the_rest(
    naming: Naming, devices_refused: bool
) -> None:
    assert _kinds(naming, "con") == [("video-name-device", devices_refused)]
    assert _kinds(naming, "NUL.1") == [("video-name-device", devices_refused)]
    assert _kinds(naming, "dog.") == [("video-name-cut", devices_refused)]
    assert _kinds(naming, "Dog", known=("dog",)) == [("video-name-case", True)]
    assert _kinds(naming, "dog", "Dog") == [("video-name-case", True)]


@pytest.mark.parametrize("naming", [LINUX, WINDOWS], ids=["Linux", "Windows"])
def test_videos_that_are_there_are_left_alone(naming: Naming) -> None:
    assert _kinds(naming, "con", "dog.", "dog", "Dog", known=("con", "dog.", "dog", "Dog")) == []


@pytest.mark.parametrize(
    "folder", [PurePosixPath("/lab/p"), LAB, PureWindowsPath("//server/share/p")]
)
@given(name=st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}", fullmatch=True))
def test_a_video_is_refused_exactly_where_its_longest_path_is_too_long(
    folder: PurePath, name: str
) -> None:
    longest = longest_path(folder, name)
    assert longest.startswith(str(folder))
    for most in (len(longest), len(longest) - 1):
        naming = Naming(longest_path=most)
        kinds = [m.kind for m, _ in name_problems(folder, [VideoId(name)], (), naming)]
        assert ("video-path-too-long" in kinds) == (len(longest) > most)


def test_a_usual_name_in_a_usual_folder_is_short_enough_for_windows() -> None:
    home = PureWindowsPath("C:\\Users\\somebody\\Documents\\avisbuild\\violins")
    assert list(name_problems(home, [video_id("dQw4w9WgXcQ")], (), WINDOWS)) == []


def test_the_longest_path_is_one_that_clip_makes(tmp_path: Path) -> None:
    from avisbuild.files import staged_folder

    with staged_folder(tmp_path / "videos/dog") as partial:
        aside = partial / "dog/frames/99999.jpg"
        assert len(str(aside)) == len(longest_path(tmp_path, "dog"))


def test_what_is_refused_is_told_at_once_and_what_is_not_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = [video_id("con"), video_id("aux.1")]
    with caplog.at_level(logging.WARNING):
        check_new_names(tmp_path, names, ())
    assert [record.message.partition(":")[0] for record in caplog.records] == ["con", "aux.1"]
    monkeypatch.setattr(video_names, "naming_here", lambda: WINDOWS)
    with pytest.raises(ProjectError, match=r"con: Windows has no folder.*; aux\.1: Windows"):
        check_new_names(tmp_path, names, ())
