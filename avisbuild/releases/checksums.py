"""SHA256SUMS: the fingerprint of every file of a release, in the format of sha256sum."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.files import sha256_of, write_text
from avisbuild.progress import Progress, silent
from avisbuild.untrusted.text import read_lines

CHECKSUM_FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def files_below(folder: Path) -> list[str]:
    """The files of a release but for SHA256SUMS itself, as sorted paths with "/"."""
    found = [
        (Path(parent) / name).relative_to(folder).as_posix()
        for parent, _, names in os.walk(folder)
        for name in names
    ]
    return sorted(name for name in found if name != CHECKSUM_FILE)


def write_checksums(folder: Path, *, progress: Progress = silent) -> None:
    """Read every file below `folder` and write SHA256SUMS beside them; `sha256sum -c` accepts it."""
    names = files_below(folder)
    lines = [f"{digest}  {name}\n" for name, digest in digests(folder, names, progress=progress)]
    write_text(folder / CHECKSUM_FILE, "".join(lines))


def digests(
    folder: Path, names: Iterable[str], *, progress: Progress = silent
) -> Iterator[tuple[str, str]]:
    """(name, SHA-256) of each file, in order, by two threads: hashing leaves the interpreter free."""
    names = list(names)
    with ThreadPoolExecutor(2) as pool:
        for done, digest in enumerate(
            pool.map(lambda name: sha256_of(folder / name), names), start=1
        ):
            yield names[done - 1], digest
            progress(done, len(names), "checksums")


def read_checksums(path: Path) -> Mapping[str, str]:
    """The SHA-256 of each file that SHA256SUMS names; raises FormatError with the line that is wrong."""
    listed: dict[str, str] = {}
    for number, line in enumerate(read_lines(path), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormatError("checksums-line", file=path.name, line=number)
        listed[match[2]] = match[1]
    return listed
