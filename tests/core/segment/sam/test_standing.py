"""A mask that stands is what SAM refines: it gets into the model and out again as it is (R41)."""

import numpy as np
import pytest
import torch
from core.prompt_text import prompt_in
from core.segment.sam.sam_case import CLICK, picture
from segment_anything import SamPredictor

from avisbuild.masks import encode
from avisbuild.segment import Image, MaskArray
from avisbuild.segment.sam.decoder import decoded_masks
from avisbuild.segment.sam.embedding import SamEmbedding
from avisbuild.segment.sam.standing import standing_logits
from avisbuild.segment.sam.tiny import build_tiny_sam, tiny_segmenter
from avisbuild.segment.simulated_clicks import iou

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(autouse=True)
def _precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVISBUILD_PRECISION", "float32")


def disc(size: tuple[int, int]) -> MaskArray:
    """A disc towards the lower right, so that a shift or a swapped axis shows."""
    rows, columns = np.ogrid[: size[0], : size[1]]
    across = (columns - 0.6 * size[1]) / (0.25 * min(size))
    inside: MaskArray = across**2 + ((rows - 0.6 * size[0]) / (0.25 * min(size))) ** 2 < 1
    return inside


@pytest.mark.parametrize("size", [(72, 160), (160, 72), (128, 128), (700, 900), (40, 50)], ids=str)
def test_a_mask_gets_into_the_model_and_out_again(size: tuple[int, int]) -> None:
    sam, model = tiny_segmenter(), build_tiny_sam()
    embedding = sam.embed(picture(*size))
    logits = standing_logits(model, encode(disc(size)), embedding)
    assert logits.shape == model.prompt_encoder.mask_input_size
    assert logits.dtype == torch.float32
    assert (float(logits.min()), float(logits.max())) == (-8, 8)
    assert iou(decoded_masks(model, logits[None], embedding)[0], disc(size)) > 0.9


def test_a_click_on_a_standing_mask_is_what_sams_own_predictor_makes_of_both(image: Image) -> None:
    sam = tiny_segmenter()
    embedding = sam.embed(image)
    standing = encode(disc((72, 160)))
    answer = sam.segment(embedding, CLICK.with_standing(standing))
    predictor = SamPredictor(build_tiny_sam())
    predictor.set_image(image)
    predictor.features = embedding.features.float()
    logits = standing_logits(build_tiny_sam(), standing, embedding)[None].numpy()
    prompt = {"point_coords": np.array([[30, 40]]), "point_labels": np.array([1])}
    one = predictor.predict(mask_input=logits, multimask_output=False, **prompt)
    three = predictor.predict(mask_input=logits, multimask_output=True, **prompt)
    # A mask leaves little doubt: of all four the three with the best scores.
    scores = np.concatenate([one[1], three[1]])
    order = np.argsort(-scores)[:3]
    assert np.allclose(answer.scores, scores[order])
    assert np.mean(answer.masks != np.concatenate([one[0], three[0]])[order]) < 2e-4


def test_the_answer_depends_on_the_standing_mask_and_on_nothing_else(image: Image) -> None:
    """R37: a stored prompt with its standing mask gives the mask that was shown, bit for bit."""
    sam = tiny_segmenter()
    embedding = sam.embed(image)
    fresh = sam.segment(embedding, CLICK)
    prompt = CLICK.with_standing(encode(disc((72, 160)))).with_point(60, 20, positive=False)
    shown = sam.segment(embedding, prompt)
    again = tiny_segmenter().segment(sam.unpack(sam.pack(embedding)), prompt_in(prompt.text))
    assert np.array_equal(again.masks, shown.masks)
    other = sam.segment(embedding, prompt.with_standing(encode(~disc((72, 160)))))
    assert not np.array_equal(other.logits, shown.logits)
    assert np.array_equal(sam.segment(embedding, CLICK).masks, fresh.masks)


def test_a_mask_of_another_size_is_our_mistake(image: Image) -> None:
    embedding: SamEmbedding = tiny_segmenter().embed(image)
    with pytest.raises(ValueError, match="72, 160"):
        standing_logits(build_tiny_sam(), encode(disc((10, 10))), embedding)


def test_sams_scores_are_the_ious_it_predicts(image: Image) -> None:
    """R28: only these are shown as percentages."""
    sam = tiny_segmenter()
    assert sam.segment(sam.embed(image), CLICK).are_predicted_ious
