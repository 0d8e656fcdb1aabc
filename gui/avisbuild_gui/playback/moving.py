"""Pictures that move with what plays: the video's own, in step with its sound, its masks on them (R43)."""

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from avisbuild.media.moving_pictures import TimedPicture
from avisbuild.records import VideoId
from avisbuild.sound import PlayRequest, seconds_for
from avisbuild_gui.playback.playing import Playing
from avisbuild_gui.services.picture_decoder import PictureDecoder
from avisbuild_gui.services.reel import Reel
from avisbuild_gui.session.mask_layers import MaskLayers
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts.messages import text_of

# How often it is looked whether another picture is due: a third of the time between two at 60 a second.
_LOOK_MS = 5
# Whoever only passes through a second does not wait for its pictures.
_READY_AFTER_MS = 200
# Pictures are decoded anew where they are shown so much larger than when they were.
_TOO_SMALL = 1.3
_LAST_S = 1e-3
_KEPT_S = 3


class MovingPictures(QObject):
    """Shows pictures while something plays; the place, the tool and the drafts stay as they are.

    The second on screen is made ready while nothing plays, so that its first picture is at hand.

    Signals:
        picture_changed(image or None, whether it is of another second than the one on screen): what is shown
            in place of the frame, None when the frame is back.
    """

    picture_changed = pyqtSignal(object, bool)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        navigation: Navigation,
        *,
        playing: Playing,
        layers: MaskLayers,
        decoder: PictureDecoder,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._navigation = navigation
        self._playing = playing
        self._layers = layers
        self._decoder = decoder
        self._zoom = 1.0
        self._video_id: VideoId | None = None
        self._reels: list[Reel] = []
        self._reel: Reel | None = None
        self._shown: tuple[TimedPicture | None, int] | None = None
        self._told: set[str] = set()
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._tick)
        self._ready = QTimer(self)
        self._ready.setSingleShot(True)
        self._ready.setInterval(_READY_AFTER_MS)
        self._ready.timeout.connect(self._make_ready)
        playing.began.connect(self._begin)
        playing.ended.connect(self._end)
        decoder.failed.connect(self._say_once)
        decoder.stands_still.connect(lambda why: self._say_once(text_of(why)))
        state.second_left.connect(playing.stop)
        state.place_arrived.connect(self._arrive)
        state.video_left.connect(self._leave)

    @property
    def second(self) -> int | None:
        """The second whose picture is on, None where none moves."""
        return None if self._shown is None else self._shown[1]

    def use_zoom(self, zoom: float) -> None:
        """Pictures are shown at so many pixels of the screen for one of the frame."""
        is_too_small = zoom > _TOO_SMALL * self._zoom and self._zoom < 1.0
        if is_too_small or not self._reels:
            self._zoom = zoom
        if is_too_small and self._reel is None:
            self._drop_reels()
            self._ready.start()

    def interrupt(self) -> bool:
        """Another gesture has come: what plays ends. Whether that gesture is to be done as well.

        It is not where one looked at another second than the one that it would change.
        """
        is_elsewhere = self.second not in (None, self._state.second)
        self._playing.stop()
        return not is_elsewhere

    def stay(self) -> bool:
        """Stop what plays on and show the second that it has come to; False where nothing plays on."""
        request, at_s = self._playing.request, self._playing.at_s
        if request is None or not request.on or at_s is None:
            return False
        self._playing.stop()
        self._navigation.choose_second(min(int(at_s), self._second_count - 1))
        return True

    @property
    def _second_count(self) -> int:
        view = self._state.view
        return 0 if view is None else view.video.second_count

    def _arrive(self, is_other_second: bool) -> None:
        view = self._state.view
        if view is None:
            return
        if view.video.video_id != self._video_id:
            self._video_id = view.video.video_id
            self._decoder.open(self._video_id)
            self._told.clear()
        if is_other_second:
            self._drop_reels()
            self._ready.start()

    def _leave(self) -> None:
        self._playing.stop()
        self._ready.stop()
        self._reels.clear()
        self._decoder.leave()
        self._video_id = None

    def _make_ready(self) -> None:
        """Have the first pictures of the second on screen decoded, then of the one before, for context."""
        if self._reel is not None or self._decoder.moves is False or self._state.second < 0:
            return
        for start in (self._state.second, max(0, self._state.second - 1)):
            if not any(each.start_s == start for each in self._reels):
                self._reels.append(self._decoder.begin(start, self._zoom))
                self._ready.start()
                return

    def _begin(self, request: PlayRequest) -> None:
        seconds = seconds_for(request, self._second_count)
        is_still = self._decoder.moves is False and seconds == range(
            self._state.second, self._state.second + 1
        )
        if not seconds or is_still or self._video_id is None:
            return
        self._ready.stop()
        self._take_reel(seconds, leaves_out=not request.loop)
        self._look.start()
        self._tick()

    def _take_reel(self, seconds: range, *, leaves_out: bool) -> None:
        """Open the reel that is ready for these seconds, or one that is filled from now on."""
        ready = [each for each in self._reels if each.start_s == seconds.start and each.is_whole]
        reel = ready[0] if ready else self._decoder.begin(seconds.start, self._zoom)
        for each in self._reels:
            if each is not reel:
                self._decoder.drop(each)
        self._reels = [reel]
        self._reel = reel
        reel.open(seconds.stop, keeps=len(seconds) <= _KEPT_S, leaves_out=leaves_out)

    def _tick(self) -> None:
        request, at_s, reel = self._playing.request, self._playing.at_s, self._reel
        if request is None or at_s is None or reel is None:
            return
        seconds = seconds_for(request, self._second_count)
        # At the very end the next second's picture would be due.
        picture = reel.due(min(at_s, seconds.stop - _LAST_S))
        if picture is None and not reel.is_whole and request.loop:
            self._take_reel(seconds, leaves_out=False)
        second = min(max(int(at_s), seconds.start), seconds.stop - 1)
        self._show(picture, second)

    def _show(self, picture: TimedPicture | None, second: int) -> None:
        """Show a picture with the masks of a second; what is shown stays where there is no newer one."""
        before = self._shown or (None, self._state.second)
        now = (picture or before[0], second)
        if now == before or now[0] is None:
            return
        self._shown = now
        if now[0] is not before[0] or second != before[1]:
            self.picture_changed.emit(now[0].image, second != self._state.second)
        if second != before[1]:
            self._layers.lay_on(second)

    def _end(self) -> None:
        self._look.stop()
        reel, self._reel = self._reel, None
        if reel is not None and reel.is_whole:
            reel.wait()
        elif reel is not None:
            self._drop_reels()
        if self._shown is not None:
            self._shown = None
            self.picture_changed.emit(None, False)
            self._layers.lay_on(None)
        if self._video_id is not None:
            self._ready.start()

    def _drop_reels(self) -> None:
        for reel in self._reels:
            self._decoder.drop(reel)
        self._reels.clear()

    def _say_once(self, text: str) -> None:
        """Say why pictures do not move, or not any more; once in a video."""
        if text not in self._told:
            self._told.add(text)
            self._notices.say(text)
