"""SAM through the segment-anything package: an encoder for the background, a decoder for the click."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from numpy.typing import NDArray

from avisbuild.segment.base import Candidates, Image, Prompt
from avisbuild.segment.cache.memory import (
    device_memory_limit,
    limit_device_memory,
    release_device_memory,
    retrying,
)
from avisbuild.segment.errors import SegmenterError
from avisbuild.segment.sam.building import read_model
from avisbuild.segment.sam.checkpoints import CHECKPOINTS, verify
from avisbuild.segment.sam.decoder import (
    SamDecoder,
    TorchDecoder,
    chosen,
    decoded_masks,
    is_doubtful,
)
from avisbuild.segment.sam.device import (
    Foreground,
    chosen_precision,
    default_device,
    default_precision,
    preprocessing_name,
)
from avisbuild.segment.sam.embedding import SamEmbedding, from_arrays, to_arrays
from avisbuild.segment.sam.encoder import SamEncoder
from avisbuild.segment.sam.onnx_decoder import best_decoder
from avisbuild.segment.sam.standing import standing_logits

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

_KEPT_LOGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamCandidates(Candidates):
    """Candidates with their logits, (K, 4h, 4w) on the decoder's device: any of them can be refined."""

    logits: Any


class SamSegmenter:
    """A SAM model as a segmenter.

    `embed` and `segment` may run in two threads at once: they share nothing but weights that nobody changes.
    Each sets torch's number of threads for the thread it is called in, and restores it: on a CPU all cores
    for `embed`, and one for `segment`, where a second makes a click ten times slower as soon as another
    process wants the cores. On a GPU clicks have a stream of their own, which goes first.
    Any thread may give up the embedding under way: `cancel_embedding`.
    """

    is_storable = True
    overlaps = True

    def __init__(
        self,
        model: "Sam",
        *,
        name: str,
        title: str,
        weights_sha256: str,
        device: str | None = None,
        precision: str = "",
        encode_threads: int | None = None,
        decoder: SamDecoder | None = None,
    ) -> None:
        """`device` defaults to CUDA where it is, the encoder's `precision` to what `chosen_precision` says.

        `encode_threads` are those of the encoder on a CPU, by default one for each core.
        Raises SegmenterMemoryError where the model does not fit onto the device.
        """
        import torch

        self.name = name
        self.title = title
        self.weights_sha256 = weights_sha256
        self.device = device or default_device()
        chosen = chosen_precision(precision)
        self.precision = chosen or default_precision(self.device)
        self.preprocessing = preprocessing_name(model.image_encoder.img_size, chosen)
        model = retrying(
            lambda: model.eval().requires_grad_(requires_grad=False).to(self.device),
            evict=lambda: None,
            title=title,
        )
        self._parts: tuple[Sam, SamDecoder] | None = (model, decoder or TorchDecoder(model))
        self._encoder = SamEncoder(
            model,
            device=self.device,
            precision=self.precision,
            threads=encode_threads or torch.get_num_threads(),
        )
        self._foreground = Foreground(self.device)
        self._logits: OrderedDict[tuple[int, Prompt], Any] = OrderedDict()

    @classmethod
    def load(
        cls,
        model_type: str,
        checkpoint: Path,
        device: str | None = None,
        *,
        sha256: str | None = None,
        precision: str = "",
    ) -> Self:
        """The model of a checkpoint file, whose SHA-256 is checked before it is opened.

        `sha256` is the digest to expect; by default that of the published file of `model_type` (vit_h, vit_l,
        vit_b). On a CPU with the extra [onnx] a click is ONNX Runtime's; the decoder is exported beside the
        checkpoint once. $AVISBUILD_GPU_MEMORY_GIB limits what this process takes of a GPU.
        Raises CheckpointError, SegmenterMemoryError, or SegmenterError without the extra.
        """
        published = CHECKPOINTS[f"sam_{model_type}"]
        digest = verify(checkpoint, sha256 or published.sha256)
        model, device = read_model(checkpoint, model_type), device or default_device()
        if (limit_bytes := device_memory_limit()) is not None:
            limit_device_memory(limit_bytes, device)
        return cls(
            model,
            name=published.name,
            title=published.title,
            weights_sha256=digest,
            device=device,
            precision=precision,
            decoder=best_decoder(
                model, device=device, weights_sha256=digest, folder=checkpoint.parent
            ),
        )

    def embed(self, image: Image) -> SamEmbedding:
        """The embedding of an image (H, W, 3) uint8 RGB.

        Raises EmbeddingCancelledError after `cancel_embedding` or `close`.
        """
        return self._encoder.embed(image)

    def embed_batch(self, images: Sequence[Image]) -> list[SamEmbedding]:
        """The embeddings of several images of any sizes in one go, for a GPU that one does not fill."""
        return self._encoder.embed_batch(images)

    def segment(
        self, embedding: SamEmbedding, prompt: Prompt, *, previous: Any | None = None
    ) -> SamCandidates:
        """Three candidates, best first by SAM's own score; masks: (3, H, W) bool.

        From the second click on SAM also gets a mask to refine: `previous`, which is one of
        `SamCandidates.logits`, or else the best one for the prompt without its last click. So the answer
        depends on the prompt alone, and a prompt kept with a mask decodes to that mask again. A prompt with
        a standing mask refines that.
        """
        if not prompt:
            raise ValueError("expected a prompt with a click or a box")
        with self._foreground():
            if previous is None:
                previous = self._to_refine(embedding, prompt)
            logits, scores = self._decode(embedding, prompt, previous)
            masks = decoded_masks(self._open[0], logits, embedding)
        return SamCandidates(masks=masks, scores=scores, are_predicted_ious=True, logits=logits)

    def pack(self, embedding: SamEmbedding) -> dict[str, NDArray[Any]]:
        """The embedding as arrays: features (C, h, w) float16, and the two sizes."""
        return to_arrays(embedding)

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> SamEmbedding:
        """The embedding from what `pack` gave; raises SegmenterError where it is not one of this model."""
        encoder = self._open[0].prompt_encoder
        shape = (encoder.embed_dim, *encoder.image_embedding_size)
        return from_arrays(arrays, shape=shape, device=self.device)

    def embedding_bytes(self, embedding: SamEmbedding) -> int:
        """What the features take on the device."""
        return int(embedding.features.nbytes)

    def cancel_embedding(self) -> None:
        """Give up the embedding under way, if any, at its next block: within seconds on a CPU."""
        self._encoder.cancel()

    def close(self) -> None:
        """Give up what is under way and let go of the model; the segmenter is of no use after that."""
        self._encoder.close()
        self._parts = None
        self._logits.clear()
        release_device_memory()

    def _decode(
        self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None
    ) -> tuple[Any, tuple[float, ...]]:
        """Logits (3, 4h, 4w) and scores, best first; the best one is kept for the next click."""
        decoded = self._open[1].decode(embedding, prompt, previous)
        order = chosen(decoded.scores, is_doubtful=is_doubtful(prompt))
        logits = decoded.logits[order]
        self._logits[embedding.token, prompt] = logits[0].clone()
        self._logits.move_to_end((embedding.token, prompt))
        while len(self._logits) > _KEPT_LOGITS:
            self._logits.popitem(last=False)
        return logits, tuple(float(decoded.scores[index]) for index in order)

    def _to_refine(self, embedding: SamEmbedding, prompt: Prompt) -> Any | None:
        if prompt.standing is not None:
            return standing_logits(self._open[0], prompt.standing, embedding)
        return self._logits_before(embedding, prompt)

    def _logits_before(self, embedding: SamEmbedding, prompt: Prompt) -> Any | None:
        """The best logits for the prompt without its last click; None for a first click or a box alone.

        They are at hand while a person clicks on; for a prompt read back, clicks are decoded one by one.
        """
        logits, missing = None, []
        for count in reversed(range(len(prompt.points_xy))):
            before = replace(
                prompt, points_xy=prompt.points_xy[:count], positive=prompt.positive[:count]
            )
            logits = self._logits.get((embedding.token, before))
            if logits is not None or not before:
                break
            missing.append(before)
        for before in reversed(missing):
            logits = self._decode(embedding, before, logits)[0][0]
        return logits

    @property
    def _open(self) -> "tuple[Sam, SamDecoder]":
        if self._parts is None:
            raise SegmenterError("segmenter-closed", title=self.title)
        return self._parts
