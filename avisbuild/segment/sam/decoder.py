"""SAM's quick half: an embedding and a prompt become logits of four masks, and logits become masks."""

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Prompt
from avisbuild.segment.sam.embedding import SamEmbedding

if TYPE_CHECKING:
    from segment_anything.modeling import Sam


class Decoded(NamedTuple):
    """What the decoder says: logits (4, 4h, 4w) float32 on the decoder's device, and four scores.

    The first mask is the one for prompts that leave no doubt, the other three answer doubtful ones.
    """

    logits: Any
    scores: NDArray[np.float32]


class SamDecoder(Protocol):
    """Torch's decoder or ONNX Runtime's; used from one thread at a time."""

    def decode(self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None) -> Decoded:
        """`previous`: logits (4h, 4w) of the mask to refine, or None."""
        ...


class TorchDecoder:
    """The decoder as segment-anything has it, in float32."""

    def __init__(self, model: "Sam") -> None:
        self._model = model

    def decode(self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None) -> Decoded:
        """Logits and scores of the four masks for a prompt; see `SamDecoder`."""
        import torch

        model = self._model
        with torch.inference_mode():
            sparse, dense = model.prompt_encoder(
                points=self._points(embedding, prompt),
                boxes=self._box(embedding, prompt),
                masks=None if previous is None else previous[None, None],
            )
            logits, scores = model.mask_decoder.predict_masks(
                image_embeddings=embedding.features.float(),
                image_pe=model.prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=sparse,
                dense_prompt_embeddings=dense,
            )
        return Decoded(logits[0], scores[0].float().cpu().numpy())

    def _points(self, embedding: SamEmbedding, prompt: Prompt) -> Any | None:
        import torch

        if not prompt.points_xy:
            return None
        points_xy = scaled(np.array(prompt.points_xy), embedding)
        labels = np.array(prompt.positive, dtype=np.int32)
        device = self._model.device
        return torch.as_tensor(points_xy, device=device)[None], torch.as_tensor(
            labels, device=device
        )[None]

    def _box(self, embedding: SamEmbedding, prompt: Prompt) -> Any | None:
        import torch

        if prompt.box_xyxy is None:
            return None
        corners_xy = scaled(np.array(prompt.box_xyxy).reshape(2, 2), embedding)
        return torch.as_tensor(corners_xy.reshape(1, 4), device=self._model.device)


def scaled(points_xy: NDArray[np.float64], embedding: SamEmbedding) -> NDArray[np.float32]:
    """Points (N, 2) in pixels of the frame, in pixels of the model's input; as ResizeLongestSide does it."""
    height, width = embedding.original_size
    input_height, input_width = embedding.input_size
    return (points_xy * (input_width / width, input_height / height)).astype(np.float32)


def chosen(scores: NDArray[np.float32], *, is_doubtful: bool) -> list[int]:
    """Which three of SAM's four masks are candidates, best first by score.

    One click may mean a part, a thing or a group: there SAM's first mask is an average of these and is left
    out. Any other prompt leaves little doubt: there it takes part, and the worst of the four is left out.
    """
    kept = range(1, 4) if is_doubtful else range(4)
    return sorted(kept, key=lambda index: -float(scores[index]))[:3]


def is_doubtful(prompt: Prompt) -> bool:
    """Whether a prompt is a single click: no box, and no mask that it corrects."""
    return prompt.box_xyxy is None and prompt.standing is None and len(prompt.points_xy) == 1


def decoded_masks(model: "Sam", logits: Any, embedding: SamEmbedding) -> NDArray[np.bool_]:
    """Logits (K, 4h, 4w) as masks (K, H, W) bool at the frame's own size, as SamPredictor makes them.

    On a CPU OpenCV enlarges the logits; torch says the same but for a few pixels in a million, and takes ten
    times as long.
    """
    enlarge = _by_opencv if logits.device.type == "cpu" else _by_torch
    return enlarge(model, logits, embedding)


def _by_torch(model: "Sam", logits: Any, embedding: SamEmbedding) -> NDArray[np.bool_]:
    import torch

    with torch.inference_mode():
        full = model.postprocess_masks(logits[None], embedding.input_size, embedding.original_size)
        masks: NDArray[np.bool_] = (full[0] > model.mask_threshold).cpu().numpy()
    return masks


def _by_opencv(model: "Sam", logits: Any, embedding: SamEmbedding) -> NDArray[np.bool_]:
    """Enlarged to the encoder's square, freed of its padding, enlarged to the frame."""
    import cv2

    side = model.image_encoder.img_size
    input_height, input_width = embedding.input_size
    height, width = embedding.original_size
    masks = np.empty((len(logits), height, width), dtype=np.bool_)
    for small, mask in zip(logits.numpy(), masks, strict=True):
        square = cv2.resize(small, (side, side))[:input_height, :input_width]
        np.greater(cv2.resize(square, (width, height)), model.mask_threshold, out=mask)
    return masks
