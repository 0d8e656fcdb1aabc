"""Saying who is to review a video, or to annotate it: one by one, or a share of all, evenly."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from avisbuild.annotation import Command, VideoView
from avisbuild.annotation.video_states import now_utc
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Assignment, Round, RoundState, VideoId
from avisbuild.review.annotators import is_annotator
from avisbuild.review.moves import review_number
from avisbuild.review.overview import ReviewRow
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Edit


def assign(
    view: VideoView,
    *,
    person: str,
    author: str,
    rules: ReviewRules,
    review: int | None = None,
    takes_over: bool = False,
) -> Command:
    """Say who is to make a review, by default the next; 0 is the annotator's pass. In place of who was to.

    Raises ProjectError for a review that is behind or that the recipe does not ask for, for somebody who may
    not make it, and, unless one `takes_over`, while somebody else makes it.
    """
    number = review_number(view) if review is None else review

    def carry_out(edit: Edit, now: VideoView) -> None:
        video_id = now.video.video_id
        if not 0 <= number <= max(rules.review_rounds, now.round.review if now.round else 0):
            raise ProjectError(
                "no-such-review", video=video_id, review=number, reviews=rules.review_rounds
            )
        if _is_behind(now, number):
            state = Message(now.state.value)
            raise ProjectError("review-behind", video=video_id, review=number, state=state)
        if number:
            _refuse_unfit(edit, now, person=person, review=number, rules=rules)
        holder = _reviewer(now, number)
        if holder not in ("", person) and not takes_over:
            raise ProjectError("review-of-another", video=video_id, person=holder, you=person)
        edit.put(
            Assignment(
                video_id=video_id,
                round_number=number + 1,
                person=person,
                assigned_at=now_utc(),
                assigned_by=author,
            )
        )

    said = {"video": view.video.video_id, "person": person}
    label = Message("assign-annotation", **said)
    if number:
        label = Message("assign-review", review=number, **said)
    return Command(label=label, carry_out=carry_out)


def deal(
    rows: Sequence[ReviewRow],
    people: Sequence[str],
    *,
    seed: int,
    may: Callable[[ReviewRow, str], bool],
) -> Mapping[VideoId, str]:
    """Give every video to one of the people who `may` have it, evenly; without anybody it is left out.

    Videos that few may have go first, so that the others can make up for it; who gets which is the seed's.
    """
    drawing = np.random.default_rng(seed)
    able = {row.video_id: [each for each in people if may(row, each)] for row in rows}
    names = sorted(able)
    order = [names[index] for index in drawing.permutation(len(names))]
    order.sort(key=lambda name: len(able[name]))
    turns = {people[index]: turn for turn, index in enumerate(drawing.permutation(len(people)))}
    counts = dict.fromkeys(people, 0)
    dealt = {}
    for name in order:
        if able[name]:
            chosen = min(able[name], key=lambda each: (counts[each], turns[each]))
            counts[chosen] += 1
            dealt[name] = chosen
    return dict(sorted(dealt.items()))


def share_of(rows: Sequence[ReviewRow], share: float, *, seed: int) -> tuple[ReviewRow, ...]:
    """So much of the videos, drawn by a seed, in order of id: at least one where the share is not 0."""
    count = min(len(rows), max(1, round(share * len(rows)))) if share else 0
    drawn = np.random.default_rng(seed).permutation(len(rows))[:count]
    return tuple(rows[index] for index in sorted(drawn))


def can_be_assigned(row: ReviewRow, review: int | None) -> bool:
    """Whether a review (None: its next) of a video is still ahead, and nobody is to make it."""
    wanted = next_review(row) if review is None else review
    if row.state is RoundState.ACCEPTED or row.video.is_set_aside or wanted < row.review:
        return False
    if wanted == 0:
        return not row.to_annotate
    if wanted > next_review(row):
        return wanted not in row.assigned_reviews
    return row.state is not RoundState.IN_REVIEW and not row.assigned


def next_review(row: ReviewRow) -> int:
    """The review that a video is in or comes to next."""
    return max(1, row.review)


def _is_behind(now: VideoView, review: int) -> bool:
    """Whether a review of the video has been made already, or its annotator's pass."""
    if now.round is None:
        return False
    if now.state is RoundState.ACCEPTED:
        return True
    if now.round.number == 1:
        return review == 0 and now.state is RoundState.SUBMITTED
    return review < now.round.review


def _reviewer(now: VideoView, review: int) -> str:
    """Who makes this review of the video at this moment; "" for nobody."""
    if now.round is None or now.state is not RoundState.IN_REVIEW or now.round.review != review:
        return ""
    return now.round.person


def _refuse_unfit(
    edit: Edit, now: VideoView, *, person: str, review: int, rules: ReviewRules
) -> None:
    video_id = now.video.video_id
    rounds = edit.records(Round, video_id)
    if not rules.annotator_may_review and is_annotator(person, edit.entries_of(video_id), rounds):
        raise ProjectError("review-own-work", video=video_id, person=person)
    if not rules.may_end(person, review):
        people = ", ".join(rules.may_accept)
        raise ProjectError("may-not-accept", video=video_id, person=person, people=people)
