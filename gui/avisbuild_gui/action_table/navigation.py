"""What changes the place: second, video, issue."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.texts import mark
from avisbuild_gui.videos.videos import Videos

_move = partial(Action, group=Group.MOVE)


def navigation_actions(navigation: Navigation, videos: Videos) -> tuple[Action, ...]:
    """To seconds, cells, issues and videos."""
    return (
        _move(
            "previous_second",
            mark("Second before"),
            keys=("A", "Left"),
            run=partial(navigation.step, -1),
            repeats=True,
        ),
        _move(
            "next_second",
            mark("Second after"),
            keys=("D", "Right"),
            run=partial(navigation.step, 1),
            repeats=True,
        ),
        _move(
            "previous_todo",
            mark("Unfinished cell before"),
            keys=("B",),
            run=partial(navigation.step_to_todo, -1),
        ),
        _move(
            "next_todo",
            mark("Next unfinished cell"),
            keys=("N",),
            run=partial(navigation.step_to_todo, 1),
        ),
        _move(
            "previous_sounding",
            mark("Sounding second before"),
            keys=(",",),
            run=partial(navigation.step_to_sounding, -1),
        ),
        _move(
            "next_sounding",
            mark("Next sounding second"),
            keys=(".",),
            run=partial(navigation.step_to_sounding, 1),
        ),
        _move(
            "previous_instance_change",
            mark("Change of instances before"),
            keys=("Shift+J",),
            run=partial(navigation.step_to_change, -1),
        ),
        _move(
            "next_instance_change",
            mark("Next change of instances"),
            keys=("J",),
            run=partial(navigation.step_to_change, 1),
        ),
        _move(
            "previous_issue",
            mark("Issue before"),
            keys=("Shift+Q",),
            run=partial(navigation.step_to_issue, -1),
        ),
        _move(
            "next_issue",
            mark("Next issue"),
            keys=("Q",),
            run=partial(navigation.step_to_issue, 1),
        ),
        _move(
            "first_second",
            mark("First second"),
            keys=("Home",),
            run=navigation.first_second,
        ),
        _move("last_second", mark("Last second"), keys=("End",), run=navigation.last_second),
        _move(
            "previous_video",
            mark("Video before"),
            keys=("PgUp",),
            run=partial(videos.step, -1),
        ),
        _move("next_video", mark("Next video"), keys=("PgDown",), run=partial(videos.step, 1)),
        _move(
            "next_open_video",
            mark("Next video that is not handed in"),
            keys=("Ctrl+PgDown",),
            run=videos.next_open,
        ),
    )
