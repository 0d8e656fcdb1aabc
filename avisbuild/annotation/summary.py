"""How far each video is, for the list of videos, in a few queries whatever their number (R22, R33)."""

from dataclasses import dataclass

from avisbuild.annotation.view import VideoView
from avisbuild.checks.completeness import is_complete
from avisbuild.checks.listening import is_heard_enough
from avisbuild.records import RoundState, VideoId
from avisbuild.store import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One video: cells that sound in view, those of them that have masks, and who has it in which state.

    `settled_count` are its seconds of which a person has said what sounds in them, or that nothing does;
    `is_complete` is what `checks.completeness` says, `set_aside_reason` why the video is out of the way, ""
    where it is not.
    """

    video_id: VideoId
    state: RoundState
    round_number: int
    person: str
    cells_done: int
    cells_total: int
    second_count: int
    settled_count: int = 0
    is_complete: bool = False
    set_aside_reason: str = ""

    @property
    def share_done(self) -> float:
        """How much of the work is done, from 0 to 1: of the cells or of the seconds, whichever is less.

        A video that was handed in has all its seconds behind it: nobody goes through them any more.
        """
        cells = self.cells_done / self.cells_total if self.cells_total else 1.0
        seconds = self.settled_count / max(1, self.second_count)
        if self.state.is_open:
            return min(cells, seconds)
        return cells if self.cells_total else 0.0

    @property
    def is_set_aside(self) -> bool:
        """Whether somebody has put it out of the way."""
        return bool(self.set_aside_reason)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: it is complete, or was handed in with every mask there."""
        handed_in = not self.state.is_open and 0 < self.cells_total <= self.cells_done
        return self.is_complete or handed_in


def summary_row(view: VideoView, *, heard_enough: bool = True) -> SummaryRow:
    """The row of a video that is open, and of which enough was listened to for the recipe, or not."""
    unsettled = len(view.unsettled_seconds)
    return SummaryRow(
        video_id=view.video.video_id,
        state=view.state,
        round_number=0 if view.round is None else view.round.number,
        person="" if view.round is None else view.round.person,
        cells_done=view.sounding_count - view.todo_count,
        cells_total=view.sounding_count,
        second_count=view.video.second_count,
        settled_count=view.video.second_count - unsettled,
        is_complete=heard_enough and is_complete(unsettled_count=unsettled, issues=view.issues()),
        set_aside_reason="" if view.set_aside is None else view.set_aside.reason,
    )


def summary_rows(overview: Overview, *, heard_share: float = 0.0) -> tuple[SummaryRow, ...]:
    """A row for every video, in order of id; `heard_share` is the recipe's."""
    rows = []
    for video in overview.videos:
        name, last = video.video_id, overview.last_rounds.get(video.video_id)
        total, done = overview.cell_counts.get(name, (0, 0))
        settled = overview.settled_counts.get(name, 0)
        rows.append(
            SummaryRow(
                video_id=name,
                state=RoundState.TODO if last is None else last.state,
                round_number=0 if last is None else last.number,
                person="" if last is None else last.person,
                cells_done=done,
                cells_total=total,
                second_count=video.second_count,
                settled_count=settled,
                is_complete=settled == video.second_count
                and done == total
                and name not in overview.flawed
                and is_heard_enough(
                    video.second_count, overview.heard_counts.get(name, 0), heard_share
                ),
                set_aside_reason=overview.set_aside.get(name, ""),
            )
        )
    return tuple(rows)
