"""SAM through the segment-anything package: an encoder for the background, a decoder for the click."""

import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Candidates, Image, Prompt
from avisbuild.segment.checkpoints import CHECKPOINTS, verify
from avisbuild.segment.errors import EmbeddingCancelledError, SegmenterError
from avisbuild.segment.memory import release_device_memory, retrying
from avisbuild.segment.sam_building import read_model
from avisbuild.segment.sam_decoder import (
    SamDecoder,
    TorchDecoder,
    chosen,
    is_doubtful,
    masks_of,
)

if TYPE_CHECKING:
    import torch
    from segment_anything.modeling import Sam

_log = logging.getLogger(__name__)
_KEPT_LOGITS = 32
_tokens = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamEmbedding:
    """What the image encoder made of one frame; features: (1, C, h, w) float16 on the model's device.

    Half precision is what is stored, so a click answers alike whether the embedding is fresh or was read
    back. `original_size` is the frame's (height, width), `input_size` that of what the encoder saw of it.
    """

    features: "torch.Tensor"
    original_size: tuple[int, int]
    input_size: tuple[int, int]
    token: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamCandidates(Candidates):
    """Candidates with their logits, (K, 4h, 4w) on the decoder's device: any of them can be refined."""

    logits: Any


class SamSegmenter:
    """A SAM model as a segmenter.

    `embed` and `segment` may run in two threads at once: they share nothing but weights that nobody changes.
    Each sets torch's number of threads for the thread it is called in, and restores it: on a CPU all cores
    for `embed`, and one for `segment`, where a second makes a click ten times slower as soon as another
    process wants the cores. Any thread may give up the embedding under way: `cancel_embedding`.
    """

    is_storable = True

    def __init__(
        self,
        model: "Sam",
        *,
        name: str,
        title: str,
        weights_sha256: str,
        device: str | None = None,
        precision: str | None = None,
        encode_threads: int | None = None,
        decoder: SamDecoder | None = None,
    ) -> None:
        """`device` defaults to CUDA where it is, the encoder's `precision` to what suits the device.

        `encode_threads` are those of the encoder on a CPU, by default one for each core.
        """
        import torch

        self.name = name
        self.title = title
        self.weights_sha256 = weights_sha256
        self.device = device or default_device()
        self.precision = precision or default_precision(self.device)
        self.preprocessing = f"sam-1.0:longest-side-{model.image_encoder.img_size}:float16"
        self._loaded: Sam | None = retrying(
            lambda: model.eval().requires_grad_(requires_grad=False).to(self.device),
            evict=lambda: None,
            title=title,
        )
        self._decoder: SamDecoder | None = decoder or TorchDecoder(self._model)
        self._encode_threads = encode_threads or torch.get_num_threads()
        self._logits: OrderedDict[tuple[int, Prompt], Any] = OrderedDict()
        self._under_way: threading.Event | None = None
        for block in model.image_encoder.blocks:
            block.register_forward_pre_hook(self._stop_if_cancelled)

    @classmethod
    def load(
        cls,
        model_type: str,
        checkpoint: Path,
        device: str | None = None,
        *,
        sha256: str | None = None,
        precision: str | None = None,
    ) -> Self:
        """The model of a checkpoint file, whose SHA-256 is checked before it is opened.

        `sha256` is the digest to expect; by default that of the published file of `model_type` (vit_h, vit_l,
        vit_b). Raises CheckpointError, SegmenterMemoryError, or SegmenterError without the extra.
        """
        published = CHECKPOINTS[f"sam_{model_type}"]
        digest = verify(checkpoint, sha256 or published.sha256)
        model = read_model(checkpoint, model_type)
        return cls(
            model,
            name=published.name,
            title=published.title,
            weights_sha256=digest,
            device=device,
            precision=precision,
        )

    def embed(self, image: Image) -> SamEmbedding:
        """The embedding of an image (H, W, 3) uint8 RGB.

        Raises EmbeddingCancelledError after `cancel_embedding` or `close`.
        """
        from segment_anything import SamPredictor

        predictor = SamPredictor(self._model)

        def features(precision: str) -> "torch.Tensor":
            with self._encoding(precision):
                predictor.set_image(image)
            made: torch.Tensor = predictor.features
            return made

        kept = self._half(features)
        return _embedding(kept, predictor.original_size, predictor.input_size)

    def embed_batch(self, images: Sequence[Image]) -> list[SamEmbedding]:
        """The embeddings of several images of any sizes in one go, for a GPU that one does not fill."""
        import torch
        from segment_anything import SamPredictor

        predictor = SamPredictor(self._model)
        resized = [predictor.transform.apply_image(image) for image in images]
        batch = torch.stack([self._preprocessed(each) for each in resized])

        def features(precision: str) -> "torch.Tensor":
            with self._encoding(precision):
                encoded: torch.Tensor = self._model.image_encoder(batch)
            return encoded

        kept = self._half(features)
        return [
            # A clone, since a view would keep the whole batch in memory.
            _embedding(kept[index : index + 1].clone(), image.shape[:2], small.shape[:2])
            for index, (image, small) in enumerate(zip(images, resized, strict=True))
        ]

    def segment(
        self, embedding: SamEmbedding, prompt: Prompt, *, previous: Any | None = None
    ) -> SamCandidates:
        """Three candidates, best first by SAM's own score; masks: (3, H, W) bool.

        From the second click on SAM also gets a mask to refine: `previous`, which is one of
        `SamCandidates.logits`, or else the best one for the prompt without its last click. So the answer
        depends on the prompt alone, and a prompt kept with a mask decodes to that mask again.
        """
        if not prompt:
            raise ValueError("expected a prompt with a click or a box")
        with _threads(self.device, 1):
            if previous is None:
                previous = self._logits_before(embedding, prompt)
            logits, scores = self._decode(embedding, prompt, previous)
            masks = masks_of(self._model, logits, embedding)
        return SamCandidates(masks=masks, scores=scores, logits=logits)

    def pack(self, embedding: SamEmbedding) -> dict[str, NDArray[Any]]:
        """The embedding as arrays: features (C, h, w) float16, and the two sizes."""
        return {
            "features": embedding.features[0].cpu().numpy(),
            "original_size": np.array(embedding.original_size, dtype=np.int32),
            "input_size": np.array(embedding.input_size, dtype=np.int32),
        }

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> SamEmbedding:
        """The embedding from what `pack` gave; raises SegmenterError where it is not one of this model."""
        import torch

        encoder = self._model.prompt_encoder
        expected = (encoder.embed_dim, *encoder.image_embedding_size)
        features = arrays["features"]
        if features.shape != expected or features.dtype != np.float16:
            raise SegmenterError(
                f"{self.title}: expected an embedding {expected} float16, got {features.shape}"
                f" {features.dtype}; remove it, and it is made again"
            )
        height, width = map(int, arrays["original_size"])
        input_height, input_width = map(int, arrays["input_size"])
        # A copy: the array may lie in a file that is mapped read-only.
        kept = torch.from_numpy(features.copy())[None].to(self.device)
        return _embedding(kept, (height, width), (input_height, input_width))

    def embedding_bytes(self, embedding: SamEmbedding) -> int:
        """What the features take on the device."""
        return int(embedding.features.nbytes)

    def cancel_embedding(self) -> None:
        """Give up the embedding under way, if any, at its next block: within two seconds on a CPU."""
        if (under_way := self._under_way) is not None:
            under_way.set()

    def close(self) -> None:
        """Give up what is under way and let go of the model; the segmenter is of no use after that."""
        self._loaded = self._decoder = None
        self.cancel_embedding()
        self._logits.clear()
        release_device_memory()

    def _decode(
        self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None
    ) -> tuple[Any, tuple[float, ...]]:
        """Logits (3, 4h, 4w) and scores, best first; the best one is kept for the next click."""
        if (decoder := self._decoder) is None:
            raise EmbeddingCancelledError(f"{self.title} is closed")
        decoded = decoder.decode(embedding, prompt, previous)
        order = chosen(decoded.scores, is_doubtful=is_doubtful(prompt))
        logits = decoded.logits[order]
        self._logits[embedding.token, prompt] = logits[0]
        self._logits.move_to_end((embedding.token, prompt))
        while len(self._logits) > _KEPT_LOGITS:
            self._logits.popitem(last=False)
        return logits, tuple(float(decoded.scores[index]) for index in order)

    def _logits_before(self, embedding: SamEmbedding, prompt: Prompt) -> Any | None:
        """The best logits for the prompt without its last click; None for a first click or a box alone.

        They are at hand while a person clicks on; for a prompt read back, clicks are decoded one by one.
        """
        logits = None
        for count in range(len(prompt.points_xy)):
            before = Prompt(
                points_xy=prompt.points_xy[:count],
                positive=prompt.positive[:count],
                box_xyxy=prompt.box_xyxy,
            )
            if before:
                kept = self._logits.get((embedding.token, before))
                logits = self._decode(embedding, before, logits)[0][0] if kept is None else kept
        return logits

    def _half(self, features: Callable[[str], "torch.Tensor"]) -> "torch.Tensor":
        """Features as float16; encoded again in full precision where half of it overflowed."""
        import torch

        half = features(self.precision).half()
        if self.precision != "float32" and not bool(torch.isfinite(half).all()):
            _log.warning("%s: %s overflowed, encoding in float32", self.title, self.precision)
            half = features("float32").half()
        return half

    @contextmanager
    def _encoding(self, precision: str) -> Iterator[None]:
        """The encoder's precision and threads; inside, `cancel_embedding` has something to cancel."""
        import torch

        self._under_way = threading.Event()
        kind = torch.device(self.device).type
        try:
            if self._loaded is None:
                raise EmbeddingCancelledError(f"{self.title} is closed")
            with (
                _threads(self.device, self._encode_threads),
                torch.inference_mode(),
                torch.autocast(
                    kind, dtype=getattr(torch, precision), enabled=precision != "float32"
                ),
            ):
                yield
        finally:
            self._under_way = None

    def _stop_if_cancelled(self, *_: object) -> None:
        """Called by torch before each block of the encoder."""
        if (under_way := self._under_way) is not None and under_way.is_set():
            raise EmbeddingCancelledError(f"{self.title}: the embedding was given up")

    def _preprocessed(self, resized: Image) -> "torch.Tensor":
        """A resized image (h, w, 3) as the encoder takes it, (3, S, S) float32, padded to a square."""
        import torch

        channels_first = torch.as_tensor(resized, device=self.device).permute(2, 0, 1).contiguous()
        square: torch.Tensor = self._model.preprocess(channels_first)
        return square

    @property
    def _model(self) -> "Sam":
        if self._loaded is None:
            raise EmbeddingCancelledError(f"{self.title} is closed")
        return self._loaded


def default_device() -> str:
    """`cuda` where torch sees such a device, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def default_precision(device: str) -> str:
    """What the image encoder computes in: float16 on a GPU, bfloat16 on a CPU with AMX, else float32."""
    if device.startswith("cuda"):
        return "float16"
    return "bfloat16" if has_amx() else "float32"


def has_amx() -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware; without AMX bfloat16 is no quicker."""
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "amx_bf16" in flags


def _embedding(
    features: "torch.Tensor", original_size: Sequence[int], input_size: Sequence[int]
) -> SamEmbedding:
    return SamEmbedding(
        features=features,
        original_size=(int(original_size[0]), int(original_size[1])),
        input_size=(int(input_size[0]), int(input_size[1])),
        token=next(_tokens),
    )


@contextmanager
def _threads(device: str, count: int) -> Iterator[None]:
    """Torch's number of threads on a CPU, which is kept for each calling thread apart."""
    import torch

    before = torch.get_num_threads()
    if device.startswith("cuda") or before == count:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
