"""PNGs of one row, byte for byte: Pillow cannot write some kinds that other programs do."""

import struct
import zlib


def png_of(samples: bytes, *, width: int, depth: int, kind: int) -> bytes:
    """A PNG with these samples; `depth` is bits a channel, `kind` 0 for grey and 2 for colours."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, 1, depth, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + samples)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
