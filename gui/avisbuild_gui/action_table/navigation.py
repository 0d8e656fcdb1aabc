"""What changes the place: second, video, issue."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session import Session
from avisbuild_gui.texts import mark

_move = partial(Action, group=Group.MOVE)


def navigation_actions(session: Session) -> tuple[Action, ...]:
    """To seconds, cells, issues and videos."""
    return (
        _move(
            "previous_second",
            mark("Second before"),
            keys=("A", "Left"),
            run=session.previous_second,
            repeats=True,
        ),
        _move(
            "next_second",
            mark("Second after"),
            keys=("D", "Right"),
            run=session.next_second,
            repeats=True,
        ),
        _move(
            "previous_todo", mark("Unfinished cell before"), keys=("B",), run=session.previous_todo
        ),
        _move("next_todo", mark("Next unfinished cell"), keys=("N",), run=session.next_todo),
        _move(
            "previous_sounding",
            mark("Sounding second before"),
            keys=(",",),
            run=session.previous_sounding,
        ),
        _move(
            "next_sounding", mark("Next sounding second"), keys=(".",), run=session.next_sounding
        ),
        _move(
            "previous_instance_change",
            mark("Change of instances before"),
            keys=("Shift+J",),
            run=session.previous_identity_change,
        ),
        _move(
            "next_instance_change",
            mark("Next change of instances"),
            keys=("J",),
            run=session.next_identity_change,
        ),
        _move(
            "previous_issue", mark("Issue before"), keys=("Shift+Q",), run=session.previous_issue
        ),
        _move("next_issue", mark("Next issue"), keys=("Q",), run=session.next_issue),
        _move("first_second", mark("First second"), keys=("Home",), run=session.first_second),
        _move("last_second", mark("Last second"), keys=("End",), run=session.last_second),
        _move("previous_video", mark("Video before"), keys=("PgUp",), run=session.previous_video),
        _move("next_video", mark("Next video"), keys=("PgDown",), run=session.next_video),
        _move(
            "next_open_video",
            mark("Next video that is not handed in"),
            keys=("Ctrl+PgDown",),
            run=session.next_open_video,
        ),
    )
