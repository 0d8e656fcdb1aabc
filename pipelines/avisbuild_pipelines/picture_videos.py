"""A video made from a folder of pictures, one a second, and a WAV file beside it if there is one."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from avisbuild import inside
from avisbuild.compiled_parts import lazy_librosa
from avisbuild.errors import MediaError
from avisbuild.files import sha256_of, staged_folder
from avisbuild.media.levels import measure_levels
from avisbuild.media.sound import Samples
from avisbuild.media.tools import library_versions
from avisbuild.records import Video
from avisbuild.records.video_folder import read_clip_json
from avisbuild_pipelines.clip.document import SCHEMA_VERSION
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.picture_files import read_jpeg
from avisbuild_pipelines.picture_survey import Orientation, PictureSurvey, survey


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureVideo:
    """What to make: a video, its pictures in order, and its sound, None for silence.

    `orientation` is what a person says that masks were made for, where pictures have such a tag.
    """

    video: Video
    pictures: tuple[Path, ...]
    sound: Path | None
    orientation: Orientation | None = None


def find_pictures(
    video: Video,
    file_names: Sequence[str],
    folder: Path,
    project: Path,
    *,
    orientation: Orientation | None = None,
) -> PictureVideo:
    """Find a video's pictures `folder/<file name>` and its sound, to be taken into a project.

    The sound is `<video>.wav` in the same folder or, for a release, in `WAVAudios` beside it. Raises
    MediaError for a name that leaves the folder and for a picture that is not there, and OutsideError for
    a link out of the folder that this person never allowed the project: somebody else may have made it.
    """
    pictures = []
    for name in file_names:
        parts = name.split("/")
        if len(parts) != 2 or any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise MediaError("frame-name", name=name, code="missing")
        if not (folder / name).is_file():
            raise MediaError("no-picture", path=folder / name, code="missing")
        pictures.append(inside.taken_in(folder / name, folder, project))
    wav = f"{video.video_id}.wav"
    sounds = (folder / wav, folder.parent / "WAVAudios" / wav)
    sound = next((path for path in sounds if path.is_file()), None)
    if sound is not None:
        sound = inside.taken_in(sound, sound.parent, project)
    return PictureVideo(video=video, pictures=tuple(pictures), sound=sound, orientation=orientation)


def check_picture_video(wanted: PictureVideo, video_dir: Path, *, sample_rate_hz: int) -> list[str]:
    """Raise the MediaError that making the video would, and give its notes; nothing is written."""
    look = survey(wanted.pictures, wanted.video, wanted=wanted.orientation)
    if not _is_made(wanted, look, video_dir):
        _read_sound(wanted, sample_rate_hz)
        for picture in wanted.pictures:
            _jpeg(picture, look)
    return look.notes()


def make_picture_video(
    wanted: PictureVideo, video_dir: Path, *, sample_rate_hz: int, second_wavs: bool
) -> list[str]:
    """Publish the video's folder; one that was made of the very same files is left as it is.

    JPEGs of 8-bit RGB are taken byte for byte but for their tags, other pictures become such JPEGs; what
    was done to them is noted. Sound is mixed to mono, resampled, and cut or filled with silence to the
    video's seconds; `clip.json` says how much. Raises MediaError.
    """
    look = survey(wanted.pictures, wanted.video, wanted=wanted.orientation)
    if _is_made(wanted, look, inside.checked(video_dir)):
        return look.notes()
    samples, sound = _read_sound(wanted, sample_rate_hz)
    with staged_folder(video_dir) as partial:
        files = ClipFiles(partial)
        for second, picture in enumerate(wanted.pictures):
            files.write_frame(second, _jpeg(picture, look))
        files.write_sound(samples, sample_rate_hz, second_wavs=second_wavs)
        files.write_record(_record(wanted, look, sound, files, sample_rate_hz))
    return look.notes()


def _jpeg(picture: Path, look: PictureSurvey) -> bytes:
    is_turned = look.orientation is Orientation.SHOWN
    return read_jpeg(picture, turned=is_turned, grey_bits=look.grey_bits)


def _is_made(wanted: PictureVideo, look: PictureSurvey, video_dir: Path) -> bool:
    """Whether the folder is there already, of the same files; raises MediaError if of others."""
    if not video_dir.exists():
        return False
    if _published_origin(video_dir) != _origin(wanted, look):
        raise MediaError("holds-another-video", path=video_dir, code="exists")
    return True


def _record(
    wanted: PictureVideo,
    look: PictureSurvey,
    sound: dict[str, Any],
    files: ClipFiles,
    rate_hz: int,
) -> dict[str, Any]:
    video = wanted.video
    is_silent = sound.pop("is_silent")
    return {
        "schema_version": SCHEMA_VERSION,
        "video_id": video.video_id,
        "source_key": "",
        "row": {},
        "second_count": video.second_count,
        "height_px": video.height_px,
        "width_px": video.width_px,
        "decode_method": "pictures",
        "origin": _origin(wanted, look),
        "sound": {"sample_rate_hz": rate_hz, **sound},
        "flags": [*_sound_flags(wanted, is_silent=is_silent), *look.seconds_by_flag],
        "seconds_by_flag": look.seconds_by_flag,
        "sha256": files.sha256,
        "versions": library_versions(),
    }


def _sound_flags(wanted: PictureVideo, *, is_silent: bool) -> list[str]:
    found = {"no-audio": wanted.sound is None, "silent-audio": is_silent}
    return [flag for flag, holds in found.items() if holds]


def _origin(wanted: PictureVideo, look: PictureSurvey) -> dict[str, Any]:
    """Of which files; before orientation tags were heeded, pictures were taken as they are stored."""
    is_turned = bool(look.tagged) and look.orientation is Orientation.SHOWN
    return {
        "pictures_sha256": [sha256_of(path) for path in wanted.pictures],
        "sound_sha256": sha256_of(wanted.sound) if wanted.sound else None,
    } | ({"orientation": look.orientation.value} if is_turned else {})


def _published_origin(video_dir: Path) -> Any:
    return (read_clip_json(video_dir) or {}).get("origin")


def _read_sound(wanted: PictureVideo, rate_hz: int) -> tuple[Samples, dict[str, Any]]:
    """Mono sound of exactly the video's seconds, and what was done to get it."""
    count = wanted.video.second_count * rate_hz
    samples = np.zeros(0, np.int16) if wanted.sound is None else _mono(wanted.sound, rate_hz)
    fitted = np.zeros(count, np.int16)
    fitted[: len(samples)] = samples[:count]
    levels = measure_levels(fitted, rate_hz)
    return fitted, {
        "from": None if wanted.sound is None else wanted.sound.name,
        "silence_added": max(0, count - len(samples)),
        "cut": max(0, len(samples) - count),
        "is_silent": levels.is_silent,
        **asdict(levels),
    }


def _mono(path: Path, rate_hz: int) -> Samples:
    """The sound of a WAV file, its channels' mean; samples: (n,) int16."""
    import soundfile

    try:
        samples, found_hz = soundfile.read(path, dtype="int16", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise MediaError("not-a-sound", path=path, reason=error, code="undecodable") from error
    mono = samples.astype(np.float64).mean(axis=1)
    if found_hz != rate_hz and len(mono):
        mono = lazy_librosa("core.audio").resample(mono, orig_sr=found_hz, target_sr=rate_hz)
        mono = mono[: math.ceil(len(samples) * rate_hz / found_hz)]
    clipped: Samples = np.clip(np.rint(mono), -32768, 32767).astype(np.int16)
    return clipped
