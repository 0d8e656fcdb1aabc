"""What changes nothing but what one sees."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.session.mark_controls import MarkControls
from avisbuild_gui.texts import mark

_see = partial(Action, group=Group.SEE)


def look_actions(look: LookControls, marks: MarkControls) -> tuple[Action, ...]:
    """How masks are painted, and how close the picture is."""
    return (
        _see(
            "toggle_hide_all",
            mark("Hide or show all masks"),
            keys=("H",),
            run=look.toggle_hide_all,
        ),
        _see(
            "toggle_hidden",
            mark("Hide or show one instance"),
            keys=("Shift+H",),
            run=marks.toggle_hidden_active,
        ),
        _see("toggle_outlines", mark("Outlines only"), keys=("O",), run=look.toggle_outlines),
        _see(
            "less_opacity",
            mark("Masks less opaque"),
            keys=("-",),
            run=partial(look.step_opacity, -1),
            repeats=True,
        ),
        _see(
            "more_opacity",
            mark("Masks more opaque"),
            keys=("=",),
            run=partial(look.step_opacity, 1),
            repeats=True,
        ),
        _see(
            "zoom_to_fit",
            mark("Fit the picture to the window"),
            keys=("F",),
            run=look.zoom_to_fit,
        ),
        _see(
            "zoom_in",
            mark("Closer"),
            keys=("Ctrl+=",),
            run=partial(look.zoom, 1),
            repeats=True,
        ),
        _see(
            "zoom_out",
            mark("Further away"),
            keys=("Ctrl+-",),
            run=partial(look.zoom, -1),
            repeats=True,
        ),
        _see(
            "zoom_wave",
            mark("Waveform higher: 4 times, 16 times, as it was"),
            keys=("Alt+W",),
            run=look.zoom_wave,
        ),
        _see(
            "toggle_legend",
            mark("Legend of the sounding grid"),
            keys=("Shift+L",),
            run=look.toggle_legend,
        ),
    )
