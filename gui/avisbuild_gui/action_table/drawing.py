"""What draws outlines, and what changes the whole mask that is being made."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.drawing.cleaning import Cleaning
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.texts import mark
from avisbuild_gui.values import Tool

_draw = partial(Action, group=Group.MASK)


def drawing_actions(look: LookControls, cleaning: Cleaning) -> tuple[Action, ...]:
    """The tools besides clicks and brush, and what needs no tool."""
    return (
        _draw(
            "use_lasso",
            mark("Lasso"),
            keys=("Shift+D",),
            run=partial(look.use_tool, Tool.LASSO),
        ),
        _draw(
            "use_polygon",
            mark("Polygon"),
            keys=("Shift+P",),
            run=partial(look.use_tool, Tool.POLYGON),
        ),
        _draw(
            "use_scissors",
            mark("Scissors: along edges"),
            keys=("Shift+S",),
            run=partial(look.use_tool, Tool.SCISSORS),
        ),
        _draw("fill_holes", mark("Fill holes"), keys=("Shift+F",), run=cleaning.fill_holes),
        _draw("drop_specks", mark("Drop specks"), keys=("Shift+X",), run=cleaning.drop_specks),
        _draw(
            "cycle_speck_share",
            mark("How large a speck is"),
            keys=("Alt+X",),
            run=cleaning.cycle_speck_share,
        ),
        _draw(
            "grow_mask",
            mark("Grow by a pixel"),
            keys=("Alt+=",),
            run=cleaning.grow,
            repeats=True,
        ),
        _draw(
            "shrink_mask",
            mark("Shrink by a pixel"),
            keys=("Alt+-",),
            run=cleaning.shrink,
            repeats=True,
        ),
        _draw("smooth_mask", mark("Smooth the outline"), keys=("Alt+S",), run=cleaning.smooth),
    )
