"""import, export, validate and stats as a user types them: what they print and how they end."""

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from release_scenes import snapshot_of, write_media

from avisbuild.errors import ReleaseError
from avisbuild.records import Recipe, RoundState, Sounding, SoundingSpan, VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases import plan_as_asked, validate_release, write_release
from avisbuild.store import Project
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.importing import ImportWish, import_aviseg

Program = Callable[..., "subprocess.CompletedProcess[str]"]
SCENES = {f"scene-{number}": {"dog_1": "##.", "cat_1": ".#."} for number in range(6)}
RATE_HZ = 8000


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of six videos in train, to be imported."""
    folder = tmp_path_factory.mktemp("made")
    snapshot = snapshot_of(SCENES, folder / "videos", load_taxonomy("aviseg"))
    write_media(folder / "videos", snapshot.videos, rate_hz=RATE_HZ)
    write_release(snapshot, folder / "release", plan_as_asked(snapshot.videos))
    return folder / "release"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project."""
    recipe = Recipe(name="small", taxonomy=load_taxonomy("aviseg"), sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "project", recipe) as opened:
        return opened.folder


@pytest.fixture
def filled(project: Path, release: Path) -> Path:
    """A project with the six videos, all accepted."""
    wish = ImportWish(state=RoundState.ACCEPTED, frames_dir=release / "train/JPEGImages")
    with Project.open(project) as opened:
        import_aviseg(opened, release / "train.json", wish)
    return project


def test_the_way_from_a_truth_file_to_a_valid_release(
    avisbuild: Program, project: Path, release: Path, tmp_path: Path
) -> None:
    frames, out = release / "train/JPEGImages", tmp_path / "out"
    at = ("--project", project)
    answer = avisbuild(
        "import", release / "train.json", "--frames", frames, "--as", "accepted", *at
    )
    assert answer.stdout == "imported 6 of 6 videos: 12 instances, 18 masks, as accepted\n"
    answer = avisbuild("export", "--split", "--sizes", "4/1/1", "--out", out, *at)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"wrote {out}; next: avisbuild validate {out}" in answer.stdout
    answer = avisbuild("validate", out)
    assert (answer.returncode, answer.stdout) == (0, f"{out}: no errors, no warnings\n")
    answer = avisbuild("stats", out, "--json")
    figures = json.loads(answer.stdout)
    assert list(figures) == ["train", "val", "test", "all"]
    assert [figures[name]["videos"] for name in figures] == [4, 1, 1, 6]
    answer = avisbuild("stats", *at)
    assert answer.stdout.splitlines()[1].split() == ["accepted"]


def test_a_damaged_release_ends_with_1_and_what_is_none_with_2(
    avisbuild: Program, filled: Path, tmp_path: Path
) -> None:
    with Project.open(filled) as project:
        export_release(project, out=tmp_path / "out")
    (tmp_path / "out/train/WAVAudios/scene-3.wav").unlink()
    answer = avisbuild("validate", tmp_path / "out", "--json")
    report = json.loads(answer.stdout)
    assert (answer.returncode, report["errors"], report["warnings"]) == (1, 2, 0)
    assert {finding["rule"] for finding in report["findings"]} == {"sound-missing", "file-missing"}
    answer = avisbuild("validate", tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == (
        f"avisbuild: {tmp_path} is not a release: expected train.json, val.json or test.json in it\n"
    )


def test_warnings_end_with_1_only_when_asked(
    avisbuild: Program, release: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "train.json").write_bytes((release / "train.json").read_bytes())
    assert avisbuild("validate", foreign).returncode == 0
    answer = avisbuild("validate", foreign, "--strict")
    assert answer.returncode == 1
    assert f"{foreign}: no errors, 4 warnings" in answer.stdout


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
        (("--split", "--method", "grouped"), "--method grouped: comes in a later version"),
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
    assert answer.stderr.startswith("avisbuild: no video to release: accept some in review, or")
    answer = avisbuild("export", "--include", "todo", "--json", *at)
    assert json.loads(answer.stdout)["included"] == ["accepted", "todo"]
    assert (project / "releases/small-1/release.json").is_file()


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
    cell = "video scene-2, cat_1, second {}: unsure whether it sounds; decide it"
    assert answer.stderr.splitlines() == [
        cell.format(0),
        cell.format(1),
        f"avisbuild: 2 cells stop the export: {cell.format(0)}; {cell.format(1)}",
    ]
    assert not (tmp_path / "out").exists()
