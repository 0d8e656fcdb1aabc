"""A video that is ready to be handed in, and short ways to make the moves of a review."""

from collections.abc import Callable

from core.annotation.small_project import DOG, POND, add, commit

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.records import Round, RoundState
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Project

RULES = ReviewRules()


def bench_of(project: Project, author: str) -> Workbench:
    """Somebody's workbench with `pond` on it."""
    workbench = Workbench(project, author=author)
    workbench.open_video(POND)
    return workbench


def make(workbench: Workbench, command: Callable[[VideoView], Command]) -> Round:
    """Make a move on what is there now; the round that the video is in then."""
    workbench.refresh()
    workbench.run_as_is(command(workbench.view))
    assert workbench.view.round is not None
    return workbench.view.round


def annotated(project: Project, author: str = "ann") -> Workbench:
    """Somebody's workbench, `pond` annotated with one dog."""
    workbench = bench_of(project, author)
    commit(workbench, add(workbench, DOG, "#"), 0)
    return workbench


def handed_in(project: Project, author: str = "ann", *, rounds: int = 1) -> Workbench:
    """The same, handed in."""
    workbench = annotated(project, author)
    hand_in(workbench, rounds=rounds)
    return workbench


def hand_in(workbench: Workbench, *, rounds: int = 1) -> Round:
    author = workbench.author
    return make(workbench, lambda view: commands.submit(view, author=author, review_rounds=rounds))


def state_of(project: Project) -> RoundState:
    return project.states()[POND]
