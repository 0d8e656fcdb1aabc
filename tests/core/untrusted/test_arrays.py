"""An array of anybody is unpacked only after its header was read."""

import zipfile
from io import BytesIO

import numpy as np
import pytest

from avisbuild.untrusted import limits
from avisbuild.untrusted.arrays import ARRAY_ERRORS, open_archive
from avisbuild.untrusted.limits import BeyondLimitError


def archive_of(**members: bytes) -> BytesIO:
    """A ZIP with these files, each an array or something else."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return stream


def header_of(shape: str, dtype: str = "|u1") -> bytes:
    """The start of an .npy file that promises this array."""
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def test_arrays_come_back_by_name() -> None:
    stream = BytesIO()
    np.savez_compressed(stream, a=np.arange(3), b=np.ones((2, 2), np.uint8))
    with open_archive(stream, "a.npz") as archive:
        assert list(archive) == ["a", "b"]
        assert archive["a"].tolist() == [0, 1, 2]
        assert archive["b"].dtype == np.uint8


@pytest.mark.parametrize("shape", ["(600, 1024, 1024)", "(4000000000000000000, 4)"])
def test_a_header_that_promises_too_much_is_refused_before_anything_is_unpacked(shape) -> None:
    with (
        open_archive(archive_of(a=header_of(shape)), "a.npz") as archive,
        pytest.raises(
            BeyondLimitError, match=r"a.npz: unpacks to \d+ MiB \(.*of uint8\), .* 512 MiB"
        ),
    ):
        archive["a"]


def test_the_limit_counts_bytes_and_not_numbers(monkeypatch) -> None:
    monkeypatch.setattr(limits, "ARRAY_BYTES", 1 << 20)
    stream = BytesIO()
    np.savez_compressed(stream, a=np.zeros(1 << 20, np.uint8), b=np.zeros(1 << 18, np.float64))
    with open_archive(stream, "a.npz") as archive:
        assert archive["a"].size == 1 << 20
        with pytest.raises(BeyondLimitError, match=r"2 MiB \(\(262144,\) of float64\)"):
            archive["b"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        header_of("(3,"),
        header_of("(-3,)"),
        header_of("(3,)"),
        header_of("(2,)", "|O"),
    ],
    ids=["nothing", "cut", "half a header", "negative", "no numbers", "objects"],
)
def test_what_is_no_array_is_one_of_the_expected_errors(data) -> None:
    with open_archive(archive_of(a=data), "a") as archive, pytest.raises(ARRAY_ERRORS):
        archive["a"]


def test_a_smaller_limit_can_be_asked_for() -> None:
    stream = BytesIO()
    np.savez_compressed(stream, a=np.zeros(1 << 20, np.uint8), b=np.zeros(5, np.uint8))
    with open_archive(stream, "a.npz", most_bytes=1 << 19) as archive:
        assert len(archive["b"]) == 5
        with pytest.raises(BeyondLimitError, match="1 MiB"):
            archive["a"]


def test_what_is_no_archive_is_one_of_the_expected_errors() -> None:
    with pytest.raises(ARRAY_ERRORS), open_archive(BytesIO(b"PK\x03\x04nothing"), "a"):
        pass


def test_a_header_that_states_gigabytes_is_not_read_to_its_end() -> None:
    data = b"\x93NUMPY\x02\x00" + (0xFFFFFFF0).to_bytes(4, "little") + bytes(1 << 20)
    with (
        open_archive(archive_of(a=data), "a") as archive,
        pytest.raises(ValueError, match="header of at most 65536 bytes, got 4294967280"),
    ):
        archive["a"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_otherwise_than_numpy_does_is_not_unpacked(method) -> None:
    """Python has no limit to what a piece of it unpacks to: 256 KiB became gigabytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a.npy", header_of("(1,)") + bytes(1))
    with (
        open_archive(stream, "a") as arrays,
        pytest.raises(ValueError, match=f"method {method}, not as numpy.savez_compressed"),
    ):
        arrays["a"]
