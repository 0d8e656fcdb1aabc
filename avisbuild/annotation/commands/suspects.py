"""Dismissing a suspect that a person has looked at and found right, and taking that back."""

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView
from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.checks.suspects.wording import kind_message, suspect_message
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Dismissal
from avisbuild.store import Edit


def dismiss_suspect(suspect: Suspect, *, author: str) -> Command:
    """Hide a suspect until what was looked at changes; for `Workbench.run_as_is`.

    The video's state stays as it is: nothing of its annotation is changed.
    """

    def carry_out(edit: Edit, _now: VideoView) -> None:
        edit.put(suspect.dismissal(author))

    return Command(
        label=Message("dismiss-suspect", suspect=suspect_message(suspect)), carry_out=carry_out
    )


def restore_suspect(view: VideoView, dismissal: Dismissal) -> Command:
    """Show a dismissed suspect again; for `Workbench.run_as_is`.

    Raises ProjectError where it is not dismissed (any more).
    """
    _refuse_others(view, dismissal)

    def carry_out(edit: Edit, now: VideoView) -> None:
        _refuse_others(now, dismissal)
        edit.drop(
            Dismissal,
            video_id=dismissal.video_id,
            kind=dismissal.kind,
            instance_id=dismissal.instance_id,
            second=dismissal.second,
        )

    label = Message("restore-suspect", kind=_kind_said(dismissal), second=dismissal.second)
    return Command(label=label, carry_out=carry_out)


def _refuse_others(view: VideoView, dismissal: Dismissal) -> None:
    if dismissal not in view.dismissals:
        raise ProjectError(
            "suspect-not-dismissed",
            video=view.video.video_id,
            kind=_kind_said(dismissal),
            second=dismissal.second,
        )


def _kind_said(dismissal: Dismissal) -> Message | str:
    """A kind that this version does not know is called as the project calls it."""
    known = {each.value: each for each in SuspectKind}
    return kind_message(known[dismissal.kind]) if dismissal.kind in known else dismissal.kind
