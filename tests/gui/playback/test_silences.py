"""What the part of sound does with a player and an analyser that only write down what they are told."""

from types import SimpleNamespace

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices, noted
from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.sound import PlayRequest
from avisbuild_gui.playback.sound import Sound
from avisbuild_gui.session.navigation import Navigation


class _Player(QObject):
    position = pyqtSignal(float)
    played = pyqtSignal(float, float)
    stopped = pyqtSignal()
    unavailable = pyqtSignal(str)
    available = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[PlayRequest] = []
        self.opened: list[object] = []
        self.stops, self.trouble, self.is_playing = 0, "", False

    def play(self, request: PlayRequest) -> bool:
        self.asked.append(request)
        return not self.trouble

    def open(self, audio: object) -> None:
        self.opened.append(audio)

    def stop(self) -> None:
        self.stops += 1


class _Analyser(QObject):
    analysed = pyqtSignal(object, object)
    failed = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[object] = []
        self.given_up = 0

    def begin(self, recording: object) -> None:
        self.begun.append(recording)

    def give_up(self) -> None:
        self.given_up += 1


class _Scene:
    def __init__(self, tmp_path, *, silences: frozenset[int] = frozenset()) -> None:
        self.state = DrawnState(drawn_view("......", silences=silences))
        project = self.state.project
        project.video_dir, project.folder = (lambda name: tmp_path / name), tmp_path
        project.recipe = SimpleNamespace(sample_rate_hz=16_000)
        self.notices, self.player, self.analyser = SaidNotices(), _Player(), _Analyser()
        self.edits = NotedEdits(self.state)
        self.navigation = Navigation(self.state, self.notices)
        self.sound = Sound(
            self.state,
            self.notices,
            self.edits,
            self.navigation,
            player=self.player,
            analyser=self.analyser,
        )
        self.suggested = noted(self.sound.suggestions_changed)


def test_a_video_is_opened_once_whatever_second_is_shown(tmp_path) -> None:
    scene = _Scene(tmp_path)
    scene.state.go_to(1)
    scene.state.go_to(2)
    assert len(scene.player.opened) == len(scene.analyser.begun) == 1
    scene.state.video_left.emit()
    assert (scene.player.stops, scene.analyser.given_up) == (1, 1)
    scene.state.go_to(3)
    assert len(scene.player.opened) == 2


def test_suggested_seconds_that_were_confirmed_are_open_no_longer(tmp_path) -> None:
    scene = _Scene(tmp_path, silences=frozenset({3}))
    scene.analyser.analysed.emit("an analysis", frozenset({2, 3}))
    assert scene.suggested == [(frozenset({2}),)]
    scene.state.show(drawn_view("......", silences=frozenset({2, 3})))
    assert scene.suggested[-1] == (frozenset(),)


def test_accepting_goes_on_to_the_next_suggestion_and_says_when_there_is_none(tmp_path) -> None:
    scene = _Scene(tmp_path)
    scene.sound.accept_silence()
    assert scene.notices.said == [("No silence is suggested.", "")]
    scene.analyser.analysed.emit("an analysis", frozenset({0, 4}))
    scene.sound.accept_silence()
    assert (scene.edits.kinds, scene.state.second) == (["confirm-silence"], 4)


def test_the_run_is_confirmed_as_silent_or_opened_as_the_second_on_screen_is(tmp_path) -> None:
    scene = _Scene(tmp_path, silences=frozenset({1}))
    scene.sound.toggle_silence()
    scene.sound.toggle_silence_at(1)
    assert scene.edits.kinds == ["confirm-silence", "reopen-silence"]


def test_a_second_that_cannot_be_heard_says_why(tmp_path) -> None:
    scene = _Scene(tmp_path)
    scene.sound.play_slowly()
    scene.player.trouble = "no device"
    scene.sound.play_at(4)
    assert [(each.second, each.speed) for each in scene.player.asked] == [(0, 0.5), (4, 1.0)]
    assert scene.notices.said == [("no device", "")]


def test_who_sees_no_waveform_yet_is_told_why(tmp_path) -> None:
    scene = _Scene(tmp_path)
    scene.state.go_to(1)
    told = noted(scene.sound.sound_changed)
    scene.sound.tell()
    scene.analyser.analysed.emit("an analysis", frozenset())
    scene.sound.tell()
    assert told[0][0] is None
    assert told[0][1].startswith("Analysing the sound")
    assert told[1:] == [("an analysis", ""), ("an analysis", "")]


def test_why_a_sound_was_not_analysed_is_said_again_to_new_views(tmp_path) -> None:
    scene = _Scene(tmp_path)
    scene.analyser.failed.emit("damaged")
    told = noted(scene.sound.sound_changed)
    scene.sound.tell()
    assert told == [(None, "damaged")]
