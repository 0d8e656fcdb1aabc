"""`avisbuild export` as a user types it: what it prints and how it ends."""

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from avisbuild.errors import ReleaseError
from avisbuild.records import Round, RoundState, SetAside, Sounding, SoundingSpan, VideoId
from avisbuild.releases import validate_release
from avisbuild.store import Project
from avisbuild_pipelines.exporting import export_release

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--split",), "recipe small names no split sizes"),
        (
            ("--split", "--sizes", "616/105/205"),
            "926 videos wanted (616/105/205), the project has 6",
        ),
        (("--split", "--sizes", "many"), "expected train/val/test as in 616/105/205"),
        (("--split", "--sizes", "9" * 5000 + "/0/0"), "expected train/val/test as in 616/105/205"),
        (("--sizes", "4/1/1"), "--sizes, --ratios and --seed say how to split: add --split"),
        (("--seed", "0"), "--sizes, --ratios and --seed say how to split: add --split"),
        (("--format", "coco"), "--format coco: comes in a later version; use --format aviseg"),
        (
            ("--method", "grouped"),
            "--method, --table, --keep, --by-uploader and --leak-accepted say",
        ),
        (("--split", "--method", "grouped"), "recipe small names no split sizes"),
        (("--split", "--method", "published"), "--method published needs --table FILE"),
        (("--with-silent",), "set keep_silent_masks = true in"),
        (("--out", "."), "exists already, and a release never changes"),
    ],
)
def test_wrong_use_of_export_is_one_line_and_ends_with_2(
    avisbuild: Program, filled: Path, words: tuple[str, ...], says: str
) -> None:
    answer = avisbuild("export", *words, "--project", filled)
    assert answer.returncode == 2
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not (filled / "releases").exists()


def test_the_next_command_can_be_typed_as_it_stands(
    avisbuild: Program, filled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "my release"
    said = avisbuild("export", "--out", out, "--project", filled).stdout
    _, _, following = said.rstrip().rpartition("next: ")
    assert shlex.split(following) == ["avisbuild", "validate", str(out)]


def test_what_is_set_aside_is_left_out_and_that_is_said(
    avisbuild: Program, filled: Path, tmp_path: Path
) -> None:
    name = VideoId("scene-2")
    with Project.open(filled) as project, project.edit(author="ann", action="Aside") as edit:
        edit.put(SetAside(video_id=name, reason="no sound match"))
    answer = avisbuild("export", "--out", tmp_path / "out", "--project", filled)
    assert "note: set aside and left out: 1 (" in answer.stdout
    assert name not in (tmp_path / "out/splits.csv").read_text()
    assert list(validate_release(tmp_path / "out")) == []


def test_no_release_is_written_into_another(filled: Path, tmp_path: Path) -> None:
    with Project.open(filled) as project:
        first = export_release(project, out=tmp_path / "first").folder
        for out in (first / "second", first / "train/second"):
            with pytest.raises(ReleaseError, match=f"lies in the release {first}, and a release"):
                export_release(project, out=out)
    assert validate_release(first) == []


def test_a_project_without_accepted_videos_has_nothing_to_release(
    avisbuild: Program, project: Path, release: Path
) -> None:
    at = ("--project", project)
    avisbuild("import", release / "train.json", "--frames", release / "train/JPEGImages", *at)
    answer = avisbuild("export", *at)
    assert answer.returncode == 2
    assert answer.stderr == (
        "avisbuild: no video to release: none is accepted yet; hand one in with Ctrl+Enter: "
        f"avisbuild annotate --project {project}\n"
    )
    with Project.open(project) as opened, opened.edit(author="ann", action="hand in") as edit:
        for video in opened.videos():
            edit.set_round(
                Round(video_id=video.video_id, number=1, state=RoundState.SUBMITTED, person="ann")
            )
    answer = avisbuild("export", *at)
    assert answer.stderr.startswith("avisbuild: no video to release: none is accepted yet, ")
    assert answer.stderr.endswith("to release them as they are: --include submitted\n")
    with Project.open(project) as opened, opened.edit(author="ann", action="go on") as edit:
        for video in opened.videos():
            edit.set_round(
                Round(video_id=video.video_id, number=1, state=RoundState.TODO, person="ann")
            )
    answer = avisbuild("export", "--include", "todo", "--json", *at)
    assert json.loads(answer.stdout)["included"] == ["accepted", "todo"]
    assert (project / "releases/small-1/release.json").is_file()


def test_a_project_without_videos_is_told_to_fetch_some(avisbuild: Program, project: Path) -> None:
    answer = avisbuild("export", "--project", project)
    assert answer.returncode == 2
    assert answer.stderr.startswith("avisbuild: no video to release: the project has none; ")
    assert answer.stderr.endswith(f"avisbuild fetch MANIFEST --project {project}\n")


def test_more_processes_than_videos_are_not_started(filled: Path, tmp_path: Path) -> None:
    with Project.open(filled) as project:
        export_release(project, out=tmp_path / "out", jobs=100_000)
    assert (tmp_path / "out/release.json").is_file()


def test_the_number_of_processes_makes_no_difference(filled: Path, tmp_path: Path) -> None:
    with Project.open(filled) as project:
        for jobs in (1, 2):
            export_release(project, out=tmp_path / str(jobs), jobs=jobs)
    one, two = ((tmp_path / name / "SHA256SUMS").read_bytes() for name in ("1", "2"))
    assert one == two


def test_unsure_cells_stop_the_export_and_are_listed(
    avisbuild: Program, filled: Path, tmp_path: Path
) -> None:
    with Project.open(filled) as project:
        instance = project.tracks(VideoId("scene-2"))[0].instance.instance_id
        span = SoundingSpan(instance_id=instance, start=0, stop=2, state=Sounding.UNSURE)
        with project.edit(author="ann", action="doubt") as edit:
            edit.set_sounding(span)
    answer = avisbuild("export", "--out", tmp_path / "out", "--project", filled)
    assert answer.returncode == 2
    annotate = f"avisbuild annotate --project {filled}"
    cell = "video scene-2, cat_1, second {}: unsure whether it sounds; decide it"
    assert answer.stderr.splitlines() == [
        cell.format(0),
        cell.format(1),
        f"avisbuild: the export is stopped by 2 unsure cells; settle them: {annotate}",
    ]
    assert not (tmp_path / "out").exists()
