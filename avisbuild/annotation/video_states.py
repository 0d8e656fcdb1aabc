"""The moves of a video from state to state (R23): whoever moves one comes through here."""

from datetime import UTC, datetime

from avisbuild.annotation.view import VideoView
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import LEGAL_MOVES, Round, RoundState, VideoId
from avisbuild.store import Edit


def now_utc() -> str:
    """The time to stamp a move or a remark with."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def check_move(video_id: VideoId, before: RoundState, after: RoundState) -> None:
    """Raise ProjectError for a move that `LEGAL_MOVES` does not have."""
    if after not in LEGAL_MOVES[before]:
        raise ProjectError(
            "illegal-move", video=video_id, state=Message(before.value), wanted=Message(after.value)
        )


def moved(now: VideoView, state: RoundState, *, person: str, seen_hash: str) -> Round:
    """The video's last round in its next state, stamped; that of the next number where a first review begins.

    It ends in every state but those in which somebody works on it. Raises ProjectError as `check_move` does.
    """
    check_move(now.video.video_id, now.state, state)
    last, time = now.round, now_utc()
    number = 1 if last is None else last.number
    started_at = "" if last is None else last.started_at
    ended_at = time
    if state is RoundState.IN_REVIEW:
        number, started_at, ended_at = max(2, number), time, ""
    elif state is RoundState.ANNOTATING:
        started_at, ended_at = started_at or time, ""
    return Round(
        video_id=now.video.video_id,
        number=number,
        state=state,
        person=person,
        started_at=started_at,
        ended_at=ended_at,
        seen_hash=seen_hash,
    )


def annotate(edit: Edit, now: VideoView, *, author: str, seen_hash: str) -> Round | None:
    """What an edit makes of the state: the video is being annotated; gives its round where that is new.

    `seen_hash` is that of the annotation before the edit. In review the video stays so: its reviewer
    corrects it in place, anybody else is refused by a ProjectError.
    """
    if now.round is not None and now.state is RoundState.IN_REVIEW:
        if now.round.person != author:
            raise ProjectError(
                "in-review-by-another", video=now.video.video_id, person=now.round.person
            )
        return None
    begun = moved(now, RoundState.ANNOTATING, person=author, seen_hash=seen_hash)
    edit.set_round(begun)
    return begun


def refuse_unseen_changes(seen: VideoView, now: VideoView) -> None:
    """Raise ConflictError where the annotation is no longer what a person saw when they decided."""
    if _annotation(seen) != _annotation(now):
        raise ConflictError("changed-since-seen", video=now.video.video_id)


def _annotation(view: VideoView) -> tuple[object, ...]:
    return view.tracks, view.silences, view.provenances
