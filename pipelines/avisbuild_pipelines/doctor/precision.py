"""What SAM's encoder will compute in here, and why."""

from avisbuild.segment.errors import SegmenterError
from avisbuild.segment.sam.device import (
    PRECISION_SETTING,
    chosen_precision,
    default_precision,
    has_amx,
    has_avx512_bf16,
)
from avisbuild_pipelines.doctor.check import Check, Verdict

_TOPIC = "precision of SAM"


def precision_check(*, has_gpu: bool) -> Check:
    """The precision of SAM's encoder on this machine, with its reason."""
    try:
        chosen = chosen_precision()
    except SegmenterError as error:
        return Check(
            topic=_TOPIC,
            verdict=Verdict.WARNING,
            found=str(error),
            cure=f"unset {PRECISION_SETTING}",
        )
    if chosen == "float16" and not has_gpu:
        return Check(
            topic=_TOPIC,
            verdict=Verdict.WARNING,
            found=f"float16: {PRECISION_SETTING} says so; without a GPU it is the slowest of all",
            cure=f"unset {PRECISION_SETTING}",
        )
    if chosen is not None:
        found = f"{chosen}: {PRECISION_SETTING} says so"
    else:
        found = f"{default_precision('cuda' if has_gpu else 'cpu')}: {_reason(has_gpu=has_gpu)}"
    return Check(topic=_TOPIC, verdict=Verdict.GOOD, found=found)


def _reason(*, has_gpu: bool) -> str:
    if has_gpu:
        return "a GPU"
    if has_amx():
        return "no GPU, and this processor has AMX; --precision float32 is exact and slower"
    if has_avx512_bf16():
        return "no GPU and no AMX, but AVX512-BF16: --precision bfloat16 may be quicker"
    return "no GPU, and this processor has no AMX"
