"""SAM through segment-anything's own code, at a tiny size with random weights."""

import os
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from core.prompt_text import prompt_in
from core.segment.sam.sam_case import BOX, CLICK, picture
from numpy.typing import NDArray
from segment_anything import SamPredictor

from avisbuild.segment import Image, Prompt
from avisbuild.segment.errors import EmbeddingCancelledError, SegmenterError
from avisbuild.segment.sam.device import chosen_precision, default_precision
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam, tiny_segmenter, weights_hash

MIXED = BOX.with_point(30, 40, positive=True).with_point(100, 20, positive=False)


pytestmark = pytest.mark.usefixtures("one_thread")

# SamPredictor's own precision, whatever this machine's processor would choose; .ci/test-machines sets others.
SETTING = os.environ.get("AVISBUILD_PRECISION") or "float32"
PRECISION = chosen_precision(SETTING) or default_precision("cpu")


@pytest.fixture(autouse=True)
def _precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVISBUILD_PRECISION", SETTING)


def predictor_of(image: Image, seed: int = 0, precision: str = PRECISION) -> SamPredictor:
    """SAM's own predictor with an image set, its encoder in the precision that is tested."""
    predictor = SamPredictor(build_tiny_sam(seed))
    dtype = getattr(torch, precision)
    with torch.autocast("cpu", dtype=dtype, enabled=precision != "float32"):
        predictor.set_image(image)
    return predictor


@pytest.fixture
def sam() -> Iterator[SamSegmenter]:
    segmenter = tiny_segmenter()
    yield segmenter
    segmenter.close()


def test_an_embedding_is_that_of_sams_own_predictor(sam: SamSegmenter, image: Image) -> None:
    predictor = predictor_of(image)
    embedding = sam.embed(image)
    assert embedding.original_size == (72, 160)
    assert embedding.input_size == predictor.input_size == (58, 128)
    assert torch.equal(embedding.features, predictor.features.half())


# OpenCV rounds otherwise than torch: that may turn a pixel whose logit is all but zero.
ROUNDED = 2e-4


class Reference:
    """What SAM's own predictor says on the same features."""

    def __init__(self, image: Image, seed: int = 0) -> None:
        self.predictor = predictor_of(image, seed)
        self.predictor.features = self.predictor.features.half().float()

    def four(self, **prompt: Any) -> tuple[NDArray[np.bool_], NDArray[Any], NDArray[Any]]:
        """Masks, scores and logits of the mask for clear prompts and of the three for doubtful ones."""
        clear = self.predictor.predict(multimask_output=False, **prompt)
        three = self.predictor.predict(multimask_output=True, **prompt)
        masks, scores, logits = (
            np.concatenate([one, more]) for one, more in zip(clear, three, strict=True)
        )
        return masks, scores, logits


@pytest.mark.parametrize("seed", range(4))
def test_a_click_gives_the_predictors_three_masks_best_first_r28(seed: int, image: Image) -> None:
    """R28: SAM's three candidates, to cycle through."""
    masks, scores, _ = Reference(image, seed).four(
        point_coords=np.array([[30, 40]]), point_labels=np.array([1])
    )
    order = 1 + np.argsort(-scores[1:])
    sam = tiny_segmenter(seed)
    answer = sam.segment(sam.embed(image), CLICK)
    assert answer.masks.shape == (3, 72, 160)
    assert answer.masks.dtype == np.bool_
    assert np.array_equal(answer.scores, scores[order])
    assert np.mean(answer.masks != masks[order]) < ROUNDED


@pytest.mark.parametrize("seed", range(4))
def test_a_box_may_also_get_sams_mask_for_clear_prompts_r28(seed: int, image: Image) -> None:
    """R28: of the four masks for a prompt that leaves little doubt, the three with the best scores."""
    masks, scores, _ = Reference(image, seed).four(box=np.array(BOX.box_xyxy))
    order = np.argsort(-scores)[:3]
    sam = tiny_segmenter(seed)
    answer = sam.segment(sam.embed(image), BOX)
    assert np.array_equal(answer.scores, scores[order])
    assert np.mean(answer.masks != masks[order]) < ROUNDED


def test_a_click_after_a_box_refines_the_best_mask_of_the_box(
    sam: SamSegmenter, image: Image
) -> None:
    reference, box = Reference(image), np.array(BOX.box_xyxy)
    _, scores, logits = reference.four(box=box)
    masks, scores, _ = reference.four(
        box=box,
        point_coords=np.array([[30, 40]]),
        point_labels=np.array([1]),
        mask_input=logits[[np.argmax(scores)]],
    )
    order = np.argsort(-scores)[:3]
    answer = sam.segment(sam.embed(image), BOX.with_point(30, 40, positive=True))
    assert np.array_equal(answer.scores, scores[order])
    assert np.mean(answer.masks != masks[order]) < ROUNDED


def test_another_candidate_can_be_refined_than_the_best(sam: SamSegmenter, image: Image) -> None:
    embedding = sam.embed(image)
    first = sam.segment(embedding, CLICK)
    prompt = CLICK.with_point(100, 20, positive=False)
    best = sam.segment(embedding, prompt, previous=first.logits[0])
    other = sam.segment(embedding, prompt, previous=first.logits[2])
    assert np.array_equal(best.masks, sam.segment(embedding, prompt).masks)
    assert best.scores != other.scores


def test_a_mask_can_be_decoded_again_from_its_prompt_r37(sam: SamSegmenter, image: Image) -> None:
    """R37: a stored prompt on a stored embedding gives the mask that was shown, bit for bit."""
    embedding = sam.embed(image)
    prompt = Prompt()
    for x, y, positive in ((30, 40, True), (100, 20, False), (60, 30, True), (20, 60, False)):
        prompt = prompt.with_point(x, y, positive=positive)
        shown = sam.segment(embedding, prompt)
    another_day = tiny_segmenter()
    again = another_day.segment(another_day.unpack(sam.pack(embedding)), prompt_in(prompt.text))
    assert np.array_equal(again.masks, shown.masks)
    assert again.scores == shown.scores


def test_taking_a_click_back_gives_the_mask_from_before_r28(
    sam: SamSegmenter, image: Image
) -> None:
    """R28: last-prompt pop."""
    embedding = sam.embed(image)
    before = sam.segment(embedding, CLICK)
    sam.segment(embedding, CLICK.with_point(100, 20, positive=False))
    assert np.array_equal(sam.segment(embedding, CLICK).masks, before.masks)


def test_prompts_of_one_frame_do_not_touch_another_frame(sam: SamSegmenter) -> None:
    one, other = sam.embed(picture(seed=1)), sam.embed(picture(seed=2))
    alone = tiny_segmenter().segment(other, MIXED)
    sam.segment(one, Prompt(box_xyxy=MIXED.box_xyxy))
    sam.segment(one, MIXED)
    assert np.array_equal(sam.segment(other, MIXED).masks, alone.masks)


def test_an_embedding_is_prompted_often_and_stays_as_it_was(
    sam: SamSegmenter, image: Image
) -> None:
    embedding = sam.embed(image)
    features = embedding.features.clone()
    for number in range(50):
        sam.segment(embedding, MIXED.with_point(number, number, positive=True))
    assert torch.equal(embedding.features, features)


def test_an_embedding_read_back_is_the_one_that_was_packed_r05(
    sam: SamSegmenter, image: Image
) -> None:
    """R05: fp16, and a click answers as on the fresh embedding."""
    fresh = sam.embed(image)
    arrays = sam.pack(fresh)
    assert arrays["features"].dtype == np.float16
    read = sam.unpack({name: array.copy() for name, array in arrays.items()})
    assert (read.original_size, read.input_size) == (fresh.original_size, fresh.input_size)
    assert np.array_equal(sam.segment(read, MIXED).masks, sam.segment(fresh, MIXED).masks)
    assert sam.embedding_bytes(read) == arrays["features"].nbytes == sam.embedding_bytes(fresh)


@pytest.mark.parametrize("lacking", ["features", "original_size", "input_size"])
def test_arrays_that_are_no_embedding_of_this_model_are_refused_r05(
    lacking: str, sam: SamSegmenter, image: Image
) -> None:
    """R05: mismatch rejected."""
    arrays = sam.pack(sam.embed(image))
    with pytest.raises(SegmenterError, match="expected an embedding"):
        sam.unpack({name: array for name, array in arrays.items() if name != lacking})
    with pytest.raises(SegmenterError, match="expected an embedding"):
        sam.unpack(arrays | {lacking: arrays[lacking][:1]})
    with pytest.raises(SegmenterError, match="float32"):
        sam.unpack(arrays | {lacking: arrays[lacking].astype(np.float32)})


def test_a_mapped_array_read_only_is_no_obstacle(sam: SamSegmenter, image: Image) -> None:
    arrays = sam.pack(sam.embed(image))
    for array in arrays.values():
        array.setflags(write=False)
    assert sam.segment(sam.unpack(arrays), CLICK).masks.shape == (3, 72, 160)


def test_a_batch_of_any_sizes_gives_what_single_frames_give(sam: SamSegmenter) -> None:
    images = [picture(72, 160), picture(200, 90), picture(128, 128)]
    for image, batched in zip(images, sam.embed_batch(images), strict=True):
        alone = sam.embed(image)
        assert (batched.original_size, batched.input_size) == (
            alone.original_size,
            alone.input_size,
        )
        assert torch.allclose(batched.features.float(), alone.features.float(), atol=4e-3)
        assert batched.features.untyped_storage().nbytes() == alone.features.nbytes


def test_another_seed_has_another_hash_of_weights_r05() -> None:
    """R05, R37: embeddings are keyed, and masks bear the name of, these very weights."""
    assert weights_hash(build_tiny_sam(0)) == weights_hash(build_tiny_sam(0))
    assert tiny_segmenter(0).weights_sha256 != tiny_segmenter(1).weights_sha256


def test_building_a_model_leaves_everyone_elses_random_numbers_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    build_tiny_sam()
    assert torch.equal(torch.rand(3), expected)


def test_an_empty_prompt_is_our_mistake(sam: SamSegmenter, image: Image) -> None:
    with pytest.raises(ValueError, match="prompt"):
        sam.segment(sam.embed(image), Prompt())


def test_a_click_is_answered_while_another_frame_is_being_embedded_r06(
    sam: SamSegmenter, image: Image
) -> None:
    """R06: a foreground request does not wait for the embedding under way."""
    ready = sam.embed(image)
    in_the_middle, go_on = threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        in_the_middle.set()
        assert go_on.wait(60)

    sam._open[0].image_encoder.blocks[1].register_forward_pre_hook(wait)
    thread = threading.Thread(target=lambda: sam.embed(picture(seed=3)))
    thread.start()
    assert in_the_middle.wait(60)
    answer = sam.segment(ready, CLICK)
    go_on.set()
    thread.join()
    assert np.array_equal(answer.masks, tiny_segmenter().segment(ready, CLICK).masks)


@pytest.mark.parametrize("ending", ["cancel_embedding", "close"])
def test_an_embedding_under_way_can_be_given_up(
    ending: str, sam: SamSegmenter, image: Image
) -> None:
    outcome: list[BaseException] = []
    in_the_middle, go_on = threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        in_the_middle.set()
        assert go_on.wait(60)

    def embed() -> None:
        try:
            sam.embed(image)
        except EmbeddingCancelledError as error:
            outcome.append(error)

    sam._open[0].image_encoder.blocks[0].register_forward_hook(wait)
    thread = threading.Thread(target=embed)
    thread.start()
    assert in_the_middle.wait(60)
    getattr(sam, ending)()
    go_on.set()
    thread.join()
    assert len(outcome) == 1


def test_cancelling_concerns_only_the_embedding_under_way(sam: SamSegmenter, image: Image) -> None:
    sam.cancel_embedding()
    assert sam.embed(image).original_size == (72, 160)


def test_a_closed_segmenter_says_so_and_holds_no_model(sam: SamSegmenter, image: Image) -> None:
    embedding = sam.embed(image)
    sam.close()
    with pytest.raises(EmbeddingCancelledError):
        sam.embed(image)
    with pytest.raises(SegmenterError, match=r"^SAM tiny \(random weights\) is closed"):
        sam.segment(embedding, CLICK)
    sam.close()


def test_a_click_runs_on_one_thread_and_leaves_the_callers_number_alone(
    sam: SamSegmenter, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    embedding = sam.embed(image)
    decoder = sam._open[1]
    decode = decoder.decode

    def noted(*arguments: object) -> object:
        seen.append(torch.get_num_threads())
        return decode(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(decoder, "decode", noted)
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        sam.segment(embedding, CLICK)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
    assert seen == [1]


def test_memory_does_not_grow_with_frames_r34(sam: SamSegmenter) -> None:
    """R34: what a segmenter keeps of frames that were left is bounded."""
    for seed in range(40):
        sam.segment(sam.embed(picture(seed=seed)), CLICK)
    assert len(sam._logits) == 32
