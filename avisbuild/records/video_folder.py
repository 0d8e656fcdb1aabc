"""Where things lie in a project: the one place that spells its paths and reads its JSON records."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from avisbuild import inside
from avisbuild.records.folder_record import ClipFields, SourceFields, has_kinds
from avisbuild.untrusted.text import read_document

SETTINGS_NAME = "avisbuild.toml"
PROJECT_ID_NAME = ".avisbuild-id"
FETCH_LOCK = ".fetch.lock"
DATABASE_NAME = "project.db"
SOURCES, VIDEOS, CACHE, REPORTS, RELEASES = "sources", "videos", "cache", "reports", "releases"
GUIDELINE = "guideline"
CLIP_JSON, SOURCE_JSON = "clip.json", "source.json"
FAILURES_CSV, SUMMARY_JSON = "failures.csv", "summary.json"
PARTIAL = ".partial"

# What a project's own top holds; checked for links whenever it is opened.
PROJECT_FILES = (
    SETTINGS_NAME,
    PROJECT_ID_NAME,
    FETCH_LOCK,
    DATABASE_NAME,
    f"{REPORTS}/{FAILURES_CSV}",
    f"{REPORTS}/{SUMMARY_JSON}",
)
PROJECT_FOLDERS = (SOURCES, VIDEOS, CACHE, REPORTS, RELEASES, GUIDELINE)


def frame_path(video_dir: Path, second: int) -> Path:
    """The frame of a second in a clipped video's folder, a JPEG."""
    return video_dir / frame_name(second)


def frame_name(second: int) -> str:
    """The frame's path within the video's folder, as `clip.json` and releases name it."""
    return f"frames/{second:05d}.jpg"


def sound_path(video_dir: Path) -> Path:
    """The WAV of the whole video."""
    return video_dir / SOUND_NAME


SOUND_NAME = "audio.wav"


def second_sound_name(second: int) -> str:
    """One second's WAV as a path within the video's folder; there only if the recipe says `second_wavs`."""
    return f"clips/{second:05d}.wav"


def features_path(video_dir: Path) -> Path:
    """The VGGish features, a row a second."""
    return video_dir / "features" / "vggish.npy"


def guideline_picture_path(folder: Path, name: str) -> Path:
    """The example of a rule, in a project or beside a recipe; `name` is a plain one, as recipes have it."""
    return folder / GUIDELINE / name


def embeddings_dir(project_dir: Path) -> Path:
    """The cache of embedded frames, shared by `embed` and the annotator; it may be deleted at any time."""
    return project_dir / CACHE / "embeddings"


def sound_cache_dir(project_dir: Path) -> Path:
    """The cache of what the annotator draws of sounds: levels, spectrograms, onsets."""
    return project_dir / CACHE / "sound"


def workers_dir(project_dir: Path) -> Path:
    """Scratch folders of a fetch's workers; nothing is left in it when none runs."""
    return project_dir / CACHE / "workers"


def downloader_cache_dir(project_dir: Path) -> Path:
    """Where yt-dlp keeps what it learnt of a site."""
    return project_dir / CACHE / "yt-dlp"


def failures_path(project_dir: Path) -> Path:
    """What the last fetch could not have, and why."""
    return project_dir / REPORTS / FAILURES_CSV


def summary_path(project_dir: Path) -> Path:
    """What the last fetch did, as a document."""
    return project_dir / REPORTS / SUMMARY_JSON


def is_source_there(source_dir: Path) -> bool:
    """Whether a source was fetched: its `source.json` is written last."""
    return (source_dir / SOURCE_JSON).exists()


def read_clip_json(video_dir: Path) -> Mapping[str, Any] | None:
    """What `clip.json` says of a video, None where there is none, or it is no record of a clip."""
    return _read(video_dir / CLIP_JSON, ClipFields)


def read_source_json(source_dir: Path) -> Mapping[str, Any] | None:
    """What `source.json` says of a source, None where there is none, or it is no record of a source."""
    return _read(source_dir / SOURCE_JSON, SourceFields)


def source_dir(sources_dir: Path, key: str) -> Path:
    """The folder of one source; raises OutsideError for a key, read somewhere, that is a path."""
    if key in (".", "..") or set(key) & set("/\\:\0"):
        raise inside.OutsideError("source-key-is-path", key=key, sources=sources_dir)
    return sources_dir / key


def source_media(source_dir: Path, document: Mapping[str, Any]) -> Path:
    """The media file that a `source.json` names: in its folder, or elsewhere on this machine.

    Raises KeyError or ValueError for what is no record, and OutsideError for a file that this person
    never let the project read.
    """
    name = str(document["media"])
    if document["reference"] is True:
        return inside.referred(source_dir / SOURCE_JSON, name)
    if name != Path(name).name:
        raise ValueError("expected a bare file name")
    return inside.checked(source_dir / name)


def _read(path: Path, fields: type[ClipFields] | type[SourceFields]) -> Mapping[str, Any] | None:
    try:
        document = read_document(path)
        # What is copied into other records must be writable there, which endless numbers are not.
        json.dumps(document, allow_nan=False)
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) and has_kinds(document, fields) else None
