"""SAM with random weights: tiny for tests, full size to measure speed; never for masks that count."""

import hashlib
from typing import TYPE_CHECKING

from avisbuild.segment.sam.building import build_sam, seeded
from avisbuild.segment.sam.segmenter import SamSegmenter

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

TINY_IMAGE_PX = 128
_PATCH_PX = 16
_CHANNELS = 32


def build_tiny_sam(seed: int = 0) -> "Sam":
    """A real `Sam` of 128 px and 32 channels with random weights: built and run in milliseconds.

    All its parts are segment-anything's own, so whatever holds for its shapes holds for ViT-H's.
    """
    from segment_anything.modeling import (
        ImageEncoderViT,
        MaskDecoder,
        PromptEncoder,
        Sam,
        TwoWayTransformer,
    )

    grid = TINY_IMAGE_PX // _PATCH_PX
    with seeded(seed):
        model = Sam(
            image_encoder=ImageEncoderViT(
                img_size=TINY_IMAGE_PX,
                patch_size=_PATCH_PX,
                embed_dim=_CHANNELS,
                depth=2,
                num_heads=2,
                out_chans=_CHANNELS,
                use_rel_pos=True,
                window_size=4,
                global_attn_indexes=(1,),
            ),
            prompt_encoder=PromptEncoder(
                embed_dim=_CHANNELS,
                image_embedding_size=(grid, grid),
                input_image_size=(TINY_IMAGE_PX, TINY_IMAGE_PX),
                mask_in_chans=16,
            ),
            mask_decoder=MaskDecoder(
                transformer=TwoWayTransformer(
                    depth=2, embedding_dim=_CHANNELS, mlp_dim=64, num_heads=2
                ),
                transformer_dim=_CHANNELS,
                iou_head_hidden_dim=_CHANNELS,
            ),
        )
    return model.eval()


def tiny_segmenter(seed: int = 0, *, device: str | None = None) -> SamSegmenter:
    """The tiny SAM as a segmenter; another seed is another model, with another hash of weights."""
    model = build_tiny_sam(seed)
    return SamSegmenter(
        model,
        name="sam_tiny",
        title="SAM tiny (random weights)",
        weights_sha256=weights_hash(model),
        device=device,
        encode_threads=1,
    )


def random_sam(model_type: str, seed: int = 0) -> "Sam":
    """SAM of full size (vit_h, vit_l, vit_b) with random weights: right for speed, useless for masks."""
    with seeded(seed):
        return build_sam(model_type)


def weights_hash(model: "Sam") -> str:
    """The SHA-256 of a model's weights, for models that come from no file."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()
