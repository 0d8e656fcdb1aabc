"""What makes masks, and takes them back."""

from collections.abc import Callable
from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.drawing.commits import Commits
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.drawing.outline_first import OutlineFirst
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.texts import mark
from avisbuild_gui.values import Tool

_mask = partial(Action, group=Group.MASK)


def mask_actions(
    commits: Commits,
    drafts: Drafts,
    outline_first: OutlineFirst,
    look: LookControls,
    *,
    escape: Callable[[], object],
) -> tuple[Action, ...]:
    """Prompts, brush and candidates of the draft; committing it; undo."""
    return (
        _mask(
            "commit_and_next",
            mark("Commit the mask, go on"),
            keys=("Return", "Enter"),
            run=outline_first.commit_and_go_on,
        ),
        _mask(
            "commit",
            mark("Commit the mask, stay here"),
            keys=("Shift+Return",),
            run=outline_first.commit,
        ),
        _mask(
            "commit_as_silent",
            mark("Commit the mask of something silent"),
            keys=("Alt+Return",),
            run=outline_first.commit_as_silent,
        ),
        _mask("escape", mark("Drop the draft; stop"), keys=("Esc",), run=escape),
        _mask(
            "next_candidate",
            mark("Next candidate"),
            keys=("Tab",),
            run=partial(drafts.step_candidate, 1),
        ),
        _mask(
            "previous_candidate",
            mark("Candidate before"),
            keys=("Shift+Tab",),
            run=partial(drafts.step_candidate, -1),
        ),
        _mask(
            "pop_prompt",
            mark("Take back the last click"),
            keys=("Z", "Backspace"),
            run=outline_first.pop,
        ),
        _mask(
            "start_afresh",
            mark("Start afresh, without the mask that stands"),
            keys=("Shift+Z",),
            run=drafts.start_afresh,
        ),
        _mask(
            "use_point_tool",
            mark("Click and box"),
            keys=("P",),
            run=partial(look.use_tool, Tool.POINT),
        ),
        _mask("use_brush", mark("Brush"), keys=("W",), run=partial(look.use_tool, Tool.BRUSH)),
        _mask(
            "use_eraser",
            mark("Eraser"),
            keys=("E",),
            run=partial(look.use_tool, Tool.ERASER),
        ),
        _mask(
            "use_hand",
            mark("Move the picture"),
            keys=("V",),
            run=partial(look.use_tool, Tool.PAN),
        ),
        _mask(
            "smaller_brush",
            mark("Smaller brush"),
            keys=("[",),
            run=partial(look.scale_brush, -1),
            repeats=True,
        ),
        _mask(
            "larger_brush",
            mark("Larger brush"),
            keys=("]",),
            run=partial(look.scale_brush, 1),
            repeats=True,
        ),
        _mask(
            "cycle_brush_mode",
            mark("Others' pixels: share, leave, or take"),
            keys=("Shift+W",),
            run=drafts.cycle_overlap,
        ),
        _mask(
            "edit_mask",
            mark("Edit the mask that stands"),
            keys=("Shift+E",),
            run=drafts.edit_mask,
        ),
        _mask("remove_mask", mark("Remove the mask"), keys=("Delete",), run=commits.remove),
        _mask("undo", mark("Undo"), keys=("Ctrl+Z",), run=outline_first.undo, repeats=True),
        _mask(
            "redo",
            mark("Redo"),
            keys=("Ctrl+Shift+Z", "Ctrl+Y"),
            run=outline_first.redo,
            repeats=True,
        ),
    )
