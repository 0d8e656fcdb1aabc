"""What a run asks of every download."""

from dataclasses import dataclass, field
from pathlib import Path

from avisbuild.media.limits import MediaLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadSettings:
    """Settings of one `avisbuild fetch`; times in seconds, sizes in bytes and pixels.

    `allowed_hosts` are HOST or HOST:PORT, reached although they are not public or not https.
    `require_license` lists the licences that are wanted; empty for any. `cache_dir` keeps yt-dlp's
    own cache inside the project, None for none. A partial file older than `stale_partial_s` is
    thrown away instead of continued.
    """

    max_height_px: int = 720
    allowed_hosts: tuple[str, ...] = ()
    cookies: Path | None = None
    require_license: tuple[str, ...] = ()
    max_attempts: int = 4
    socket_timeout_s: float = 20.0
    backoff_s: float = 2.0
    max_backoff_s: float = 60.0
    cache_dir: Path | None = None
    stale_partial_s: float = 7 * 24 * 3600.0
    limits: MediaLimits = field(default_factory=MediaLimits)
