"""The folder for files on their way: continued when it is the same download, else thrown away."""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from avisbuild import inside
from avisbuild.files import write_json
from avisbuild.untrusted.text import read_document

_NOTE = "download.json"


def make_partial_folder(partial: Path, stale_s: float) -> None:
    """Make the folder for partial files; what it holds is removed when older than `stale_s` seconds."""
    if inside.check_tree(partial).is_dir():
        ages = [time.time() - path.stat().st_mtime for path in partial.iterdir()]
        if ages and min(ages) > stale_s:
            inside.remove_tree(partial)
    partial.mkdir(parents=True, exist_ok=True)


def keep_only_same(partial: Path, info: Mapping[str, Any]) -> None:
    """Throw partial files away unless they belong to the formats and lengths of `info`.

    Continuing one format with the bytes of another gives a file that opens and is wrong.
    """
    note = partial / _NOTE
    plan = _plan(info)
    try:
        same = read_document(note) == plan
    except (OSError, ValueError):
        same = False
    for path in partial.iterdir():
        # A file under its final name was proved wrong, or never proved: yt-dlp would trust it.
        # One that has another name elsewhere would be written through.
        is_ours = same and path.suffix in (".part", ".ytdl", ".json") and path.stat().st_nlink == 1
        if not is_ours:
            path.unlink()
    write_json(note, plan)


def is_partial_download(partial: Path) -> bool:
    """Whether a folder holds a download that was begun here, and not somebody's files."""
    return not partial.is_symlink() and (partial / _NOTE).is_file()


def remove_partial(partial: Path) -> None:
    """Remove the folder when its file has moved on, or cannot be continued."""
    inside.remove_tree(partial)


def drop_if_empty(partial: Path) -> None:
    """Remove the folders of an attempt that brought nothing worth keeping."""
    if all(path.name == _NOTE for path in partial.glob("*")):
        remove_partial(partial)
    with suppress(OSError):
        partial.parent.rmdir()


def _plan(info: Mapping[str, Any]) -> dict[str, Any]:
    formats = info.get("requested_formats") or [info]
    return {
        "formats": [
            [one.get("format_id"), one.get("ext"), one.get("filesize"), one.get("height")]
            for one in formats
        ],
        "modified": info.get("timestamp"),
    }
