"""A fetch from a real server through yt-dlp and the clip workers into a real project."""

import json
import shutil
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fetch_case import FetchCase, render_sources
from media_server import Body, Cut, MediaServer, Serve, Stall, Status

from avisbuild.records import (
    Instance,
    InstanceId,
    Round,
    RoundState,
    Split,
    Video,
    VideoId,
)
from avisbuild.store import Project
from avisbuild_pipelines.fetch_plan import retried


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    render_sources(folder, 3)
    return folder


@pytest.fixture
def case(media: Path, tmp_path: Path) -> Iterator[FetchCase]:
    with MediaServer(media) as server:
        yield FetchCase(tmp_path, server)


def video_of(case: FetchCase, video_id: str) -> Video:
    with Project.open(case.project_dir) as project:
        return project.video(VideoId(video_id))


def states_of(case: FetchCase) -> dict[str, RoundState]:
    with Project.open(case.project_dir) as project:
        return dict(project.states())


def test_a_manifest_becomes_videos_in_the_store(case: FetchCase) -> None:
    case.add("dog_1", "a0.mp4", split="train", labels="dog", scenario="Animal", group="yard")
    case.add("-cat", "a1.mp4", start="1", end="3")
    outcome = case.fetch()
    assert outcome.is_complete
    assert video_of(case, "dog_1") == Video(
        video_id=VideoId("dog_1"),
        second_count=4,
        height_px=96,
        width_px=160,
        source_key=video_of(case, "dog_1").source_key,
        group="yard",
        split=Split.TRAIN,
        scenarios=("Animal",),
        labels=("dog",),
    )
    assert video_of(case, "-cat").second_count == 2
    assert states_of(case) == {"dog_1": RoundState.TODO, "-cat": RoundState.TODO}
    frames = case.project_dir / "videos" / "-cat" / "frames"
    assert sorted(path.name for path in frames.iterdir()) == ["00000.jpg", "00001.jpg"]
    case.check_whole()


def test_videos_of_one_source_cost_one_download(case: FetchCase) -> None:
    for start in range(3):
        case.add(f"part_{start}", "a0.mp4", start=str(start), end=str(start + 1))
    assert case.fetch().is_complete
    assert [request.method for request in case.server.asked("a0.mp4")].count("GET") <= 2
    assert len(list((case.project_dir / "sources").iterdir())) == 1


def test_a_second_run_does_nothing_and_asks_for_nothing(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    case.add("two", "a1.mp4")
    case.fetch()
    before, asked = case.tree(), len(case.server.requests)
    head = journal_head(case)
    again = case.fetch()
    assert (again.is_complete, again.done_before, again.made, again.registered) == (True, 2, (), 0)
    assert len(case.server.requests) == asked
    assert case.tree() == before
    assert journal_head(case) == head


def journal_head(case: FetchCase) -> str:
    with Project.open(case.project_dir) as project:
        return project.journal.head().hash


def test_any_number_of_workers_gives_the_same_tree(media: Path, tmp_path: Path) -> None:
    trees = []
    with MediaServer(media) as server:
        for jobs in (1, 3):
            case = FetchCase(tmp_path / str(jobs), server)
            for number in range(6):
                case.add(f"v{number}", f"a{number % 3}.mp4", start=str(number % 2), end="3")
            case.fetch(jobs=jobs)
            trees.append(case.tree())
    assert trees[0] == trees[1]
    assert len(trees[0]) > 6 * 6


def test_videos_on_the_disk_come_back_into_a_store_that_lost_them(
    case: FetchCase, tmp_path: Path
) -> None:
    case.add("one", "a0.mp4")
    case.add("two", "a1.mp4")
    case.fetch()
    before = case.tree()
    other = FetchCase(tmp_path / "other", case.server, case.rows)
    (other.project_dir / "videos").rmdir()
    (case.project_dir / "videos").rename(other.project_dir / "videos")
    outcome = other.fetch()
    assert (outcome.made, outcome.registered) == ((), 2)
    assert other.tree() == before


def test_a_row_with_other_times_is_made_anew_and_with_other_labels_only_noted(
    case: FetchCase,
) -> None:
    case.add("one", "a0.mp4", start="0", end="2", labels="dog")
    case.add("two", "a1.mp4", start="0", end="2", labels="dog")
    case.fetch()
    kept = (case.project_dir / "videos" / "two" / "clip.json").stat().st_mtime_ns
    asked = len(case.server.requests)
    case.rows[0]["end"] = "3"
    case.rows[1]["labels"] = "cat"
    outcome = case.fetch()
    assert (outcome.made, outcome.registered) == (("one",), 2)
    assert video_of(case, "one").second_count == 3
    assert video_of(case, "two").labels == ("cat",)
    assert (case.project_dir / "videos" / "two" / "clip.json").stat().st_mtime_ns == kept
    assert len(case.server.requests) == asked
    case.check_whole()


def test_an_annotated_video_keeps_its_pictures_whatever_the_manifest_says(case: FetchCase) -> None:
    case.add("one", "a0.mp4", start="0", end="2")
    case.fetch()
    with (
        Project.open(case.project_dir) as project,
        project.edit(author="ann", action="draw") as edit,
    ):
        edit.add_instance(
            Instance(
                instance_id=InstanceId("i1"),
                video_id=VideoId("one"),
                category_id=project.taxonomy.categories[0].category_id,
                number=1,
            )
        )
    before = case.tree()
    case.rows[0]["end"] = "3"
    outcome = case.fetch()
    assert [failure.code for failure in outcome.failures] == ["annotated"]
    assert case.tree() == before


def test_a_video_that_a_killed_run_had_moved_aside_comes_back(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    case.fetch()
    before = case.tree()
    videos = case.project_dir / "videos"
    (videos / ".one.abc.old").mkdir()
    (videos / "one").rename(videos / ".one.abc.old" / "one")
    (videos / ".one.def.partial" / "frames").mkdir(parents=True)
    outcome = case.fetch()
    assert (outcome.done_before, outcome.made) == (1, ())
    assert case.tree() == before
    assert [path.name for path in videos.iterdir()] == ["one"]


def test_the_round_of_a_video_survives_a_new_fetch(case: FetchCase) -> None:
    case.add("one", "a0.mp4", labels="dog")
    case.fetch()
    with Project.open(case.project_dir) as project, project.edit(author="ann", action="x") as edit:
        edit.set_round(Round(video_id=VideoId("one"), number=1, state=RoundState.ACCEPTED))
    case.rows[0]["labels"] = "cat"
    assert case.fetch().registered == 1
    assert states_of(case) == {"one": RoundState.ACCEPTED}


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


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(case: FetchCase) -> None:
    case.add("one", "a0.mp4", start="0", end="2")
    case.add("two", "a0.mp4", start="2", end="4")
    case.add("three", "a1.mp4")
    before = sorted(path for path in case.project_dir.rglob("*"))
    run = case.run("--dry-run", "--json")
    plan = json.loads(run.stdout)
    assert (run.returncode, plan["rows"], plan["to_make"], plan["downloads"]) == (
        0,
        {"https": 3},
        3,
        2,
    )
    assert plan["bytes"] > 0
    assert plan["inodes"] > 64
    assert sorted(path for path in case.project_dir.rglob("*")) == before
    assert case.server.requests == []


def test_a_disk_that_is_too_small_is_refused_before_anything_is_fetched(
    case: FetchCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avisbuild.errors import ProjectError
    from avisbuild_pipelines import storage

    monkeypatch.setattr(storage, "room_free", lambda _: storage.Room(1 << 20, 1000))
    case.add("one", "a0.mp4")
    with pytest.raises(ProjectError, match="are free"):
        case.fetch()
    assert case.server.requests == []


def test_flags_are_summed_up(case: FetchCase) -> None:
    case.add("short", "a0.mp4", start="0", end="30")
    case.add("whole", "a1.mp4")
    first, second = case.fetch(), case.fetch()
    assert dict(first.flags) == dict(second.flags) == {"short-of-manifest": ["short"]}


def test_verify_finds_a_flipped_byte_and_clip_mends_it(case: FetchCase, avisbuild: Any) -> None:
    case.add("one", "a0.mp4")
    case.add("two", "a1.mp4")
    case.fetch()
    before = case.tree()
    frame = case.project_dir / "videos" / "one" / "frames" / "00002.jpg"
    data = bytearray(frame.read_bytes())
    data[len(data) // 2] ^= 1
    frame.write_bytes(data)
    run = avisbuild("verify", "--project", case.project_dir)
    assert run.returncode == 1
    assert "one: frames/00002.jpg" in run.stdout
    assert avisbuild("clip", "one", "--project", case.project_dir).returncode == 0
    assert avisbuild("verify", "--project", case.project_dir).returncode == 0
    assert case.tree() == before
    assert avisbuild("clip", "nobody", "--project", case.project_dir).returncode == 2


def test_clip_needs_a_kept_source(case: FetchCase, avisbuild: Any) -> None:
    case.add("one", "a0.mp4")
    case.fetch()
    before = case.tree()
    next((case.project_dir / "sources").glob("*/source.json")).unlink()
    run = avisbuild("clip", "--project", case.project_dir)
    assert run.returncode == 1
    assert "one: no-source: " in run.stdout
    assert case.tree() == before


def test_dask_is_answered_with_one_line(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    run = case.run("--engine", "dask")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "[scale]" in run.stderr


def test_the_real_clips_become_videos_of_whole_seconds(shared: Path, tmp_path: Path) -> None:
    sizes = {"00000768": (360, 540), "87Rxhx_VqBQ-1694963122882-1695388384196": (720, 1280)}
    with MediaServer(shared / "media") as server:
        case = FetchCase(tmp_path, server)
        for name in sizes:
            case.add(name, f"{name}.mp4")
        assert case.fetch().is_complete
    for name, size in sizes.items():
        video, folder = video_of(case, name), case.project_dir / "videos" / name
        assert (video.size, video.second_count) == (size, 5)
        assert len(list((folder / "frames").iterdir())) == 5
        with wave.open(str(folder / "audio.wav")) as sound:
            layout = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
            assert (*layout, sound.getnframes()) == (1, 2, 16_000, 5 * 16_000)


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
    monkeypatch.setattr("avisbuild_pipelines.fetch.check_room", lambda *_: None)
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
