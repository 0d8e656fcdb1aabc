"""What the reader of a split has to know, a line each."""

from collections.abc import Iterator

from avisbuild.messages import Message
from avisbuild.releases.splits.planning import PlannedSplit

_NAMED = 5


def split_notes(planned: PlannedSplit) -> Iterator[Message]:
    """What the reader of a split has to know: groups that it cuts, videos it leaves out, what it kept."""
    if planned.cut:
        yield Message(
            "split-cuts-groups",
            count=len(planned.cut),
            leaking=len(planned.leaking),
            clips=planned.leaking_clips,
        )
    if planned.left_out:
        yield Message(
            "split-left-out",
            count=len(planned.left_out),
            named=_first(planned.left_out),
        )
    if planned.missing:
        yield Message("split-missing", count=planned.missing)
    if planned.kept:
        yield Message("split-kept", count=planned.kept, new=len(planned.items) - planned.kept)
    if planned.by_uploader and not any(item.uploader for item in planned.items):
        yield Message("split-no-uploader")
    if not planned.balance.rows:
        yield Message("split-nothing-to-balance")


def _first(names: tuple[str, ...]) -> str:
    return ", ".join([*names[:_NAMED], *(["..."] if len(names) > _NAMED else [])])
