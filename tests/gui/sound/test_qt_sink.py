"""The sink of a real device, as far as it can be seen without one: bytes, formats, devices that go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QObject
from PyQt6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat

from avisbuild_gui.sound import SoundToPlay
from avisbuild_gui.sound import qt_sink as qt_sink_module
from avisbuild_gui.sound.device_format import device_bytes, device_pieces, format_for
from avisbuild_gui.sound.qt_sink import LoopingBytes, PiecedBytes, QtSink

RATE_HZ = 16_000
Kind = QAudioFormat.SampleFormat


def audio_format(
    rate_hz: int = RATE_HZ, channels: int = 1, kind: Kind = Kind.Int16
) -> QAudioFormat:
    form = QAudioFormat()
    form.setSampleRate(rate_hz)
    form.setChannelCount(channels)
    form.setSampleFormat(kind)
    return form


def sound(seconds: float = 1.0, *, loop: bool = False) -> SoundToPlay:
    samples = np.arange(1, round(seconds * RATE_HZ) + 1).astype(np.int16)
    return SoundToPlay(
        samples=samples, sample_rate_hz=RATE_HZ, loop=loop, start=0, stop=len(samples)
    )


class TestBytes:
    """What the device reads."""

    @given(data=st.binary(min_size=1, max_size=50), sizes=st.lists(st.integers(1, 60), max_size=20))
    def test_a_loop_has_no_gap_and_no_end(self, data: bytes, sizes: list[int]) -> None:
        source = LoopingBytes(data, loop=True)
        read = b"".join(source.readData(size) for size in sizes)
        assert len(read) == sum(sizes)
        assert read == (data * (len(read) // len(data) + 1))[: len(read)]
        assert not source.is_used_up

    @given(data=st.binary(max_size=50), sizes=st.lists(st.integers(1, 60), max_size=20))
    def test_once_is_every_byte_once(self, data: bytes, sizes: list[int]) -> None:
        source = LoopingBytes(data, loop=False)
        read = b"".join(source.readData(size) for size in sizes)
        assert read == data[: sum(sizes)]
        assert source.is_used_up == (len(read) == len(data))

    @pytest.mark.parametrize("rate_hz", [RATE_HZ, 44_100])
    def test_a_long_sound_is_made_piece_by_piece_and_is_the_same(self, rate_hz: int) -> None:
        samples = np.random.default_rng(0).integers(-9000, 9000, round(3.3 * RATE_HZ), np.int16)
        form = audio_format(rate_hz, 2)
        source = PiecedBytes(device_pieces(samples, RATE_HZ, form))
        read = bytearray()
        while not source.is_used_up:
            read += source.readData(1000)
        whole = np.frombuffer(device_bytes(samples, RATE_HZ, form), np.int16)
        pieced = np.frombuffer(bytes(read), np.int16)
        assert len(pieced) == len(whole)
        assert np.abs(pieced.astype(int) - whole).max() <= 1

    def test_our_own_format_is_the_samples_as_they_are(self) -> None:
        samples = np.array([-32768, -1, 0, 1, 32767], np.int16)
        assert device_bytes(samples, RATE_HZ, audio_format()) == samples.tobytes()

    @pytest.mark.parametrize(
        ("kind", "dtype", "expected"),
        [
            (Kind.Float, "f4", [-1.0, 0.0, 0.5]),
            (Kind.Int32, "i4", [-(2**31), 0, 2**30]),
            (Kind.UInt8, "u1", [0, 128, 192]),
            (Kind.Int16, "i2", [-32768, 0, 16384]),
        ],
    )
    def test_every_kind_of_number_and_both_channels(
        self, kind: Kind, dtype: str, expected: list[float]
    ) -> None:
        samples = np.array([-32768, 0, 16384], np.int16)
        heard = np.frombuffer(
            device_bytes(samples, RATE_HZ, audio_format(channels=2, kind=kind)), dtype
        )
        assert heard.reshape(-1, 2).tolist() == [[each, each] for each in expected]

    def test_another_rate_takes_as_long_and_sounds_the_same(self) -> None:
        time_s = np.arange(RATE_HZ) / RATE_HZ
        tone = np.rint(9000 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)
        heard = np.frombuffer(
            device_bytes(tone, RATE_HZ, audio_format(48_000, 1, Kind.Float)), "f4"
        )
        assert len(heard) == 48_000
        assert np.argmax(np.abs(np.fft.rfft(heard))) == 440
        assert np.abs(heard[1000:-1000]).max() == pytest.approx(9000 / 32768, rel=0.01)


class Device(QAudioDevice):
    """A device that takes one format only."""

    def __init__(self, takes: QAudioFormat) -> None:
        super().__init__()
        self.takes = takes

    def isFormatSupported(self, settings: QAudioFormat) -> bool:
        return settings == self.takes

    def preferredFormat(self) -> QAudioFormat:
        return self.takes

    def isNull(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    __hash__ = QAudioDevice.__hash__


def test_a_device_gets_our_format_where_it_takes_it_else_its_own() -> None:
    assert format_for(Device(audio_format()), RATE_HZ) == audio_format()
    other = audio_format(44_100, 2, Kind.Float)
    assert format_for(Device(other), RATE_HZ) == other


class FakeAudioSink(QObject):
    """QAudioSink, as far as QtSink needs it."""

    def __init__(self, machine: "Machine", parent: QObject) -> None:
        super().__init__(parent)
        self.calls: list[str] = []
        self.buffer_bytes = 0
        self.played_us = 0
        self.now = QAudio.State.StoppedState
        self.trouble = QAudio.Error.NoError
        self.machine = machine

    def setBufferSize(self, value: int) -> None:
        self.buffer_bytes = value

    def start(self, source: LoopingBytes) -> None:
        self.calls.append("start")
        self.source = source
        self.trouble = self.machine.error
        self.now = QAudio.State.ActiveState

    def reset(self) -> None:
        self.calls.append("reset")

    def stop(self) -> None:
        self.calls.append("stop")
        self.now = QAudio.State.StoppedState

    def error(self) -> QAudio.Error:
        return self.trouble

    def state(self) -> QAudio.State:
        return self.now

    def processedUSecs(self) -> int:
        return self.played_us


class Machine:
    """A machine with a device, which may be unplugged and may fail to open."""

    def __init__(self) -> None:
        self.device: QAudioDevice = Device(audio_format())
        self.error = QAudio.Error.NoError
        self.sinks: list[FakeAudioSink] = []

    def make_sink(self, _: QAudioDevice, __: QAudioFormat, parent: QObject) -> FakeAudioSink:
        self.sinks.append(FakeAudioSink(self, parent))
        return self.sinks[-1]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(qt_sink_module, "QAudioSink", machine.make_sink)
    devices = qt_sink_module.QMediaDevices
    monkeypatch.setattr(devices, "defaultAudioOutput", lambda: machine.device)
    return machine


class TestDevice:
    """Devices that are there, are not, come, go and fail."""

    def test_the_sink_is_built_before_it_is_needed_and_used_again_r08(
        self, machine: Machine
    ) -> None:
        """R08: pressing the key only starts it."""
        sink = QtSink()
        sink.prepare(RATE_HZ)
        (made,) = machine.sinks
        assert made.calls == []
        for _ in range(3):
            assert sink.start(sound())
        assert len(machine.sinks) == 1
        assert made.calls == ["start", "reset", "stop", "start", "reset", "stop", "start"]
        sink.close()

    def test_its_buffer_holds_more_than_a_block_of_a_sound_server(self, machine: Machine) -> None:
        """At 0.05 s silence came between the samples (see the decision on playing)."""
        sink = QtSink()
        sink.prepare(RATE_HZ)
        assert machine.sinks[0].buffer_bytes >= 0.1 * RATE_HZ * 2
        sink.close()

    def test_no_device_is_trouble_until_one_is_plugged_in(self, machine: Machine) -> None:
        machine.device = QAudioDevice()
        sink = QtSink()
        changes: list[str] = []
        sink.trouble_changed.connect(lambda: changes.append(sink.trouble))
        assert "No sound device" in sink.trouble
        assert not sink.start(sound())
        machine.device = Device(audio_format())
        sink._devices.audioOutputsChanged.emit()
        assert changes == [""]
        assert sink.start(sound())
        machine.device = QAudioDevice()
        sink._devices.audioOutputsChanged.emit()
        assert "No sound device" in changes[-1]
        assert sink.has_ended
        sink.close()

    def test_a_device_that_does_not_open_is_trouble_and_is_tried_anew(
        self, machine: Machine
    ) -> None:
        machine.error = QAudio.Error.OpenError
        sink = QtSink()
        assert not sink.start(sound())
        assert "does not open" in sink.trouble
        machine.error = QAudio.Error.NoError
        assert sink.start(sound())
        assert sink.trouble == ""
        assert len(machine.sinks) == 2
        sink.close()

    def test_a_sound_has_ended_when_the_device_has_played_all_of_it(self, machine: Machine) -> None:
        """Not while it waits for more in the middle: a busy window is no end."""
        sink = QtSink()
        sink.start(sound())
        made = machine.sinks[0]
        made.now = QAudio.State.IdleState
        assert not sink.has_ended
        made.source.readData(100_000)
        assert sink.has_ended
        sink.close()

    def test_a_loop_never_ends(self, machine: Machine) -> None:
        sink = QtSink()
        sink.start(sound(loop=True))
        machine.sinks[0].now = QAudio.State.IdleState
        assert not sink.has_ended
        sink.close()

    def test_what_is_heard_is_never_more_than_the_device_has_taken(self, machine: Machine) -> None:
        """Nor more than the time that has passed: devices take blocks ahead."""
        sink = QtSink()
        sink.start(sound())
        assert sink.played_s() == 0
        machine.sinks[0].played_us = 10_000_000
        assert sink.played_s() < 5
        sink.stop()
        assert sink.played_s() == 0
        sink.close()


def test_this_machine_with_or_without_a_device_raises_nothing() -> None:
    sink = QtSink()
    sink.prepare(RATE_HZ)
    if sink.trouble:
        assert not sink.start(sound(0.05))
        assert sink.has_ended
    sink.stop()
    sink.close()
