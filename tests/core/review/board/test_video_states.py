"""Which videos were in which state, day by day? What the journal says, whatever clocks say."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from core.annotation.small_project import CAT, LAKE, POND
from core.review.board.diary import START, Diary

from avisbuild.annotation import commands
from avisbuild.records import Instance, InstanceId, RoundState, SetAside
from avisbuild.review.board.edit_line import Change, EditLine, RoundRow, VideoRow
from avisbuild.review.board.video_states import VideoStates

DAY = 24 * 60.0


class Berlin(tzinfo):
    """A machine's own zone, which gives each time the offset that it has; clocks change in March 2030."""

    def fromutc(self, dt: datetime) -> datetime:
        hours = 1 if dt.replace(tzinfo=UTC) < datetime(2030, 3, 31, 1, tzinfo=UTC) else 2
        return dt.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))


def test_videos_are_counted_by_the_state_that_each_day_ended_with(diary: Diary) -> None:
    diary.at(DAY)
    diary.move("ann", POND, RoundState.ANNOTATING)
    diary.move("ann", POND, RoundState.SUBMITTED)
    diary.at(4 * DAY)
    diary.move("rita", POND, RoundState.IN_REVIEW, number=2)
    diary.move("ben", LAKE, RoundState.ANNOTATING)
    board = diary.board(now=6 * DAY)
    assert [(each.start.day, dict(each.videos)) for each in board.over_time] == [
        (31, {"todo": 2}),
        (1, {"submitted": 1, "todo": 1}),
        (4, {"in_review": 1, "annotating": 1}),
    ]
    assert dict(board.videos) == {"in_review": 1, "annotating": 1}


def test_a_project_of_one_day_is_shown_by_hours(diary: Diary) -> None:
    diary.at(125)
    diary.move("ann", POND, RoundState.ANNOTATING)
    assert [each.start for each in diary.board(now=130).over_time] == [
        START,
        datetime(2030, 1, 31, 14, tzinfo=UTC),
    ]


@pytest.mark.parametrize("wrong", [-9 * DAY, 900 * DAY], ids=["long ago", "in the future"])
def test_a_clock_that_is_wrong_moves_no_other_days(diary: Diary, wrong: float) -> None:
    for minute, state in (
        (DAY, RoundState.ANNOTATING),
        (wrong, RoundState.SUBMITTED),
        (3 * DAY, RoundState.ACCEPTED),
    ):
        diary.at(minute)
        diary.move("ann", POND, state)
    days = [(each.start.day, dict(each.videos)) for each in diary.board(now=5 * DAY).over_time]
    assert days == [
        (31, {"todo": 2}),
        (1, {"submitted": 1, "todo": 1}),
        (3, {"accepted": 1, "todo": 1}),
    ]


def test_days_are_those_of_the_zone_and_one_where_clocks_change() -> None:
    moved = VideoStates(Berlin())
    states = (RoundState.TODO, RoundState.ANNOTATING, RoundState.SUBMITTED)
    # 22:30 in UTC is half an hour before midnight in winter; clocks change at 1:00 in UTC on the 31st.
    times = ("2030-03-29T22:30", "2030-03-30T23:30", "2030-03-31T02:00")
    for time, state in zip(times, states, strict=True):
        at = datetime.fromisoformat(time).replace(tzinfo=UTC)
        row = RoundRow(video_id="pond", number=1, state=state.value)
        video = Change("videos", None, VideoRow(video_id="pond"))
        moved.add(line(at, (video, Change("rounds", None, row))))
    until = datetime(2030, 4, 9, tzinfo=UTC)
    points = moved.over_time(since=None, until=until)
    days = [(each.start.date().isoformat(), dict(each.videos)) for each in points]
    assert days == [("2030-03-29", {"todo": 1}), ("2030-03-31", {"submitted": 1})]


def line(at: datetime, changes: tuple[Change, ...]) -> EditLine:
    """A line of ann's."""
    return EditLine(
        at=at,
        clock=at,
        author="ann",
        is_standing=True,
        is_brought_in=False,
        is_merged=False,
        changes=changes,
    )


def test_videos_that_are_set_aside_or_gone_are_in_no_state(diary: Diary) -> None:
    diary.at(1)
    with diary.project.edit(author="ann", action="Set aside", video_id=POND) as edit:
        edit.put(SetAside(video_id=POND, reason="no sound", person="ann"))
    assert dict(diary.board().videos) == {"todo": 1, "set_aside": 1}
    assert diary.board().pace.left_to_accept == 1


def test_an_undo_brings_a_video_back_to_the_state_before(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    diary.at(1)
    diary.move("ann", LAKE, RoundState.SUBMITTED)
    ann.run_as_is(commands.submit(ann.view, author="ann"))
    assert dict(diary.board().videos) == {"submitted": 2}
    ann.undo()
    board = diary.board()
    assert dict(board.videos) == {"submitted": 1, "annotating": 1}
    assert board.pace.handed_in == 1


def test_since_a_time_the_plot_begins_there_with_what_was_there(diary: Diary) -> None:
    diary.at(DAY)
    diary.move("ann", POND, RoundState.ANNOTATING)
    diary.at(5 * DAY)
    diary.move("ann", POND, RoundState.SUBMITTED)
    points = diary.board(now=9 * DAY, since=3 * DAY).over_time
    assert [(each.start.day, dict(each.videos)) for each in points] == [
        (3, {"annotating": 1, "todo": 1}),
        (5, {"submitted": 1, "todo": 1}),
    ]


def test_what_a_program_accepted_is_no_pace(diary: Diary) -> None:
    instance = Instance(instance_id=InstanceId("tom"), video_id=LAKE, category_id=CAT, number=1)
    diary.bring_in(instance, 2)
    # An import that only says what a video is, under a person's name.
    diary.move("ann", POND, RoundState.SUBMITTED, kind="import")
    board = diary.board()
    assert (board.pace.accepted, board.pace.left_to_accept) == (0, 1)
    assert (board.pace.handed_in, board.pace.days_to_accept) == (0, None)
    assert board.people == ()
