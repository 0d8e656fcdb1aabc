"""What a fetch decides before it begins: what is there, what is tried again, whether there is room."""

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pipelines.fetch.fetch_rows import a_row, a_source

from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild_pipelines.clip.leftovers import remove_leftovers
from avisbuild_pipelines.download import DownloadFailure, DownloadSettings, FailureClass
from avisbuild_pipelines.engine.cores import _quota, usable_cores
from avisbuild_pipelines.fetch.disk_space import DiskSpace, check_space, is_disk_full, space_needed
from avisbuild_pipelines.fetch.failures import failure_for
from avisbuild_pipelines.fetch.lock import fetching_alone
from avisbuild_pipelines.fetch.plan import FetchPlan, mended_by, plan_fetch, retried
from avisbuild_pipelines.manifest import ManifestRow

RECIPE = load_recipe("aviseg")
ROW = a_row()


def clip_json(row: ManifestRow) -> dict[str, Any]:
    """The part of `clip.json` that says what it was cut from, and what came of it."""
    return {
        "second_count": 3,
        "height_px": 360,
        "width_px": 640,
        "source_key": row.source.key,
        "start_ms_asked": row.start_ms,
        "end_ms_asked": row.end_ms,
        "frame_offset": RECIPE.frame_offset,
        "source_sha256": "f" * 64,
        "row_sha256": row.row_sha256,
    }


def plan(
    row: ManifestRow = ROW,
    *,
    on_disk: dict[str, Any] | None = None,
    code: str = "",
    words: tuple[str, ...] = (),
    **download: Any,
) -> FetchPlan:
    failures = {}
    if code:
        failures[ROW.video_id] = failure_for(ROW, DownloadFailure("no", code=code))
    return plan_fetch(
        [row],
        look=lambda _: on_disk,
        failures=failures,
        retry=retried(words),
        mended=mended_by(DownloadSettings(**download)),
        recipe=RECIPE,
    )


def test_a_video_that_is_there_as_asked_is_done() -> None:
    assert [row for row, _ in plan(on_disk=clip_json(ROW)).done] == [ROW]


@pytest.mark.parametrize(
    "change",
    [
        {"start_ms": 500},
        {"end_ms": 4000},
        {"frame_offset": 0.9375},
        {"source": a_source("other")},
        {"sha256": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_asks_for_other_pictures_is_made_anew(change: dict[str, Any]) -> None:
    found = plan(replace(ROW, row_sha256="new", **change), on_disk=clip_json(ROW))
    assert len(found.to_make) == 1
    assert found.stale == {ROW.video_id}


@pytest.mark.parametrize("key", ["second_count", "height_px", "width_px"])
def test_a_video_whose_record_lacks_its_shape_is_made_anew(key: str) -> None:
    """It could not be brought into the store."""
    document = clip_json(ROW)
    del document[key]
    assert plan(on_disk=document).to_make == (ROW,)


@pytest.mark.parametrize(
    "change",
    [{"labels": ("dog",)}, {"group": "g"}, {"frame_offset": 0.5}],
    ids=["labels", "group", "default said"],
)
def test_other_words_about_the_same_pictures_make_nothing_anew(change: dict[str, Any]) -> None:
    assert plan(replace(ROW, row_sha256="new", **change), on_disk=clip_json(ROW)).to_make == ()


@pytest.mark.parametrize(
    ("code", "words", "again"),
    [
        ("server-error", (), True),
        ("rate-limit", (), True),
        ("worker-killed", (), True),
        ("removed", (), False),
        ("removed", ("permanent",), True),
        ("geo", ("permanent",), True),
        ("removed", ("transient",), False),
        ("server-error", ("permanent",), False),
        ("no-audio", (), False),
        ("no-audio", ("content",), True),
        ("no-audio", ("all",), True),
        ("login", (), False),
    ],
)
def test_a_failure_is_tried_again_by_its_class(
    code: str, words: tuple[str, ...], again: bool
) -> None:
    found = plan(code=code, words=words)
    assert (len(found.to_make), len(found.held)) == ((1, 0) if again else (0, 1))


@pytest.mark.parametrize(
    ("code", "download", "again"),
    [
        ("license", {"require_license": ("cc-by",)}, False),
        ("license", {}, True),
        ("address-refused", {}, False),
        ("address-refused", {"allowed_hosts": ("media.lab.org",)}, True),
        ("removed", {"allowed_hosts": ("media.lab.org",)}, False),
    ],
)
def test_what_an_option_forbade_is_tried_again_without_it(
    code: str, download: dict[str, Any], again: bool
) -> None:
    found = plan(code=code, **download)
    assert (len(found.to_make), len(found.held)) == ((1, 0) if again else (0, 1))


def test_a_row_that_was_mended_is_tried_again_whatever_failed() -> None:
    assert plan(replace(ROW, row_sha256="mended"), code="removed").held == ()


def test_with_cookies_what_needed_an_account_is_tried_again() -> None:
    assert FailureClass.NEEDS_CREDENTIALS not in retried(())
    assert FailureClass.NEEDS_CREDENTIALS in retried((), has_cookies=True)


def test_room_is_needed_for_frames_sound_and_downloads() -> None:
    rows = [a_row("a", start_ms=1000, end_ms=11_000), a_row("b", start_ms=None, end_ms=None)]
    room = space_needed(rows, download_count=1, second_wavs=True)
    assert room.inode_count == 2 * (10 + 60) + 2 * 6 + 4
    assert room.byte_count > 70 * 100_000
    assert space_needed(rows, download_count=0, second_wavs=False).inode_count == 70 + 2 * 6


def test_too_little_room_is_refused_with_both_figures(tmp_path: Path) -> None:
    check_space(tmp_path, DiskSpace(1_000_000, 100))
    with pytest.raises(
        ProjectError,
        match=r"about 1\.0 EB|about 1000000\.0 TB are needed and 67\.1 MB to spare, .* are free",
    ):
        check_space(tmp_path, DiskSpace(10**18, 100))
    with pytest.raises(ProjectError, match="files will be made"):
        check_space(tmp_path, DiskSpace(1, 1 << 63))


def test_a_full_disk_is_known_whoever_says_it() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    wrapped = RuntimeError("could not write")
    wrapped.__cause__ = full
    assert is_disk_full(full)
    assert is_disk_full(wrapped)
    assert is_disk_full(DownloadFailure("no", code="disk-full"))
    assert not is_disk_full(OSError(errno.EACCES, "Permission denied"))


def test_one_fetch_at_a_time(tmp_path: Path) -> None:
    with (
        fetching_alone(tmp_path),
        pytest.raises(ProjectError, match="another fetch"),
        fetching_alone(tmp_path),
    ):
        pass
    with fetching_alone(tmp_path):
        pass


def test_what_a_killed_run_left_is_cleared_away_and_an_old_video_comes_back(tmp_path: Path) -> None:
    remains = (
        ".mine.abc.partial/frames",
        ".other.abc.partial",
        ".old.abc.old/old",
        ".both.abc.old/both",
        ".d.t.x.old",
    )
    for name in ("kept", "both", *remains):
        (tmp_path / name).mkdir(parents=True)
    remove_leftovers(tmp_path, {VideoId(name) for name in ("mine", "old", "both", "kept", "d.t")})
    left = [".other.abc.partial", "both", "kept", "old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == left


def test_a_folder_of_videos_that_is_gone_holds_nothing_to_clear_away(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "videos", {VideoId("mine")})
    assert not (tmp_path / "videos").exists()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "150000 100000"}, 1.5),
        ({"cpu.max": "max 100000"}, None),
        ({"a/b/cpu.max": "max 100000", "a/cpu.max": "400000 100000"}, 4.0),
        ({"cpu/a/b/cpu.cfs_quota_us": "200000", "cpu/a/b/cpu.cfs_period_us": "100000"}, 2.0),
        ({}, None),
    ],
    ids=["a container's own", "none set", "the group above", "version 1", "no groups"],
)
def test_the_quota_of_control_groups(
    tmp_path: Path, files: dict[str, str], expected: float | None
) -> None:
    for name, text in files.items():
        path = tmp_path / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "membership").write_text("3:cpu,cpuacct:/a/b\n0::/a/b\n")
    assert _quota(tmp_path / "cgroup", tmp_path / "membership") == expected
    assert usable_cores() >= 1
