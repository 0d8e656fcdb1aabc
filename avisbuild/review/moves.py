"""The moves of a review, as commands: begin it, accept, return, give it back. For `Workbench.run_as_is`.

Each is one entry of the journal, stamped with person, time and the hash of the annotation that was seen. The
command line and the window come through here both.
"""

from collections.abc import Callable

from avisbuild.annotation import Command, VideoView, commands
from avisbuild.annotation.commands.comments import comment_said
from avisbuild.annotation.commands.rounds import find_unready
from avisbuild.annotation.video_states import check_move, moved, refuse_unseen_changes
from avisbuild.checks.wording import counts_message, issue_message
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import Assignment, Comment, Round, RoundState
from avisbuild.review.annotators import is_annotator
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Edit


def review_number(view: VideoView) -> int:
    """Which review the video is in or waits for, from 1; what was returned waits for the same again."""
    return 1 if view.round is None else max(1, view.round.review)


def begin_review(view: VideoView, *, author: str, rules: ReviewRules) -> Command:
    """Begin the review that a video waits for; raises ProjectError where the author may not (`rules`).

    So it is while the video is not handed in, is set aside or in review already, and where the review is
    assigned to somebody else.
    """
    review = review_number(view)

    def carry_out(edit: Edit, now: VideoView) -> None:
        video_id = now.video.video_id
        if now.round is not None and now.state is RoundState.IN_REVIEW:
            raise ProjectError("review-going-on", video=video_id, person=now.round.person)
        if now.state is not RoundState.SUBMITTED:
            raise ProjectError("nothing-to-review", video=video_id, state=Message(now.state.value))
        _refuse_another_review(now, review)
        _refuse_set_aside(now)
        _refuse_annotator(edit, now, author=author, rules=rules)
        for each in edit.records(Assignment, video_id):
            if each.round_number == review + 1 and each.person != author:
                raise ProjectError(
                    "review-assigned", video=video_id, review=review, person=each.person, you=author
                )
        seen = edit.annotation_hash(video_id)
        edit.set_round(moved(now, RoundState.IN_REVIEW, person=author, seen_hash=seen))

    return _command("begin-review", view, carry_out)


def accept(view: VideoView, *, author: str, rules: ReviewRules) -> Command:
    """Accept a video in the author's review: it waits for the next review, or is accepted after the last.

    Raises ProjectError where that is nobody's to say (`rules`), while a comment is open, where handing it in
    would be refused, and where the annotation is no longer what is in `view`.
    """
    review = review_number(view)

    def carry_out(edit: Edit, now: VideoView) -> None:
        own = _own_review(view, now, review, author)
        _refuse_annotator(edit, now, author=author, rules=rules)
        if not rules.may_end(author, review):
            people = ", ".join(rules.may_accept)
            raise ProjectError("may-not-accept", video=own.video_id, person=author, people=people)
        _refuse_unready(edit, now, rules)
        _refuse_open_comments(edit, now)
        seen = edit.annotation_hash(own.video_id)
        edit.set_round(moved(now, RoundState.ACCEPTED, person=author, seen_hash=seen))
        if not rules.is_last(review):
            check_move(own.video_id, now.state, RoundState.SUBMITTED)
            waiting = Round(
                video_id=own.video_id, number=own.number + 1, state=RoundState.SUBMITTED
            )
            edit.set_round(waiting)

    return _command("accept-review", view, carry_out)


def return_(view: VideoView, *, author: str, reason: str = "") -> Command:
    """Send a video back from the author's review, for changes; a `reason` becomes a comment on the video.

    Raises ProjectError without a reason where no comment is open, and where the annotation is no longer what
    is in `view`.
    """
    review = review_number(view)

    def carry_out(edit: Edit, now: VideoView) -> None:
        own = _own_review(view, now, review, author)
        if reason.strip():
            commands.add_comment(view, author=author, text=reason).carry_out(edit, now)
        elif not _open_comments(edit, now):
            raise ProjectError("return-needs-reason", video=own.video_id)
        seen = edit.annotation_hash(own.video_id)
        edit.set_round(moved(now, RoundState.CHANGES_REQUESTED, person=author, seen_hash=seen))

    return _command("return-review", view, carry_out)


def give_back(view: VideoView) -> Command:
    """Put a video that is in review back to those that wait for it, whoever reviews it."""
    review = review_number(view)

    def carry_out(edit: Edit, now: VideoView) -> None:
        _review_going_on(now)
        _refuse_another_review(now, review)
        seen = edit.annotation_hash(now.video.video_id)
        edit.set_round(moved(now, RoundState.SUBMITTED, person="", seen_hash=seen))

    return _command("give-back-review", view, carry_out)


def _command(kind: str, view: VideoView, carry_out: Callable[[Edit, VideoView], None]) -> Command:
    label = Message(kind, video=view.video.video_id, review=review_number(view))
    return Command(label=label, carry_out=carry_out)


def _own_review(view: VideoView, now: VideoView, review: int, author: str) -> Round:
    """The round of the author's review, which is that of `view`, on what is seen there."""
    going_on = _review_going_on(now)
    if going_on.person != author:
        raise ProjectError(
            "review-of-another", video=going_on.video_id, person=going_on.person, you=author
        )
    _refuse_another_review(now, review)
    _refuse_set_aside(now)
    refuse_unseen_changes(view, now)
    return going_on


def _review_going_on(now: VideoView) -> Round:
    if now.round is None or now.state is not RoundState.IN_REVIEW:
        kind = "review-not-begun" if now.state is RoundState.SUBMITTED else "nothing-to-review"
        raise ProjectError(kind, video=now.video.video_id, state=Message(now.state.value))
    return now.round


def _refuse_another_review(now: VideoView, review: int) -> None:
    if review_number(now) != review:
        state = Message(now.state.value)
        raise ConflictError("moved-since-seen", video=now.video.video_id, state=state)


def _refuse_set_aside(now: VideoView) -> None:
    if now.set_aside is not None:
        raise ProjectError(
            "aside-not-reviewed", video=now.video.video_id, reason=now.set_aside.reason
        )


def _refuse_annotator(edit: Edit, now: VideoView, *, author: str, rules: ReviewRules) -> None:
    video_id = now.video.video_id
    if not rules.annotator_may_review and is_annotator(
        author, edit.entries_of(video_id), edit.records(Round, video_id)
    ):
        raise ProjectError("review-own-work", video=video_id, person=author)


def _refuse_unready(edit: Edit, now: VideoView, rules: ReviewRules) -> None:
    if issues := find_unready(edit, now, heard_share=rules.heard_share):
        raise ProjectError(
            "not-acceptable",
            video=now.video.video_id,
            counts=counts_message(issues),
            issue=issue_message(issues[0]),
        )


def _open_comments(edit: Edit, now: VideoView) -> list[Comment]:
    return [each for each in edit.records(Comment, now.video.video_id) if not each.resolved]


def _refuse_open_comments(edit: Edit, now: VideoView) -> None:
    still_open = _open_comments(edit, now)
    if still_open:
        raise ProjectError(
            "comments-still-open" if len(still_open) > 1 else "comment-still-open",
            video=now.video.video_id,
            numbers=", ".join(str(each.number) for each in still_open),
            person=still_open[0].author,
            said=comment_said(still_open[0]),
        )
