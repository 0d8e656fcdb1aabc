"""SAM from a file of weights: the right one, and all the wrong ones."""

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from segment_anything import sam_model_registry

from avisbuild.files import sha256_of
from avisbuild.segment import Prompt
from avisbuild.segment.errors import CheckpointError, SegmenterError, SegmenterMemoryError
from avisbuild.segment.sam import device as sam_device
from avisbuild.segment.sam import segmenter as sam
from avisbuild.segment.sam.building import build_sam, read_model
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam, random_sam, tiny_segmenter

read_tiny = partial(read_model, build=lambda _: build_tiny_sam())


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """A file of weights of the tiny SAM of seed 3."""
    path = tmp_path / "tiny.pth"
    torch.save(build_tiny_sam(3).state_dict(), path)
    return path


@pytest.fixture
def tiny_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model type is tiny."""
    monkeypatch.setattr(sam, "read_model", read_tiny)


def test_a_loaded_model_answers_as_the_one_that_was_saved_r37(
    checkpoint: Path, tiny_for_all: None
) -> None:
    """R37: and bears the hash of its file."""
    image = np.random.default_rng(0).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    prompt = Prompt(points_xy=((30, 40),), positive=(True,))
    loaded = SamSegmenter.load("vit_b", checkpoint, "cpu", sha256=sha256_of(checkpoint))
    original = tiny_segmenter(3, device="cpu")
    masks, expected = (each.segment(each.embed(image), prompt).masks for each in (loaded, original))
    assert np.array_equal(masks, expected)
    assert (loaded.name, loaded.title) == ("sam_vit_b", "SAM ViT-B")
    assert loaded.weights_sha256 == sha256_of(checkpoint)


def test_a_file_with_another_digest_is_not_opened(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(torch, "load", lambda *what, **_: opened.append(what))
    with pytest.raises(CheckpointError, match="not the published weights, or damaged"):
        SamSegmenter.load("vit_h", checkpoint)
    assert opened == []


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"nowhere\.pth: there is no such file of weights"):
        SamSegmenter.load("vit_h", tmp_path / "nowhere.pth")


class Trap:
    """What a hostile checkpoint holds: code that runs when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("trapped"),))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _page(path: Path) -> None:
    path.write_text("<html>Sign in to the network</html>")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _trap(path: Path) -> None:
    path.write_bytes(pickle.dumps(Trap(), protocol=2))


def _list(path: Path) -> None:
    torch.save([1, 2], path)


def _other_model(path: Path) -> None:
    torch.save({"weight": torch.zeros(2)}, path)


def _other_size(path: Path) -> None:
    weights = build_tiny_sam().state_dict()
    weights["mask_decoder.iou_token.weight"] = torch.zeros(1, 7)
    torch.save(weights, path)


@pytest.mark.parametrize("damage", [_cut, _page, _empty, _trap, _list, _other_model, _other_size])
def test_a_file_without_the_weights_is_one_line_naming_file_and_model(
    damage: Callable[[Path], None],
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    damage(checkpoint)
    with pytest.raises(CheckpointError) as caught:
        read_tiny(checkpoint, "vit_h")
    line = str(caught.value)
    assert line.startswith(f"{checkpoint}: holds no weights of SAM vit_h (")
    assert "avisbuild models pull sam_vit_h" in line
    assert "\n" not in line
    assert len(line) < 400
    assert "weights_only" not in line
    assert not (tmp_path / "trapped").exists()


def test_a_device_without_room_for_the_model_is_a_typed_error_r34(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R34: out of memory already while loading, so that a smaller model can be tried."""
    model = build_tiny_sam()

    def full(device: str) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(model, "to", full)
    with pytest.raises(SegmenterMemoryError, match=r"^SAM ViT-H: out of memory"):
        SamSegmenter(model, name="sam_vit_h", title="SAM ViT-H", weights_sha256="", device="cpu")


def test_without_the_extra_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "segment_anything", None)
    with pytest.raises(SegmenterError, match=r'pip install "avisbuild\[sam\]"'):
        build_sam("vit_b")


@pytest.mark.parametrize(
    ("flags", "precision"), [("amx_bf16 amx_tile", "bfloat16"), ("avx512f", "float32")]
)
def test_a_cpu_computes_in_bfloat16_only_where_it_has_amx(
    flags: str, precision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AVISBUILD_PRECISION", raising=False)
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(f"flags : fpu {flags}\n")
    found = sam_device.has_amx(cpu_info)
    monkeypatch.setattr(sam_device, "has_amx", lambda: found)
    assert sam_device.default_precision("cpu") == precision
    assert sam_device.default_precision("cuda") == "float16"


def test_a_machine_without_cpuinfo_computes_in_float32(tmp_path: Path) -> None:
    assert not sam_device.has_amx(tmp_path / "nowhere")


@pytest.mark.slow
def test_a_model_of_full_size_is_read_as_segment_anything_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "vit_b.pth"
    torch.save(random_sam("vit_b", 1).state_dict(), path)
    theirs = sam_model_registry["vit_b"](checkpoint=str(path))
    ours = read_model(path, "vit_b")
    tensors = dict(ours.named_parameters()) | dict(ours.named_buffers())
    expected = dict(theirs.named_parameters()) | dict(theirs.named_buffers())
    assert tensors.keys() == expected.keys()
    assert all(torch.equal(tensors[name], expected[name]) for name in expected)
    assert not any(tensor.is_meta for tensor in tensors.values())
