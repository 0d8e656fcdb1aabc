"""What each round of a project's videos changed, read from its journal."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.review.diff import RoundChanges, changes
from avisbuild.review.spans import RoundSpan, round_spans
from avisbuild.store import NOW, Past, Project

# Of a run of the journal that somebody chose, and that is no round.
NO_REVIEW = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRound:
    """One round of one video, and what it changed."""

    span: RoundSpan
    changes: RoundChanges


def changes_by_round(
    project: Project, *, review: int | None = None, video_ids: Collection[VideoId] | None = None
) -> Iterator[ChangedRound]:
    """What every review changed, or the one asked for, 0 being the annotator's pass; by video and review.

    A video is read, walked back and let go of before the next one. Raises ProjectError.
    """
    spans = round_spans(project.past.round_moves())
    there = {video.video_id for video in project.videos()}
    chosen: dict[VideoId, list[RoundSpan]] = {}
    for video_id in sorted(there if video_ids is None else video_ids):
        wanted = [each for each in spans.get(video_id, ()) if _is_wanted(each, review)]
        if wanted or video_id not in there:
            chosen[video_id] = wanted
    ends = {
        video_id: {end for each in own for end in _ends(each)} for video_id, own in chosen.items()
    }
    for past in project.past.annotations(ends):
        for span in chosen[past.video_id]:
            yield ChangedRound(span=span, changes=past_changes(past, *_ends(span)))


def changed_between(
    project: Project, video_id: VideoId, start: int, stop: int = NOW
) -> ChangedRound:
    """What the entries of the journal after `start` up to `stop` changed of a video, whatever its rounds."""
    (past,) = project.past.annotations({video_id: (start, stop)})
    return ChangedRound(
        span=RoundSpan(video_id=video_id, review=NO_REVIEW, person="", start=start, stop=stop),
        changes=past_changes(past, start, stop),
    )


def past_changes(past: Past, start: int, stop: int) -> RoundChanges:
    """What differs between two moments of a past that was read with both."""
    authors = past.authors(start, stop)
    return changes(past.moments[start], past.moments[stop], authors=authors)


def _is_wanted(span: RoundSpan, review: int | None) -> bool:
    return span.review > 0 if review is None else span.review == review


def _ends(span: RoundSpan) -> tuple[int, int]:
    return span.start, NOW if span.stop is None else span.stop
