"""R43: pictures move with what plays, in step with it, and nothing else is changed by that."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gui.annotator_case import Sitting
from gui.moving_case import RATE_HZ, SECONDS, make_moving_project
from media.barcode import index_of
from media.damage import spoil_from
from pytestqt.qtbot import QtBot

from avisbuild.media import clipped_source
from avisbuild.store import Project
from avisbuild_gui.action_table import session_actions


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_moving_project(tmp_path_factory.mktemp("moving") / "set")


@pytest.fixture
def project(made: Path) -> Iterator[Project]:
    with Project.open(made) as project:
        yield project


class Watching:
    """A sitting whose sound goes as a test says, and the numbers of the pictures that were shown."""

    def __init__(self, sitting: Sitting, qtbot: QtBot) -> None:
        self.sitting, self.session, self._qtbot = sitting, sitting.session, qtbot
        self.now_s = 0.0
        sitting.sink._now = lambda: self.now_s
        self.shown: list[tuple[int | None, bool]] = []
        self.layers: list[tuple[Any, ...]] = []
        self.session.moving.picture_changed.connect(
            lambda image, elsewhere: self.shown.append(
                (None if image is None else index_of(image), elsewhere)
            )
        )
        self.session.layers.masks_changed.connect(self.layers.append)

    def be_ready(self, second: int) -> None:
        """Go to a second, and wait for its first pictures."""
        self.session.navigation.choose_second(second)
        self.wait(lambda: [r.start_s for r in self.reels if r.byte_count][:1] == [second])

    @property
    def reels(self) -> list:
        return self.session.moving._reels

    def wait(self, done) -> None:
        self._qtbot.waitUntil(done, timeout=30_000)

    def hear(self, heard_s: float) -> None:
        """So much was heard since it began: wait for the picture of that moment."""
        self.now_s = heard_s
        at_s = self.session.sound.playing.at_s
        assert at_s is not None
        wanted = int(at_s * RATE_HZ + 1e-6)
        self.wait(lambda: bool(self.shown) and self.shown[-1][0] == wanted)

    def end(self, heard_s: float) -> None:
        self.now_s = heard_s
        self.wait(lambda: self.session.sound.playing.request is None)


@pytest.fixture
def watching(sit, project: Project, qtbot: QtBot) -> Watching:
    return Watching(sit(), qtbot)


def test_the_second_moves_with_its_sound_and_the_frame_is_back_at_the_end(
    watching: Watching,
) -> None:
    """The first picture is there before the key has done its work."""
    watching.be_ready(1)
    watching.session.sound.play_second()
    assert watching.shown == [(RATE_HZ, False)]
    for heard_s in (0.06, 0.4, 0.98):
        watching.hear(heard_s)
    watching.end(1.0)
    assert watching.shown[-1] == (None, False)
    assert all(number is None or RATE_HZ <= number < 2 * RATE_HZ for number, _ in watching.shown)
    assert watching.session.state.second == 1


def test_at_half_speed_it_takes_twice_as_long_and_a_loop_begins_again(watching: Watching) -> None:
    watching.be_ready(2)
    watching.session.sound.play_slowly()
    watching.hear(1.0)
    assert watching.shown[-1][0] == 2 * RATE_HZ + RATE_HZ // 2
    watching.end(2.0)
    watching.session.sound.play_loop()
    for heard_s in (2.5, 2.9, 3.2, 3.6, 4.1):
        watching.hear(heard_s)
    assert 2 * RATE_HZ <= watching.shown[-1][0] < 3 * RATE_HZ
    watching.session.sound.play_loop()
    assert watching.shown[-1] == (None, False)


def test_with_its_neighbours_masks_are_those_of_the_second_that_is_on(watching: Watching) -> None:
    session = watching.session
    watching.sitting.add("dog", 0, 1, 2)
    for second in (0, 1):
        watching.sitting.mask(second)
    watching.be_ready(1)
    before = session.state.workbench.view, session.history, session.state.second
    watching.layers.clear()
    session.sound.play_context()
    watching.hear(0.5)
    assert (session.moving.second, watching.shown[-1][1]) == (0, True)
    watching.hear(1.5)
    assert (session.moving.second, watching.shown[-1][1]) == (1, False)
    watching.hear(2.5)
    assert session.moving.second == 2
    watching.end(3.0)
    masks = [[layer.name for layer in layers] for layers in watching.layers]
    assert masks == [["dog_1"], ["dog_1"], [], ["dog_1"]]
    assert (session.state.workbench.view, session.history, session.state.second) == before
    for _ in range(4):
        session.commits.undo()


def test_it_plays_on_to_the_end_and_the_second_on_screen_is_as_before(watching: Watching) -> None:
    watching.be_ready(1)
    watching.session.sound.play_on()
    for heard_s in (0.5, 1.5, 2.9):
        watching.hear(heard_s)
    watching.end(float(SECONDS - 1))
    assert watching.session.state.second == 1
    assert watching.shown[-1] == (None, False)


@pytest.mark.parametrize("action_id", ["play_on", "play_second"])
def test_playing_on_stops_and_stays_where_it_has_come_to(
    watching: Watching, action_id: str
) -> None:
    run = {each.action_id: each.run for each in session_actions(watching.session)}
    watching.be_ready(0)
    run["play_on"]()
    watching.hear(2.3)
    run[action_id]()
    assert watching.session.sound.playing.request is None
    assert watching.session.state.second == 2


def test_another_gesture_ends_it_and_does_nothing_where_another_second_is_seen(
    watching: Watching,
) -> None:
    session = watching.session
    run = {each.action_id: each.run for each in session_actions(session)}
    watching.be_ready(0)
    run["play_on"]()
    run["toggle_outlines"]()
    assert session.sound.playing.request is not None, "looking does not end it"
    watching.hear(0.5)
    run["next_second"]()
    assert session.sound.playing.request is None
    assert session.state.second == 1, "the second that one was in was seen"
    watching.be_ready(1)
    run["play_on"]()
    watching.hear(watching.now_s + 1.5)
    run["next_second"]()
    assert session.sound.playing.request is None
    assert session.state.second == 1, "another second was seen"


def test_without_a_sound_device_pictures_move_by_a_clock_of_their_own(watching: Watching) -> None:
    watching.sitting.sink.set_trouble("No sound device.")
    watching.be_ready(1)
    watching.session.sound.play_second()
    watching.wait(lambda: len(watching.shown) > 3)
    watching.wait(lambda: watching.session.sound.playing.request is None)
    assert watching.sitting.sink.played == []
    assert watching.shown[-1] == (None, False)
    numbers = [number for number, _ in watching.shown[:-1]]
    assert numbers == sorted(numbers)
    assert set(numbers) <= set(range(RATE_HZ, 2 * RATE_HZ))


def test_pictures_that_cannot_be_decoded_are_said_once_and_the_last_one_stays(
    watching: Watching, made: Path
) -> None:
    source = made / "sources/local-v/source.mp4"
    whole = source.read_bytes()
    watching.be_ready(0)
    spoil_from(source, second=2)
    try:
        watching.session.navigation.choose_second(1)
        failed: list[str] = []
        watching.session.moving._decoder.failed.connect(failed.append)
        for times in (1, 2):
            watching.session.sound.play_on()
            watching.hear(watching.now_s + 0.8)
            watching.now_s += 1
            watching.wait(lambda wanted=times: len(failed) >= wanted)
            assert watching.session.sound.playing.request is not None
            number, _ = watching.shown[-1]
            assert number is not None
            assert RATE_HZ + 20 <= number < 2 * RATE_HZ, "the last one that could be decoded"
            watching.session.sound.playing.stop()
            watching.session.moving._drop_reels()
        assert len([text for text in watching.sitting.texts if "source.mp4" in text]) == 1
    finally:
        source.write_bytes(whole)


def test_who_pages_on_leaves_no_thread_that_reads_a_source(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording of two hours takes a while to be looked through, and nobody waits for it any more."""
    reading = threading.Event()

    def read_for_ever(_path, _info, _limits, deadline):
        reading.set()
        while True:
            deadline.check()
            time.sleep(0.01)

    monkeypatch.setattr(clipped_source, "read_timeline", read_for_ever)
    session = watching.session
    session.videos.open(session.state.view.video.video_id, second=1)
    watching.wait(reading.is_set)
    session.close()
    assert [job.name for job in session.given_up.running if not job.has_ended] == []
    assert watching.sitting.texts == []


def test_without_its_source_a_second_stands_still_and_the_frames_follow_one_another(
    watching: Watching, made: Path
) -> None:
    source = made / "sources/local-v/source.mp4"
    away = source.rename(made / "away.mp4")
    try:
        session = watching.session
        session.videos.open(session.state.view.video.video_id, second=1)
        watching.wait(lambda: session.moving._decoder.moves is False)
        watching.shown.clear()
        session.sound.play_second()
        watching.end(watching.now_s + 1.0)
        assert watching.shown == []
        assert watching.sitting.texts == []
        session.sound.play_on()
        began_s = watching.now_s
        for second in (2, 3):
            watching.now_s = began_s + second - 0.5
            middle = second * RATE_HZ + RATE_HZ // 2
            watching.wait(lambda wanted=middle: watching.shown[-1:] == [(wanted, True)])
    finally:
        away.rename(source)


def test_a_source_that_was_never_allowed_is_not_read_and_that_is_said_once(
    watching: Watching, made: Path, tmp_path: Path
) -> None:
    source = made / "sources/local-v/source.mp4"
    outside = tmp_path / "source.mp4"
    source.rename(outside)
    source.symlink_to(outside)
    try:
        session = watching.session
        session.videos.open(session.state.view.video.video_id, second=1)
        watching.wait(lambda: session.moving._decoder.moves is False)
        session.sound.play_on()
        watching.wait(lambda: any("stands still" in text for text in watching.sitting.texts))
        assert len(watching.sitting.texts) == 1
    finally:
        source.unlink()
        outside.rename(source)
