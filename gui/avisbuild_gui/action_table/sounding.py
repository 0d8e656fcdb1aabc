"""What says who sounds, and when nothing does."""

from functools import partial

from avisbuild.records import Sounding
from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.playback.sound import Sound
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.sounding import SoundingStates
from avisbuild_gui.texts import mark

_sound = partial(Action, group=Group.SOUND)


def sounding_actions(
    navigation: Navigation, sound: Sound, sounding: SoundingStates
) -> tuple[Action, ...]:
    """States of the chosen seconds, the choice of seconds itself, and silence."""
    return (
        _sound(
            "toggle_sounding",
            mark("Sounds, or is silent"),
            keys=("S",),
            run=sounding.toggle,
        ),
        _sound(
            "mark_offscreen",
            mark("Sounds offscreen"),
            keys=("X",),
            run=partial(sounding.mark, Sounding.OFFSCREEN),
        ),
        _sound(
            "mark_occluded",
            mark("Sounds, hidden"),
            keys=("C",),
            run=partial(sounding.mark, Sounding.OCCLUDED),
        ),
        _sound(
            "mark_unsure",
            mark("Unsure"),
            keys=("U",),
            run=partial(sounding.mark, Sounding.UNSURE),
        ),
        _sound(
            "extend_left",
            mark("Range one second to the left"),
            keys=("Shift+Left",),
            run=partial(navigation.extend, -1),
            repeats=True,
        ),
        _sound(
            "extend_right",
            mark("Range one second to the right"),
            keys=("Shift+Right",),
            run=partial(navigation.extend, 1),
            repeats=True,
        ),
        _sound(
            "select_all",
            mark("Range over the whole video"),
            keys=("Ctrl+A",),
            run=navigation.select_all,
        ),
        _sound(
            "toggle_silence",
            mark("Nothing sounds here"),
            keys=("L",),
            run=sound.toggle_silence,
        ),
        _sound(
            "accept_silence",
            mark("Accept this suggested silence"),
            keys=("K",),
            run=sound.accept_silence,
        ),
        _sound(
            "accept_all_silences",
            mark("Accept all suggested silences"),
            keys=("Shift+K",),
            run=sound.accept_all_silences,
        ),
    )
