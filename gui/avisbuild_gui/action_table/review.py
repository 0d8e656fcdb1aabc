"""What a reviewer does: walking what was handed in, and deciding what becomes of it."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.review.walk import Walk
from avisbuild_gui.texts import mark

_review = partial(Action, group=Group.REVIEW)


def review_actions(walk: Walk) -> tuple[Action, ...]:
    """The walk lies under the left hand, which rests there a second after the other."""
    return (
        _review("walk_next", mark("It is right: next"), keys=("`", "F4"), run=walk.next),
        _review(
            "walk_back", mark("Back to the one before"), keys=("Ctrl+`", "Shift+F4"), run=walk.back
        ),
        _review(
            "toggle_walk_order",
            mark("Walk by second, or cell by cell"),
            keys=("Alt+N",),
            run=walk.toggle_order,
        ),
    )
