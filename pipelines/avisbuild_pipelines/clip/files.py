"""The folder of one video while it is written: frames, sound, its seconds, and their hashes."""

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from avisbuild.media.sound import Samples, write_wav
from avisbuild.records.video_folder import CLIP_JSON, SOUND_NAME, frame_name, second_sound_name


class ClipFiles:
    """Writes the files of one video and keeps the SHA-256 of each by its name in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sha256: dict[str, str] = {}

    def write_frame(self, second: int, jpeg: bytes) -> None:
        self._write(frame_name(second), jpeg)

    def write_sound(self, samples: Samples, rate_hz: int, *, second_wavs: bool) -> None:
        """Write one WAV, and with `second_wavs` one more for each second; samples: (T * rate_hz,) int16."""
        self._write(SOUND_NAME, _wav(samples, rate_hz))
        if second_wavs:
            for second, start in enumerate(range(0, len(samples), rate_hz)):
                part = samples[start : start + rate_hz]
                self._write(second_sound_name(second), _wav(part, rate_hz))

    def write_record(self, document: Mapping[str, Any]) -> None:
        """Write clip.json, the last of the files: its presence says that the video is done."""
        text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (self._folder / CLIP_JSON).write_text(text + "\n", encoding="utf-8", newline="\n")

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self.sha256[name] = hashlib.sha256(data).hexdigest()


def _wav(samples: Samples, rate_hz: int) -> bytes:
    stream = BytesIO()
    write_wav(stream, samples, rate_hz)
    return stream.getvalue()
