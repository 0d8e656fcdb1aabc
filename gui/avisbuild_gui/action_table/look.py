"""What changes nothing but what one sees."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session import Session
from avisbuild_gui.texts import mark

_see = partial(Action, group=Group.SEE)


def look_actions(session: Session) -> tuple[Action, ...]:
    """How masks are painted, and how close the picture is."""
    return (
        _see(
            "toggle_hide_all",
            mark("Hide or show all masks"),
            keys=("H",),
            run=session.toggle_hide_all,
        ),
        _see("toggle_outlines", mark("Outlines only"), keys=("O",), run=session.toggle_outlines),
        _see(
            "less_opacity",
            mark("Masks less opaque"),
            keys=("-",),
            run=session.less_opacity,
            repeats=True,
        ),
        _see(
            "more_opacity",
            mark("Masks more opaque"),
            keys=("=",),
            run=session.more_opacity,
            repeats=True,
        ),
        _see(
            "zoom_to_fit",
            mark("Fit the picture to the window"),
            keys=("F",),
            run=session.zoom_to_fit,
        ),
        _see("zoom_in", mark("Closer"), keys=("Ctrl+=",), run=session.zoom_in, repeats=True),
        _see(
            "zoom_out", mark("Further away"), keys=("Ctrl+-",), run=session.zoom_out, repeats=True
        ),
        _see(
            "toggle_legend",
            mark("Legend of the sounding grid"),
            keys=("Shift+L",),
            run=session.toggle_legend,
        ),
    )
