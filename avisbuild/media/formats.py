"""Which files are opened at all: plain media files on this machine, recognised by their content.

A downloaded file may be a playlist that names other files or addresses, whatever its name says. The
format whitelist is what stops it, in PyAV and in ffmpeg alike; the protocol whitelist alone does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer

from avisbuild.errors import MediaError
from avisbuild.media.limits import MediaLimits
from avisbuild.messages import Message

FORMATS = (
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "mpegts"),
    *("avi", "flv", "mpeg", "ogg", "asf"),
)
# Media files that are not read, by how they begin: FFmpeg's readers of them are little used or know no times.
_OTHER_KINDS = {
    b".RMF": "RealMedia",
    b"\x06\x0e\x2b\x34": "MXF",
    b"GIF8": "GIF",
    b"YUV4MPEG2": "YUV4MPEG",
    b"DKIF": "IVF",
    b"nut/multimedia": "NUT",
    b"\xb7\xd8\x00\x20\x37\x49\xda\x11": "WTV",
    b"\x1f\x07\x00": "DV",
    b"\x00\x00\x01\xb3": "MPEG video",
    b"\x00\x00\x00\x01": "H.264 or HEVC video",
}
WHITELISTS = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "file"}


def media_url(path: Path) -> str:
    """The name to hand to FFmpeg: with a protocol, or "a:b.mp4" would be taken for one."""
    return f"file:{path.absolute()}"


def open_media(path: Path, limits: MediaLimits) -> InputContainer:
    """Open a media file for reading; the caller closes it.

    Raises MediaError `missing`, `empty`, `limit`, or `undecodable`.
    """
    size = _file_size(path)
    if size == 0:
        raise MediaError("media-empty", file=path.name, code="empty")
    if size > limits.max_bytes:
        raise MediaError(
            "media-too-large",
            file=path.name,
            byte_count=size,
            max_bytes=limits.max_bytes,
            code="limit",
        )
    try:
        # The pixel limit has to hold while FFmpeg looks for the streams, which decodes already.
        return av.open(
            media_url(path),
            container_options=WHITELISTS,
            options={"max_pixels": str(limits.max_pixels)},
            metadata_errors="replace",
        )
    except (av.FFmpegError, ValueError) as error:
        if (kind := _other_kind(path)) is not None:
            raise MediaError(
                "media-to-convert",
                file=path.name,
                kind=kind,
                stem=path.stem,
                code="undecodable",
            ) from error
        raise MediaError(
            "not-media",
            file=path.name,
            formats=", ".join(FORMATS),
            found=_looks_like(path),
            code="undecodable",
        ) from error


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what FFmpeg says of a damaged file into MediaError `undecodable`."""
    try:
        yield
    except av.FFmpegError as error:
        raise MediaError(
            "media-damaged", file=path.name, reason=error.strerror, code="undecodable"
        ) from error
    except IndexError as error:
        # PyAV's, of a stream that damage makes up in the middle of an MPEG-TS.
        raise MediaError(
            "media-damaged", file=path.name, reason=Message("streams-change"), code="undecodable"
        ) from error


def _file_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise MediaError(
            "media-unreadable", file=path.name, reason=error.strerror, code="missing"
        ) from error


def _other_kind(path: Path) -> str | None:
    """The kind of a media file that is not read, by its beginning; None where it is none that is known."""
    with path.open("rb") as stream:
        head = stream.read(16)
    return next((kind for start, kind in _OTHER_KINDS.items() if head.startswith(start)), None)


def _looks_like(path: Path) -> Message:
    with path.open("rb") as stream:
        head = stream.read(512).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return Message("web-page")
    if head.startswith((b"#extm3u", b"ffconcat")):
        return Message("playlist")
    return Message("unknown-file")
