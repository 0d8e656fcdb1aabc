"""In which precision SAM's encoder computes: what is asked for, and what it does to masks."""

import numpy as np
import pytest
import torch
from core.segment.sam.sam_case import BOX, CLICK

from avisbuild.segment import Image, Prompt
from avisbuild.segment.errors import SegmenterError
from avisbuild.segment.sam.device import chosen_precision, default_precision
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam, tiny_segmenter

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize(("precision", "least_iou"), [("float32", 0.999), ("bfloat16", 0.98)])
@pytest.mark.parametrize("prompt", [CLICK, BOX], ids=["a click", "a box"])
def test_a_mask_is_the_predictors_within_the_tolerance_of_its_precision(
    precision: str, least_iou: float, prompt: Prompt, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVISBUILD_PRECISION", "float32")
    exact = tiny_segmenter()
    expected = exact.segment(exact.embed(image), prompt)
    monkeypatch.setenv("AVISBUILD_PRECISION", precision)
    sam = tiny_segmenter()
    answer = sam.segment(sam.embed(image), prompt)
    overlap = np.logical_and(answer.masks[0], expected.masks[0]).sum()
    assert overlap / np.logical_or(answer.masks[0], expected.masks[0]).sum() > least_iou
    assert (answer.logits - expected.logits).abs().max() < 0.01
    assert (sam.preprocessing == exact.preprocessing) == (precision == "float32")


def test_an_unknown_precision_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVISBUILD_PRECISION", "int8")
    with pytest.raises(SegmenterError, match="AVISBUILD_PRECISION=int8: expected one of float32"):
        tiny_segmenter()


@pytest.mark.parametrize(
    ("setting", "asked", "chosen"),
    [
        ("bfloat16", "", "bfloat16"),
        ("bfloat16", "float32", "float32"),
        ("bfloat16", "auto", None),
        ("auto", "", None),
        ("", "", None),
        ("int8", "float32", "float32"),
    ],
)
def test_what_the_command_says_of_precision_goes_before_the_setting(
    setting: str, asked: str, chosen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVISBUILD_PRECISION", setting)
    assert chosen_precision(asked) == chosen
    sam = SamSegmenter(build_tiny_sam(), name="", title="", weights_sha256="", precision=asked)
    assert sam.precision == (chosen or default_precision(sam.device))
    assert ("encoded" in sam.preprocessing) == (chosen is not None)


def test_half_precision_changes_masks_little(image: Image) -> None:
    exact, half = (
        SamSegmenter(
            build_tiny_sam(),
            name="",
            title="",
            weights_sha256="",
            precision=precision,
            device="cpu",
        )
        for precision in ("float32", "bfloat16")
    )
    one, other = exact.embed(image), half.embed(image)
    assert other.features.dtype == torch.float16
    assert not torch.equal(one.features, other.features)
    assert (one.features - other.features).abs().mean() < 0.02 * one.features.float().std()


def test_a_frame_that_overflows_half_precision_is_embedded_in_full(
    image: Image, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    model = build_tiny_sam()
    exact = SamSegmenter(model, name="", title="", weights_sha256="", precision="float32")
    expected = exact.embed(image).features
    overflowing = SamSegmenter(model, name="", title="", weights_sha256="", precision="bfloat16")

    def overflow(module: object, inputs: object, output: torch.Tensor) -> torch.Tensor:
        return output * torch.inf if torch.is_autocast_enabled("cpu") else output

    model.image_encoder.neck.register_forward_hook(overflow)
    assert torch.equal(overflowing.embed(image).features, expected)
    assert "bfloat16 overflowed" in caplog.text
