"""How much memory do commands take for small files that unpack to gigabytes, or promise them? Budget: 2 GiB.

    python benchmarks/untrusted_memory.py

Each is a stranger's file and the command that reads it, which ends with 0 or 2: read, or refused in a line.
"""

import gzip
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from harness import apart, write_result

BUDGET_MIB = 2048
_TRUTH = (
    b'{"categories":[{"id":1,"name":"dog"}],"videos":[{"id":1,"width":10,"height":10,'
    b'"file_names":["a/0.jpg"]}],"annotations":'
)
_TRACK = (
    b'{"id":1,"video_id":1,"category_id":1,"iscrowd":0,"height":10,"width":10,"bboxes":[null],'
    b'"areas":[8],"segmentations":'
)
_ENTRY = b'{"video_id":1,"category_id":1,"score":1,"segmentations":[null]}'


def packed(path: Path, head: bytes, unit: bytes, count: int, tail: bytes) -> None:
    """A gzip file of one thing many times."""
    at_once = max(1, (1 << 20) // len(unit))
    with gzip.open(path, "wb", 1) as stream:
        stream.write(head)
        for _ in range(count // at_once):
            stream.write(unit * at_once)
        stream.write(tail)


def png(path: Path, width: int, height: int) -> None:
    """A picture of one colour, its rows packed as they are written."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(1 + width * 3)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def npz(path: Path, shape: tuple[int, ...], dtype: str) -> None:
    """An archive with an array of zeros."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.npy", "w", force_zip64=True) as stream,
    ):
        np.lib.format.write_array_header_1_0(stream, header)  # type: ignore[arg-type]
        for start in range(0, size, 1 << 24):
            stream.write(bytes(min(1 << 24, size - start)))


def cases(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and command of each; its files are made on the way."""
    truth, pred = folder / "truth.json", folder / "pred.json"
    truth.write_bytes(_TRUTH + b"[" + _TRACK + b"[[[1,1,5,1,5,5]]]}]}")
    pred.write_bytes(b"[" + _ENTRY + b"]")
    for name, head, unit, count, tail in (
        ("spaces", _TRUTH, b" ", 6 << 30, b"[]}"),
        ("objects", _TRUTH + b"[{}", b",{}", 300_000_000, b"]}"),
        ("numbers", _TRUTH + b'[],"x":[1.5', b",1.5", 200_000_000, b"]}"),
        (
            "polygons",
            _TRUTH + b"[" + _TRACK + b"[[[1,1,5,1,5,5]",
            b",[1,1,5,1,5,5]",
            2_000_000,
            b"]]}]}",
        ),
    ):
        path = folder / f"{name}.json.gz"
        packed(path, head, unit, count, tail)
        yield f"truth of {name}", ["evaluate", "--gt", str(path), "--pred", str(pred)]
    path = folder / "entries.json.gz"
    packed(path, b"[" + _ENTRY, b"," + _ENTRY, 15_000_000, b"]")
    yield "predictions", ["evaluate", "--gt", str(truth), "--pred", str(path)]
    for name, shape, dtype, pred_shape, pred_dtype in (
        ("too large", (7000, 1000, 1000), "|u1", (1, 1, 1), "|u1"),
        ("as large as may be", (15, 5900, 5900), "|u1", (15, 5900, 5900), "|u1"),
        ("brought to size", (14, 5900, 5900), "|u1", (14, 1, 1), "<f8"),
    ):
        maps = folder / name
        for side, its_shape, its_dtype in (("g", shape, dtype), ("p", pred_shape, pred_dtype)):
            (maps / side).mkdir(parents=True)
            npz(maps / side / "a.npz", its_shape, its_dtype)
        for command in ("evaluate-ov", "evaluate-avs"):
            yield (
                f"label maps {name}, {command}",
                [command, "--gt", str(maps / "g"), "--pred", str(maps / "p")],
            )
    maps = folder / "png"
    for side, width, height in (("g", 10_000, 8900), ("p", 10, 10)):
        (maps / side).mkdir(parents=True)
        png(maps / side / "a.png", width, height)
    yield "PNG", ["evaluate-ov", "--gt", str(maps / "g"), "--pred", str(maps / "p")]


def cost(command: list[str]) -> dict[str, Any]:
    """Exit code and peak memory of one command."""
    child = subprocess.Popen(
        [sys.executable, "-m", "avisbuild", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return {"exit_code": child.returncode, "peak_rss_mib": usage.ru_maxrss >> 10}


def main() -> None:
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, command in cases(Path(folder)):
            results[name] = apart(cost, command)
            sys.stdout.write(f"{name}: {results[name]}\n")
    most = max(each["peak_rss_mib"] for each in results.values())
    write_result(
        "untrusted_memory",
        question="How much memory do commands take for small files that promise gigabytes?",
        figures={"budget_mib": BUDGET_MIB, "most_mib": most, "cases": results},
    )
    sys.exit(most > BUDGET_MIB or any(each["exit_code"] not in (0, 2) for each in results.values()))


if __name__ == "__main__":
    main()
