"""Handing a video in, and opening it again."""

from dataclasses import replace

from avisbuild.annotation.command import Command
from avisbuild.annotation.video_states import annotate, moved, refuse_unseen_changes
from avisbuild.annotation.view import VideoView
from avisbuild.checks.issue import Issue
from avisbuild.checks.listening import find_listening_issue
from avisbuild.checks.wording import counts_message, issue_message
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Heard, RoundState, state_when_handed_in
from avisbuild.store import Edit


def submit(
    view: VideoView,
    *,
    author: str,
    heard_share: float = 0.0,
    review_rounds: int = 1,
) -> Command:
    """Hand the video in; for `Workbench.run_as_is`. `heard_share` and `review_rounds` are the recipe's.

    Where nobody reviews, it is accepted at once. Raises ProjectError while the check finds anything (R17) or
    too little was listened to (R45), for a video that was handed in already or is set aside, and where the
    annotation is no longer what is in `view`.
    """
    state = state_when_handed_in(review_rounds)

    def carry_out(edit: Edit, now: VideoView) -> None:
        video_id = now.video.video_id
        # What was handed in while the recipe still asked for reviews waits for nobody any more.
        waits_in_vain = now.state is RoundState.SUBMITTED and state is RoundState.ACCEPTED
        if not now.state.is_open and not waits_in_vain:
            raise ProjectError("state-already", video=video_id, state=Message(now.state.value))
        if now.set_aside is not None:
            raise ProjectError("is-set-aside", video=video_id, reason=now.set_aside.reason)
        refuse_unseen_changes(view, now)
        issues = find_unready(edit, now, heard_share=heard_share)
        if issues:
            raise ProjectError(
                "not-ready",
                video=video_id,
                counts=counts_message(issues),
                issue=issue_message(issues[0]),
            )
        seen = edit.annotation_hash(video_id)
        if (
            now.state is not RoundState.ANNOTATING
        ):  # handed in as it is: its pass begins and ends here
            now = replace(now, round=annotate(edit, now, author=author, seen_hash=seen))
        edit.set_round(moved(now, state, person=author, seen_hash=seen))

    return Command(label=Message("hand-in", video=view.video.video_id), carry_out=carry_out)


def find_unready(edit: Edit, now: VideoView, *, heard_share: float) -> tuple[Issue, ...]:
    """What a person has to settle before the video may be handed in or accepted (R17, R45)."""
    heard = {each.second for each in edit.records(Heard, now.video.video_id)}
    unheard = find_listening_issue(now.video, heard, heard_share)
    return (*unheard, *now.issues())


def reopen(view: VideoView, *, author: str) -> Command:
    """Go on with a video that was handed in, returned or accepted; for `Workbench.run_as_is`.

    Raises ProjectError for one that is being annotated already, or that somebody else reviews.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        annotate(edit, now, author=author, seen_hash=edit.annotation_hash(now.video.video_id))

    return Command(label=Message("reopen-video", video=view.video.video_id), carry_out=carry_out)
