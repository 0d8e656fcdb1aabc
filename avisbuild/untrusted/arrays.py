"""Arrays of numpy that anybody may have made: their headers are read first, nothing in them is ever run."""

import tokenize
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from math import prod
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError

# What numpy raises on a file that is none of its own, or a damaged one; ours is a ValueError.
ARRAY_ERRORS = (
    ArithmeticError,
    BadZipFile,
    LargeZipFile,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    tokenize.TokenError,
    zlib.error,
)
_ENDING = ".npy"
_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_MOST_MEMBERS = 1000
# In version 2 a header may state 4 GiB; numpy takes none longer than 10,000 bytes, once it has read it.
_LONGEST_HEADER = 1 << 16
_LENGTH_BYTES = {1: 2, 2: 4, 3: 4}
# Of others, Python unpacks all of a piece at once, however much that is.
_PACKINGS = (ZIP_STORED, ZIP_DEFLATED)


class ArrayArchive(Mapping[str, NDArray[Any]]):
    """An .npz file, open: an array is unpacked when it is asked for, and not if all of it takes too much.

    Raises BeyondLimitError and `ARRAY_ERRORS`.
    """

    def __init__(self, archive: ZipFile, where: object, most_bytes: int) -> None:
        self._archive = archive
        self._where = where
        self._most_bytes = most_bytes
        self._members = {
            each.filename.removesuffix(_ENDING): each
            for each in archive.infolist()
            if each.filename.endswith(_ENDING)
        }
        if len(archive.infolist()) > _MOST_MEMBERS:
            raise ValueError(f"expected at most {_MOST_MEMBERS} arrays in it")

    def __getitem__(self, name: str) -> NDArray[Any]:
        member = self._members[name]
        if member.compress_type not in _PACKINGS:
            raise ValueError(
                f"packed by method {member.compress_type}, not as numpy.savez_compressed does"
            )
        with self._archive.open(member) as stream:
            shape, dtype = _header(stream)
        check_array(self._where, shape, dtype, self._most_bytes)
        with self._archive.open(member) as stream:
            array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


@contextmanager
def open_archive(
    stream: BinaryIO, where: object, *, most_bytes: int | None = None
) -> Iterator[ArrayArchive]:
    """An .npz file that is open at its beginning; each array has at most `most_bytes`, else 512 MiB."""
    with ZipFile(stream) as archive:
        yield ArrayArchive(archive, where, most_bytes or limits.ARRAY_BYTES)


def check_array(
    where: object, shape: tuple[int, ...], dtype: np.dtype[Any], most_bytes: int
) -> None:
    """Raise BeyondLimitError for an array that takes more."""
    byte_count = prod(shape) * dtype.itemsize
    if byte_count > most_bytes:
        raise BeyondLimitError(
            "array-too-large",
            file=where,
            found_mib=-(-byte_count >> 20),
            shape=str(shape),
            dtype=str(dtype),
            most_mib=most_bytes >> 20,
        )


def check_header(stream: BinaryIO) -> None:
    """Raise ValueError for a header longer than any array's, and go back to the stream's beginning."""
    major, _ = np.lib.format.read_magic(stream)
    length = int.from_bytes(stream.read(_LENGTH_BYTES.get(major, 0)), "little")
    stream.seek(0)
    if length > _LONGEST_HEADER:
        raise ValueError(f"expected a header of at most {_LONGEST_HEADER} bytes, got {length}")


def _header(stream: Any) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and dtype of an array of which nothing else is read."""
    stream = BytesIO(stream.read(_LONGEST_HEADER))
    check_header(stream)
    version = np.lib.format.read_magic(stream)
    if version not in _HEADERS:
        raise ValueError(f"expected an array of version 1 or 2, got {version}")
    shape, _, dtype = _HEADERS[version](stream)
    return shape, dtype
