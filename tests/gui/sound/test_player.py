"""R08: play this second. R09: exactly its samples. Through a sink that notes what it was asked for."""

import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from gui.sound.player_bench import RATE_HZ, Bench, Listener, written
from media.barcode import CLICK_AT_S, Barcode, click_places, render, steady
from media.clipping import clip
from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot
from recording_sink import RecordingSink

from avisbuild.sound import PlayRequest, played_copy
from avisbuild_gui.sound import MissingSink, Player


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Bench:
    owner = QObject()
    bench = Bench(tmp_path, owner)
    yield bench  # type: ignore[misc]
    bench.player.close()
    owner.deleteLater()


class TestRequest:
    """What the sink is asked for."""

    @pytest.mark.parametrize("second", range(10))
    def test_a_second_starts_at_once_with_exactly_its_samples_r08_r09(
        self, bench: Bench, second: int
    ) -> None:
        """R08, R09: the sink has them before `play` returns."""
        assert bench.player.play(PlayRequest(second=second))
        (played,) = bench.sink.played
        span = slice(second * RATE_HZ, (second + 1) * RATE_HZ)
        assert played.range == (span.start, span.stop)
        assert played.at_s == bench.clock.now_s
        np.testing.assert_array_equal(
            played.sound.samples, played_copy(bench.samples[span], RATE_HZ)
        )
        np.testing.assert_array_equal(played.sound.samples[40:-40], bench.samples[span][40:-40])

    @pytest.mark.parametrize(
        ("request_", "seconds", "length_s", "loop"),
        [
            (PlayRequest(second=5, context=1), (4, 7), 3.0, False),
            (PlayRequest(second=0, context=1), (0, 2), 2.0, False),
            (PlayRequest(second=9, context=1), (8, 10), 2.0, False),
            (PlayRequest(second=5, loop=True), (5, 6), 1.0, True),
            (PlayRequest(second=5, speed=0.5), (5, 6), 2.0, False),
            (PlayRequest(second=5, context=1, loop=True, speed=0.5), (4, 7), 6.0, True),
        ],
        ids=["context", "context at the beginning", "context at the end", "loop", "half", "all"],
    )
    def test_modifiers_of_a_request_r08(
        self,
        bench: Bench,
        request_: PlayRequest,
        seconds: tuple[int, int],
        length_s: float,
        loop: bool,
    ) -> None:
        """R08: a second around it, a loop, half speed."""
        assert bench.player.play(request_)
        played = bench.sink.played[-1]
        assert played.range == (seconds[0] * RATE_HZ, seconds[1] * RATE_HZ)
        assert played.sound.duration_s == length_s
        assert played.sound.loop is loop

    def test_playing_again_takes_the_place_of_what_is_playing_r08(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=1))
        bench.pass_time(0.4)
        bench.player.play(PlayRequest(second=7))
        assert bench.sink.stops == 1
        assert [played.range[0] // RATE_HZ for played in bench.sink.played] == [1, 7]
        assert bench.heard.said[-2:] == [("stopped", None), ("position", 7.0)]

    def test_a_second_behind_the_end_is_not_played(self, bench: Bench) -> None:
        assert not bench.player.play(PlayRequest(second=10))
        assert not bench.sink.played
        assert not bench.player.is_playing

    def test_the_device_is_made_ready_when_a_file_is_opened_r08(self, bench: Bench) -> None:
        """R08: what takes time is done before the key is pressed."""
        assert bench.sink.prepared == [RATE_HZ]


class TestPlayhead:
    """R18: where the sound is, about thirty times a second."""

    def test_it_goes_along_with_the_sound_and_ends_with_it(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3))
        for _ in range(4):
            bench.pass_time(0.25)
        assert bench.heard.said == [
            ("position", 3.0),
            ("position", 3.25),
            ("position", 3.5),
            ("position", 3.75),
            ("played", (3.0, 4.0)),
            ("stopped", None),
        ]
        assert not bench.player.is_playing

    def test_at_half_speed_it_goes_half_as_fast(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3, speed=0.5))
        bench.pass_time(1.5)
        assert bench.heard.of("position") == [3.0, 3.75]
        bench.pass_time(0.5)
        assert bench.heard.of("stopped") == [None]

    def test_in_a_loop_it_begins_again_until_it_is_stopped(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3, loop=True))
        for _ in range(5):
            bench.pass_time(0.5)
        assert bench.heard.of("position") == [3.0, 3.5, 3.0, 3.5, 3.0, 3.5]
        bench.player.stop()
        assert bench.heard.said[-1] == ("stopped", None)

    def test_with_context_it_begins_before_the_second(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3, context=1))
        bench.pass_time(1.5)
        assert bench.heard.of("position") == [2.0, 3.5]

    def test_the_timer_runs_only_while_something_is_heard(self, bench: Bench) -> None:
        assert not bench.player._timer.isActive()
        bench.player.play(PlayRequest(second=3))
        assert bench.player._timer.isActive()
        assert 25 <= 1000 / bench.player._timer.interval() <= 40
        bench.pass_time(1.1)
        assert not bench.player._timer.isActive()

    def test_stopping_twice_is_said_once(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3))
        bench.player.stop()
        bench.player.stop()
        assert bench.heard.of("stopped") == [None]

    def test_it_moves_by_itself(self, tmp_path: Path, qtbot: QtBot) -> None:
        """With the real clock and the real timer."""
        player = Player(sink=RecordingSink())
        player.open(written(tmp_path / "audio.wav", np.ones(2 * RATE_HZ, np.int16)))
        heard = Listener(player)
        with qtbot.waitSignal(player.stopped, timeout=20_000):
            player.play(PlayRequest(second=1))
        places = heard.of("position")
        assert len(places) > 3
        assert places == sorted(places)  # type: ignore[type-var]
        assert 1.0 <= min(places) <= max(places) <= 2.0  # type: ignore[type-var, operator]
        player.close()


class TestPlayed:
    """R45: a second was played once all of it was, by the sink's own position and not by what was asked."""

    @pytest.mark.parametrize(
        ("request_", "for_s", "wanted"),
        [
            (PlayRequest(second=3), 0.3, []),
            (PlayRequest(second=3), 0.99, []),
            (PlayRequest(second=3, speed=0.5), 1.9, []),
            (PlayRequest(second=3, context=1), 0.9, []),
            (PlayRequest(second=3, context=1), 1.2, [(2, 3)]),
            (PlayRequest(second=3, context=1), 2.9, [(2, 3), (3, 4)]),
            (PlayRequest(second=3, loop=True), 2.5, [(3, 4), (3, 4)]),
        ],
    )
    def test_what_is_stopped_in_the_middle_of_a_second_was_not_played(
        self,
        bench: Bench,
        request_: PlayRequest,
        for_s: float,
        wanted: list[tuple[int, int]],
    ) -> None:
        bench.player.play(request_)
        for _ in range(10):
            bench.pass_time(for_s / 10)
        bench.player.stop()
        assert bench.heard.of("played") == wanted

    @pytest.mark.parametrize(
        ("request_", "wanted"),
        [
            (PlayRequest(second=3), [(3, 4)]),
            (PlayRequest(second=3, speed=0.5), [(3, 4)]),
            (PlayRequest(second=0, context=1), [(0, 2)]),
            (PlayRequest(second=9, context=1, speed=0.5), [(8, 10)]),
        ],
    )
    def test_what_comes_to_its_end_was_played_though_the_window_was_busy_meanwhile(
        self, bench: Bench, request_: PlayRequest, wanted: list[tuple[int, int]]
    ) -> None:
        bench.player.play(request_)
        bench.pass_time(10.0)
        assert bench.heard.of("played") == wanted

    def test_what_another_request_ends_was_played_as_far_as_it_came(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3, context=1))
        bench.clock.now_s += 2.1
        bench.player.play(PlayRequest(second=7))
        assert bench.heard.of("played") == [(2, 4)]

    def test_without_a_device_nothing_was_played(self, bench: Bench) -> None:
        bench.sink.set_trouble("No sound device.")
        bench.player.play(PlayRequest(second=3))
        bench.pass_time(3.0)
        assert bench.heard.of("played") == []


class TestTrouble:
    """Without a device, or a file, everything else works."""

    def test_no_device_is_said_once_and_playing_does_nothing(self, bench: Bench) -> None:
        bench.sink.set_trouble("No sound device.")
        for second in range(3):
            assert not bench.player.play(PlayRequest(second=second))
        assert bench.heard.of("unavailable") == ["No sound device."]
        assert bench.player.trouble == "No sound device."
        assert not bench.player.is_playing

    def test_a_device_that_comes_later_is_found(self, bench: Bench) -> None:
        bench.sink.set_trouble("No sound device.")
        bench.sink.set_trouble("")
        assert bench.heard.said == [("unavailable", "No sound device."), ("available", None)]
        assert bench.player.play(PlayRequest(second=0))

    def test_a_device_that_goes_while_it_plays_ends_the_sound(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=0, loop=True))
        bench.sink.set_trouble("No sound device.")
        assert bench.heard.said[-2:] == [("stopped", None), ("unavailable", "No sound device.")]
        assert not bench.player._timer.isActive()

    def test_trouble_is_said_anew_for_every_file(self, bench: Bench) -> None:
        """Whoever shows it begins again with each video."""
        bench.sink.set_trouble("No sound device.")
        bench.player.open(bench.audio)
        assert bench.heard.of("unavailable") == ["No sound device."] * 2

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda path: path.write_bytes(b"not a sound"),
            lambda path: path.write_bytes(b""),
            lambda path: path.unlink(),
        ],
        ids=["corrupt", "empty", "missing"],
    )
    def test_a_file_that_cannot_be_read_is_said_and_the_next_one_plays(
        self, bench: Bench, tmp_path: Path, spoil: Callable[[Path], None]
    ) -> None:
        other = written(tmp_path / "other.wav", np.ones(RATE_HZ, np.int16))
        spoil(bench.audio)
        bench.player.open(bench.audio)
        assert "audio.wav" in str(bench.heard.of("unavailable")[0])
        assert not bench.player.play(PlayRequest(second=0))
        assert len(bench.heard.of("unavailable")) == 1
        bench.player.open(other)
        assert bench.player.trouble == ""
        assert bench.player.play(PlayRequest(second=0))

    def test_a_file_that_goes_while_it_is_open_is_said(self, bench: Bench) -> None:
        bench.audio.unlink()
        assert not bench.player.play(PlayRequest(second=0))
        assert "no such file" in str(bench.heard.of("unavailable"))

    def test_opening_another_file_ends_the_sound(self, bench: Bench) -> None:
        bench.player.play(PlayRequest(second=3))
        bench.player.open(bench.audio)
        assert bench.heard.said[-1] == ("stopped", None)

    def test_without_the_multimedia_library_the_cure_is_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """QtMultimedia cannot be imported where libpulse0 is missing."""
        monkeypatch.setitem(sys.modules, "avisbuild_gui.sound.qt_sink", None)
        player = Player()
        heard = Listener(player)
        assert isinstance(player._sink, MissingSink)
        player.open(written(tmp_path / "audio.wav", np.ones(RATE_HZ, np.int16)))
        assert not player.play(PlayRequest(second=0))
        assert len(heard.said) == 1
        assert "apt-get install libpulse0" in str(heard.of("unavailable"))
        player.close()


def test_memory_does_not_grow_with_playing_or_with_the_length_of_a_file(
    tmp_path: Path,
) -> None:
    """Samples are read when they are asked for: an hour of sound is never in memory."""
    audio = written(tmp_path / "audio.wav", np.ones(1200 * RATE_HZ, np.int16))
    sink = RecordingSink()
    player = Player(sink=sink)
    tracemalloc.start()
    player.open(audio)
    for second in range(300):
        player.play(PlayRequest(second=second, context=1, speed=0.5 if second % 50 == 0 else 1.0))
        sink.played.clear()
    current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    player.close()
    assert current < 2_000_000
    assert peak < 20_000_000  # the file has 38 million bytes


class TestAlignment:
    """R09: a click track shows what is heard for each second, through the project's own clip step."""

    def test_the_samples_of_second_k_begin_at_its_click_r09(self, tmp_path: Path) -> None:
        """A click on the very first sample of every second, k = 0..60: none is off by one."""
        samples = np.zeros(61 * RATE_HZ, np.int16)
        samples[::RATE_HZ] = 1 + np.arange(61)
        audio = written(tmp_path / "audio.wav", samples)
        sink = RecordingSink()
        player = Player(sink=sink)
        player.open(audio)
        for second in range(61):
            player.play(PlayRequest(second=second))
        player.close()
        for second, played in enumerate(sink.played):
            start, stop = played.range
            assert samples[start:stop].tolist() == [1 + second] + [0] * (RATE_HZ - 1)

    def test_nothing_has_drifted_at_second_60_of_a_clipped_video_r09(self, tmp_path: Path) -> None:
        """A video with a click 0.2 s into each second, made at 48 kHz, clipped, heard second by second."""
        source = render(
            Barcode(
                name="clicks.mkv",
                time_of=steady(5),
                frame_count=305,
                sound_s=61.0,
                audio_codec="pcm_s16le",
            ),
            tmp_path,
        )
        record = clip(source, tmp_path / "v")
        assert record.video.second_count == 61
        sink = RecordingSink()
        player = Player(sink=sink)
        player.open(tmp_path / "v" / "audio.wav")
        places = []
        for second in range(61):
            player.play(PlayRequest(second=second))
            (place,) = click_places(sink.played[-1].sound.samples, RATE_HZ)
            places.append(place)
        player.close()
        assert len(places) == 61
        assert max(places) - min(places) <= 1
        assert places[0] == pytest.approx(CLICK_AT_S * RATE_HZ, abs=2)
