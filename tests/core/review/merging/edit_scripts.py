"""Scripts of edits, as hypothesis draws them, carried out on the rows of a video as the commands would."""

from collections.abc import Sequence

from core.store.values import instance, mask, video
from hypothesis import strategies as st

from avisbuild.records import Comment, Proposal, Round, RoundState, Silence, Sounding, SoundingCell
from avisbuild.store.earlier_rows import Place, Row, Rows
from avisbuild.store.kind import kind_of

SECONDS = 3
_STATES = list(Sounding)
_ROUND_STATES = list(RoundState)[1:]

# What is done; which instance, which second; and one of a few values.
Step = tuple[str, int, int, int]
_DOINGS = (
    "add", "remove", "number", "mask", "unmask", "state", "silence", "comment", "resolve", "round", "propose",
)  # fmt: skip
SCRIPTS = st.lists(
    st.tuples(
        st.sampled_from(_DOINGS), st.integers(0, 3), st.integers(0, SECONDS - 1), st.integers(0, 3)
    ),
    max_size=8,
)


def begun() -> dict[Place, Row]:
    """A video with two instances and a few cells."""
    rows: dict[Place, Row] = {}
    _put(rows, video("pond", seconds=SECONDS))
    for number, name in enumerate(("rex", "ada"), start=1):
        _put(rows, instance(name, "pond", number=number))
        _sound(rows, name, 0, Sounding.SOUNDING)
        _put(rows, mask(name, 0))
    _put(rows, Comment(video_id=video("pond").video_id, author="ann", text="look", number=1))
    return rows


def carried_out(before: Rows, script: Sequence[Step], side: str) -> dict[Place, Row]:
    """What a script makes of the rows; new instances of different sides have different ids."""
    rows = dict(before)
    for count, (doing, which, second, value) in enumerate(script):
        names = sorted(str(key[0]) for table, key in rows if table == "instances")
        name = names[which % len(names)] if names else ""
        if name or doing in ("add", "silence", "comment", "round"):
            _carry_out(rows, (doing, which, second, value), name, f"{side}{count}")
    return rows


def _carry_out(rows: dict[Place, Row], step: Step, name: str, new: str) -> None:
    doing, _, second, value = step
    match doing:
        case "add":
            _put(rows, instance(new, "pond", number=_free(rows)))
            _sound(rows, new, second, Sounding.SOUNDING)
            _put(rows, mask(new, second, corner=value))
        case "remove":
            for place in [each for each in rows if each[1][0] == name and each[0] != "comments"]:
                del rows[place]
        case "number":
            row = rows["instances", (name,)]
            rows["instances", (name,)] = {**row, "number": _free(rows)}
        case "mask":
            _sound(rows, name, second, Sounding.SOUNDING)
            _put(rows, mask(name, second, corner=value))
        case "unmask":
            rows.pop(("masks", (name, second)), None)
        case "state":
            state = _STATES[value]
            if state is not Sounding.SILENT or ("masks", (name, second)) not in rows:
                _sound(rows, name, second, state)
        case "silence":
            if not any(table == "masks" and key[1] == second for table, key in rows):
                for place in [
                    each for each in rows if each[0] == "sounding" and each[1][1] == second
                ]:
                    del rows[place]
                _put(rows, Silence(video_id=video("pond").video_id, second=second))
        case "comment":
            numbers = [int(key[1]) for table, key in rows if table == "comments"]
            _put(rows, _comment(f"{new} says {value}", max(numbers, default=0) + 1))
        case "resolve":
            for place in [each for each in rows if each[0] == "comments"]:
                rows[place] = {**rows[place], "resolved": True, "resolved_by": new[:1]}
        case "round":
            _put(rows, _round(_ROUND_STATES[value], new[:1]))
        case "propose":
            _put(rows, _proposal(name, second, value))


def _comment(text: str, number: int) -> Comment:
    return Comment(video_id=video("pond").video_id, author="ann", text=text, number=number)


def _proposal(name: str, second: int, value: int) -> Proposal:
    found = mask(name, second, corner=value + 5)
    return Proposal(
        instance_id=found.instance_id, second=second, rle=found.rle, model="m", confidence=0.5
    )


def _round(state: RoundState, person: str) -> Round:
    return Round(video_id=video("pond").video_id, number=1, state=state, person=person)


def _free(rows: Rows) -> int:
    used = [int(row["number"]) for (table, _), row in rows.items() if table == "instances"]
    return max(used, default=0) + 1


def _sound(rows: dict[Place, Row], name: str, second: int, state: Sounding) -> None:
    rows.pop(("sounding", (name, second)), None)
    if state is not Sounding.SILENT:
        found = mask(name, second)
        _put(rows, SoundingCell(instance_id=found.instance_id, second=second, state=state))
        rows.pop(("silences", ("pond", second)), None)


def _put(rows: dict[Place, Row], record: object) -> None:
    kind = kind_of(type(record))
    row = kind.row(record)
    rows[kind.name, kind.key_of(row)] = row
