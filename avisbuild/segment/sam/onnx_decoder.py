"""SAM's quick half in ONNX Runtime: steadier than torch on a CPU that others use too. An extra: [onnx]."""

import importlib.util
import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.files import write_bytes
from avisbuild.segment.base import Prompt
from avisbuild.segment.sam.decoder import Decoded, SamDecoder, TorchDecoder, scaled
from avisbuild.segment.sam.embedding import SamEmbedding
from avisbuild.system.temporary import temporary_folder

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

_log = logging.getLogger(__name__)
_OPSET = 17
_INPUTS = ("image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input")
_BOX_CORNERS = (2, 3)
_NO_POINT = -1


def best_decoder(model: "Sam", *, device: str, weights_sha256: str, folder: Path) -> SamDecoder:
    """ONNX Runtime's decoder on a CPU where the extra is installed, else torch's.

    The exported decoder is kept in `folder`, by the hash of its weights. Where that fails, torch does it.
    """
    needed = ("onnx", "onnxruntime")
    if device != "cpu" or not all(map(importlib.util.find_spec, needed)):
        return TorchDecoder(model)
    path = folder / f"decoder-{weights_sha256[:16]}-opset{_OPSET}.onnx"
    for is_fresh in (False, True):
        try:
            if is_fresh or not path.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                export_decoder(model, path)
            return OnnxDecoder(path, mask_size=model.prompt_encoder.mask_input_size)
        except Exception as error:  # noqa: BLE001  (ONNX Runtime's errors have nothing else in common)
            _log.info("%s: ONNX Runtime cannot decode (%s)", path, error, exc_info=True)
    return TorchDecoder(model)


class OnnxDecoder:
    """An exported decoder, on one thread; `mask_size` is the (height, width) of its logits."""

    def __init__(self, path: Path, *, mask_size: tuple[int, int]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"]
        )
        self._no_mask = np.zeros((1, 1, *mask_size), dtype=np.float32)

    def decode(self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None) -> Decoded:
        """Logits and scores of the four masks for a prompt; see `SamDecoder`."""
        import torch

        points_xy, labels = points_and_labels(prompt, embedding)
        mask = self._no_mask if previous is None else previous[None, None].numpy()
        values = (
            embedding.features.float().numpy(),
            points_xy[None],
            labels[None],
            mask,
            np.array([previous is not None], dtype=np.float32),
        )
        logits, scores = self._session.run(None, dict(zip(_INPUTS, values, strict=True)))
        return Decoded(torch.from_numpy(logits[0]), scores[0])


def points_and_labels(
    prompt: Prompt, embedding: SamEmbedding
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A prompt as the exported decoder takes it: points (N, 2) of its input, and labels (N,).

    Clicks are 0 or 1, a box's corners 2 and 3; without a box a point labelled -1 stands in its place.
    """
    points_xy, labels = [*prompt.points_xy], [int(each) for each in prompt.positive]
    if prompt.box_xyxy is None:
        return (
            np.concatenate([scaled(np.array(points_xy), embedding), np.zeros((1, 2), np.float32)]),
            np.array([*labels, _NO_POINT], dtype=np.float32),
        )
    left, top, right, bottom = prompt.box_xyxy
    points_xy += [(left, top), (right, bottom)]
    return scaled(np.array(points_xy), embedding), np.array(
        [*labels, *_BOX_CORNERS], dtype=np.float32
    )


def export_decoder(model: "Sam", path: Path) -> None:
    """Write the decoder of a model as an ONNX file, whole or not at all."""
    import torch
    from segment_anything.utils.onnx import SamOnnxModel

    class Exported(SamOnnxModel):  # type: ignore[misc]
        """All four masks at low resolution: the three that are wanted are enlarged afterwards."""

        def forward(self, features: Any, points: Any, labels: Any, mask: Any, has_mask: Any) -> Any:
            return self.mask_decoder.predict_masks(
                image_embeddings=features,
                image_pe=self.model.prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=self._embed_points(points, labels),
                dense_prompt_embeddings=self._embed_masks(mask, has_mask),
            )

    encoder = model.prompt_encoder
    examples = (
        torch.zeros(1, encoder.embed_dim, *encoder.image_embedding_size),
        torch.zeros(1, 3, 2),
        torch.ones(1, 3),
        torch.zeros(1, 1, *encoder.mask_input_size),
        torch.zeros(1),
    )
    with warnings.catch_warnings(), temporary_folder(path) as folder:
        # The tracer warns of shapes that become constants, as they should: a model has one size.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(model, return_single_mask=False),
            examples,
            file := folder / path.name,
            input_names=list(_INPUTS),
            output_names=["logits", "scores"],
            dynamic_axes={"point_coords": {1: "points"}, "point_labels": {1: "points"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        write_bytes(path, file.read_bytes())
