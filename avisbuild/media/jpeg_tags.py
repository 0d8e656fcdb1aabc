"""What cameras and programs write beside the picture of a JPEG, and the same JPEG without it."""

import os
from collections.abc import Iterator
from typing import BinaryIO

_BEGIN, _END = b"\xff\xd8", 0xD9
_FILL, _SCAN, _HEAD_BYTES = 0xFF, 0xDA, 4
_APPS = range(0xE0, 0xF0)
# Parts of these say how the picture is to be read: the density, the colour profile, Adobe's transform.
_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_LONGEST_MARK = _HEAD_BYTES + max(map(len, _KEPT.values()))
_WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD9)}


def without_tags(data: bytes) -> bytes | None:
    """The same JPEG without EXIF, XMP, IPTC, thumbnails and whatever follows its end; None for a damaged one.

    The picture is copied, not encoded again. Comments stay.
    """
    parts, last = [], 0
    for start, stop, marker in _segments(data):
        if marker in _APPS and not _is_kept(data, start, marker):
            parts.append(data[last:start])
            last = stop
        elif marker == _END:
            return b"".join([*parts, data[last:stop]])
    return None


def has_tags(stream: BinaryIO) -> bool:
    """Whether there is any of it before the picture of a JPEG that is open at its beginning."""
    if stream.read(2) != _BEGIN:
        return False
    while len(head := stream.read(_LONGEST_MARK)) >= _HEAD_BYTES and head[0] == _FILL:
        marker, length = head[1], int.from_bytes(head[2:4], "big")
        if marker in _APPS and not _is_kept(head, 0, marker):
            return True
        if marker == _SCAN or length < 2:
            return False
        stream.seek(2 + length - len(head), os.SEEK_CUR)
    return False


def _is_kept(data: bytes, start: int, marker: int) -> bool:
    return marker in _KEPT and data.startswith(_KEPT[marker], start + 4)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each marker and what belongs to it begins and ends, up to the end of the picture."""
    if not data.startswith(_BEGIN):
        return
    at = 2
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        if marker == _END:
            yield at, at + 2, marker
            return
        stop = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if stop < at + 4 or stop > len(data):
            return
        yield at, stop, marker
        at = stop
