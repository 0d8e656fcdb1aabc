"""What draws outlines."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.texts import mark
from avisbuild_gui.values import Tool

_draw = partial(Action, group=Group.MASK)


def drawing_actions(look: LookControls) -> tuple[Action, ...]:
    """The tools besides clicks and brush."""
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
    )
