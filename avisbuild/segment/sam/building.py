"""Building a `Sam`: with random weights, or with those of a checkpoint file."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avisbuild.messages import Message
from avisbuild.segment.errors import CheckpointError, SegmenterError

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

_LONGEST_REASON = 160
# What torch raises for files cut short, of another kind, or of another model.
_CUT_SHORT = (EOFError, OSError)
_OTHER_KIND = (pickle.UnpicklingError, AttributeError, TypeError, ValueError, KeyError)


def build_sam(model_type: str) -> "Sam":
    """An untrained model: vit_h, vit_l or vit_b. Raises SegmenterError where the package is missing."""
    try:
        from segment_anything import sam_model_registry
    except ImportError as error:
        raise SegmenterError("sam-modules-missing", reason=error) from error
    model: Sam = sam_model_registry[model_type](checkpoint=None)
    return model.eval()


def read_model(
    checkpoint: Path, model_type: str, *, build: Callable[[str], "Sam"] = build_sam
) -> "Sam":
    """The model with the weights of a file, on the CPU; nothing but tensors is read from it.

    Raises CheckpointError where the file is damaged or is that of another model.
    """
    import torch

    with torch.device("meta"):
        # Nothing is drawn at random only to be overwritten, which takes ViT-H 10 s.
        model = build(model_type)
    try:
        weights = torch.load(checkpoint, map_location="cpu", weights_only=True)
        model.load_state_dict(weights, assign=True)
    except (*_CUT_SHORT, *_OTHER_KIND, RuntimeError) as error:
        raise CheckpointError(
            "weights-of-another-model",
            path=checkpoint,
            model_type=model_type,
            reason=_reason(error),
        ) from error
    _fill_constants(model)
    return model.eval()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Random numbers from `seed` inside, as if nothing had been drawn outside."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def _fill_constants(model: "Sam") -> None:
    """The means and spreads of colours, which SAM's checkpoints leave out; the constants of its authors."""
    import torch

    for name, values in (
        ("pixel_mean", (123.675, 116.28, 103.53)),
        ("pixel_std", (58.395, 57.12, 57.375)),
    ):
        model.register_buffer(name, torch.tensor(values).view(-1, 1, 1), persistent=False)


def _reason(error: BaseException) -> Message | str:
    """What to show; torch itself would advise to read the file without caring for what it runs."""
    if isinstance(error, _CUT_SHORT):
        return Message("weights-cut-short")
    if isinstance(error, _OTHER_KIND):
        return Message("weights-no-tensors")
    return " ".join(str(error).split())[:_LONGEST_REASON]
