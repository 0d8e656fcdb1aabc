"""SAM's slow half: frames become embeddings, in half precision where that pays, until someone cancels."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avisbuild.segment.base import Image
from avisbuild.segment.errors import EmbeddingCancelledError
from avisbuild.segment.sam.device import finish, torch_threads
from avisbuild.segment.sam.embedding import SamEmbedding

if TYPE_CHECKING:
    import torch
    from segment_anything.modeling import Sam

_log = logging.getLogger(__name__)


class SamEncoder:
    """The image encoder of a model that lies on `device`; embeds in one thread at a time.

    `precision` is float32, bfloat16 or float16, `threads` the number of them on a CPU.
    """

    def __init__(self, model: "Sam", *, device: str, precision: str, threads: int) -> None:
        self._loaded: Sam | None = model
        self._device = device
        self._precision = precision
        self._threads = threads
        self._under_way: threading.Event | None = None
        for block in model.image_encoder.blocks:
            block.register_forward_pre_hook(self._stop_if_cancelled)

    def embed(self, image: Image) -> SamEmbedding:
        """The embedding of an image (H, W, 3) uint8 RGB, by SamPredictor.set_image.

        Raises EmbeddingCancelledError after `cancel` or `close`.
        """
        from segment_anything import SamPredictor

        predictor = SamPredictor(self._model)

        def encode() -> "torch.Tensor":
            predictor.set_image(image)
            made: torch.Tensor = predictor.features
            return made

        features = self._half(encode)
        return SamEmbedding.of(features, predictor.original_size, predictor.input_size)

    def embed_batch(self, images: Sequence[Image]) -> list[SamEmbedding]:
        """The embeddings of several images of any sizes in one go, for a GPU that one does not fill."""
        import torch
        from segment_anything import SamPredictor

        transform = SamPredictor(self._model).transform
        resized = [transform.apply_image(image) for image in images]
        batch = torch.stack([self._preprocessed(each) for each in resized])

        def encode() -> "torch.Tensor":
            made: torch.Tensor = self._model.image_encoder(batch)
            return made

        features = self._half(encode)
        # Clones, since views would keep the whole batch in memory.
        apart = [features[index : index + 1].clone() for index in range(len(images))]
        finish(self._device)
        return [
            SamEmbedding.of(each, image.shape, small.shape)
            for each, image, small in zip(apart, images, resized, strict=True)
        ]

    def cancel(self) -> None:
        """Give up what is under way, if anything, at the next block of the encoder."""
        if (under_way := self._under_way) is not None:
            under_way.set()

    def close(self) -> None:
        """Give up what is under way, and embed nothing more."""
        self._loaded = None
        self.cancel()

    @property
    def _model(self) -> "Sam":
        if self._loaded is None:
            raise EmbeddingCancelledError("segmenter-closing")
        return self._loaded

    def _half(self, encode: Callable[[], "torch.Tensor"]) -> "torch.Tensor":
        """Features as float16; encoded again in full precision where half of it overflowed."""
        import torch

        with self._encoding(self._precision):
            half = encode().half()
            finish(self._device)
        if self._precision != "float32" and not bool(torch.isfinite(half).all()):
            _log.warning("%s overflowed, the frame is embedded in float32", self._precision)
            with self._encoding("float32"):
                half = encode().half()
                finish(self._device)
        return half

    @contextmanager
    def _encoding(self, precision: str) -> Iterator[None]:
        """Precision and threads of the encoder; inside, `cancel` has something to cancel."""
        import torch

        self._under_way = threading.Event()
        try:
            # Asked once more, now that there is something to cancel: a `close` in between is not missed.
            _ = self._model
            kind, half = torch.device(self._device).type, getattr(torch, precision)
            with (
                torch_threads(self._device, self._threads),
                torch.inference_mode(),
                torch.autocast(kind, dtype=half, enabled=precision != "float32"),
            ):
                yield
        finally:
            self._under_way = None

    def _stop_if_cancelled(self, *_: object) -> None:
        """Called by torch before each block of the encoder."""
        if (under_way := self._under_way) is not None and under_way.is_set():
            raise EmbeddingCancelledError("embedding-given-up")

    def _preprocessed(self, resized: Image) -> "torch.Tensor":
        """A resized image (h, w, 3) as the encoder takes it: (3, S, S) float32, padded to a square."""
        import torch

        channels_first = torch.as_tensor(resized, device=self._device).permute(2, 0, 1).contiguous()
        square: torch.Tensor = self._model.preprocess(channels_first)
        return square
