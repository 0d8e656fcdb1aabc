"""The board as the JSON document that `review board --json` prints."""

from typing import Any

from avisbuild.cli.review.board_tables import STATES
from avisbuild.review.board import Board, MeansWork, PersonWork
from avisbuild.review.board.work import IDLE_AFTER


def board_document(board: Board) -> dict[str, Any]:
    """What `review board --json` prints."""
    pace = board.pace
    return {
        "made_at": board.made_at.isoformat(timespec="seconds"),
        "since": board.since.isoformat(timespec="seconds") if board.since else None,
        "idle_after_s": IDLE_AFTER.total_seconds(),
        "people": [
            {
                "person": each.person,
                "masks_by_means": [
                    _means_document(one) for one in board.means if one.person == each.person
                ],
                **_work_document(each),
                "edits": each.edits,
            }
            for each in board.people
        ],
        "brought_in": [
            {"means": each.means, "made": each.made, "changed": each.changed}
            for each in board.means
            if not each.person
        ],
        "videos": {state: board.videos.get(state, 0) for state in STATES},
        "over_time": [
            {"start": point.start.isoformat(), "videos": dict(point.videos)}
            for point in board.over_time
        ],
        "pace": {
            "days": round(pace.days, 3),
            "handed_in": pace.handed_in,
            "accepted": pace.accepted,
            "left_to_hand_in": pace.left_to_hand_in,
            "left_to_accept": pace.left_to_accept,
            "days_to_hand_in": _rounded(pace.days_to_hand_in),
            "days_to_accept": _rounded(pace.days_to_accept),
        },
        "reviewers": [
            {
                "person": each.person,
                "reviews": each.reviews,
                "accepted": each.accepted,
                "returned": each.returned,
                "share_returned": round(each.share_returned, 4),
            }
            for each in board.reviewers
        ],
        "comments": [
            {"reason": each.reason, "open": each.open, "all": each.total} for each in board.comments
        ],
        "changes": {
            "by_reviewer": [each.document for each in board.changes.by_reviewer],
            "by_category": [each.document for each in board.changes.by_category],
        },
    }


def _work_document(each: PersonWork | MeansWork) -> dict[str, Any]:
    return {
        "seconds": round(each.seconds, 3),
        "made": each.made,
        "changed": each.changed,
        "untimed": each.untimed,
        "masks_an_hour": _rounded(each.masks_an_hour),
    }


def _means_document(each: MeansWork) -> dict[str, Any]:
    return {"means": each.means, **_work_document(each)}


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
