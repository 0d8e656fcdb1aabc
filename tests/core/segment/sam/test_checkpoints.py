"""Weights: where they lie, whether they are whole, and what is said when they are not."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from avisbuild.errors import AvisbuildError
from avisbuild.segment.errors import CheckpointError
from avisbuild.segment.sam import checkpoints
from avisbuild.segment.sam.checkpoints import (
    CHECKPOINTS,
    Checkpoint,
    CheckpointState,
    checkpoint_named,
    checkpoint_path,
    checkpoint_state,
    require,
    weights_digest,
    weights_folder,
)

CONTENT = b"weights" * 1000


@pytest.fixture
def checkpoint() -> Checkpoint:
    """The table's ViT-B, as if its file were small."""
    return replace(
        CHECKPOINTS["sam_vit_b"],
        byte_count=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each file that is read from end to end for its digest."""
    read: list[Path] = []
    sha256_of: Callable[[Path], str] = checkpoints.sha256_of

    def noted(path: Path) -> str:
        read.append(path)
        return sha256_of(path)

    monkeypatch.setattr(checkpoints, "sha256_of", noted)
    return read


def test_every_model_has_a_source_a_digest_and_a_smaller_one_to_fall_back_to() -> None:
    assert list(CHECKPOINTS) == ["sam_vit_h", "sam_vit_l", "sam_vit_b"]
    for name, each in CHECKPOINTS.items():
        assert each.name == name
        assert each.url == f"https://dl.fbaipublicfiles.com/segment_anything/{each.file_name}"
        assert len(bytes.fromhex(each.sha256)) == 32
        assert each.fallback == "classical" or (
            CHECKPOINTS[each.fallback].byte_count < each.byte_count
        )


def test_an_unknown_model_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(AvisbuildError, match="'sam_vit_x': expected one of sam_vit_h, sam_vit_l"):
        checkpoint_named("sam_vit_x")


@pytest.mark.parametrize(
    ("own", "caches", "expected"),
    [
        ("/big/weights", "/caches", "/big/weights"),
        ("", "/caches", "/caches/avisbuild/weights"),
        ("", "relative", "/home/a/.cache/avisbuild/weights"),
        ("", "", "/home/a/.cache/avisbuild/weights"),
    ],
    ids=["AVISBUILD_WEIGHTS", "XDG_CACHE_HOME", "a relative XDG_CACHE_HOME", "neither"],
)
def test_where_weights_lie(
    own: str, caches: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVISBUILD_WEIGHTS", own)
    monkeypatch.setenv("XDG_CACHE_HOME", caches)
    monkeypatch.setenv("HOME", "/home/a")
    assert weights_folder() == Path(expected)


def test_weights_are_absent_present_or_damaged(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = checkpoint_path(checkpoint, tmp_path)
    assert checkpoint_state(checkpoint, tmp_path) is CheckpointState.ABSENT
    path.write_bytes(CONTENT)
    assert checkpoint_state(checkpoint, tmp_path) is CheckpointState.PRESENT
    path.write_bytes(CONTENT[:-1])
    assert checkpoint_state(checkpoint, tmp_path) is CheckpointState.DAMAGED
    path.write_bytes(b"W" + CONTENT[1:])
    assert checkpoint_state(checkpoint, tmp_path) is CheckpointState.DAMAGED


def test_missing_weights_are_one_line_with_both_cures(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    with pytest.raises(CheckpointError) as caught:
        require(checkpoint, tmp_path)
    line = str(caught.value)
    assert line.startswith(f"SAM ViT-B: no weights at {checkpoint_path(checkpoint, tmp_path)}")
    assert "avisbuild models pull sam_vit_b" in line
    assert f"put a copy of {checkpoint.url} at {checkpoint_path(checkpoint, tmp_path)}" in line
    assert "\n" not in line


def test_damaged_weights_are_refused_with_both_digests(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = checkpoint_path(checkpoint, tmp_path)
    path.write_bytes(CONTENT[:100])
    found = hashlib.sha256(CONTENT[:100]).hexdigest()
    with pytest.raises(CheckpointError) as caught:
        require(checkpoint, tmp_path)
    assert str(path) in str(caught.value)
    assert found[:12] in str(caught.value)
    assert checkpoint.sha256[:12] in str(caught.value)


def test_a_file_is_read_for_its_digest_only_once(tmp_path: Path, readings: list[Path]) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(CONTENT)
    assert weights_digest(path) == weights_digest(path) == hashlib.sha256(CONTENT).hexdigest()
    assert readings == [path]


def test_a_file_that_changed_is_read_again(tmp_path: Path, readings: list[Path]) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(CONTENT)
    weights_digest(path)
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(1, 1))  # the same size; on a quick machine perhaps within one clock tick
    assert weights_digest(path) == hashlib.sha256(CONTENT[::-1]).hexdigest()
    assert readings == [path, path]


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"byte_count": 7000}', "{"])
def test_a_note_that_cannot_be_read_is_written_anew(
    note: str, tmp_path: Path, readings: list[Path]
) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(CONTENT)
    (tmp_path / ".weights.pth.sha256.json").write_text(note)
    assert weights_digest(path) == weights_digest(path) == hashlib.sha256(CONTENT).hexdigest()
    assert readings == [path]


def test_a_folder_that_cannot_be_written_does_not_stop_the_check(
    tmp_path: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, document: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "weights.pth"
    path.write_bytes(CONTENT)
    monkeypatch.setattr(checkpoints, "write_json", refuse)
    assert weights_digest(path) == weights_digest(path) == hashlib.sha256(CONTENT).hexdigest()
    assert readings == [path, path]
