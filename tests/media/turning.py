"""Turned videos, made by writing into the MP4 file itself: ffmpeg's option for it came and went."""

from pathlib import Path

# Counter-clockwise degrees to (a, b, c, d) of a track header's display matrix (ISO/IEC 14496-12, 8.3.2).
_TURNS = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
_ONE = 1 << 16
# The header's times take 4 bytes more each in version 1.
_MATRIX_AT = {0: 40, 1: 52}
_MATRIX_BYTES = 36


def turn(source: Path, target: Path, degrees: int) -> Path:
    """Copy an MP4 file with its picture, the first track, to be shown turned counter-clockwise."""
    return with_matrix(source, target, _TURNS[degrees])


def with_matrix(source: Path, target: Path, matrix: tuple[float, float, float, float]) -> Path:
    """Copy an MP4 file with another display matrix (a, b, c, d) for its picture, the first track."""
    data = bytearray(source.read_bytes())
    header = data.index(b"tkhd") + len(b"tkhd")
    at = header + _MATRIX_AT[data[header]]
    a, b, c, d = (round(_ONE * part) for part in matrix)
    rows = (a, b, 0, c, d, 0, 0, 0, 1 << 30)
    data[at : at + _MATRIX_BYTES] = b"".join(row.to_bytes(4, "big", signed=True) for row in rows)
    target.write_bytes(data)
    return target
