"""What plays the sound."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.playback.sound import Sound
from avisbuild_gui.texts import mark

_listen = partial(Action, group=Group.LISTEN)


def listening_actions(sound: Sound) -> tuple[Action, ...]:
    """A second is heard alone, with its neighbours, over and over, or slowly."""
    return (
        _listen("play_second", mark("Play this second"), keys=("Space",), run=sound.play_second),
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
    )
