"""What SAM's image encoder makes of a frame: in memory, and as arrays to store."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.errors import SegmenterError
from avisbuild.segment.sam.device import finish

if TYPE_CHECKING:
    import torch

_SIZES = ("original_size", "input_size")
_tokens = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamEmbedding:
    """What the image encoder made of one frame; features: (1, C, h, w) float16 on the model's device.

    Half precision is what is stored, so a click answers alike whether the embedding is fresh or was read
    back. `original_size` is the frame's (height, width), `input_size` that of what the encoder saw of it.
    `token` tells embeddings of one process apart.
    """

    features: "torch.Tensor"
    original_size: tuple[int, int]
    input_size: tuple[int, int]
    token: int = field(default_factory=lambda: next(_tokens))

    @classmethod
    def of(
        cls, features: "torch.Tensor", original_size: Sequence[int], input_size: Sequence[int]
    ) -> "SamEmbedding":
        """Make one from sizes of any library's kind, such as torch's `Size`."""
        return cls(
            features=features,
            original_size=(int(original_size[0]), int(original_size[1])),
            input_size=(int(input_size[0]), int(input_size[1])),
        )


def to_arrays(embedding: SamEmbedding) -> dict[str, NDArray[Any]]:
    """The embedding as arrays: features (C, h, w) float16, and the two sizes."""
    return {
        "features": embedding.features[0].cpu().numpy(),
        "original_size": np.array(embedding.original_size, dtype=np.int32),
        "input_size": np.array(embedding.input_size, dtype=np.int32),
    }


def from_arrays(
    arrays: dict[str, NDArray[Any]], *, shape: tuple[int, ...], device: str
) -> SamEmbedding:
    """The embedding of `to_arrays`; raises SegmenterError where its features are not `shape` float16."""
    import torch

    found = {name: (array.shape, array.dtype.name) for name, array in arrays.items()}
    expected = {"features": (shape, "float16")} | dict.fromkeys(_SIZES, ((2,), "int32"))
    if found != expected:
        raise SegmenterError("embedding-of-another-shape", expected=expected, found=found)
    # A copy: the array may lie in a file that is mapped read-only.
    kept = torch.from_numpy(arrays["features"].copy())[None].to(device)
    finish(device)
    return SamEmbedding.of(kept, *(arrays[name].tolist() for name in _SIZES))
