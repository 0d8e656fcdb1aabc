"""A mask that stands, as SAM takes one to refine: logits at its decoder's size, in its padded square."""

from typing import TYPE_CHECKING, Any

import numpy as np

from avisbuild.masks import decode
from avisbuild.records import Rle
from avisbuild.segment.sam.embedding import SamEmbedding

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

# SAM refines logits of its own, and a mask has none. Its own are 5 to 8 in an object and -10 to -20 beside it
# (facebookresearch/segment-anything, issue 169). Others that start from a mask take 6.9 (micro-sam, the logit
# of 0.999) or 10 (SAM 2, where a mask is a frame's output).
_CERTAIN = 8.0


def standing_logits(model: "Sam", standing: Rle, embedding: SamEmbedding) -> Any:
    """The mask of a frame as logits (4h, 4w) float32 on the embedding's device.

    It takes the frame's way into the model: scaled to what the encoder saw, padded to a square. A pixel
    that the outline crosses lies between the two certain values, by its share.
    """
    import cv2
    import torch

    if standing.size != embedding.original_size:
        raise ValueError(f"expected a mask of {embedding.original_size}, got {standing.size}")
    side = model.image_encoder.img_size
    height, width = embedding.input_size
    square = np.zeros((side, side), np.float32)
    square[:height, :width] = cv2.resize(
        decode(standing).astype(np.float32), (width, height), interpolation=cv2.INTER_AREA
    )
    down, across = model.prompt_encoder.mask_input_size
    shares = cv2.resize(square, (across, down), interpolation=cv2.INTER_AREA)
    logits = _CERTAIN * (2 * np.asarray(shares, np.float32) - 1)
    return torch.from_numpy(logits).to(embedding.features.device)
