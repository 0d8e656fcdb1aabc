"""A source to fetch and clip in benchmarks."""

import subprocess
from pathlib import Path

from avisbuild.media.tools import ffmpeg_path


def render_source(path: Path, *, size: str, seconds: int) -> Path:
    """A moving test picture and a sine in H.264 and AAC; `size` is WIDTHxHEIGHT."""
    inputs = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=30:duration={seconds}"]
    inputs += ["-f", "lavfi", "-i", f"sine=duration={seconds}"]
    command = [str(ffmpeg_path()), "-v", "error", *inputs, "-c:v", "libx264", "-c:a", "aac"]
    subprocess.run([*command, str(path)], check=True, stdin=subprocess.DEVNULL)
    return path
