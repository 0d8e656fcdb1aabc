"""A video made from a folder of pictures, one a second, and a WAV file beside it if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.files import sha256_of, staged_folder
from avisbuild.media.tools import library_versions
from avisbuild.records import Video
from avisbuild.records.video_folder import read_clip_json
from avisbuild_pipelines.clip.document import SCHEMA_VERSION
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.picture_files import read_jpeg
from avisbuild_pipelines.picture_sound import PictureSound, read_picture_sound
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
    if _is_made(wanted, look, video_dir):
        return look.notes()
    sound = _read_sound(wanted, sample_rate_hz)
    for picture in wanted.pictures:
        _jpeg(picture, look)
    return look.notes() + sound.notes()


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
    sound = _read_sound(wanted, sample_rate_hz)
    with staged_folder(video_dir) as partial:
        files = ClipFiles(partial)
        for second, picture in enumerate(wanted.pictures):
            files.write_frame(second, _jpeg(picture, look))
        files.write_sound(sound.samples, sample_rate_hz, second_wavs=second_wavs)
        files.write_record(_record(wanted, look, sound, files, sample_rate_hz))
    return look.notes() + sound.notes()


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
    sound: PictureSound,
    files: ClipFiles,
    rate_hz: int,
) -> dict[str, Any]:
    video = wanted.video
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
        "sound": {"sample_rate_hz": rate_hz, **sound.document},
        "flags": [*sound.flags, *look.seconds_by_flag],
        "seconds_by_flag": {**sound.seconds_by_flag, **look.seconds_by_flag},
        "ms_by_flag": dict(sound.ms_by_flag),
        "sha256": files.sha256,
        "versions": library_versions(),
    }


def _origin(wanted: PictureVideo, look: PictureSurvey) -> dict[str, Any]:
    """Of which files; before orientation tags were heeded, pictures were taken as they are stored."""
    is_turned = bool(look.tagged) and look.orientation is Orientation.SHOWN
    return {
        "pictures_sha256": [sha256_of(path) for path in wanted.pictures],
        "sound_sha256": sha256_of(wanted.sound) if wanted.sound else None,
    } | ({"orientation": look.orientation.value} if is_turned else {})


def _published_origin(video_dir: Path) -> Any:
    return (read_clip_json(video_dir) or {}).get("origin")


def _read_sound(wanted: PictureVideo, rate_hz: int) -> PictureSound:
    seconds = wanted.video.second_count
    return read_picture_sound(wanted.sound, second_count=seconds, rate_hz=rate_hz)
