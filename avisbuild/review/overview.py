"""Where every video stands in its reviews: who has it, who is to have it, which one is next."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from avisbuild.annotation.summary import SummaryRow, summary_rows
from avisbuild.records import Assignment, Comment, Round, RoundState, VideoId
from avisbuild.records.round import shown_review
from avisbuild.review.annotators import annotators, is_among
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A video; `review` is the one it is in, waits for or was last in, 0 before it was handed in first.

    `assigned` is who is to make that review, the first one before it was handed in, and `to_annotate` who is
    to annotate it; "" for anybody. `assigned_reviews` are those that somebody is to make, later ones, too.
    """

    video: SummaryRow
    review: int
    assigned: str
    to_annotate: str
    open_comments: int
    assigned_reviews: frozenset[int] = frozenset()

    @property
    def video_id(self) -> VideoId:
        return self.video.video_id

    @property
    def state(self) -> RoundState:
        return self.video.state

    @property
    def person(self) -> str:
        """Who moved it last: its annotator, or the reviewer; "" while it waits for a second review."""
        return self.video.person


def review_rows(project: Project) -> tuple[ReviewRow, ...]:
    """A row for every video, in order of id."""
    assigned = {
        (each.video_id, each.round_number): each.person for each in project.records(Assignment)
    }
    later: dict[VideoId, set[int]] = defaultdict(set)
    for of_video, number in assigned:
        later[of_video].add(number - 1)
    still_open = Counter(each.video_id for each in project.records(Comment) if not each.resolved)
    rows = []
    for video in summary_rows(project.overview(), heard_share=project.recipe.heard_share):
        review = shown_review(video.round_number, video.state)
        rows.append(
            ReviewRow(
                video=video,
                review=review,
                assigned=assigned.get((video.video_id, max(1, review) + 1), ""),
                assigned_reviews=frozenset(later[video.video_id]),
                to_annotate=assigned.get((video.video_id, 1), ""),
                open_comments=still_open[video.video_id],
            )
        )
    return tuple(rows)


def next_to_review(
    project: Project, person: str, rows: Sequence[ReviewRow] | None = None
) -> ReviewRow | None:
    """The video that somebody should review now; None where there is none for them.

    First what they have begun, then what is assigned to them, then what is assigned to nobody; in order of
    id. What they may not review, and what is set aside, is passed over.
    """
    return next(to_review(project, person, rows), None)


def to_review(
    project: Project, person: str, rows: Sequence[ReviewRow] | None = None
) -> Iterator[ReviewRow]:
    """All that somebody can review now, in the order of `next_to_review`."""
    known = review_rows(project) if rows is None else rows
    at_hand = [row for row in known if not row.video.is_set_aside]
    yield from (
        row for row in at_hand if row.state is RoundState.IN_REVIEW and row.person == person
    )
    waiting = [row for row in at_hand if row.state is RoundState.SUBMITTED]
    for wanted in (person, ""):
        for row in waiting:
            if row.assigned == wanted and may_review(project, row.video_id, row.review, person):
                yield row


def may_review(
    project: Project,
    video_id: VideoId,
    review: int,
    person: str,
    *,
    annotated_by: Collection[str] | None = None,
) -> bool:
    """Whether the recipe lets somebody review a video, as far as it is known now.

    Whoever asks for many people reads the video's `annotators_of` once.
    """
    rules = ReviewRules.of(project.recipe)
    if not rules.may_end(person, review):
        return False
    if rules.annotator_may_review:
        return True
    known = annotators_of(project, video_id) if annotated_by is None else annotated_by
    return not is_among(person, known)


def has_annotated(project: Project, video_id: VideoId, person: str) -> bool:
    """Whether somebody annotated a video, whatever the case of their name."""
    return is_among(person, annotators_of(project, video_id))


def annotators_of(project: Project, video_id: VideoId) -> frozenset[str]:
    """Everybody who annotated a video, as `annotators` finds them."""
    return annotators(project.journal.entries_of(video_id), project.records(Round, video_id))
