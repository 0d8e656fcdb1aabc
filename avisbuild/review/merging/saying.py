"""What one side says of a place, in words."""

from collections.abc import Mapping

from avisbuild import masks
from avisbuild.messages import Message
from avisbuild.records import Comment, Mask, RoundState, Sounding, SoundingCell
from avisbuild.store.earlier_rows import Row, Rows
from avisbuild.store.kind import KINDS, Key, kind_of

# Of categories, by id.
Names = Mapping[int, str]
_CELLS = (kind_of(SoundingCell).name, kind_of(Mask).name)


def instance_name(rows: Rows, instance_id: str, names: Names) -> str:
    """`guitar_2`, or its id where the side has no such instance or category."""
    row = rows.get(("instances", (instance_id,)))
    if row is None:
        return instance_id
    return said_of_row("instances", row, names)


def of_cell(rows: Rows, instance_id: str, second: int) -> Message:
    """A cell's state, and how large a mask whose stands in it."""
    cell = rows.get((_CELLS[0], (instance_id, second)))
    mask = rows.get((_CELLS[1], (instance_id, second)))
    sounding = Sounding.SILENT if cell is None else Sounding(cell["state"])
    state = Message(sounding.value)
    if mask is None:
        return Message("side-cell-empty", state=state)
    kept = kind_of(Mask).read(mask)
    return Message(
        "side-cell",
        state=state,
        area=masks.area(kept.rle),
        who=kept.provenance.author or Message("someone"),
    )


def of_instance(rows: Rows, instance_id: str, names: Names) -> Message:
    """An instance with how many masks and states it has; or that it is not there."""
    if ("instances", (instance_id,)) not in rows:
        return Message("side-gone")
    cells = [table for table, key in rows if table in _CELLS and key[0] == instance_id]
    return Message(
        "side-instance",
        name=instance_name(rows, instance_id, names),
        masks=cells.count(_CELLS[1]),
        states=cells.count(_CELLS[0]),
    )


def of_rounds(rows: Rows, video_id: str) -> Message:
    """The state of a video, and whose round it is."""
    numbers = [key for table, key in rows if table == "rounds" and key[0] == video_id]
    if not numbers:
        return Message("side-round", state=Message("todo"), who="-")
    last = rows["rounds", max(numbers)]
    said = {
        "state": Message(RoundState(last["state"]).value),
        "who": str(last["person"]) or "-",
    }
    number = int(last["number"]) - 1
    return (
        Message("side-review", number=number, **said) if number else Message("side-round", **said)
    )


def of_row(rows: Rows, table: str, key: Key, names: Names) -> Message:
    """A row of any table; or that there is none."""
    row = rows.get((table, key))
    if row is None:
        return Message("side-gone")
    return Message("side-row", said=said_of_row(table, row, names))


def said_of_row(table: str, row: Row, names: Names) -> str:
    """A row in short: a name, a comment's text, else what stands in the columns that are no key."""
    if table == "instances":
        number = int(row["category_id"])
        return f"{names.get(number, number)}_{row['number']}"
    if table == kind_of(Comment).name:
        settled = " (resolved)" if row["resolved"] else ""
        return f"{row['author']}: {row['text']}{settled}"
    rest = [f"{name}: {row[name]}" for name in row if name not in KINDS[table].key and row[name]]
    return ", ".join(rest) or "-"
