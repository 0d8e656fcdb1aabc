"""What a media file holds, found by PyAV.

PyAV is always used, even where an ffprobe is installed: it is there on every machine, it carries the
same decoder that clips afterwards, and two probes that could disagree would be one too many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from avisbuild.errors import MediaError
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.joined_parts import JOINED_FORMATS
from avisbuild.media.limits import MediaLimits
from avisbuild.media.picture_streams import chosen_stream, picture_streams
from avisbuild.media.reading import Deinterlace, Reading
from avisbuild.media.shown_way import OddTurnError, ShownWay, is_turned_otherwise, shown_way

_TRIED_PACKETS = 2000
# As long as a record may say; damage makes up pixels that are millions of times as wide as they are high.
_LONGEST_SIDE_PX = 32_768
# What a sound encoder puts before the sound, 7 to 50 ms, cannot be told from sound in MPEG-TS.
_ENCODER_DELAY_S = Fraction(1, 10)
_INTERLACED = (2, 3, 4, 5)  # FFmpeg's numbers of field orders
# Of these a file says whether they are interlaced, and not the pictures themselves.
_UNMARKED_CODECS = frozenset({"mjpeg", "rawvideo", "v210", "huffyuv", "ffvhuff", "utvideo", "ffv1"})
_CLOCK = re.compile(r"([0-9]{1,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,9})?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureInfo:
    """The video stream of a file.

    `height_px` and `width_px` are as coded; `way` is applied for showing; `pixel_aspect` is the width of a
    pixel by its height, `coded_aspect` what the first picture alone says of it. Colour tags are FFmpeg's
    numbers (ITU-T H.273), 2 for unknown. `other_streams` says how many more video streams there are, covers
    not counted. Interlaced pictures are reduced to their earlier moment where it `deinterlaces`;
    `has_fields_apart` says that the two come as pictures of their own.
    """

    stream_index: int
    codec: str
    pixel_format: str
    height_px: int
    width_px: int
    way: ShownWay
    pixel_aspect: Fraction
    time_base: Fraction
    matrix: int
    full_range: bool
    transfer: int
    primaries: int
    first_s: Fraction
    other_streams: int = 0
    deinterlaces: bool = False
    is_marked_interlaced: bool = False
    has_fields_apart: bool = False
    coded_aspect: Fraction = Fraction(1)

    def is_interlaced(self, frame: VideoFrame) -> bool:
        """Whether a decoded picture holds two moments, one in every other line, or is one of the two."""
        return frame.interlaced_frame or self.is_marked_interlaced

    def check_turn(self, frame: VideoFrame, zero_s: Fraction, file: str) -> None:
        """Raise MediaError `undecodable` where a picture is to be shown another way than the first."""
        if is_turned_otherwise(frame, self.way):
            time_s = float((frame.pts or 0) * self.time_base - zero_s)
            raise MediaError("pictures-turn", file=file, time_s=time_s, code="undecodable")

    def has_pixels_of(self, decoder: VideoCodecContext) -> bool:
        """Whether what was last decoded has pixels of the same shape as the first picture."""
        return (decoder.sample_aspect_ratio or Fraction(1)) == self.coded_aspect

    def has_size_of(self, frame: VideoFrame) -> bool:
        """Whether a decoded picture is as large as the first one; some files change that on the way."""
        return (frame.height, frame.width) == (self.height_px, self.width_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundInfo:
    """The audio stream of a file; `first_s` is when its first sample is heard."""

    stream_index: int
    codec: str
    sample_rate_hz: int
    channel_count: int
    layout: str
    first_s: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """A media file with pictures, and with sound unless `sound` is None.

    Times are on the file's own clock; second 0 of the source is at `zero_s`: its first picture, or its
    first sound where that begins well before it.
    """

    container: str
    duration_s: float
    claimed_end_s: Fraction | None
    zero_s: Fraction
    picture: PictureInfo
    sound: SoundInfo | None


def probe(path: Path, limits: MediaLimits, reading: Reading | None = None) -> MediaInfo:
    """Look into a media file and decode the beginning of its pictures and its sound.

    `reading` says how its pictures were read before; without it they are chosen.
    Raises MediaError `missing`, `empty`, `undecodable`, `no-video` or `limit`.
    """
    with open_media(path, limits) as container, damage_told(path):
        reading = reading or Reading()
        stream = chosen_stream(path, container, limits, reading)
        if stream is None:
            raise MediaError("no-pictures", file=path.name, code="no-video")
        if stream.codec_context is None:
            raise MediaError("pictures-undecodable", file=path.name, codec="?", code="undecodable")
        coded = stream.codec_context
        _check_size(coded.width, coded.height, path, limits)
        streams: list[VideoStream | AudioStream] = [stream]
        beside = None if reading.is_early else stream
        streams += [s for s in [sound_stream(container, beside)] if s is not None]
        first = _first_frames(container, streams)
        picture = _picture_info(stream, first.get(stream.index), path, limits, reading)
        picture = replace(picture, other_streams=len(picture_streams(container)) - 1)
        sound = _sound_info(streams[-1], first.get(streams[-1].index))
        _check_rate(sound, path, limits)
        zero = _zero_s(picture, sound)
        duration_s = _duration_s(container, streams)
        claimed_end_s = _claimed_end_s(container, stream)
        name = container.format.name
    # What FFmpeg makes of the times of joined parts is no length; `read_timeline` finds it.
    if name not in JOINED_FORMATS and duration_s > limits.max_source_s:
        raise MediaError(
            "too-long",
            file=path.name,
            length_s=duration_s,
            most_s=limits.max_source_s,
            code="limit",
        )
    return MediaInfo(
        container=name,
        duration_s=duration_s,
        claimed_end_s=claimed_end_s,
        zero_s=zero,
        picture=picture,
        sound=sound,
    )


def known_stream(container: InputContainer, info: MediaInfo, path: Path) -> VideoStream:
    """The pictures that were found before; raises MediaError `no-video` where the file is another one now."""
    for stream in container.streams.video:
        if stream.index == info.picture.stream_index:
            return stream
    raise MediaError("no-pictures", file=path.name, code="no-video")


def sound_stream(
    container: InputContainer, beside: VideoStream | None = None
) -> AudioStream | None:
    """The sound that players play: the one marked as default, else the first; None without any.

    Where a transport stream holds several videos, as broadcast does, it is that of the programme of `beside`.
    """
    if (
        beside is not None
        and container.format.name == "mpegts"
        and len(container.streams.video) > 1
    ):
        found = container.streams.best("audio", related=beside)
        return found if isinstance(found, AudioStream) else None
    streams = list(container.streams.audio)
    marked = [s for s in streams if s.disposition & Disposition.default]
    return next(iter(marked or streams), None)


def _first_frames(
    container: InputContainer, streams: list[VideoStream | AudioStream]
) -> dict[int, VideoFrame | AudioFrame]:
    """The first frame of each stream by stream index; a stream that gives none is left out."""
    found: dict[int, VideoFrame | AudioFrame] = {}
    for count, packet in enumerate(container.demux(streams)):
        index = packet.stream.index  # the empty packet at a stream's end says 0 for its own
        if index not in found:
            frames = _decoded(packet)
            if frames:
                found[index] = frames[0]
        if len(found) == len(streams) or count > _TRIED_PACKETS:
            break
    return found


def _decoded(packet: Packet[Any]) -> list[VideoFrame | AudioFrame]:
    try:
        return [f for f in packet.decode() if isinstance(f, (VideoFrame, AudioFrame))]
    except av.FFmpegError:  # a damaged beginning is passed over, as every player does
        return []


def _picture_info(
    stream: VideoStream,
    frame: VideoFrame | AudioFrame | None,
    path: Path,
    limits: MediaLimits,
    reading: Reading,
) -> PictureInfo:
    if not isinstance(frame, VideoFrame):
        raise MediaError(
            "pictures-undecodable",
            file=path.name,
            codec=stream.codec_context.name,
            code="undecodable",
        )
    aspect = stream.sample_aspect_ratio or Fraction(1)
    _check_size(frame.width, frame.height, path, limits)
    _check_size(round(frame.width * aspect), frame.height, path, limits)
    time_base = stream.time_base or Fraction(1, 1000)
    # HEVC alone gives each field as a picture; a clip of an earlier version has them in half their height.
    is_field = stream.codec_context.name == "hevc" and frame.interlaced_frame
    has_fields_apart = is_field and not reading.is_early
    return PictureInfo(
        stream_index=stream.index,
        codec=stream.codec_context.name,
        pixel_format=frame.format.name,
        height_px=frame.height,
        width_px=frame.width,
        way=_way(frame, path, reading),
        pixel_aspect=aspect / 2 if has_fields_apart else aspect,
        has_fields_apart=has_fields_apart,
        coded_aspect=stream.codec_context.sample_aspect_ratio or Fraction(1),
        time_base=time_base,
        matrix=int(frame.colorspace),
        full_range=int(frame.color_range) == ColorRange.JPEG,
        transfer=int(frame.color_trc),
        primaries=int(frame.color_primaries),
        first_s=(frame.pts or 0) * time_base,
        **_interlacing(stream.codec_context, reading),
    )


def _way(frame: VideoFrame, path: Path, reading: Reading) -> ShownWay:
    """The way a picture is shown. Raises MediaError `undecodable` where that is turned by no quarters."""
    if reading.is_early:
        return ShownWay(frame.rotation % 360)
    try:
        return shown_way(frame)
    except OddTurnError as error:
        raise MediaError(
            "picture-turned-oddly", file=path.name, degrees=error.degrees, code="undecodable"
        ) from error


def _interlacing(context: VideoCodecContext, reading: Reading) -> dict[str, Any]:
    """What `PictureInfo` says of interlaced pictures."""
    return {
        "deinterlaces": reading.deinterlace is not Deinterlace.OFF,
        "is_marked_interlaced": context.field_order in _INTERLACED
        and context.name in _UNMARKED_CODECS,
    }


def _zero_s(picture: PictureInfo, sound: SoundInfo | None) -> Fraction:
    if sound is None or picture.first_s - sound.first_s < _ENCODER_DELAY_S:
        return picture.first_s
    return sound.first_s


def _sound_info(
    stream: VideoStream | AudioStream, frame: VideoFrame | AudioFrame | None
) -> SoundInfo | None:
    if not isinstance(stream, AudioStream) or not isinstance(frame, AudioFrame):
        return None
    return SoundInfo(
        stream_index=stream.index,
        codec=stream.codec_context.name,
        sample_rate_hz=frame.sample_rate,
        channel_count=frame.layout.nb_channels,
        layout=frame.layout.name,
        first_s=(frame.pts or 0) * (frame.time_base or Fraction(1, frame.sample_rate)),
    )


def _check_rate(sound: SoundInfo | None, path: Path, limits: MediaLimits) -> None:
    """Refuse a rate that no recording has: to resample 67 MHz, a bit of damage, takes minutes a second."""
    most_hz = limits.max_sample_rate_hz
    if sound is not None and sound.sample_rate_hz > most_hz:
        rate_hz = sound.sample_rate_hz
        raise MediaError(
            "sample-rate-too-high", file=path.name, rate_hz=rate_hz, most_hz=most_hz, code="limit"
        )


def _check_size(width: int, height: int, path: Path, limits: MediaLimits) -> None:
    """Refuse pictures that are too large, as they are or as they would be shown."""
    size = {"file": path.name, "width": width, "height": height}
    if width * height > limits.max_pixels:
        raise MediaError("too-many-pixels", **size, max_pixels=limits.max_pixels, code="limit")
    if width > _LONGEST_SIDE_PX:
        raise MediaError(
            "picture-too-wide", file=path.name, width=width, most_px=_LONGEST_SIDE_PX, code="limit"
        )


def _duration_s(container: InputContainer, streams: list[VideoStream | AudioStream]) -> float:
    """How long pictures and sound are by their own words, else how long the file says that it is."""
    own = [_own_duration_s(stream) for stream in streams]
    known = [each for each in own if each is not None]
    return max(known) if len(known) == len(own) else (container.duration or 0) / av.time_base


def _own_duration_s(stream: VideoStream | AudioStream) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # So Matroska's writers tell it, whose length is that of the longest of all tracks.
    told = (text for name, text in stream.metadata.items() if name.startswith("DURATION"))
    found = _CLOCK.fullmatch(next(told, ""))
    if found is None:
        return None
    told_s = 3600.0 * int(found[1]) + 60.0 * int(found[2]) + float(found[3])
    return told_s - _counted_before_s(stream, told_s)


def _counted_before_s(stream: VideoStream | AudioStream, told_s: float) -> float:
    """When a Matroska track begins, where its length counts from 0 on, as FFmpeg writes it."""
    begin_s = float((stream.start_time or 0) * (stream.time_base or 0))
    return begin_s if begin_s < told_s else 0.0


def _claimed_end_s(container: InputContainer, stream: VideoStream) -> Fraction | None:
    if container.format.name in ("mpegts", "mpeg"):
        return None  # they have no header; FFmpeg guesses from the last packets that are there
    if container.format.name == "avi" and stream.frames and stream.time_base:
        return (
            stream.frames * stream.time_base
        )  # of a file that was cut off, FFmpeg counts what is left
    if stream.duration and stream.time_base:
        return ((stream.start_time or 0) + stream.duration) * stream.time_base
    if container.duration:
        start = container.start_time or 0
        if "matroska" in container.format.name and start < container.duration:
            start = 0  # it counts from 0 on
        return Fraction(start + container.duration, av.time_base)
    return None
