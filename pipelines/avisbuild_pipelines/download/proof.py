"""Proof that a file is media, and whole, before anything believes that it was fetched."""

import codecs
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from avisbuild.errors import MediaError
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import probe
from avisbuild_pipelines.download.failures import DownloadFailure
from avisbuild_pipelines.download.joined_files import ASF, is_joined

_PROBE_BYTES = 4096
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = 0x18538067
_FIRST_BOXES = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"pnot", b"uuid"}
)

# What in an ASF file (WMV) goes before its size.
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
# The usual ending of each other format that is read, by FFmpeg's name for it.
_ENDINGS = {"avi": "avi", "flv": "flv", "mpeg": "mpg", "ogg": "ogv", "asf": "wmv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFacts:
    """What the container says of itself; `extension` is the one that fits its kind."""

    extension: str
    container: str
    duration_s: float
    video_codec: str
    audio_codec: str
    width_px: int
    height_px: int


def prove_media(path: Path, limits: MediaLimits) -> MediaFacts:
    """Open the file, decode its first picture, and check that its end is there.

    Raises DownloadFailure that says what the file is instead.
    """
    if not path.is_file():
        raise DownloadFailure("download-left-nothing", code="no-file")
    _refuse_text(path)
    # Before the decoder: it would read a cut file to the cut and say nothing.
    _check_end(path)
    if is_joined(path):
        raise DownloadFailure("download-joined-files", code="undecodable")
    try:
        info = probe(path, limits)
    except MediaError as error:
        raise DownloadFailure(error.message, code=error.code) from error
    return MediaFacts(
        extension=_extension(info.container, path),
        container=info.container,
        duration_s=info.duration_s,
        video_codec=info.picture.codec,
        audio_codec=info.sound.codec if info.sound else "",
        width_px=info.picture.width_px,
        height_px=info.picture.height_px,
    )


def _refuse_text(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(_PROBE_BYTES).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<script", b"<!--")):
        raise DownloadFailure("download-web-page", code="not-media")
    if head.startswith((b"#extm3u", b"ffconcat", b"{", b"[")):
        raise DownloadFailure("download-playlist", code="not-media")


def _extension(container: str, path: Path) -> str:
    if "mp4" in container:
        return "mp4"
    if "matroska" in container:
        return "mkv" if path.suffix == ".mkv" else "webm"
    return _ENDINGS.get(container, "ts")


def _check_end(path: Path) -> None:
    """Compare what the container says of its length with the bytes that are there.

    ffmpeg decodes the first half of a cut MP4 and reports success, so it cannot be asked.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        begin = stream.read(_PROBE_BYTES)
        if begin.startswith(ASF):
            end = _asf_end(begin)
        else:
            stream.seek(4)
            end = _matroska_end(stream) if begin.startswith(_EBML) else _mp4_end(stream, size)
    if end is not None and end > size:
        raise DownloadFailure("download-cut-off", expected=end, found=size, code="truncated")


def _asf_end(begin: bytes) -> int | None:
    """The size that the file's properties name; None where they are not among its first bytes."""
    at = begin.find(_ASF_PROPERTIES)
    if at < 0 or len(begin) < at + 48:
        return None
    size: int = struct.unpack_from("<Q", begin, at + 40)[0]
    return size or None


def _mp4_end(stream: BinaryIO, size: int) -> int | None:
    """Where the last top-level box ends; None when these are no boxes, as in MPEG-TS."""
    position = 0
    while position + 8 <= size:
        stream.seek(position)
        length, kind = struct.unpack(">I4s", stream.read(8))
        if position == 0 and kind not in _FIRST_BOXES:
            return None
        if length == 1:
            extended = stream.read(8)
            if len(extended) < 8:
                return position + 16
            length = struct.unpack(">Q", extended)[0]
        elif length == 0:
            return size
        if length < 8:
            return None
        position += length
    return position


def _matroska_end(stream: BinaryIO) -> int | None:
    """Where the segment ends; None when it was written without a length."""
    header = _element_size(stream)
    if header is None:
        return None
    stream.seek(header, 1)
    identifier = int.from_bytes(stream.read(4), "big")
    length = _element_size(stream)
    if identifier != _SEGMENT or length is None:
        return None
    return stream.tell() + length


def _element_size(stream: BinaryIO) -> int | None:
    """Read an EBML length; None when it is unknown (all ones) or not there."""
    first = stream.read(1)
    if not first or first[0] == 0:
        return None
    width = 9 - first[0].bit_length()
    value = int.from_bytes(first + stream.read(width - 1), "big") & ((1 << 7 * width) - 1)
    return None if value == (1 << 7 * width) - 1 else value
