"""How much one video may cost, so that a hostile or broken file ends as a recorded failure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """Limits for one video; every one that is passed raises MediaError with code `limit`."""

    max_pixels: int = 8192 * 4320
    max_sample_rate_hz: int = 768_000
    max_source_s: float = 4 * 3600.0
    max_video_s: int = 600
    max_bytes: int = 8 << 30
    wall_s: float = 900.0
