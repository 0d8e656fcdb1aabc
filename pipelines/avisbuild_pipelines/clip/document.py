"""`clip.json`: everything that is known of how one video was made (spec: pipeline, section 7)."""

from collections.abc import Mapping
from typing import Any

from avisbuild.media.hdr import TREATMENT, is_hdr
from avisbuild.media.levels import Levels
from avisbuild.media.picture import shown_size
from avisbuild.media.picture_stats import is_still
from avisbuild.media.tools import ffmpeg_path, ffmpeg_version, library_versions
from avisbuild.records import Split, Video, video_id
from avisbuild_pipelines.clip.decode import Decoded, Decoding

SCHEMA_VERSION = 1
FRAME_RULE = "last-before"


def clip_document(
    decoding: Decoding,
    decoded: Decoded,
    levels: Levels,
    sha256: Mapping[str, str],
    *,
    source_sha256: str,
) -> dict[str, Any]:
    """Everything there is to say of a finished video, without a time stamp: same input, same bytes."""
    request, plan = decoding.request, decoding.plan
    height_px, width_px = shown_size(decoding.info.picture)
    return {
        "schema_version": SCHEMA_VERSION,
        "video_id": request.video_id,
        "source_key": request.source_key,
        "source": dict(request.source),
        "source_sha256": source_sha256,
        "row": dict(request.row),
        "row_sha256": request.row_sha256,
        "second_count": plan.second_count,
        "height_px": height_px,
        "width_px": width_px,
        **_times(decoding),
        "picture": _picture(decoding),
        "sound": _sound(decoding, decoded, levels),
        "decode_method": decoded.method,
        "dhash_by_second": [picture.dhash for picture in decoded.pictures],
        "flags": _flags(decoding, decoded, levels),
        "seconds_by_flag": {str(flag): list(seconds) for flag, seconds in decoded.doubts.items()},
        "ms_by_flag": {str(flag): amount_ms for flag, amount_ms in decoded.amounts_ms.items()},
        "sha256": dict(sha256),
        "versions": _versions(decoded.method),
    }


def video_in_clip_json(document: Mapping[str, Any]) -> Video:
    """The video that a `clip.json` describes. Raises KeyError, TypeError or ValueError."""
    row = document["row"]
    split = row.get("split", "")
    return Video(
        video_id=video_id(document["video_id"]),
        second_count=document["second_count"],
        height_px=document["height_px"],
        width_px=document["width_px"],
        source_key=document["source_key"],
        group=row.get("group", "") or document["source_key"],
        split=Split(split) if split else None,
        scenarios=_words(row.get("scenario", "")),
        labels=_words(row.get("labels", "")),
        license=row.get("license", ""),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


def _times(decoding: Decoding) -> dict[str, Any]:
    request, plan, timeline = decoding.request, decoding.plan, decoding.timeline
    start_ms = request.start_ms or 0
    zero_s, base = decoding.info.zero_s, timeline.time_base
    return {
        "start_ms_asked": request.start_ms,
        "end_ms_asked": request.end_ms,
        "start_ms": start_ms,
        "end_ms": start_ms + plan.second_count * 1000,
        "remainder_ms": round(float(plan.remainder_s) * 1000, 3),
        "source_duration_ms": round(float(timeline.end_s - zero_s) * 1000, 3),
        "source_zero_s": round(float(zero_s), 6),
        "frame_offset": request.frame_offset,
        "frame_rule": FRAME_RULE,
        "frame_source_s": [round(float(pts * base - zero_s), 6) for pts in plan.frame_pts],
    }


def _picture(decoding: Decoding) -> dict[str, Any]:
    info, timeline = decoding.info.picture, decoding.timeline
    return {
        "container": decoding.info.container,
        "codec": info.codec,
        "pixel_format": info.pixel_format,
        "coded_height_px": info.height_px,
        "coded_width_px": info.width_px,
        "stream_index": info.stream_index,
        "rotation": info.way.rotation,
        "mirrored": info.way.mirrored,
        "deinterlace": str(decoding.request.deinterlace),
        "pixel_aspect": str(info.pixel_aspect),
        "color_matrix": info.matrix,
        "color_primaries": info.primaries,
        "color_transfer": info.transfer,
        "full_range": info.full_range,
        "hdr": TREATMENT if is_hdr(info.transfer) else "no",
        "frame_rate_mode": timeline.rate_mode,
        "frame_rate": round(timeline.mean_rate_hz, 6),
    }


def _sound(decoding: Decoding, decoded: Decoded, levels: Levels) -> dict[str, Any]:
    info, zero_s = decoding.info.sound, decoding.info.zero_s
    source = info and {
        "codec": info.codec,
        "sample_rate_hz": info.sample_rate_hz,
        "channel_count": info.channel_count,
        "layout": info.layout,
        "start_offset_s": round(float(info.first_s - zero_s), 6),
    }
    return {
        "source": source,
        "sample_rate_hz": decoding.request.sample_rate_hz,
        "sample_count": len(decoded.samples),
        "silence_head_samples": decoded.silence.head,
        "silence_tail_samples": decoded.silence.tail,
        "silence_gap_samples": decoded.silence.gaps,
        "rms_by_second": list(levels.rms_by_second),
        "peak": levels.peak,
        "clipped_fraction": levels.clipped_fraction,
    }


def _flags(decoding: Decoding, decoded: Decoded, levels: Levels) -> list[str]:
    request, pictures = decoding.request, decoded.pictures
    asked_ms = (request.end_ms or 0) - (request.start_ms or 0)
    found = {
        "no-audio": decoding.info.sound is None,
        "silent-audio": levels.is_silent,
        "still-picture": is_still(pictures),
        "black-frames": any(picture.is_black for picture in pictures),
        "single-colour": any(picture.is_flat for picture in pictures),
        "dubbed": request.source.get("dubbed") is True,
        "other-video-streams": decoding.info.picture.other_streams > 0,
        "short-of-manifest": asked_ms // 1000 > decoding.plan.second_count,
    }
    doubts = dict.fromkeys([*decoded.doubts, *decoded.amounts_ms])
    return [flag for flag, holds in found.items() if holds] + [str(each) for each in doubts]


def _versions(method: str) -> dict[str, str]:
    versions = dict(library_versions())
    if method == "full":
        versions["ffmpeg"] = ffmpeg_version(ffmpeg_path())
    return versions
