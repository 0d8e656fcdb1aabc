"""The tables of who does what with a video, and what they say of it."""

from avisbuild.errors import ProjectError
from avisbuild.records import Assignment, Comment, Dismissal, Lock, Round, SetAside
from avisbuild.store.kind import Kind
from avisbuild.store.kinds.videos import INSTANCES
from avisbuild.store.state import State


def _check_round(_state: State, row: Round) -> None:
    if row.number < 1:
        raise ProjectError("round-number", video=row.video_id, number=row.number)


def _check_comment(state: State, comment: Comment) -> None:
    """A remark outlives the instance that it was made on: it is settled, and brought back, without it."""
    key, video_id = (comment.instance_id,), comment.video_id
    for row in state.rows(INSTANCES, [key]).values():
        if row["video_id"] != video_id:
            raise ProjectError("instance-elsewhere", instance=key[0], video=video_id)


ROUNDS = Kind("rounds", Round, key=("video_id", "number"), owner="video", check=_check_round)
COMMENTS = Kind(
    "comments",
    Comment,
    key=("video_id", "number"),
    owner="video",
    check=_check_comment,
    later=("rule", "made_at", "resolved_by"),
)
ASSIGNMENTS = Kind("assignments", Assignment, key=("video_id", "round_number"), owner="video")
DISMISSALS = Kind(
    "dismissals",
    Dismissal,
    key=("video_id", "kind", "instance_id", "second"),
    owner="video",
    is_later=True,
)
SET_ASIDE = Kind("set_aside", SetAside, key=("video_id",), owner="video")
LOCKS = Kind("locks", Lock, key=("video_id",), owner="video", is_journalled=False)
