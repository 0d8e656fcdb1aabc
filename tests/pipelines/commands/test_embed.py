"""`avisbuild embed` as a user runs it: what it says, and how it ends."""

import json
from pathlib import Path

import pytest
import typer
from conftest import Program
from pipelines.embedding_case import Counting, video, write_frames

from avisbuild.errors import ExitCode
from avisbuild.records import SetAside, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.segment import catalogue
from avisbuild.segment.cache.store import EmbeddingKind, segmenter_kind
from avisbuild.store import Project
from avisbuild_pipelines.commands.embed import embed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one video of three seconds."""
    folder = tmp_path / "project"
    with (
        Project.create(folder, load_recipe("aviseg")) as opened,
        opened.edit(author="test", action="a video") as edit,
    ):
        edit.add_video(video("pond", 3))
    write_frames(folder / "videos", "pond", 3)
    return folder


def test_a_dry_run_says_what_there_is_to_do_and_needs_no_weights(
    project: Path, avisbuild: Program
) -> None:
    words = ("embed", "--project", project, "--segmenter", "sam_vit_b", "--dry-run")
    answer = avisbuild(*words, "--json")
    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout)
    assert (said["frames"], said["there"], said["to_make"]) == (3, 0, 3)
    assert said["bytes_needed"] == 3 * 2 * 1024 * 1024
    assert "0 of 3 frames have embeddings, 3 to make" in avisbuild(*words).stdout
    assert not (project / "cache").exists()


def test_a_video_that_is_set_aside_is_embedded_only_by_name(
    project: Path, avisbuild: Program
) -> None:
    with Project.open(project) as opened, opened.edit(author="ann", action="Aside") as edit:
        edit.put(SetAside(video_id=VideoId("pond"), reason="no sound match"))
    words = ("--project", project, "--segmenter", "sam_vit_b", "--dry-run", "--json")
    assert json.loads(avisbuild("embed", *words).stdout)["frames"] == 0
    assert json.loads(avisbuild("embed", "pond", *words).stdout)["frames"] == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--segmenter", "classical"], "classical keeps no embeddings"),
        (["--segmenter", "sam"], "segmenter sam: expected one of"),
        (
            ["--precision", "half"],
            "--precision=half: expected one of float32, bfloat16, float16, auto",
        ),
        (["--segmenter", "sam_vit_b"], "avisbuild models pull sam_vit_b"),
        (["nowhere", "--segmenter", "sam_vit_b", "--dry-run"], "there is no video 'nowhere'"),
    ],
)
def test_wrong_use_is_one_line_with_its_cure(
    project: Path,
    avisbuild: Program,
    words: list[str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "pull" in expected:
        pytest.importorskip("torch")
        pytest.importorskip("segment_anything")
    monkeypatch.setenv("AVISBUILD_WEIGHTS", str(project / "no-weights"))
    answer = avisbuild("embed", "--project", project, *words)
    assert answer.returncode == 2
    assert expected in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """What the command takes for a SAM."""
    segmenter = Counting()
    monkeypatch.setattr(catalogue, "embedding_kind", lambda *_, **__: segmenter_kind(segmenter))
    monkeypatch.setattr(catalogue, "maker", lambda *_, **__: None)
    monkeypatch.setattr(catalogue, "make_segmenter", lambda *_, **__: segmenter)
    return segmenter


def test_the_command_says_what_it_made_and_a_second_time_that_all_is_there(
    project: Path, counting: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    embed(project=project, segmenter="sam_vit_b", batch=2, limit=1.0)
    assert "3 of 3 frames have embeddings (3 made now, 0 before) in " in capsys.readouterr().out
    embed(project=project, segmenter="sam_vit_b", batch=2, limit=1.0)
    assert "3 of 3 frames have embeddings (0 made now, 3 before);" in capsys.readouterr().out
    assert counting.batches == [2, 1]


def test_the_precision_that_is_asked_for_is_kept_apart_and_reaches_the_model(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds, segmenter = [], Counting()
    asked: dict[str, str] = {}

    def kind(name: str, *, precision: str) -> EmbeddingKind:
        kinds.append(embedding_kind(name, precision=precision))
        return kinds[-1]

    def make(name: str, *, precision: str) -> Counting:
        asked[name] = precision
        return segmenter

    embedding_kind = catalogue.embedding_kind
    monkeypatch.setattr(catalogue, "embedding_kind", kind)
    monkeypatch.setattr(catalogue, "maker", lambda *_, **__: None)
    monkeypatch.setattr(catalogue, "make_segmenter", make)
    monkeypatch.setenv("AVISBUILD_PRECISION", "float32")
    embed(project=project, segmenter="sam_vit_b", precision="bfloat16", batch=2, limit=1.0)
    assert [each.preprocessing.rpartition(":")[2] for each in kinds] == ["encoded-bfloat16"]
    assert asked == {"sam_vit_b": "bfloat16"}


def test_the_command_lists_frames_that_failed_and_ends_as_done_in_part(
    project: Path, counting: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "videos" / "pond" / "frames" / "00001.jpg").unlink()
    with pytest.raises(typer.Exit) as end:
        embed(project=project, segmenter="sam_vit_b", batch=1, limit=1.0)
    assert end.value.exit_code == ExitCode.PARTLY_DONE
    said = capsys.readouterr().out
    assert "2 of 3 frames have embeddings" in said
    assert "pond second 1: " in said
    assert counting.batches == [1, 1]
