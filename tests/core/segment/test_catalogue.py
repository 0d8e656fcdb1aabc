"""Segmenters by name: which there are, what each needs, and which stands in for which."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from avisbuild.errors import AvisbuildError
from avisbuild.segment import catalogue
from avisbuild.segment.catalogue import (
    SEGMENTERS,
    default_segmenter,
    embedding_kind,
    fallbacks,
    make_segmenter,
    maker,
    quick_segmenter,
)
from avisbuild.segment.errors import CheckpointError, SegmenterError
from avisbuild.segment.sam.checkpoints import CHECKPOINTS


def put(folder: Path, *names: str) -> None:
    """Put files where the weights of these models belong; they hold none."""
    for name in names:
        (folder / CHECKPOINTS[name].file_name).write_bytes(b"no weights")


@pytest.fixture
def has_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the packages of SAM were installed, whether they are or not."""
    monkeypatch.setattr(catalogue, "_check_packages", lambda _: None)


@pytest.mark.parametrize("name", ["classical", "fake"])
def test_those_without_weights_can_be_made_anywhere(name: str) -> None:
    segmenter = make_segmenter(name)
    assert (segmenter.name, segmenter.weights_sha256) == (name, "")
    assert maker(name).title == segmenter.title
    segmenter.close()


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    for make in (make_segmenter, maker):
        with pytest.raises(AvisbuildError, match="segmenter sam: expected one of sam_vit_h, ") as e:
            make("sam")
        assert all(name in str(e.value) for name in SEGMENTERS)


@pytest.mark.usefixtures("has_packages")
@pytest.mark.parametrize("name", CHECKPOINTS)
def test_missing_weights_are_told_with_the_place_and_the_command(name: str, tmp_path: Path) -> None:
    """Checkpoint missing (bad days)."""
    for make in (make_segmenter, maker):
        with pytest.raises(CheckpointError) as error:
            make(name, checkpoint_dir=tmp_path)
        assert str(tmp_path / CHECKPOINTS[name].file_name) in str(error.value)
        assert f"avisbuild models pull {name}" in str(error.value)


@pytest.mark.usefixtures("has_packages")
def test_truncated_weights_are_told_when_they_are_loaded_and_never_opened(tmp_path: Path) -> None:
    """Checkpoint truncated (bad days)."""
    put(tmp_path, "sam_vit_b")
    later = maker("sam_vit_b", checkpoint_dir=tmp_path)
    assert (later.name, later.title) == ("sam_vit_b", "SAM ViT-B")
    with pytest.raises(CheckpointError, match="not the published weights, or damaged"):
        later()


def test_missing_packages_are_told_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        catalogue.importlib.util, "find_spec", lambda name: None if name == "torch" else find(name)
    )
    with pytest.raises(SegmenterError, match=r'needs .*torch.*: pip install "avisbuild\[sam\]"'):
        make_segmenter("sam_vit_h")


@pytest.mark.usefixtures("has_packages")
@pytest.mark.parametrize(
    ("name", "here", "expected"),
    [
        ("sam_vit_h", ["sam_vit_l", "sam_vit_b"], ["sam_vit_l", "sam_vit_b", "classical"]),
        ("sam_vit_h", ["sam_vit_b"], ["sam_vit_b", "classical"]),
        ("sam_vit_b", ["sam_vit_h"], ["classical"]),
        ("classical", ["sam_vit_b"], []),
        ("fake", [], []),
    ],
)
def test_ever_smaller_models_stand_in_and_classical_at_last(
    name: str, here: list[str], expected: list[str], tmp_path: Path
) -> None:
    """R34: what a service falls back to; models whose weights are not here are left out."""
    put(tmp_path, *here)
    assert [each.name for each in fallbacks(name, checkpoint_dir=tmp_path)] == expected


@pytest.mark.usefixtures("has_packages")
@pytest.mark.parametrize(
    ("cuda", "weights", "expected"),
    [
        (True, True, "sam_vit_h"),
        (True, False, "classical"),
        (False, True, "classical"),
    ],
)
def test_the_default_is_sam_where_a_gpu_and_its_weights_are(
    cuda: bool, weights: bool, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_has_cuda", lambda: cuda)
    if weights:
        put(tmp_path, "sam_vit_h")
    assert default_segmenter(checkpoint_dir=tmp_path) == expected


def test_the_quick_segmenter_stands_beside_those_that_keep_one_waiting() -> None:
    quick = quick_segmenter("sam_vit_h")
    assert quick is not None
    assert quick.name == "classical"
    assert quick_segmenter("classical") is None
    assert quick_segmenter("fake") is None


def test_the_kind_of_embeddings_is_known_without_loading_the_model() -> None:
    """R05: `embed` plans before it loads, and the annotator finds what it made."""
    pytest.importorskip("torch")
    pytest.importorskip("segment_anything")
    from avisbuild.segment.sam.tiny import TINY_IMAGE_PX, tiny_segmenter

    tiny, kind = tiny_segmenter(), embedding_kind("sam_vit_h")
    assert kind.preprocessing == tiny.preprocessing.replace(str(TINY_IMAGE_PX), "1024")
    assert (kind.model, kind.weights_sha256) == ("sam_vit_h", CHECKPOINTS["sam_vit_h"].sha256)
    for name in ("classical", "fake"):
        with pytest.raises(SegmenterError, match=f"{name} keeps no embeddings"):
            embedding_kind(name)


def test_asking_for_a_segmenter_s_name_or_default_loads_no_torch(tmp_path: Path) -> None:
    """The window must not wait for torch where there are no weights."""
    look = (
        "import sys; from pathlib import Path; from avisbuild.segment.catalogue import *;"
        "from avisbuild.segment.service.service import SegmentService;"
        f"print(default_segmenter(checkpoint_dir=Path({str(tmp_path)!r})), 'torch' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.split() == ["classical", "False"]
