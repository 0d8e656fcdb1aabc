"""What makes masks, and takes them back."""

from collections.abc import Callable
from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session import Session
from avisbuild_gui.texts import mark

_mask = partial(Action, group=Group.MASK)


def mask_actions(session: Session, *, escape: Callable[[], object]) -> tuple[Action, ...]:
    """Prompts, brush and candidates of the draft; committing it; undo."""
    return (
        _mask(
            "commit_and_next",
            mark("Commit the mask, go on"),
            keys=("Return", "Enter"),
            run=session.commit_and_next,
        ),
        _mask(
            "commit", mark("Commit the mask, stay here"), keys=("Shift+Return",), run=session.commit
        ),
        _mask("escape", mark("Drop the draft; stop"), keys=("Esc",), run=escape),
        _mask("next_candidate", mark("Next candidate"), keys=("Tab",), run=session.next_candidate),
        _mask(
            "previous_candidate",
            mark("Candidate before"),
            keys=("Shift+Tab",),
            run=session.previous_candidate,
        ),
        _mask(
            "pop_prompt",
            mark("Take back the last click"),
            keys=("Z", "Backspace"),
            run=session.pop_prompt,
        ),
        _mask("use_point_tool", mark("Click and box"), keys=("P",), run=session.use_point_tool),
        _mask("use_brush", mark("Brush"), keys=("W",), run=session.use_brush),
        _mask("use_eraser", mark("Eraser"), keys=("E",), run=session.use_eraser),
        _mask("use_hand", mark("Move the picture"), keys=("V",), run=session.use_hand),
        _mask(
            "smaller_brush",
            mark("Smaller brush"),
            keys=("[",),
            run=session.smaller_brush,
            repeats=True,
        ),
        _mask(
            "larger_brush",
            mark("Larger brush"),
            keys=("]",),
            run=session.larger_brush,
            repeats=True,
        ),
        _mask(
            "cycle_brush_mode",
            mark("Brush: over, beside, or from others"),
            keys=("Shift+W",),
            run=session.cycle_brush_mode,
        ),
        _mask(
            "edit_mask", mark("Edit the mask that stands"), keys=("Shift+E",), run=session.edit_mask
        ),
        _mask("remove_mask", mark("Remove the mask"), keys=("Delete",), run=session.remove_mask),
        _mask("undo", mark("Undo"), keys=("Ctrl+Z",), run=session.undo, repeats=True),
        _mask(
            "redo", mark("Redo"), keys=("Ctrl+Shift+Z", "Ctrl+Y"), run=session.redo, repeats=True
        ),
    )
