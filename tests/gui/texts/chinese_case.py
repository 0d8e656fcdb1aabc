"""What is left in English in a Chinese text: Latin words that are no names, keys, files or commands."""

import re
from collections.abc import Collection

# Names that Chinese has no word for: of programs, of formats, of models, and what a file or setting says.
NAMES = frozenset(
    {"avisbuild", "ffmpeg", "PyQt6", "SAM", "segment-anything", "SQLite", "torch", "torchvision"}
    | {"COCO", "counts", "HTML", "null", "PCM_16", "PDF", "RLE", "sha256", "SHA-256", "WAV"}
    | {
        "classical",
        "CSV",
        "GiB",
        "Hz",
        "MiB",
        "uint8",
        "avisbuild.toml",
        "heard_share",
        "annotator_may_review",
        "true",
        "may_accept",
        "dB",
        "IoU",
        "PGPASSWORD",
        "source.json",
    }
)
_COMMANDS = re.compile(
    r"`[^`]*`"
    r"|(sudo )?(pip|apt-get|avisbuild) (install|models|project|doctor|clip|videos|review)[ -~]*"
    r"|--[a-z-]+( [A-Za-z_]+)?"
    r"|\b[A-Z]+(_[A-Z]+)+\b"
)
_KEYS = re.compile(
    r"\b(Ctrl|Shift|Alt|Meta|Enter|Esc|Tab|Space|Backspace|Del|Home|End|PgUp|PgDown|Left|Right|Up|Down|F\d+)\b"
)
_IDS = re.compile("[0-9a-f]{8}-[0-9a-f]{16}")
_FILES = re.compile(r"(/[\w.~-]+)+|\b[\w-]+\.(jpg|wav|json|db|mp4|html|pdf)\b", re.ASCII)
# In "[x0, y0, x1, ...]" nothing is to be read.
_WORDS = re.compile(r"[A-Za-z](?!\d\b)[\w.-]*[A-Za-z0-9]", re.ASCII)


def english_in(text: str, *, names: Collection[str] = ()) -> list[str]:
    """The words of two letters and more that a reader of Chinese would stumble over."""
    for pattern in (_COMMANDS, _KEYS, _FILES, _IDS):
        text = pattern.sub(" ", text)
    return [word for word in _WORDS.findall(text) if word not in NAMES and word not in names]
