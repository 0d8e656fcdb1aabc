"""The decoder in ONNX Runtime says what torch's says."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

import torch

from avisbuild.masks import encode
from avisbuild.segment import Image, Prompt
from avisbuild.segment.sam import onnx_decoder
from avisbuild.segment.sam.decoder import TorchDecoder
from avisbuild.segment.sam.onnx_decoder import OnnxDecoder, best_decoder, export_decoder
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam, tiny_segmenter

CLICK = Prompt(points_xy=((30, 40),), positive=(True,))
BOX = Prompt(box_xyxy=(10, 10, 120, 60))
STANDING = encode(np.arange(72)[:, None] + np.arange(160) < 100)
PROMPTS = {
    "a click": CLICK,
    "three clicks": CLICK.with_point(60, 20, positive=False).with_point(9, 9, positive=True),
    "a box": BOX,
    "a box and clicks": BOX.with_point(30, 40, positive=True).with_point(99, 20, positive=False),
    "a click on a standing mask": CLICK.with_standing(STANDING),
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("decoders") / "decoder.onnx"
    export_decoder(build_tiny_sam(), path)
    return path


@pytest.fixture
def image() -> Image:
    return np.random.default_rng(0).integers(0, 256, (72, 160, 3), dtype=np.uint8)


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_both_decoders_agree(prompt: Prompt, exported: Path, image: Image) -> None:
    model = build_tiny_sam()
    ours, theirs = OnnxDecoder(exported, mask_size=(32, 32)), TorchDecoder(model)
    embedding = tiny_segmenter(device="cpu").embed(image)
    for previous in (None, torch.linspace(-3, 3, 32 * 32).view(32, 32)):
        one = ours.decode(embedding, prompt, previous)
        other = theirs.decode(embedding, prompt, previous)
        assert one.logits.shape == other.logits.shape == (4, 32, 32)
        assert torch.allclose(one.logits, other.logits, atol=1e-5)
        assert np.allclose(one.scores, other.scores, atol=1e-5)


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_a_segmenter_gives_the_same_masks_with_either(
    prompt: Prompt, exported: Path, image: Image
) -> None:
    with_onnx = SamSegmenter(
        build_tiny_sam(),
        name="",
        title="",
        weights_sha256="",
        device="cpu",
        decoder=OnnxDecoder(exported, mask_size=(32, 32)),
    )
    with_torch = tiny_segmenter(device="cpu")
    embedding = with_torch.embed(image)
    ours, theirs = with_onnx.segment(embedding, prompt), with_torch.segment(embedding, prompt)
    assert ours.scores == pytest.approx(theirs.scores, abs=1e-5)
    assert np.mean(ours.masks != theirs.masks) < 1e-3


def test_the_decoder_is_exported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = build_tiny_sam()
    first = best_decoder(model, device="cpu", weights_sha256="ab" * 32, folder=tmp_path)
    assert isinstance(first, OnnxDecoder)
    monkeypatch.setattr(onnx_decoder, "export_decoder", lambda *_: pytest.fail("exported again"))
    again = best_decoder(model, device="cpu", weights_sha256="ab" * 32, folder=tmp_path)
    assert isinstance(again, OnnxDecoder)


def test_a_gpu_decodes_with_torch(tmp_path: Path) -> None:
    decoder = best_decoder(build_tiny_sam(), device="cuda", weights_sha256="", folder=tmp_path)
    assert isinstance(decoder, TorchDecoder)
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_torch_decodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_decoder.importlib.util, "find_spec", lambda _: None)
    decoder = best_decoder(build_tiny_sam(), device="cpu", weights_sha256="", folder=tmp_path)
    assert isinstance(decoder, TorchDecoder)


def test_an_exported_file_that_is_damaged_is_exported_again(tmp_path: Path) -> None:
    model = build_tiny_sam()
    best_decoder(model, device="cpu", weights_sha256="ab" * 32, folder=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    decoder = best_decoder(model, device="cpu", weights_sha256="ab" * 32, folder=tmp_path)
    assert isinstance(decoder, OnnxDecoder)


def test_a_folder_that_cannot_be_written_does_not_stop_anyone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    folder = tmp_path / "file" / "decoders"
    decoder = best_decoder(build_tiny_sam(), device="cpu", weights_sha256="", folder=folder)
    assert isinstance(decoder, TorchDecoder)
