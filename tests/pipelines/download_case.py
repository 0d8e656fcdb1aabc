"""What the tests of downloads share: a rendered video, a folder, quick settings, and what was said."""

import random
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from pipelines.media_server import MediaServer

from avisbuild_pipelines.download import (
    DownloadFailure,
    DownloadSettings,
    RateLimiter,
    SourceRecord,
    download_source,
)
from avisbuild_pipelines.manifest.sources import Source, SourceRoots, parse_source


def render_video(path: Path, *options: str, seconds: int = 2) -> Path:
    """A small H.264 and AAC video with its index first (faststart) unless `options` say otherwise."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi"]
    command += ["-i", f"testsrc2=size=160x90:rate=10:duration={seconds}"]
    command += ["-f", "lavfi", "-i", f"sine=duration={seconds}"]
    command += list(options) or ["-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart"]
    subprocess.run([*command, f"file:{path}"], check=True, stdin=subprocess.DEVNULL, timeout=60)
    return path


@dataclass
class Case:
    """Downloads into one folder through one limiter; `attempt` gives the record or the failure."""

    folder: Path
    server: MediaServer
    allowed: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.allowed = (self.server.host, *self.allowed)
        self.limiter = RateLimiter(
            allowed_hosts=self.allowed,
            sleep=lambda wait_s, _: self.waits.append(wait_s),
            rng=random.Random(0),
        )

    def source(self, name: str) -> Source:
        roots = SourceRoots(media_root=self.folder.parent, allowed_hosts=self.allowed)
        return parse_source(self.server.url(name), roots)

    def settings(self, **changes: Any) -> DownloadSettings:
        return DownloadSettings(
            **{"allowed_hosts": self.allowed, "socket_timeout_s": 1.0, "max_attempts": 3, **changes}
        )

    def fetch(
        self, source: Source | str, *, sha256: str = "", stated_license: str = "", **changes: Any
    ) -> SourceRecord:
        return download_source(
            self.source(source) if isinstance(source, str) else source,
            self.folder,
            self.settings(**changes),
            self.limiter,
            self.said.append,
            self.stop,
            sha256=sha256,
            stated_license=stated_license,
        )

    def failure(self, source: Source | str, **changes: Any) -> DownloadFailure:
        try:
            record = self.fetch(source, **changes)
        except DownloadFailure as failure:
            return failure
        raise AssertionError(f"expected a failure, got {record}")
