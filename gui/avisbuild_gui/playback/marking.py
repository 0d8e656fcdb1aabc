"""Marking while listening: an instance's number, held while the video plays on, marks its seconds (R44)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView, commands
from avisbuild.annotation.held_seconds import held_seconds
from avisbuild.records import InstanceId
from avisbuild.sound import PlayRequest, seconds_for
from avisbuild_gui.playback.playing import Playing
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.instances import Instances
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.values import MOST_REACTION_S, REACTION_S, REACTION_STEP_S

# Shorter, and the key was tapped: it chooses the instance, as it does while nothing plays.
_TAP_S = 0.3
# So near to the end of what plays, it has come there by itself.
_NEAR_S = 0.1


@dataclass(frozen=True, slots=True)
class _Hold:
    """A number that is down: since when on the clock, and since where in the video."""

    instance_id: InstanceId
    request: PlayRequest
    pressed_at_s: float
    start_s: float


class MarkingWhileListening(QObject):
    """Marks while numbers are held; each hold that is let go is one step of undo, and Esc drops all of them.

    A number chooses its instance at once, whatever becomes of the hold. `reaction_s` is how long after a
    sound a person presses and lets go.

    Signals:
        held_changed(mapping of InstanceId to seconds): what would be marked if all were let go now.
    """

    held_changed = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        *,
        instances: Instances,
        playing: Playing,
        now: Callable[[], float],
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._instances = instances
        self._playing = playing
        self._now = now
        self.reaction_s = REACTION_S
        self._holds: dict[int, _Hold] = {}
        self._at_s = 0.0
        self._told: Mapping[InstanceId, tuple[int, ...]] = {}
        playing.position.connect(self._move)
        playing.ended.connect(self._end)

    def press(self, number: int) -> None:
        """Choose the instance of a number; where the video plays on, it is held from now on."""
        answers = self._instances.is_asking
        self._instances.choose_number(number)
        view, request, at_s = self._state.view, self._playing.request, self._playing.at_s
        if view is None or request is None or at_s is None or not self._plays_on(view, request):
            return
        wanted = [each.instance_id for each in view.instances[number - 1 : number]]
        if not answers and wanted == [self._state.instance_id]:
            self._holds[number] = _Hold(wanted[0], request, self._now(), at_s)

    def let_go(self, number: int) -> None:
        """The number's key goes up, or can be watched no more."""
        hold = self._holds.pop(number, None)
        if hold is not None:
            at_s = self._playing.at_s
            self._finish(hold, self._shifted(hold, self._at_s if at_s is None else at_s))

    def drop(self) -> None:
        """Mark nothing of what is held."""
        self._holds.clear()
        self._tell()

    def use_reaction(self, reaction_s: float) -> None:
        """Take this much off, within bounds."""
        self.reaction_s = min(max(reaction_s, 0.0), MOST_REACTION_S)

    def step_reaction(self, step: int) -> None:
        """Take more (1) or less (-1) off for the time that a person takes to react; say how much."""
        steps = round(self.reaction_s / REACTION_STEP_S) + step
        self.use_reaction(round(steps * REACTION_STEP_S, 2))
        text = tr("Marks are shifted back by {seconds} s.")
        self._notices.say(text.format(seconds=f"{self.reaction_s:.2f}"))

    def _plays_on(self, view: VideoView, request: PlayRequest) -> bool:
        """Whether it runs through several seconds, once; in a loop nobody could say which round was meant."""
        is_long = len(seconds_for(request, view.video.second_count)) > 1
        return is_long and not request.loop and not self._state.project.is_read_only

    def _move(self, at_s: float) -> None:
        self._at_s = at_s
        if self._holds:
            self._tell()

    def _end(self) -> None:
        """What plays has ended: so do all holds. Nobody reacts to an end that comes by itself."""
        holds, self._holds = list(self._holds.values()), {}
        for hold in holds:
            stop = self._seconds(hold).stop
            has_come_there = self._at_s >= stop - _NEAR_S
            self._finish(hold, stop if has_come_there else self._shifted(hold, self._at_s))

    def _finish(self, hold: _Hold, stop_s: float) -> None:
        seconds = self._marked(hold, stop_s)
        if seconds:
            self._edits.run(lambda view: commands.mark_heard(view, hold.instance_id, seconds))
        self._tell()

    def _marked(self, hold: _Hold, stop_s: float) -> tuple[int, ...]:
        """The seconds that a hold changes if it ends there in the video; none for a tap."""
        view = self._state.view
        is_tap = self._now() - hold.pressed_at_s < _TAP_S
        if view is None or is_tap or hold.instance_id not in view.by_id:
            return ()
        seconds = self._seconds(hold)
        heard = range(seconds.start, min(seconds.stop, math.floor(max(self._at_s, stop_s)) + 1))
        found = held_seconds(self._shifted(hold, hold.start_s), stop_s, heard=heard)
        return commands.markable_seconds(view, hold.instance_id, found)

    def _shifted(self, hold: _Hold, at_s: float) -> float:
        """Where in the video it was when the person, who takes time to react, heard what they reacted to."""
        return at_s - self.reaction_s * hold.request.speed

    def _seconds(self, hold: _Hold) -> range:
        view = self._state.view
        return seconds_for(hold.request, 0 if view is None else view.video.second_count)

    def _tell(self) -> None:
        found = {
            hold.instance_id: seconds
            for hold in self._holds.values()
            if (seconds := self._marked(hold, self._shifted(hold, self._at_s)))
        }
        if found != self._told:
            self._told = found
            self.held_changed.emit(found)
