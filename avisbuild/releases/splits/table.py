"""`splits.csv`: which video is in train, val and test."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import FormatError
from avisbuild.messages import Message
from avisbuild.records import Split, SplitPlan, Video, VideoId, video_id
from avisbuild.releases.splits.items import SplitItem
from avisbuild.untrusted.text import table_stream

SPLITS_FILE = "splits.csv"
SPLIT_COLUMNS = ("video_id", "split", "group")


def splits_csv(videos: Sequence[Video | SplitItem], plan: SplitPlan) -> str:
    """`splits.csv`: one row a video, in order of id."""
    in_order = sorted(videos, key=lambda video: video.video_id)
    rows = [
        (
            each.video_id,
            plan.assignment[each.video_id],
            plan.groups.get(each.video_id, each.group),
        )
        for each in in_order
    ]
    return csv_text(SPLIT_COLUMNS, rows)


def read_split_table(path: Path) -> Mapping[VideoId, Split]:
    """The split of each video in a table of somebody else's, which may call the video's column `video`.

    Raises FormatError, and OSError.
    """
    try:
        rows = read_splits_csv(path, names=("video_id", "video"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("items-unreadable", file=path.name, reason=error) from error
    if not rows:
        raise FormatError("items-none", file=path.name)
    return {name: split for name, (split, _) in rows.items()}


def read_splits_csv(
    path: Path, *, names: Sequence[str] = ("video_id",)
) -> Mapping[VideoId, tuple[Split, str]]:
    """Split and group of each video; raises FormatError with the line that is wrong.

    The video stands in the first column of these names that there is.
    """
    rows: dict[VideoId, tuple[Split, str]] = {}
    with table_stream(path) as stream:
        reader = csv.DictReader(stream)
        found = set(reader.fieldnames or ())
        named = next((each for each in names if each in found), "")
        if not named or "split" not in found:
            raise _wrong(path, Message("splits-columns", columns=", ".join(SPLIT_COLUMNS)))
        for row in reader:
            line = reader.line_num
            told = row["split"] or ""
            if told not in tuple(Split):
                known = ", ".join(Split)
                raise _wrong(path, Message("splits-word", line=line, known=known, found=told))
            try:
                name, split = video_id(row[named] or ""), Split(told)
            except ValueError as error:
                wrong = Message("splits-video", line=line, reason=error)
                raise _wrong(path, wrong) from error
            if name in rows:
                raise _wrong(path, Message("splits-twice", line=line, video=name))
            rows[name] = (split, plain_cell(row.get("group") or ""))
    return rows


def _wrong(path: Path, problem: Message) -> FormatError:
    return FormatError("splits-wrong", file=path.name, problem=problem)
