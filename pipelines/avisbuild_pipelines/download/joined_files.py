"""Whether a file is several files joined end to end, of which FFmpeg reads the first and says nothing.

It is so with MP4, FLV and WMV. The parts of MPEG-TS, MPEG-PS and Matroska are read one after another
(`avisbuild.media.joined_parts`).
"""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# Signature, version and the header's own length; between them, whether there are pictures and sound.
_FLV, _FLV_END = b"FLV\x01", b"\0\0\0\x09"
_ROOM_FOR_A_BOX = 8
# What an ASF file (WMV) begins with, and nothing in it does.
ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


def is_joined(path: Path) -> bool:
    """Whether another file of its kind begins within this one."""
    with path.open("rb") as stream:
        begin = stream.read(len(ASF))
        if begin.startswith(_FLV):
            return _has_second_flv(stream)
        if begin == ASF:
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return data.find(ASF, 1) >= 0
        if begin[4:_ROOM_FOR_A_BOX] == b"ftyp":
            return sum(kind == b"ftyp" for kind in _boxes(stream)) > 1
    return False


def _has_second_flv(stream: BinaryIO) -> bool:
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(_FLV, 1)
        while at >= 0:
            if data[at + 5 : at + 9] == _FLV_END:
                return True
            at = data.find(_FLV, at + 1)
    return False


def _boxes(stream: BinaryIO) -> Iterator[bytes]:
    """The kinds of the boxes that an MP4 file is made of, as far as they can be followed."""
    position = 0
    while True:
        stream.seek(position)
        head = stream.read(16)
        if len(head) < _ROOM_FOR_A_BOX:
            return
        length, kind = struct.unpack_from(">I4s", head)
        yield kind
        if length == 1 and len(head) == 16:
            length = struct.unpack_from(">Q", head, 8)[0]
        if length < _ROOM_FOR_A_BOX:
            return
        position += length
