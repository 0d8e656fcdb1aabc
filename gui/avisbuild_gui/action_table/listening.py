"""What plays the sound."""

from collections.abc import Callable
from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.playback.marking import MarkingWhileListening
from avisbuild_gui.playback.moving import MovingPictures
from avisbuild_gui.playback.sound import Sound
from avisbuild_gui.texts import mark

_listen = partial(Action, group=Group.LISTEN)


def listening_actions(
    sound: Sound, moving: MovingPictures, marking: MarkingWhileListening
) -> tuple[Action, ...]:
    """A second is played alone, with its neighbours, over and over, or slowly; or all from it on."""
    return (
        _listen(
            "play_second",
            mark("Play this second"),
            keys=("Space",),
            run=partial(_unless_stayed, moving, sound.play_second),
        ),
        _listen(
            "play_context",
            mark("Play it with a second before and after"),
            keys=("Shift+Space",),
            run=sound.play_context,
        ),
        _listen(
            "play_loop",
            mark("Play it over and over"),
            keys=("R", "Ctrl+Space"),
            run=sound.play_loop,
        ),
        _listen(
            "play_slowly",
            mark("Play it at half speed"),
            keys=("Shift+R", "Alt+Space"),
            run=sound.play_slowly,
        ),
        _listen(
            "play_on",
            mark("Play on from here, or stop and stay there"),
            keys=("Ctrl+R",),
            run=partial(_unless_stayed, moving, sound.play_on),
        ),
        _listen(
            "shorter_reaction",
            mark("Shorter reaction time"),
            keys=("Alt+,",),
            run=partial(marking.step_reaction, -1),
        ),
        _listen(
            "longer_reaction",
            mark("Longer reaction time"),
            keys=("Alt+.",),
            run=partial(marking.step_reaction, 1),
        ),
    )


def _unless_stayed(moving: MovingPictures, play: Callable[[], None]) -> None:
    """A key that plays stops what plays on, as players do."""
    if not moving.stay():
        play()
