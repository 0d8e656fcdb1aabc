"""How the tests of this folder clip a file, and read what came out."""

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from avisbuild.records import VideoId
from avisbuild_pipelines.clip import clip_video
from avisbuild_pipelines.clip import decode as clip_decode
from avisbuild_pipelines.clip.request import ClipRecord, ClipRequest


def request(source: Path, video_dir: Path, **options: Any) -> ClipRequest:
    return ClipRequest(
        video_id=VideoId("v"),
        source_path=source,
        source_key="local-v",
        source={"title": "A test"},
        video_dir=video_dir,
        **options,
    )


def clip(source: Path, video_dir: Path, **options: Any) -> ClipRecord:
    return clip_video(request(source, video_dir, **options))


def use_method(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode as `method` says, `smart` where that is possible or always `full`."""
    if method == "full":
        monkeypatch.setattr(clip_decode, "SMART_CODECS", frozenset())


def picture(video_dir: Path, second: int) -> NDArray[np.uint8]:
    """A frame as its readers see it: (height, width, 3) uint8."""
    with Image.open(video_dir / f"frames/{second:05d}.jpg") as image:
        return np.asarray(image.convert("RGB"))


def sound(path: Path) -> NDArray[np.int16]:
    """The samples of a WAV file, which must be 16 kHz mono PCM16: (samples,) int16."""
    with wave.open(str(path)) as stream:
        assert (stream.getnchannels(), stream.getsampwidth(), stream.getframerate()) == (
            1,
            2,
            16000,
        )
        return np.frombuffer(stream.readframes(stream.getnframes()), "<i2")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
