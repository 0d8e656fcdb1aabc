"""VIDEOS.csv: the videos that a split is planned for, by whoever has no project."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from avisbuild.documents.csv_text import plain_cell
from avisbuild.errors import FormatError
from avisbuild.messages import Message
from avisbuild.records import VideoId, video_id
from avisbuild.records.video import MOST_SECONDS
from avisbuild.releases.splits.items import SplitItem
from avisbuild.untrusted.text import table_stream

TEXT_COLUMNS = ("source", "uploader", "group")
NUMBER_COLUMNS = ("seconds", "silent_seconds", "instances")
ITEM_COLUMNS = ("video_id", *TEXT_COLUMNS, "labels", *NUMBER_COLUMNS)
# No video has more objects; and a text of any length must not become a number of any size.
_MOST_INSTANCES = 100_000
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")
_MOST = {
    "seconds": MOST_SECONDS,
    "silent_seconds": MOST_SECONDS,
    "instances": _MOST_INSTANCES,
}


def read_items(path: Path) -> tuple[SplitItem, ...]:
    """The videos of a table with `video_id` and what there is of the other columns; any others are ignored.

    Labels stand between semicolons; seconds with a fraction are rounded. Raises FormatError with the line
    that is wrong, and OSError.
    """
    items: dict[VideoId, SplitItem] = {}
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream, strict=True)
            if "video_id" not in (reader.fieldnames or ()):
                raise wrong_line(path, "items-columns", line=1, columns=", ".join(ITEM_COLUMNS))
            for row in reader:
                item = _read_item(path, reader.line_num, row)
                if item.video_id in items:
                    raise wrong_line(
                        path, "splits-twice", line=reader.line_num, video=item.video_id
                    )
                items[item.video_id] = item
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("items-unreadable", file=path.name, reason=error) from error
    if not items:
        raise FormatError("items-none", file=path.name)
    return tuple(items.values())


def wrong_line(path: Path, kind: str, **fields: object) -> FormatError:
    """What is wrong with a line of a table, after the name of its file."""
    return FormatError("splits-wrong", file=path.name, problem=Message(kind, **fields))


def _read_item(path: Path, line: int, row: Mapping[str, str | None]) -> SplitItem:
    try:
        name = video_id((row["video_id"] or "").strip())
    except ValueError as error:
        raise wrong_line(path, "splits-video", line=line, reason=error) from error
    source, uploader, group = (plain_cell((row.get(each) or "").strip()) for each in TEXT_COLUMNS)
    seconds, silent, instances = (_read_number(path, line, each, row) for each in NUMBER_COLUMNS)
    if silent is not None and seconds is not None and silent > seconds:
        raise wrong_line(path, "items-silent", line=line, silent=silent, seconds=seconds)
    labels = {part.strip() for part in plain_cell(row.get("labels") or "").split(";")} - {""}
    return SplitItem(
        video_id=name,
        source=source,
        uploader=uploader,
        group=group,
        labels=tuple(sorted(labels)),
        seconds=seconds,
        silent_seconds=silent,
        instances=instances,
    )


def _read_number(path: Path, line: int, column: str, row: Mapping[str, str | None]) -> int | None:
    text = (row.get(column) or "").strip()
    if not text:
        return None
    value = round(float(text)) if _NUMBER.fullmatch(text) else None
    if value is None or value > _MOST[column]:
        fields = {"line": line, "column": column, "most": _MOST[column], "found": text}
        raise wrong_line(path, "items-number", **fields)
    return value
