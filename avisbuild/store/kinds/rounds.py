"""The tables of who does what: rounds, whom they are assigned to, who has a video open, what is no use."""

from avisbuild.errors import ProjectError
from avisbuild.records import Assignment, Lock, Round, SetAside
from avisbuild.store.kinds.kind import Facts, Kind


def _check_round(facts: Facts, row: Round) -> None:
    facts.video(row.video_id)
    if row.number < 1:
        raise ProjectError(f"video {row.video_id}: expected a round from 1, got {row.number}")


def _check_video(facts: Facts, row: Assignment | Lock | SetAside) -> None:
    facts.video(row.video_id)


ROUNDS = Kind(
    name="rounds", record=Round, key=("video_id", "number"), owner="video", check=_check_round
)
ASSIGNMENTS = Kind(
    name="assignments",
    record=Assignment,
    key=("video_id", "round_number"),
    owner="video",
    check=_check_video,
)
SET_ASIDE = Kind(
    name="set_aside", record=SetAside, key=("video_id",), owner="video", check=_check_video
)
LOCKS = Kind(
    name="locks",
    record=Lock,
    key=("video_id",),
    owner="video",
    check=_check_video,
    is_journalled=False,
)
