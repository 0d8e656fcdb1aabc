"""Handing a video in, and opening it again."""

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView
from avisbuild.checks.listening import find_listening_issue
from avisbuild.checks.wording import counts_message, issue_message
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Heard, Round, RoundState, state_when_handed_in
from avisbuild.store import Edit


def submit(
    view: VideoView,
    *,
    author: str,
    keep_silent_masks: bool = False,
    heard_share: float = 0.0,
    review_rounds: int = 1,
) -> Command:
    """Hand the video in; for `Workbench.run_as_is`. `heard_share` and `review_rounds` are the recipe's.

    Where nobody reviews, it is accepted at once. Raises ProjectError while the check finds anything (R17) or
    too little was listened to (R45), and for a video that was handed in already
    or is set aside.
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
        heard = {each.second for each in edit.records(Heard, video_id)}
        unheard = find_listening_issue(now.video, heard, heard_share)
        issues = (*unheard, *now.issues(keep_silent_masks=keep_silent_masks))
        if issues:
            raise ProjectError(
                "not-ready",
                video=video_id,
                counts=counts_message(issues),
                issue=issue_message(issues[0]),
            )
        edit.set_round(_round(now, state, author))

    return Command(label=Message("hand-in", video=view.video.video_id), carry_out=carry_out)


def reopen(view: VideoView, *, author: str) -> Command:
    """Go on with a video that was handed in; for `Workbench.run_as_is`."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.set_round(_round(now, RoundState.ANNOTATING, author))

    return Command(label=Message("reopen-video", video=view.video.video_id), carry_out=carry_out)


def _round(view: VideoView, state: RoundState, author: str) -> Round:
    number = 1 if view.round is None else view.round.number
    return Round(video_id=view.video.video_id, number=number, state=state, person=author)
