"""Making one video from one source file: frames, sound, and the record that says how."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from avisbuild.errors import MediaError
from avisbuild.files import sha256_of, staged_folder
from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import damage_told
from avisbuild.media.frame_plan import plan_frames
from avisbuild.media.levels import measure_levels
from avisbuild.media.probe import probe
from avisbuild.media.reading import Reading
from avisbuild.media.timeline import read_timeline
from avisbuild.records.video_folder import read_clip_json
from avisbuild.system import disk
from avisbuild_pipelines.clip.decode import Decoding
from avisbuild_pipelines.clip.document import SCHEMA_VERSION, clip_document, video_in_clip_json
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.clip.request import ClipRecord, ClipRequest


def clip_video(request: ClipRequest, say: Callable[[str], None] = lambda _: None) -> ClipRecord:
    """Make the folder of one video whole, in place of what stands there; on failure nothing changes.

    `say` is told each stage. Raises MediaError with the failure code.
    """
    say("probe")
    decoding = _prepared(request)
    with replaced_folder(request.video_dir) as folder:
        files = ClipFiles(folder)
        say("decode")
        with damage_told(request.source_path):
            decoded = decoding.into(files, folder)
        say("write")
        rate_hz = request.sample_rate_hz
        files.write_sound(decoded.samples, rate_hz, second_wavs=request.second_wavs)
        levels = measure_levels(decoded.samples, rate_hz)
        source_sha256 = _source_sha256(request)
        document = clip_document(
            decoding, decoded, levels, files.sha256, source_sha256=source_sha256
        )
        files.write_record(document)
    return ClipRecord(video=video_in_clip_json(document), document=document)


def read_clip(video_dir: Path) -> ClipRecord | None:
    """The record of a finished video; None when its folder holds no valid `clip.json`."""
    document = read_clip_json(video_dir) or {}
    try:
        if document["schema_version"] != SCHEMA_VERSION:
            return None
        return ClipRecord(video=video_in_clip_json(document), document=document)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Like `staged_folder`, but what stands at `path` goes when the new one is complete, not before."""
    with tempfile.TemporaryDirectory(
        prefix=f".{path.name}.", suffix=".old", dir=_made(path.parent)
    ) as aside:
        old = Path(aside) / path.name
        try:
            with staged_folder(path) as partial:
                yield partial
                if path.exists():
                    disk.rename(path, old)
        except BaseException:
            if old.exists() and not path.exists():
                disk.rename(old, path)
            raise


def _prepared(request: ClipRequest) -> Decoding:
    """Look into the source and plan the seconds, before anything is written."""
    path, limits = request.source_path, request.limits
    deadline = Deadline(limits.wall_s, path.name)
    info = probe(path, limits, Reading(deinterlace=request.deinterlace))
    if info.sound is None and not request.allow_silence:
        raise MediaError(
            "no-audio-stream", file=path.name, codec=info.picture.codec, code="no-audio"
        )
    timeline = read_timeline(path, info, limits, deadline)
    plan = plan_frames(
        timeline,
        zero_s=info.zero_s,
        start_ms=request.start_ms,
        end_ms=request.end_ms,
        offset=request.frame_offset,
        name=path.name,
    )
    if plan.second_count > limits.max_video_s:
        raise MediaError(
            "clip-too-long",
            file=path.name,
            length_s=plan.second_count,
            most_s=limits.max_video_s,
            code="limit",
        )
    return Decoding(request=request, info=info, timeline=timeline, plan=plan, deadline=deadline)


def _source_sha256(request: ClipRequest) -> str:
    """The hash of the source as it was read; raises MediaError where its record has another."""
    found, recorded = sha256_of(request.source_path), request.source.get("sha256", "")
    if recorded and found != recorded:
        raise MediaError(
            "source-changed",
            path=request.source_path,
            found=found,
            recorded=recorded,
            code="source-changed",
        )
    return found


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
