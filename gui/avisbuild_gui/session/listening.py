"""The sound of the video: played second by second (R08), looked at, and where it is likely silent (R14)."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avisbuild.annotation import VideoView, commands
from avisbuild.records import VideoId
from avisbuild.records.video_folder import sound_cache_dir, sound_path
from avisbuild.sound import PlayRequest
from avisbuild_gui.session.background import Job
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.session.marking import Marking
from avisbuild_gui.texts import tr
from avisbuild_gui.values import Severity

if TYPE_CHECKING:
    from avisbuild.sound import SoundAnalysis

_HALF = 0.5


class Listening(Marking):
    """Actions that are heard, and those on suggested silences; playing changes no place and no tool."""

    def __init__(self, parts: SessionParts) -> None:
        self.analysis: SoundAnalysis | None = None
        self.suggested: frozenset[int] = frozenset()
        self._unheard = ""
        self._analysing: Job | None = None
        self._jobs: list[Job] = []
        # One analysis at a time: who runs through the videos would have twenty at once.
        self._hearing = threading.Lock()
        self._heard: VideoId | None = None
        super().__init__(parts)
        self.player = parts.make_player(self)
        self.player.position.connect(self.playhead_changed.emit)
        self.player.stopped.connect(lambda: self.playhead_changed.emit(None))
        self.player.unavailable.connect(lambda text: self.sound_available.emit(False, text))
        self.player.available.connect(lambda: self.sound_available.emit(True, ""))

    def play_second(self) -> None:
        """Exactly the second on screen."""
        self._play()

    def play_context(self) -> None:
        """A second before and after, too."""
        self._play(context=1)

    def play_loop(self) -> None:
        """Over and over, until it is asked for again."""
        if self.player.is_playing:
            self.player.stop()
        else:
            self._play(loop=True)

    def play_slowly(self) -> None:
        """At half speed."""
        self._play(speed=_HALF)

    def play_at(self, second: int) -> None:
        """A second that was pointed at."""
        self._play(second=second)

    @property
    def open_suggestions(self) -> frozenset[int]:
        """Suggested seconds that nobody has confirmed."""
        return self.suggested - (self.view.silences if self.view else frozenset())

    def toggle_silence(self) -> None:
        """Nothing sounds in the run, or that is open again."""
        self.set_silence(self.selection, silent=not self._is_silent(self.second))

    def toggle_silence_at(self, second: int) -> None:
        """The same for a second that was pointed at."""
        self.set_silence(range(second, second + 1), silent=not self._is_silent(second))

    def accept_silence(self) -> None:
        """Confirm what is suggested for the run; the next suggestion is shown."""
        wanted = [second for second in self.selection if second in self.open_suggestions]
        if wanted:
            self._accept(wanted)
        ahead = sorted(self.open_suggestions)
        after = [second for second in ahead if second > self.second]
        if after or (ahead and not wanted):
            self.choose_second((after or ahead)[0])
        elif not wanted:
            self.notice(tr("No silence is suggested."))

    def accept_all_silences(self) -> None:
        """Confirm every suggestion."""
        if self.open_suggestions:
            self._accept(sorted(self.open_suggestions))
        else:
            self.notice(tr("No silence is suggested."))

    def set_silence(self, seconds: range, *, silent: bool) -> None:
        """Say that nothing sounds in these seconds, or that this is open."""
        make = commands.accept_silences if silent else commands.reopen_silences
        self.run(lambda view: make(view, list(seconds)))

    def close(self) -> None:
        """End sound and analysis, too."""
        if not self._is_closed:
            self.player.stop()
            self.player.close()
        super().close()

    def tell_all(self) -> None:
        """What was found out about the sound, too."""
        super().tell_all()
        self.sound_changed.emit(self.analysis, self._unheard)
        self.suggestions_changed.emit(self.open_suggestions)
        self.sound_available.emit(not self.player.trouble, self.player.trouble)

    def _is_silent(self, second: int) -> bool:
        return self.view is not None and second in self.view.silences

    def _accept(self, seconds: list[int]) -> None:
        if self.run(lambda view: commands.accept_silences(view, seconds)):
            self.clear_selection()

    def _play(
        self,
        *,
        second: int | None = None,
        context: int = 0,
        loop: bool = False,
        speed: float = 1.0,
    ) -> None:
        if self.view is not None:
            at = self.second if second is None else second
            request = PlayRequest(second=at, context=context, loop=loop, speed=speed)
            if not self.player.play(request) and self.player.trouble:
                self.notice(self.player.trouble, Severity.WARNING)

    def _view_arrived(self, view: VideoView) -> None:
        super()._view_arrived(view)
        self.suggestions_changed.emit(self.open_suggestions)

    def _arrive(self, *, is_other_second: bool) -> None:
        super()._arrive(is_other_second=is_other_second)
        view = self.view
        if view is not None and view.video.video_id != self._heard:
            self._heard = view.video.video_id
            self._hear(view)

    def _hear(self, view: VideoView) -> None:
        """Open the video's sound, and work out what there is to see of it; heard of when it is done."""
        video = view.video
        folder = self.project.video_dir(video.video_id)
        audio = sound_path(folder)
        self.sound_available.emit(True, "")
        self.player.open(audio)
        self.analysis, self.suggested = None, frozenset()
        self._unheard = ""
        self.sound_changed.emit(None, "")
        self.suggestions_changed.emit(frozenset())
        cache = None if self.project.is_read_only else sound_cache_dir(self.project.folder)
        rate_hz = self.project.recipe.sample_rate_hz

        def work(job: Job) -> _Heard | None:
            with self._hearing:
                if job.should_stop():
                    return None
                return _heard_in(audio, video.second_count, rate_hz, cache)

        self._analysing = Job("sound", work, self)
        self._analysing.start(done=self._analysed, failed=self._not_analysed)

    def _analysed(self, found: object) -> None:
        assert isinstance(found, _Heard)
        self.analysis, self.suggested = found.analysis, found.silent
        self.sound_changed.emit(self.analysis, "")
        self.suggestions_changed.emit(self.open_suggestions)

    def _not_analysed(self, text: str) -> None:
        self._unheard = text
        self.sound_changed.emit(None, text)
        self.sound_available.emit(False, text)

    def _leave_video(self) -> None:
        super()._leave_video()
        self.player.stop()
        self._heard = None
        if self._analysing is not None:
            self._give_up(self._analysing)
            self._analysing = None

    def _give_up(self, job: Job) -> None:
        """Hear no more of a job; its thread is waited for when the session is closed."""
        job.abandon()
        self._jobs = [each for each in self._jobs if not each.has_ended]
        self._jobs.append(job)


@dataclass(frozen=True, slots=True)
class _Heard:
    analysis: "SoundAnalysis"
    silent: frozenset[int]


def _heard_in(audio: Path, second_count: int, rate_hz: int, cache: Path | None) -> _Heard:
    """What there is to see of a sound; takes a second or two, unless it was worked out before."""
    from avisbuild.sound import analyse, silent_seconds

    analysis = analyse(audio, second_count=second_count, cache=cache, sample_rate_hz=rate_hz)
    flags = silent_seconds(analysis)
    return _Heard(analysis, frozenset(second for second, quiet in enumerate(flags) if quiet))
