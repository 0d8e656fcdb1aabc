"""What reviews changed of what was handed in, by reviewer and by category."""

from collections.abc import Collection
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.review.change_figures import ChangeFigures, grouped_figures
from avisbuild.review.round_changes import changes_by_round
from avisbuild.store import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChanges:
    """The figures of all reviews of each reviewer, and of each category; most changed masks first."""

    by_reviewer: tuple[ChangeFigures, ...] = ()
    by_category: tuple[ChangeFigures, ...] = ()


def read_changes(
    project: Project, reviews: Collection[tuple[str, int]], *, person: str = ""
) -> ReviewChanges:
    """Compare the end of these reviews, each a video and a number, with their beginning."""
    there = {video.video_id for video in project.videos()}
    names = there & {VideoId(name) for name, _ in reviews}
    rounds = [
        each
        for each in changes_by_round(project, video_ids=names)
        if (each.span.video_id, each.span.review) in reviews and person in ("", each.span.person)
    ]
    taxonomy = project.taxonomy
    return ReviewChanges(
        by_reviewer=grouped_figures(rounds, "reviewer", taxonomy),
        by_category=grouped_figures(rounds, "category", taxonomy),
    )
