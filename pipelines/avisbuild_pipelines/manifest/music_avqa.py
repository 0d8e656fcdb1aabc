"""MUSIC-AVQA's videos on this machine: two folders of MP4 files, real and synthetic."""

import re
from dataclasses import dataclass, field
from pathlib import Path

SYNTHETIC_PREFIXES = ("sa", "va", "esa", "eva", "vv", "evv")
REAL_FOLDER = "MUSIC-AVQA-videos-Real"
SYNTHETIC_FOLDER = "MUSIC-AVQA-videos-Synthetic"
_ID = re.compile(rf"({'|'.join(SYNTHETIC_PREFIXES)})?([0-9]{{8}})")


def is_music_avqa_id(text: str) -> bool:
    """Whether `text` is 8 digits, or one of the six prefixes and 8 digits."""
    return _ID.fullmatch(text) is not None


def is_synthetic(video: str) -> bool:
    """Whether the sound or the picture of this video was replaced, so that it is no AVIS truth."""
    match = _ID.fullmatch(video)
    return match is not None and match.group(1) is not None


@dataclass(frozen=True, slots=True)
class MusicAvqa:
    """The folder into which MUSIC-AVQA's two archives were unpacked; read once."""

    root: Path
    paths: dict[str, Path] = field(default_factory=dict, compare=False)

    @classmethod
    def open(cls, root: Path) -> "MusicAvqa":
        """List the videos in `root` and in the folders directly below it; raises OSError."""
        paths: dict[str, Path] = {}
        folders = sorted(entry for entry in root.iterdir() if entry.is_dir())
        for folder in (root, *folders):
            for path in sorted(folder.glob("*.mp4")):
                if is_music_avqa_id(path.stem):
                    paths.setdefault(path.stem, path.resolve())
        return cls(root.resolve(), paths)

    def video_path(self, video: str) -> Path:
        """Where the video lies, or where it should lie when it is missing."""
        folder = SYNTHETIC_FOLDER if is_synthetic(video) else REAL_FOLDER
        return self.paths.get(video, self.root / folder / f"{video}.mp4")
