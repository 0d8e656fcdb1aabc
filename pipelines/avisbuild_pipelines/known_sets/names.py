"""Manifests from the lists of published data sets: what their names say of source, time and split."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from avisbuild.documents.csv_text import csv_text
from avisbuild.errors import FormatError
from avisbuild.files import write_text
from avisbuild.messages.printable import printable
from avisbuild.records import Split, video_id
from avisbuild.records.leaks import LeakingGroup, find_leaking_groups, members_by_split
from avisbuild.untrusted.text import read_table
from avisbuild_pipelines.manifest.music_avqa import is_music_avqa_id, is_synthetic
from avisbuild_pipelines.manifest.times import clock, milliseconds

HEADER = ("video_id", "source", "start", "end", "split", "labels", "times", "synthetic")
_AVISEG_TIMES = re.compile(
    r"-([0-9]{2})\.([0-9]{2})\.([0-9]{2})\.([0-9]{3})-([0-9]{2})\.([0-9]{2})\.([0-9]{2})\.([0-9]{3})(?:-|$)"
)
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
# Seconds of a clip, by the subset that AVSBench names in its column `label`.
_AVSBENCH_SECONDS = {"v1s": 5, "v1m": 5, "v2": 10}
_VGGSOUND_SECONDS = 10
# More lines than anyone reads.
_MOST_TOLD = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the manifest to be; `times` is `exact`, `approximate`, `whole` or `unknown`."""

    video_id: str
    source: str
    start_ms: int | None = None
    end_ms: int | None = None
    split: str = ""
    labels: tuple[str, ...] = ()
    times: str = "whole"
    synthetic: bool = False

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of HEADER."""
        return (
            self.video_id,
            self.source,
            "" if self.start_ms is None else clock(self.start_ms),
            "" if self.end_ms is None else clock(self.end_ms),
            self.split,
            ";".join(self.labels),
            self.times,
            "yes" if self.synthetic else "",
        )


def read_names(path: Path, read: Callable[[dict[str, str], list[str]], Entry]) -> list[Entry]:
    """Read a list of names, with or without a header; `read` takes the cells by name and in order.

    Raises FormatError that lists every line it cannot read.
    """
    rows = _rows(path)
    known = {"video", "video_id", "name", "uid", "vid", "split"}
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    named = not known.isdisjoint(header)
    entries: list[Entry] = []
    problems: list[str] = []
    first_with: dict[str, tuple[str, int]] = {}
    for line, cells in rows[1:] if named else rows:
        by_name = dict(zip(header, cells, strict=False)) if named else {}
        try:
            entry = read(by_name, cells)
            video_id(entry.video_id)
            _check_split(entry.split)
            _check_new(entry.video_id, line, first_with)
        except ValueError as error:
            problems.append(printable(f"  line {line}: {error}"))
        else:
            entries.append(entry)
    if problems:
        count = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
        if len(problems) > _MOST_TOLD:
            problems[_MOST_TOLD:] = [f"  ... and {len(problems) - _MOST_TOLD} more"]
        raise FormatError("names-wrong", path=path, count=count, problems="\n".join(problems))
    if not entries:
        raise FormatError("names-empty", path=path)
    return entries


def aviseg_entry(by_name: dict[str, str], cells: list[str]) -> Entry:
    """AVISeg: a MUSIC-AVQA id, or a YouTube id and how the authors' cutting program named the file."""
    name = (
        by_name.get("video") or by_name.get("video_id") or by_name.get("name") or cells[0]
    ).strip()
    split = _split_cell(by_name, cells)
    if is_music_avqa_id(name):
        return Entry(
            video_id=name, source=f"music-avqa:{name}", split=split, synthetic=is_synthetic(name)
        )
    video = name[:11]
    if _YOUTUBE_ID.fullmatch(video) is None or name[11:12] not in ("", "-"):
        raise ValueError(f"expected 8 digits or a YouTube id, then '-', got {name!r}")
    start_ms, end_ms = _aviseg_times(name)
    # The frame counts show that the cuts were moved to key frames, by up to 6.5 s.
    times = "unknown" if start_ms is None else "approximate"
    return Entry(
        video_id=name,
        source=f"yt:{video}",
        start_ms=start_ms,
        end_ms=end_ms,
        split=split,
        times="whole" if name == video else times,
    )


def avsbench_entry(by_name: dict[str, str], cells: list[str]) -> Entry:
    """AVSBench's metadata.csv: uid, subset and classes; where it starts, if such columns are there."""
    if "uid" not in by_name and len(cells) < 2:
        raise ValueError(f"expected a column uid, or the uid in the second, got {', '.join(cells)}")
    name = (by_name["uid"] if "uid" in by_name else cells[1]).strip()
    video = (by_name.get("vid") or name[:11]).strip()
    if _YOUTUBE_ID.fullmatch(video) is None:
        raise ValueError(f"expected a uid that begins with a YouTube id, got {name!r}")
    seconds = _AVSBENCH_SECONDS.get(by_name.get("label", "").strip())
    start_ms = None
    if by_name.get("s_min", "").strip() and by_name.get("s_sec", "").strip():
        minutes_ms = 60 * milliseconds(by_name["s_min"].strip())
        start_ms = minutes_ms + milliseconds(by_name["s_sec"].strip())
    known = start_ms is not None and seconds is not None
    return Entry(
        video_id=name,
        source=f"yt:{video}",
        start_ms=start_ms if known else None,
        end_ms=start_ms + 1000 * seconds if start_ms is not None and seconds else None,
        split=by_name.get("split", "").strip(),
        labels=tuple(filter(None, by_name.get("a_obj", "").strip().split("_"))),
        times="exact" if known else "unknown",
    )


def vggsound_entry(by_name: dict[str, str], cells: list[str]) -> Entry:
    """VGGSound: YouTube id, start in seconds, label, split; every clip has ten seconds."""
    del by_name
    if len(cells) < 4:
        raise ValueError(f"expected YouTube id, start, label, split, got {', '.join(cells)}")
    video, start, label, split = (cell.strip() for cell in cells[:4])
    if _YOUTUBE_ID.fullmatch(video) is None:
        raise ValueError(f"expected a YouTube id, got {video!r}")
    start_ms = milliseconds(start)
    return Entry(
        video_id=f"{video}_{start_ms // 1000:06d}",
        source=f"yt:{video}",
        start_ms=start_ms,
        end_ms=start_ms + 1000 * _VGGSOUND_SECONDS,
        split=split,
        labels=(label.replace(";", ","),) if label else (),
        times="exact",
    )


def leaking_sources(entries: Iterable[Entry]) -> list[LeakingGroup[str]]:
    """The sources whose videos stand in more than one split."""
    return find_leaking_groups(
        (entry.source, Split(entry.split), entry.video_id) for entry in entries if entry.split
    )


def leak_text(leak: LeakingGroup[str]) -> str:
    """One line for a leaking source: its name, and its videos by split."""
    parts = "; ".join(f"{split}: {', '.join(names)}" for split, names in leak.members.items())
    return f"{leak.group} ({parts})"


def leak_summary(leaks: Sequence[LeakingGroup[str]]) -> str:
    """How many sources leak, and how many videos of each split share one with another split."""
    shown = ", ".join(f"{count} {split} clips" for split, count in members_by_split(leaks).items())
    groups = "1 group is" if len(leaks) == 1 else f"{len(leaks)} groups are"
    return f"{groups} in more than one split ({shown})"


def write_manifest(path: Path, entries: Iterable[Entry]) -> None:
    """Write a manifest; a path that exists already is refused with FormatError."""
    if path.exists():
        raise FormatError("names-out-exists", path=path)
    if not path.parent.is_dir():
        raise FormatError("names-no-folder", folder=path.parent)
    write_text(path, csv_text(HEADER, (entry.cells() for entry in entries)))


def _aviseg_times(name: str) -> tuple[int | None, int | None]:
    match = _AVISEG_TIMES.search(name)
    if match is None:
        return None, None
    texts = match.groups()
    start = milliseconds("{}:{}:{}.{}".format(*texts[:4]))
    end = milliseconds("{}:{}:{}.{}".format(*texts[4:]))
    if end <= start:
        raise ValueError(f"expected an end after the start in {name!r}")
    return start, end


def _split_cell(by_name: dict[str, str], cells: list[str]) -> str:
    text = by_name.get("split", "") if by_name else (cells[1] if len(cells) > 1 else "")
    return text.strip()


def _check_split(split: str) -> None:
    if split and split not in set(Split):
        raise ValueError(f"expected train, val or test as its split, got {split!r}")


def _check_new(name: str, line: int, first_with: dict[str, tuple[str, int]]) -> None:
    """Raise ValueError for a name that is there already, also where only the case differs."""
    other, other_line = first_with.setdefault(name.lower(), (name, line))
    if other_line != line:
        how = "is" if other == name else f"differs only by case from {other},"
        raise ValueError(f"{name} {how} already in line {other_line}")


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = read_table(path)
    except OSError as error:
        raise FormatError("names-unreadable", path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise FormatError("names-not-utf8", path=path, position=error.start) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise FormatError("names-line", path=path, line=reader.line_num, reason=error) from error
    return [
        (line, cells)
        for line, cells in rows
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")
    ]
