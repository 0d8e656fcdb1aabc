"""A fetch from a real server through yt-dlp and the clip workers into a real project."""

import json
import shutil
import wave
from pathlib import Path
from typing import Any

import pytest
from media.damage import lost
from media.odd_pictures import interlaced
from pipelines.fetch.fetch_case import FetchCase
from pipelines.media_server import MediaServer

from avisbuild.errors import ProjectError
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
from avisbuild_pipelines.commands.fetching import report_plan
from avisbuild_pipelines.fetch import disk_space
from avisbuild_pipelines.fetch.disk_space import DiskSpace
from avisbuild_pipelines.fetch.settings import FetchSettings
from avisbuild_pipelines.manifest import read_manifest


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


def test_any_number_of_workers_gives_the_same_tree(fetch_media: Path, tmp_path: Path) -> None:
    trees = []
    with MediaServer(fetch_media) as server:
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
        edit.add(
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


def test_flags_are_summed_up(case: FetchCase) -> None:
    case.add("short", "a0.mp4", start="0", end="30")
    case.add("whole", "a1.mp4")
    first, second = case.fetch(), case.fetch()
    assert dict(first.flags) == dict(second.flags) == {"short-of-manifest": ["short"]}


def test_a_flag_about_some_seconds_names_them(case: FetchCase, fetch_media: Path) -> None:
    """R46: fetch flags a source by name, with the seconds in question."""
    lost(fetch_media / "a0.mp4", case.folder / "odd.mp4", pictures=range(30, 31))
    case.add("odd", "local:odd.mp4")
    case.add("whole", "a1.mp4")
    first, second = case.fetch(), case.fetch()
    expected = {"picture-gaps": {"odd": [2, 3]}}
    assert first.flagged_seconds == second.flagged_seconds == expected
    said = case.run().stdout
    assert "look at 1 flagged picture-gaps: odd (2-3)" in said
    assert "what these flags mean: docs/fetching.md, under What comes out\n" in said


def test_the_recipe_says_what_becomes_of_interlaced_pictures(
    case: FetchCase, avisbuild: Any
) -> None:
    interlaced(case.folder, "tv.mp4", "h264", seconds=2, lower_first=False)
    settings = case.project_dir / "avisbuild.toml"
    settings.write_text(settings.read_text().replace('"median"', '"off"'))
    case.add("tv", "local:tv.mp4")
    assert case.fetch().flagged_seconds == {"interlaced": {"tv": [0, 1]}}
    record = case.project_dir / "videos" / "tv" / "clip.json"
    assert json.loads(record.read_text())["picture"]["deinterlace"] == "off"
    settings.write_text(settings.read_text().replace('"off"', '"median"'))
    assert avisbuild("clip", "tv", "--project", case.project_dir).returncode == 0
    assert json.loads(record.read_text())["picture"]["deinterlace"] == "median"


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


def test_verify_finds_a_flipped_byte_in_a_source_and_clip_refuses_it(
    case: FetchCase, avisbuild: Any
) -> None:
    case.add("one", "a0.mp4")
    case.fetch()
    before = case.tree()
    media = next((case.project_dir / "sources").glob("*/source.mp4"))
    data = bytearray(media.read_bytes())
    data[len(data) // 2] ^= 1
    media.write_bytes(data)
    run = avisbuild("verify", "--project", case.project_dir)
    assert run.returncode == 1
    place = f"sources/{media.parent.name}"
    assert f"{place}: source.mp4: changed since it was written" in run.stdout
    assert "1 videos and 1 sources checked, 1 with something wrong" in run.stdout
    run = avisbuild("clip", "--project", case.project_dir)
    assert (run.returncode, "one: source-changed: " in run.stdout) == (1, True)
    assert case.tree() == before


def test_a_project_that_lost_its_folder_of_videos_gets_them_again(case: FetchCase) -> None:
    case.add("one", "a0.mp4")
    case.fetch()
    before = case.tree()
    shutil.rmtree(case.project_dir / "videos")
    assert case.fetch().made == ("one",)
    assert case.tree() == before


def test_a_dry_run_is_refused_for_lack_of_room_as_the_fetch_would_be(
    case: FetchCase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case.add("one", "a0.mp4")
    hosts = (case.server.host,)
    rows = read_manifest(
        case.write_manifest(), media_root=None, music_avqa_root=None, allowed_hosts=hosts
    )
    monkeypatch.setattr(disk_space, "free_space", lambda _: DiskSpace(1_000_000, 1 << 40))
    with (
        Project.open(case.project_dir) as project,
        pytest.raises(ProjectError, match=r"MB are needed and 67.1 MB to spare, 1.0 MB are free"),
    ):
        report_plan(project, rows, FetchSettings())
    assert "\n1 download, " in capsys.readouterr().out


def test_clip_needs_a_kept_source(case: FetchCase, avisbuild: Any) -> None:
    case.add("one", "a0.mp4")
    case.fetch()
    before = case.tree()
    next((case.project_dir / "sources").glob("*/source.json")).unlink()
    run = avisbuild("clip", "--project", case.project_dir)
    assert run.returncode == 1
    assert "one: no-source: " in run.stdout
    assert case.tree() == before


def test_clip_makes_the_videos_of_a_project_that_was_copied(
    case: FetchCase, fetch_media: Path, avisbuild: Any
) -> None:
    shutil.copyfile(fetch_media / "a0.mp4", case.folder / "a0.mp4")
    case.add("one", "local:a0.mp4")
    case.fetch()
    before = case.tree()
    moved = case.project_dir.with_name("copied")
    shutil.copytree(case.project_dir, moved, copy_function=shutil.copyfile)
    shutil.rmtree(case.project_dir)
    moved.rename(case.project_dir)
    run = avisbuild("clip", "--project", case.project_dir)
    assert (run.returncode, run.stdout.startswith("1 of 1 videos are there (1 made now")) == (
        0,
        True,
    )
    assert case.tree() == before
    source = next((case.project_dir / "sources").glob("*/source.mp4"))
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    source.write_bytes(data)
    run = avisbuild("clip", "--project", case.project_dir)
    assert (run.returncode, "one: source-changed: " in run.stdout) == (1, True)
    assert case.tree() == before


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
