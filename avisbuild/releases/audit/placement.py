"""Which video stands in which split: what an audit is of."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from avisbuild.documents.csv_text import plain_cell
from avisbuild.errors import FormatError
from avisbuild.messages import Message
from avisbuild.records import Split, SplitPlan, VideoId, video_id
from avisbuild.releases.splits.items import SplitItem
from avisbuild.untrusted.text import table_stream

# What a table may call the column of its videos; Ref-AVS has `vid`, and a row for every expression.
_VIDEO_COLUMNS = ("video_id", "video", "vid")
_TIES = ("source", "uploader", "group")
_LONGEST_SPLIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The videos of a set with what ties them together, and the splits of each, in order.

    A split is train, val, test, or any other word of a set of somebody else's. A video in two splits leaks
    into itself.
    """

    items: tuple[SplitItem, ...]
    splits: Mapping[VideoId, tuple[str, ...]]

    def videos_by_split(self) -> dict[str, int]:
        """How many videos each split has, train before val before test before others."""
        counts = Counter(split for splits in self.splits.values() for split in splits)
        return {split: counts[split] for split in in_order(counts)}


def in_order(splits: "Mapping[str, object] | set[str] | Counter[str]") -> list[str]:
    """Train, val, test, then other words by the alphabet."""
    known = [str(split) for split in Split]
    return [each for each in known if each in splits] + sorted(
        each for each in splits if each not in known
    )


def placement_of_plan(items: tuple[SplitItem, ...], plan: SplitPlan) -> Placement:
    """What a plan of splits does with these items."""
    placed = tuple(item for item in items if item.video_id in plan.assignment)
    return Placement(
        items=placed,
        splits={item.video_id: (str(plan.assignment[item.video_id]),) for item in placed},
    )


def read_placement(path: Path) -> Placement:
    """Read a table with `video_id` (or `video`) and `split`, and what there is of source, uploader and group.

    The same video may stand in several lines. Raises FormatError that names the line, and OSError.
    """
    items: dict[VideoId, SplitItem] = {}
    splits: dict[VideoId, set[str]] = defaultdict(set)
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream, strict=True)
            columns = reader.fieldnames or ()
            named = next((each for each in _VIDEO_COLUMNS if each in columns), "")
            if not named or "split" not in columns:
                raise _wrong(path, Message("audit-columns"))
            for row in reader:
                item, split = _read_row(path, reader.line_num, named, row)
                splits[item.video_id].add(split)
                items[item.video_id] = _both(items.get(item.video_id, item), item)
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("audit-unreadable", file=path.name, reason=error) from error
    if not items:
        raise FormatError("audit-empty", file=path.name)
    return Placement(
        items=tuple(items[name] for name in sorted(items)),
        splits={name: tuple(in_order(splits[name])) for name in sorted(items)},
    )


def _read_row(
    path: Path, line: int, named: str, row: Mapping[str, str | None]
) -> tuple[SplitItem, str]:
    try:
        name = video_id((row[named] or "").strip())
    except ValueError as error:
        raise _wrong(path, Message("audit-video", line=line, reason=error)) from error
    split = plain_cell((row["split"] or "").strip())
    if not 0 < len(split) <= _LONGEST_SPLIT:
        raise _wrong(path, Message("audit-split", line=line, video=name, found=split))
    ties = {column: plain_cell((row.get(column) or "").strip()) for column in _TIES}
    item = SplitItem(
        video_id=name, source=ties["source"], uploader=ties["uploader"], group=ties["group"]
    )
    return item, split


def _both(first: SplitItem, second: SplitItem) -> SplitItem:
    """What two lines of one video say together; the first word stays."""
    return replace(
        first,
        source=first.source or second.source,
        uploader=first.uploader or second.uploader,
        group=first.group or second.group,
    )


def _wrong(path: Path, problem: Message) -> FormatError:
    return FormatError("splits-wrong", file=path.name, problem=problem)
