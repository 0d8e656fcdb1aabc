"""Sets of scenes: whole or not at all, the same for one seed, as media, project and release."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Program
from truth_snapshot import read_aviseg

from avisbuild.errors import AvisbuildError
from avisbuild.records import MaskSource, RoundState, Sounding
from avisbuild.store import Project
from avisbuild.synth import Factor, SceneOptions
from avisbuild_pipelines.synthesis import Form, SynthOptions, scene_truths, sets, synthesize

SCENE = SceneOptions(seed=6, seconds=2, height_px=54, width_px=96, fps=5)
OPTIONS = SynthOptions(scene=SCENE, video_count=3, form=Form.MEDIA, jobs=1)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_media_come_with_manifest_truth_and_whole_truth(tmp_path: Path) -> None:
    made = synthesize(tmp_path / "out", OPTIONS)
    assert (made.video_count, made.second_count) == (3, 6)
    truths = list(scene_truths(tmp_path / "out"))
    with (tmp_path / "out" / "manifest.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, truth in zip(rows, truths, strict=True):
        assert row["video_id"] == truth.video.video_id
        assert (tmp_path / "out" / row["source"].removeprefix("local:")).is_file()
        assert row["labels"] == ";".join(truth.video.labels)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "manifest.csv",
        "scenes.json",
        "truth.json",
        "videos",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_truth_json_reads_back_as_the_sounding_masks(tmp_path: Path) -> None:
    synthesize(tmp_path / "out", OPTIONS)
    read = read_aviseg(tmp_path / "out" / "truth.json")
    for truth in scene_truths(tmp_path / "out"):
        heard = [track for track in truth.tracks if any(track.sounding_masks)]
        back = read.tracks[truth.video.video_id]
        assert [track.masks for track in back] == [track.sounding_masks for track in heard]


def test_the_same_seed_gives_the_same_files_however_many_processes(tmp_path: Path) -> None:
    synthesize(tmp_path / "one", OPTIONS)
    synthesize(tmp_path / "two", replace(OPTIONS, jobs=2))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_scene_does_not_depend_on_how_many_there_are(tmp_path: Path) -> None:
    synthesize(tmp_path / "one", OPTIONS)
    synthesize(tmp_path / "two", replace(OPTIONS, video_count=1))
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one["videos/scene-6-0000.mp4"] == two["videos/scene-6-0000.mp4"]
    assert next(scene_truths(tmp_path / "one")) == next(scene_truths(tmp_path / "two"))


def test_an_interrupted_set_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    real = sets.render_scene

    def stopping(spec: object, path: Path) -> object:
        if len(rendered) == 2:
            raise KeyboardInterrupt
        rendered.append(path.name)
        return real(spec, path)

    monkeypatch.setattr(sets, "render_scene", stopping)
    with pytest.raises(KeyboardInterrupt):
        synthesize(tmp_path / "out", OPTIONS)
    assert not (tmp_path / "out").exists()
    rendered.clear()
    synthesize(tmp_path / "out", OPTIONS)
    assert rendered == ["scene-6-0002.mp4"]
    monkeypatch.undo()
    synthesize(tmp_path / "whole", OPTIONS)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_files_that_a_killed_process_was_writing_are_no_part_of_the_set(tmp_path: Path) -> None:
    for name in ("media/videos/.scene-6-0001.mp4.k_3abc.tmp", "truths/.scene-6-0001.json.x.tmp"):
        left = tmp_path / ".out.synth" / name
        left.parent.mkdir(parents=True)
        left.write_bytes(b"half a file")
    synthesize(tmp_path / "out", OPTIONS)
    synthesize(tmp_path / "whole", OPTIONS)
    assert contents(tmp_path / "out").keys() == contents(tmp_path / "whole").keys()


def test_unfinished_work_of_other_options_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(spec: object, path: Path) -> object:
        raise OSError("disk full")

    monkeypatch.setattr(sets, "render_scene", failing)
    with pytest.raises(AvisbuildError, match=r"out cannot be made: disk full; .* goes on where it"):
        synthesize(tmp_path / "out", OPTIONS)
    with pytest.raises(AvisbuildError, match="unfinished synth of other options"):
        synthesize(tmp_path / "out", replace(OPTIONS, video_count=5))


def test_a_folder_with_something_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(AvisbuildError, match="exists already"):
        synthesize(tmp_path / "out", OPTIONS)
    assert (tmp_path / "out" / "thesis.txt").read_text() == "mine"


def test_a_project_of_scenes_is_accepted_and_holds_every_state_and_mask(tmp_path: Path) -> None:
    scene = replace(SCENE, always=frozenset({Factor.TWIN, Factor.OFFSCREEN}))
    options = replace(OPTIONS, form=Form.PROJECT, video_count=2, scene=scene)
    synthesize(tmp_path / "media", replace(options, form=Form.MEDIA))
    synthesize(tmp_path / "out", options)
    with Project.open(tmp_path / "out") as project:
        assert set(project.states().values()) == {RoundState.ACCEPTED}
        for truth in scene_truths(tmp_path / "media"):
            tracks = project.tracks(truth.video.video_id)
            assert tuple(tracks) == truth.tracks
            assert (project.video_dir(truth.video.video_id) / "frames" / "00001.jpg").is_file()
        states = {
            state
            for video in project.videos()
            for t in project.tracks(video.video_id)
            for state in t.states
        }
        assert {Sounding.SOUNDING, Sounding.SILENT, Sounding.OFFSCREEN} <= states
        project.journal.verify()


def test_a_release_of_scenes_is_split_70_10_20(tmp_path: Path) -> None:
    options = replace(OPTIONS, form=Form.RELEASE, video_count=10, scene=replace(SCENE, seconds=1))
    synthesize(tmp_path / "out", options)
    with (tmp_path / "out" / "splits.csv").open(newline="") as stream:
        splits = [row["split"] for row in csv.DictReader(stream)]
    assert [splits.count(split) for split in ("train", "val", "test")] == [7, 1, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_rendered_masks_say_so(tmp_path: Path) -> None:
    from sqlalchemy import create_engine, text

    synthesize(tmp_path / "out", replace(OPTIONS, form=Form.PROJECT, video_count=1))
    engine = create_engine(f"sqlite:///{tmp_path / 'out' / 'project.db'}")
    with engine.connect() as connection:
        sources = set(connection.execute(text("select distinct source from masks")).scalars())
    engine.dispose()
    assert sources == {MaskSource.RENDERED.value}


def test_the_program_says_what_it_made(tmp_path: Path, avisbuild: Program) -> None:
    words = (
        "synth",
        tmp_path / "out",
        "--as",
        "media",
        "--videos",
        1,
        "--seconds",
        1,
        "--size",
        "96x54",
        "--json",
    )
    answer = avisbuild(*words)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["video_count"] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--size", "97x54"), "--size 97x54: expected WIDTHxHEIGHT"),
        (("--with", "rain"), "--with rain: expected one of"),
        (("--as", "film"), "--as film: expected one of"),
        (("--categories", "dragon"), "category dragon: expected one of"),
        (("--like", "none.csv"), "none.csv"),
        (("--assets", "none"), "no such folder of assets"),
    ],
)
def test_wrong_options_are_one_clear_line(
    tmp_path: Path, avisbuild: Program, words: tuple[str, ...], message: str
) -> None:
    answer = avisbuild("synth", tmp_path / "out", *words)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
