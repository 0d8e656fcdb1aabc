"""The sound of the video: played second by second (R08), looked at, and where it is likely silent (R14)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView, commands
from avisbuild.records import VideoId
from avisbuild.records.video_folder import sound_cache_dir, sound_path
from avisbuild.sound import PlayRequest
from avisbuild_gui.playback.playing import Playing
from avisbuild_gui.services.sound_analyser import Recording, SoundAnalyser
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.sound import Player
from avisbuild_gui.texts import tr

if TYPE_CHECKING:
    from avisbuild.sound import SoundAnalysis

_HALF = 0.5


class Sound(QObject):
    """Plays, which changes no place and no tool; and takes suggested silences.

    Signals:
        sound_available(bool, why not). playhead_changed(seconds or None).
        played(start_s, stop_s): whole seconds of the open video were played, at whatever speed.
        sound_changed(SoundAnalysis or None, why there is none).
        suggestions_changed(frozenset of the suggested seconds that nobody has confirmed).
    """

    sound_available = pyqtSignal(bool, str)
    playhead_changed = pyqtSignal(object)
    played = pyqtSignal(float, float)
    sound_changed = pyqtSignal(object, str)
    suggestions_changed = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        *,
        player: Player,
        analyser: SoundAnalyser,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self.player = player
        self.playing = Playing(player, self)
        self._analyser = analyser
        self.analysis: SoundAnalysis | None = None
        self.suggested: frozenset[int] = frozenset()
        self._why_none = ""
        self._heard: VideoId | None = None
        self.playing.position.connect(self.playhead_changed.emit)
        player.played.connect(self.played.emit)
        self.playing.ended.connect(lambda: self.playhead_changed.emit(None))
        player.unavailable.connect(lambda text: self.sound_available.emit(False, text))
        player.available.connect(lambda: self.sound_available.emit(True, ""))
        analyser.analysed.connect(self._analysed)
        analyser.failed.connect(self._not_analysed)
        state.view_arrived.connect(lambda _: self._tell_suggestions())
        state.place_arrived.connect(lambda _: self._open_if_other_video())
        # Before it is left: what was played is noted, and what is being marked is written, while it is open.
        state.video_leaving.connect(self.playing.stop)
        state.video_left.connect(self._leave)

    def play_second(self) -> None:
        """Play exactly the second on screen."""
        self._play()

    def play_context(self) -> None:
        """Play it with a second before and after."""
        self._play(context=1)

    def play_loop(self) -> None:
        """Play it over and over, until this is asked for again."""
        if self.playing.request is not None:
            self.playing.stop()
        else:
            self._play(loop=True)

    def play_slowly(self) -> None:
        """Play it at half speed."""
        self._play(speed=_HALF)

    def play_on(self) -> None:
        """Play it, and all after it."""
        self._play(on=True)

    def play_at(self, second: int) -> None:
        """Play a second that was pointed at."""
        self._play(second=second)

    @property
    def open_suggestions(self) -> frozenset[int]:
        """Suggested seconds that nobody has confirmed."""
        view = self._state.view
        return self.suggested - (view.silences if view else frozenset())

    def toggle_silence(self) -> None:
        """Confirm that nothing sounds in the run; or open it again, where all of it is confirmed."""
        seconds = self._navigation.selection
        self._set_silence(seconds, silent=not all(self._is_silent(each) for each in seconds))

    def toggle_silence_at(self, second: int) -> None:
        """Do the same for a second that was pointed at."""
        self._set_silence(range(second, second + 1), silent=not self._is_silent(second))

    def accept_silence(self) -> None:
        """Confirm what is suggested for the run, and go to the next suggestion."""
        run = self._navigation.selection
        wanted = [each for each in run if each in self.open_suggestions]
        if wanted:
            self._accept(wanted)
        ahead = sorted(self.open_suggestions)
        after = [second for second in ahead if second >= run.stop]
        if after or (ahead and not wanted):
            self._navigation.choose_second((after or ahead)[0])
        elif not wanted:
            self._notices.say(tr("No silence is suggested."))

    def accept_all_silences(self) -> None:
        """Confirm every suggestion."""
        if self.open_suggestions:
            self._accept(sorted(self.open_suggestions))
        else:
            self._notices.say(tr("No silence is suggested."))

    def tell(self) -> None:
        """Say again what was found out about the sound."""
        self.sound_changed.emit(self.analysis, self._why_none)
        self._tell_suggestions()
        self.sound_available.emit(not self.player.trouble, self.player.trouble)

    def close(self) -> None:
        """End what plays for good."""
        self.playing.stop()
        self.player.close()

    def _is_silent(self, second: int) -> bool:
        view = self._state.view
        return view is not None and second in view.silences

    def _set_silence(self, seconds: Sequence[int], *, silent: bool) -> None:
        make = commands.accept_silences if silent else commands.reopen_silences
        self._edits.run(lambda view: make(view, list(seconds)))

    def _accept(self, seconds: list[int]) -> None:
        if self._edits.run(lambda view: commands.accept_silences(view, seconds)):
            self._navigation.clear_selection()

    def _play(
        self,
        *,
        second: int | None = None,
        context: int = 0,
        loop: bool = False,
        speed: float = 1.0,
        on: bool = False,
    ) -> None:
        view = self._state.view
        if view is not None:
            at = self._state.second if second is None else second
            request = PlayRequest(second=at, context=context, loop=loop, speed=speed, on=on)
            is_heard = self.playing.play(request, view.video.second_count)
            if not is_heard and self.player.trouble:
                self._notices.warn(self.player.trouble)

    def _tell_suggestions(self) -> None:
        self.suggestions_changed.emit(self.open_suggestions)

    def _open_if_other_video(self) -> None:
        view = self._state.view
        if view is not None and view.video.video_id != self._heard:
            self._heard = view.video.video_id
            self._open(view)

    def _open(self, view: VideoView) -> None:
        """Open the video's sound, and have worked out what there is to see of it."""
        project = self._state.project
        audio = sound_path(project.video_dir(view.video.video_id))
        self.sound_available.emit(True, "")
        self.player.open(audio)
        self.analysis, self.suggested = None, frozenset()
        self._why_none = tr("Analysing the sound; for the first time on a machine, half a minute")
        self.sound_changed.emit(None, self._why_none)
        self._tell_suggestions()
        recording = Recording(
            audio=audio,
            second_count=view.video.second_count,
            rate_hz=project.recipe.sample_rate_hz,
            cache=None if project.is_read_only else sound_cache_dir(project.folder),
        )
        self._analyser.begin(recording)

    def _analysed(self, analysis: "SoundAnalysis", silent: frozenset[int]) -> None:
        self.analysis, self.suggested, self._why_none = analysis, silent, ""
        self.sound_changed.emit(analysis, "")
        self._tell_suggestions()

    def _not_analysed(self, text: str) -> None:
        self._why_none = text
        self.sound_changed.emit(None, text)
        self.sound_available.emit(False, text)

    def _leave(self) -> None:
        self.playing.stop()
        self._heard = None
        self._analyser.give_up()
