"""What shows what a round changed: side by side or blinking, from one difference to the next."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.review.round_diff import RoundDiff
from avisbuild_gui.texts import mark

_diff = partial(Action, group=Group.REVIEW)


def round_diff_actions(diff: RoundDiff) -> tuple[Action, ...]:
    """None of them changes anything but what is seen."""

    return (
        _diff(
            "toggle_round_diff",
            mark("What the last round changed: show it, or go back"),
            keys=("F7",),
            run=diff.toggle,
        ),
        _diff(
            "next_difference",
            mark("Next difference, from the worst on"),
            keys=("F8",),
            run=diff.next,
        ),
        _diff(
            "previous_difference",
            mark("Difference before"),
            keys=("Shift+F8",),
            run=diff.previous,
        ),
        _diff(
            "toggle_blink",
            mark("Before and after in one picture that blinks, or side by side"),
            keys=("Shift+F7",),
            run=diff.toggle_blink,
        ),
        _diff(
            "show_other_side",
            mark("Held: see the other of before and after"),
            keys=(";",),
            run=diff.hold,
            let_go=diff.let_go,
        ),
        _diff(
            "blink_faster",
            mark("Blink faster"),
            keys=("Alt+]",),
            run=partial(diff.step_pace, -1),
        ),
        _diff(
            "blink_slower",
            mark("Blink slower"),
            keys=("Alt+[",),
            run=partial(diff.step_pace, 1),
        ),
    )
