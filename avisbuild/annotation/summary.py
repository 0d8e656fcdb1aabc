"""How far each video is, for the list of videos, in a few queries whatever their number (R22, R33)."""

from dataclasses import dataclass

from avisbuild.annotation.view import VideoView
from avisbuild.records import RoundState, VideoId
from avisbuild.store import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One video: cells that sound in view, those of them that have masks, and who has it in which state."""

    video_id: VideoId
    state: RoundState
    round_number: int
    person: str
    cells_done: int
    cells_total: int
    second_count: int


def summary_row(view: VideoView) -> SummaryRow:
    """The row of a video that is open."""
    return SummaryRow(
        video_id=view.video.video_id,
        state=view.state,
        round_number=0 if view.round is None else view.round.number,
        person="" if view.round is None else view.round.person,
        cells_done=view.sounding_count - view.todo_count,
        cells_total=view.sounding_count,
        second_count=view.video.second_count,
    )


def summary_rows(overview: Overview) -> tuple[SummaryRow, ...]:
    """A row for every video, in order of id."""
    rows = []
    for video in overview.videos:
        last = overview.last_rounds.get(video.video_id)
        total, done = overview.cell_counts.get(video.video_id, (0, 0))
        rows.append(
            SummaryRow(
                video_id=video.video_id,
                state=RoundState.TODO if last is None else last.state,
                round_number=0 if last is None else last.number,
                person="" if last is None else last.person,
                cells_done=done,
                cells_total=total,
                second_count=video.second_count,
            )
        )
    return tuple(rows)
