"""`avisbuild import` as a user types it: what it prints and how it ends."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from pipelines.importing.avsbench_case import write_data_set

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def test_an_import_of_which_a_part_failed_ends_with_1(
    avisbuild: Program, filled: Path, release: Path
) -> None:
    answer = avisbuild("import", release / "train.json", "--project", filled)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[0] == (
        "video scene-0: has 2 instances already; --replace puts the file's in their place"
    )
    answer = avisbuild("import", release / "train.json", "--format", "coco", "--project", filled)
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)


def test_a_video_without_a_usable_name_is_told_by_its_place_once(
    avisbuild: Program, project: Path, release: Path, tmp_path: Path
) -> None:
    document = json.loads((release / "train.json").read_text())
    video = document["videos"][1]
    video["file_names"] = [f"../{name}" for name in video["file_names"]]
    (tmp_path / "odd.json").write_text(json.dumps(document))
    frames = release / "train/JPEGImages"
    said = avisbuild(
        "import", tmp_path / "odd.json", "--frames", frames, "--project", project
    ).stderr
    assert said.startswith("videos[1]")
    assert said.count("videos[1]") == 1


def test_the_author_of_an_import_has_a_name(
    avisbuild: Program, project: Path, release: Path
) -> None:
    for author in ("", "ann\nbo"):
        words = ("import", release / "train.json", "--author", author, "--project", project)
        answer = avisbuild(*words)
        assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
        assert "--author: expected a name in one line" in answer.stderr


def test_a_folder_of_avsbench_comes_in_and_what_is_wrong_with_its_tables_is_one_line(
    avisbuild: Program, tmp_path: Path
) -> None:
    duo = {"maps": ["vv.. .dd."] * 5, "names": "violin_dog"}
    folder = write_data_set(tmp_path / "AVSBench-semantic", {"duo": duo})
    project = tmp_path / "avs"
    avisbuild("init", project, "--recipe", "avsbench-ov")
    words = ("import", folder, "--format", "avsbench", "--project", project)
    assert avisbuild(*words).stdout.splitlines() == [
        "imported 1 of 1 videos: 2 instances, 10 masks"
    ]
    frames = avisbuild(*words, "--frames", folder)
    assert (frames.returncode, frames.stderr.count("\n")) == (2, 1)
    (folder / "label2idx.json").write_text("[]")
    answer = avisbuild(*words)
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert f"{folder}/label2idx.json: expected an object" in answer.stderr
