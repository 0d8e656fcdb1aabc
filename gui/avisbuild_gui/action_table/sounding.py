"""What says who sounds, and when nothing does."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session import Session
from avisbuild_gui.texts import mark

_sound = partial(Action, group=Group.SOUND)


def sounding_actions(session: Session) -> tuple[Action, ...]:
    """States of the chosen seconds, the choice of seconds itself, and silence."""
    return (
        _sound(
            "toggle_sounding",
            mark("Sounds, or is silent"),
            keys=("S",),
            run=session.toggle_sounding,
        ),
        _sound("mark_offscreen", mark("Sounds offscreen"), keys=("X",), run=session.mark_offscreen),
        _sound("mark_occluded", mark("Sounds, hidden"), keys=("C",), run=session.mark_occluded),
        _sound("mark_unsure", mark("Unsure"), keys=("U",), run=session.mark_unsure),
        _sound(
            "extend_left",
            mark("Range one second to the left"),
            keys=("Shift+Left",),
            run=session.extend_left,
            repeats=True,
        ),
        _sound(
            "extend_right",
            mark("Range one second to the right"),
            keys=("Shift+Right",),
            run=session.extend_right,
            repeats=True,
        ),
        _sound(
            "select_all",
            mark("Range over the whole video"),
            keys=("Ctrl+A",),
            run=session.select_all,
        ),
        _sound(
            "toggle_silence", mark("Nothing sounds here"), keys=("L",), run=session.toggle_silence
        ),
        _sound(
            "accept_silence",
            mark("Accept this suggested silence"),
            keys=("K",),
            run=session.accept_silence,
        ),
        _sound(
            "accept_all_silences",
            mark("Accept all suggested silences"),
            keys=("Shift+K",),
            run=session.accept_all_silences,
        ),
    )
