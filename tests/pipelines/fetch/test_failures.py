"""What a fetch does when videos fail, sites block, disks are full and orders are wrong."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pipelines.fetch.fetch_case import FetchCase
from pipelines.media_server import Body, Cut, Serve, Stall, Status

from avisbuild_pipelines.fetch.plan import retried


@pytest.mark.parametrize(
    ("name", "script", "code", "failure_class", "status"),
    [
        ("a0.mp4", [Status(404)], "removed", "permanent", "404"),
        ("a0.mp4", [Status(410)], "removed", "permanent", "410"),
        ("a0.mp4", [Status(403)], "forbidden", "permanent", "403"),
        ("a0.mp4", [Status(500)], "server-error", "transient", "500"),
        ("a0.mp4", [Status(503)], "server-error", "transient", "503"),
        ("a0.mp4", [Serve(), Cut(5000)], "short-body", "transient", ""),
        ("a0.mp4", [Stall()], "network-timeout", "transient", ""),
        ("page.mp4", [Body(b"<html></html>" * 200, "video/mp4")], "not-media", "content", ""),
        ("words.mp4", [Body(b"no media at all" * 200, "video/mp4")], "undecodable", "content", ""),
    ],
    ids=["404", "410", "403", "500", "503", "cut", "stall", "a page", "no media"],
)
def test_a_failure_is_written_down_and_the_rest_goes_on(
    case: FetchCase, name: str, script: list[Any], code: str, failure_class: str, status: str
) -> None:
    case.server.script(name, *script)
    case.add("bad", name)
    case.add("good", "a1.mp4")
    outcome = case.fetch()
    assert outcome.made == ("good",)
    row = case.failures()["bad"]
    assert (row["code"], row["class"], row["http_status"]) == (code, failure_class, status)
    assert row["message"]
    assert not (case.project_dir / "videos" / "bad").exists()


def test_content_failures_keep_the_source_and_are_not_tried_again(case: FetchCase) -> None:
    case.add("late", "a0.mp4", start="60", end="70")
    case.add("good", "a1.mp4")
    case.fetch()
    row = case.failures()["late"]
    assert row["class"] == "content"
    assert list((case.project_dir / "sources").glob("*/source.mp4"))
    assert case.fetch().held == 1
    case.rows[0]["start"], case.rows[0]["end"] = "1", "3"
    assert case.fetch().made == ("late",)
    assert case.failures() == {}


def test_a_permanent_failure_waits_to_be_asked_for_and_a_transient_one_does_not(
    case: FetchCase,
) -> None:
    case.server.script("gone.mp4", Status(404))
    case.server.script("a0.mp4", Status(503))
    case.add("gone", "gone.mp4")
    case.add("busy", "a0.mp4")
    case.fetch()
    asked = len(case.server.asked("gone.mp4"))
    case.server.script("a0.mp4", Serve())
    second = case.fetch()
    assert (second.made, second.held) == (("busy",), 1)
    assert len(case.server.asked("gone.mp4")) == asked
    assert set(case.failures()) == {"gone"}
    case.fetch(retry=retried(["permanent"]))
    assert len(case.server.asked("gone.mp4")) > asked


def test_a_blocked_site_stops_itself_only_and_says_when_to_come_back(case: FetchCase) -> None:
    case.server.script("a0.mp4", Status(429, {"Retry-After": "1800"}))
    for number in range(3):
        case.add(f"far_{number}", "a0.mp4" if number == 0 else f"a{number}.mp4?{number}")
    (case.folder / "near.mp4").write_bytes((case.server.folder / "a1.mp4").read_bytes())
    case.add("near", "local:near.mp4")
    run = case.run("--downloads", "1", "--json")
    assert run.returncode == 3, run.stderr
    assert "come back after" in run.stderr
    summary = json.loads(run.stdout)
    assert summary["made"] == ["near"]
    assert summary["waiting"] == 2
    assert summary["not_tried"] == ["far_1", "far_2"]
    assert list(summary["blocked_until"]) == ["127.0.0.1"]
    assert len(case.server.requests) == 1
    row = case.failures()["far_0"]
    assert (row["class"], row["http_status"]) == ("blocked", "429")


def test_a_short_block_is_waited_for(case: FetchCase) -> None:
    case.server.script("a0.mp4", Status(429, {"Retry-After": "1"}), Serve())
    case.add("one", "a0.mp4")
    assert case.fetch().made == ("one",)
    assert case.failures() == {}


def test_a_wrong_manifest_fetches_nothing(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    case.add("../two", "a1.mp4")
    run = case.run()
    assert run.returncode == 2
    assert "line 3" in run.stderr
    assert case.server.requests == []


def test_the_program_lists_what_failed_and_ends_with_1(case: FetchCase) -> None:
    case.server.script("gone.mp4", Status(404))
    case.add("gone", "gone.mp4")
    case.add("here", "a0.mp4")
    run = case.run()
    assert run.returncode == 1
    assert "gone: removed: " in run.stdout
    assert "1 of 2 videos are there" in run.stdout
    assert json.loads((case.project_dir / "reports" / "summary.json").read_text())["made"] == [
        "here"
    ]


def test_a_disk_that_is_too_small_is_refused_before_anything_is_fetched(
    case: FetchCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avisbuild.errors import ProjectError
    from avisbuild_pipelines.fetch import disk_space

    monkeypatch.setattr(disk_space, "free_space", lambda _: disk_space.DiskSpace(1 << 20, 1000))
    case.add("one", "a0.mp4")
    with pytest.raises(ProjectError, match="are free"):
        case.fetch()
    assert case.server.requests == []


def test_dask_is_answered_with_one_line(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    run = case.run("--engine", "dask")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "[scale]" in run.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB, for whoever may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if mount("-t", "tmpfs", "-o", "size=2m", "none", place) != 0:
        pytest.skip("this machine lets us mount no small file system")
    yield place
    subprocess.run([which("umount"), str(place)], check=True)


def which(program: str) -> str:
    return shutil.which(program) or program


def mount(*words: object) -> int:
    return subprocess.run(
        [which("mount"), *map(str, words)], capture_output=True, check=False
    ).returncode


def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(
    case: FetchCase, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avisbuild_pipelines.fetch.fetching.check_space", lambda *_: None)
    full = FetchCase(small_disk / "case", case.server)
    for number in range(9):
        full.add(f"v{number}", f"a{number % 3}.mp4", start="0", end=str(2 + number // 3))
        case.add(f"v{number}", f"a{number % 3}.mp4", start="0", end=str(2 + number // 3))
    outcome = full.fetch()
    assert (outcome.reason, outcome.failures) == ("disk-full", ())
    assert 0 < outcome.waiting < 9
    full.check_whole()
    assert mount("-o", "remount,size=50m", small_disk) == 0
    assert full.fetch().is_complete
    case.fetch()
    assert full.tree() == case.tree()


def test_the_program_says_in_one_line_what_a_video_met_and_what_can_be_done(
    case: FetchCase,
) -> None:
    case.server.script("gone.mp4", Status(403))
    case.add("shut", "gone.mp4")
    case.add("other", "local:nowhere.mp4")
    lines = case.run().stdout.splitlines()
    shut = next(line for line in lines if line.startswith("shut: "))
    assert shut.startswith("shut: forbidden: ")
    assert shut.endswith("; the site refuses this link")
    assert shut.count("HTTP Error 403: Forbidden") == 1
    assert f"other: missing: {case.folder}/nowhere.mp4 is not there" in lines


def test_a_licence_that_is_required_no_more_holds_nothing_back(case: FetchCase) -> None:
    case.add("mine", "a0.mp4", license="cc-by-nc")
    assert case.run("--require-license", "cc-by").returncode == 1
    assert case.failures()["mine"]["code"] == "license"
    assert case.run("--require-license", "cc-by").returncode == 1
    assert case.run().returncode == 0
    assert case.failures() == {}
