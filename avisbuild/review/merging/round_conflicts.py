"""Conflicts about the state of a whole video, and about the history of its rounds."""

from avisbuild.records import RoundState
from avisbuild.review.merging import saying
from avisbuild.review.merging.conflict import NOTHING, Choice, Conflict, Three, differences
from avisbuild.store.earlier_rows import Changes, Place, Row, Rows
from avisbuild.store.kind import KINDS

# States that a person gives a video after looking at all of it; they hold for what was there then.
GIVEN_FOR_THE_WHOLE = frozenset(RoundState) - {RoundState.TODO, RoundState.ANNOTATING}


def state_conflict(
    video_id: str, three: Three, our_changes: Changes, left: Changes
) -> Conflict | None:
    """One side gave the video a state for the whole of it, and the other changed what that was about.

    `left` is what they changed that is not so here already.
    """
    ours, theirs = three.ours, three.theirs
    unlike = {place: row for place, row in our_changes.items() if theirs.get(place) != row}
    is_ours = _gives_state(our_changes, ours, video_id) and _annotates(left)
    is_theirs = _gives_state(left, theirs, video_id) and _annotates(unlike)
    if not (is_ours or is_theirs):
        return None
    return Conflict(
        kind="conflict-state",
        video_id=video_id,
        place="",
        name=video_id,
        ours=saying.of_rounds(ours, video_id),
        theirs=saying.of_rounds(theirs, video_id),
        effects={
            Choice.OURS: NOTHING,
            Choice.THEIRS: differences(ours, theirs),
            Choice.BOTH: NOTHING,
        },
    )


def rounds_conflict(video_id: str, three: Three) -> Conflict:
    """The rounds of the video went on on both sides."""
    rounds = [_rounds_of(side) for side in (three.ours, three.theirs)]
    return Conflict(
        kind="conflict-rounds",
        video_id=video_id,
        place="",
        name=video_id,
        ours=saying.of_rounds(three.ours, video_id),
        theirs=saying.of_rounds(three.theirs, video_id),
        effects={Choice.OURS: NOTHING, Choice.THEIRS: differences(*rounds)},
    )


def last_state(rows: Rows, video_id: str) -> RoundState:
    """The state that a video has on one side."""
    numbers = [key for table, key in rows if table == "rounds" and key[0] == video_id]
    return RoundState(str(rows["rounds", max(numbers)]["state"])) if numbers else RoundState.TODO


def _gives_state(changes: Changes, rows: Rows, video_id: str) -> bool:
    is_changed = any(table == "rounds" for table, _ in changes)
    return is_changed and last_state(rows, video_id) in GIVEN_FOR_THE_WHOLE


def _annotates(changes: Changes) -> bool:
    return any(KINDS[table].is_annotation for table, _ in changes)


def _rounds_of(rows: Rows) -> dict[Place, Row]:
    return {place: row for place, row in rows.items() if place[0] == "rounds"}
