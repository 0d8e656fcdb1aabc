"""What is done with comments, by whoever reviews a video and by whoever mends it."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.review.comments import Comments
from avisbuild_gui.texts import mark

_review = partial(Action, group=Group.REVIEW)


def comment_actions(comments: Comments) -> tuple[Action, ...]:
    """Making one at the pointer, going from one to the next, settling it."""
    return (
        _review(
            "comment", mark("Comment: what is wrong here"), keys=("Shift+C",), run=comments.ask
        ),
        _review(
            "next_comment",
            mark("Next open comment"),
            keys=("Alt+C",),
            run=partial(comments.step, 1),
        ),
        _review(
            "previous_comment",
            mark("Open comment before"),
            keys=("Alt+Shift+C",),
            run=partial(comments.step, -1),
        ),
        _review(
            "toggle_resolved",
            mark("The comment is done, or is not after all"),
            keys=("Shift+V",),
            run=comments.toggle_resolved,
        ),
        _review(
            "remove_comment",
            mark("Remove one's own comment"),
            keys=("Alt+Delete",),
            run=comments.remove,
        ),
    )
