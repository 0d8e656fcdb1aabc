"""Which video goes to train, val and test: planning it, and the file that says it."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import FormatError, ReleaseError
from avisbuild.messages import Message
from avisbuild.records import Split, SplitPlan, SplitSizes, Video, VideoId, video_id
from avisbuild.untrusted.text import table_stream

_COUNT = re.compile(r"[0-9]{1,9}")
SPLITS_FILE = "splits.csv"
SPLIT_COLUMNS = ("video_id", "split", "group")


def plan_random(video_ids: Iterable[VideoId], sizes: SplitSizes, seed: int) -> SplitPlan:
    """Shuffle the videos by a seed and cut the row into train, val and test, as AVISeg did.

    The order is that of the SHA-256 of "<seed>:<video id>", so it depends neither on the order of
    the input nor on any library's random numbers, now or later. Raises ReleaseError when the sizes
    do not add up to the number of videos; the message says which sizes would fit.
    """
    shuffled = sorted(set(video_ids), key=lambda name: (_rank(name, seed), name))
    if sizes.total != len(shuffled):
        raise ReleaseError(
            "sizes-do-not-fit",
            total=sizes.total,
            sizes=sizes,
            count=len(shuffled),
            fitting=scale_sizes(sizes, len(shuffled)),
        )
    assignment: dict[VideoId, Split] = {}
    for split in Split:
        taken = shuffled[len(assignment) : len(assignment) + sizes.of(split)]
        assignment |= dict.fromkeys(taken, split)
    return SplitPlan(method="random", seed=seed, assignment=assignment)


def plan_as_asked(videos: Iterable[Video]) -> SplitPlan:
    """Put each video where its manifest row asks for it, in train where it asks for nothing."""
    assignment = {video.video_id: video.split or Split.TRAIN for video in videos}
    return SplitPlan(method="manifest", seed=0, assignment=assignment)


def scale_sizes(sizes: SplitSizes, total: int) -> SplitSizes:
    """Sizes in the same proportions that add up to `total`, by largest remainders.

    While there are enough videos, no split that was asked for stays empty.
    """
    wanted = [sizes.of(split) for split in Split]
    if sum(wanted) == 0:
        raise ReleaseError("sizes-all-zero")
    scaled = [size * total // sum(wanted) for size in wanted]
    remainders = [size * total % sum(wanted) for size in wanted]
    by_remainder = sorted(range(len(wanted)), key=lambda index: -remainders[index])
    for index in by_remainder[: total - sum(scaled)]:
        scaled[index] += 1
    for index, size in enumerate(wanted):
        largest = scaled.index(max(scaled))
        if size > 0 and scaled[index] == 0 and scaled[largest] > 1:
            scaled[index], scaled[largest] = 1, scaled[largest] - 1
    return SplitSizes(train=scaled[0], val=scaled[1], test=scaled[2])


def read_sizes(text: str) -> SplitSizes:
    """Read "616/105/205"; raises ReleaseError."""
    parts = text.split("/")
    if len(parts) != len(Split) or not all(_COUNT.fullmatch(part.strip()) for part in parts):
        raise ReleaseError("sizes-form", text=text)
    train, val, test = (int(part) for part in parts)
    return SplitSizes(train=train, val=val, test=test)


def splits_csv(videos: Sequence[Video], plan: SplitPlan) -> str:
    """`splits.csv`: one row a video, in order of id."""
    in_order = sorted(videos, key=lambda video: video.video_id)
    rows = [(each.video_id, plan.assignment[each.video_id], each.group) for each in in_order]
    return csv_text(SPLIT_COLUMNS, rows)


def read_splits_csv(path: Path) -> Mapping[VideoId, tuple[Split, str]]:
    """Split and group of each video; raises FormatError with the line that is wrong."""
    rows: dict[VideoId, tuple[Split, str]] = {}
    with table_stream(path) as stream:
        reader = csv.DictReader(stream)
        if not {"video_id", "split"} <= set(reader.fieldnames or ()):
            raise _wrong(path, Message("splits-columns", columns=", ".join(SPLIT_COLUMNS)))
        for row in reader:
            line = reader.line_num
            told = row["split"] or ""
            if told not in tuple(Split):
                known = ", ".join(Split)
                raise _wrong(path, Message("splits-word", line=line, known=known, found=told))
            try:
                name, split = video_id(row["video_id"] or ""), Split(told)
            except ValueError as error:
                wrong = Message("splits-video", line=line, reason=error)
                raise _wrong(path, wrong) from error
            if name in rows:
                raise _wrong(path, Message("splits-twice", line=line, video=name))
            rows[name] = (split, plain_cell(row.get("group") or ""))
    return rows


def _wrong(path: Path, problem: Message) -> FormatError:
    return FormatError("splits-wrong", file=path.name, problem=problem)


def _rank(name: VideoId, seed: int) -> bytes:
    return sha256(f"{seed}:{name}".encode()).digest()
