"""One embedding as a file: a line that says whose it is, and the arrays as they lie in memory.

Plain on purpose: writing and reading 2 MiB takes a millisecond or two, where a compressed archive takes
forty, and nothing in it can be code. A checksum stands for a sync: a file torn by a power cut is a miss.
"""

import json
import math
import zlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_MAGIC = b"avisbuild-embedding-1 "
_KINDS = "fiub"
_LONGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingKind:
    """What makes an embedding of a frame: the model, its weights and its preprocessing."""

    model: str
    weights_sha256: str
    preprocessing: str

    def key(self, content_hash: str) -> "EmbeddingKey":
        """Add the frame: `content_hash` is that of its file's bytes."""
        return EmbeddingKey(
            content_hash=content_hash,
            model=self.model,
            weights_sha256=self.weights_sha256,
            preprocessing=self.preprocessing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingKey:
    """Whose embedding: of which frame's bytes, by which model with which weights and preprocessing."""

    content_hash: str
    model: str
    weights_sha256: str
    preprocessing: str


class TornFileError(ValueError):
    """A file that is cut short or spoilt."""


def encode(key: EmbeddingKey, arrays: Arrays) -> bytes:
    """The bytes of a file; raises ValueError for arrays of objects or text."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    for name, array in contiguous.items():
        if array.dtype.kind not in _KINDS:
            raise ValueError(f"embedding array {name}: expected numbers, got {array.dtype}")
    payload = b"".join(array.tobytes() for array in contiguous.values())
    header = {
        "key": asdict(key),
        "arrays": [[name, each.dtype.str, each.shape] for name, each in contiguous.items()],
        "crc32": zlib.crc32(payload),
    }
    line = json.dumps(header, separators=(",", ":")).encode()
    return _MAGIC + line + b"\n" + payload


def decode(data: bytearray, key: EmbeddingKey) -> Arrays | None:
    """The arrays of a file (writable, over `data`), or None where it is of another key.

    Raises TornFileError.
    """
    header, start = _read_header(data)
    if header["key"] != asdict(key):
        return None
    if len(data) - start != payload_bytes(header) or zlib.crc32(data[start:]) != header["crc32"]:
        raise TornFileError("cut short or spoilt")
    arrays = {}
    for name, dtype, shape in header["arrays"]:
        count = math.prod(shape)
        arrays[name] = np.frombuffer(data, np.dtype(dtype), count, start).reshape(shape)
        start += count * np.dtype(dtype).itemsize
    return arrays


def is_whole(head: bytes, file_bytes: int, key: EmbeddingKey) -> bool:
    """Whether a file that begins with `head` and has so many bytes is of this key, and not cut short."""
    try:
        header, start = _read_header(head)
    except TornFileError:
        return False
    return header["key"] == asdict(key) and file_bytes == start + payload_bytes(header)


def payload_bytes(header: dict[str, Any]) -> int:
    """How many bytes the arrays of a header take; raises ValueError where they are not numbers."""
    byte_count = 0
    for _, dtype, shape in header["arrays"]:
        if np.dtype(dtype).kind not in _KINDS or min(shape, default=0) < 0:
            raise ValueError(f"expected numbers, got {dtype} of shape {shape}")
        byte_count += math.prod(shape) * np.dtype(dtype).itemsize
    return byte_count


def _read_header(data: bytes | bytearray) -> tuple[dict[str, Any], int]:
    """The header, and where the arrays begin; raises TornFileError."""
    end = data.find(b"\n", 0, _LONGEST_HEADER)
    if not data.startswith(_MAGIC) or end < 0:
        raise TornFileError("no embedding file")
    try:
        header = json.loads(data[len(_MAGIC) : end])
        payload_bytes(header)
        if not isinstance(header["crc32"], int) or not isinstance(header["key"], dict):
            raise TornFileError("no embedding file")
    except (ValueError, KeyError, TypeError) as error:
        raise TornFileError("no embedding file") from error
    return header, end + 1
