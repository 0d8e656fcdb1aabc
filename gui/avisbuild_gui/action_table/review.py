"""What a reviewer does: walking what was handed in, and deciding what becomes of it."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.review.queue import SuspectQueue
from avisbuild_gui.review.to_review import ToReview
from avisbuild_gui.review.verdicts import Verdicts
from avisbuild_gui.review.walk import Walk
from avisbuild_gui.texts import mark

_review = partial(Action, group=Group.REVIEW)


def review_actions(
    walk: Walk, suspects: SuspectQueue, verdicts: Verdicts, to_review: ToReview
) -> tuple[Action, ...]:
    """The way of a review, in its order: begin, walk, suspects, verdict."""
    return (
        _review(
            "next_to_review",
            mark("Next video that waits for your review"),
            keys=("Alt+PgDown",),
            run=to_review.open_next,
        ),
        _review("begin_review", mark("Begin the review"), keys=("Ctrl+B",), run=verdicts.begin),
        _review("walk_next", mark("It is right: next"), keys=("F4",), run=walk.next),
        _review(
            "walk_back",
            mark("Back to the one before"),
            keys=("Shift+F4",),
            run=walk.back,
        ),
        _review(
            "toggle_walk_order",
            mark("Walk by second, or cell by cell"),
            keys=("Alt+N",),
            run=walk.toggle_order,
        ),
        _review(
            "next_suspect",
            mark("Next suspect"),
            keys=("Shift+N",),
            run=partial(suspects.step, 1),
        ),
        _review(
            "previous_suspect",
            mark("Suspect before"),
            keys=("Shift+B",),
            run=partial(suspects.step, -1),
        ),
        _review(
            "dismiss_suspect",
            mark("Dismiss the suspect: it is right"),
            keys=("Shift+A",),
            run=suspects.dismiss,
        ),
        _review(
            "accept_review",
            mark("Accept"),
            keys=("Ctrl+Shift+Return",),
            run=verdicts.accept,
        ),
        _review(
            "return_review",
            mark("Return"),
            keys=("Ctrl+Shift+Backspace",),
            run=verdicts.return_,
        ),
        _review(
            "give_back_review",
            mark("Give the review back"),
            keys=("Ctrl+Shift+B",),
            run=verdicts.give_back,
        ),
    )
