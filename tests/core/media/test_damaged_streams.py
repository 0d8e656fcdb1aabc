"""Flipped bits in an MPEG-TS make up streams in the middle of it, which PyAV answers with an IndexError."""

from pathlib import Path

import pytest
from media.barcode import Barcode, render, steady

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import probe
from avisbuild.media.smart_decode import PicturesMissingError, smart_pictures
from avisbuild.media.sound import SoundTrack, decode_sound
from avisbuild.media.timeline import read_timeline

LIMITS = MediaLimits()
PACKET_BYTES = 188
PICTURES_PID = 0x100
# Longer than FFmpeg looks for streams when it opens a file: what comes later was not counted then.
LENGTH_S = 12
RATE_HZ = 16_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound MPEG-TS."""
    barcode = Barcode(
        name="whole.ts", time_of=steady(15), frame_count=15 * LENGTH_S, sound_s=LENGTH_S
    )
    return render(barcode, tmp_path_factory.mktemp("streams"))


@pytest.fixture(scope="module")
def damaged(whole: Path) -> Path:
    """The same file with some bits flipped: packets nine tenths in say that they are of other streams.

    PyAV 18 looks such a stream up behind the end of its list of wanted ones, in whatever lies there. A list
    of two takes 24 bytes, and the number behind them, where the seventh stream is looked up, is never 0.
    """
    data = bytearray(whole.read_bytes())
    starts = [at for at in range(0, len(data), PACKET_BYTES) if begins_a_picture(data, at)]
    for other, at in enumerate(starts[len(starts) * 9 // 10 :][:8], start=1):
        data[at + 2] ^= other << 3
    path = whole.with_name("damaged.ts")
    path.write_bytes(data)
    return path


def begins_a_picture(data: bytearray, at: int) -> bool:
    """Whether the packet at a place starts a picture: its flag is set and its PID is theirs."""
    return bool(data[at + 1] & 0x40) and (data[at + 1] & 0x1F) << 8 | data[at + 2] == PICTURES_PID


def test_the_times_of_such_a_file_are_refused_in_a_line(damaged: Path) -> None:
    info = probe(damaged, LIMITS)
    with pytest.raises(MediaError) as caught:
        read_timeline(damaged, info, LIMITS, Deadline(60))
    assert str(caught.value) == "damaged.ts: damaged: its streams change"
    assert caught.value.code == "undecodable"
    assert isinstance(caught.value.__cause__, IndexError)


def test_the_sound_of_such_a_file_is_refused_in_a_line(damaged: Path) -> None:
    info = probe(damaged, LIMITS)
    track = SoundTrack(
        zero_s=info.zero_s, begin=0, sample_count=LENGTH_S * RATE_HZ, rate_hz=RATE_HZ
    )
    with pytest.raises(MediaError, match="its streams change"):
        decode_sound(damaged, info, track, LIMITS, Deadline(60))


def test_sparse_decoding_of_such_a_file_leaves_it_to_full_decoding(
    whole: Path, damaged: Path
) -> None:
    """As where the file was damaged after its times were read."""
    info = probe(whole, LIMITS)
    line = read_timeline(whole, info, LIMITS, Deadline(60))
    with pytest.raises(PicturesMissingError) as caught:
        list(smart_pictures(damaged, info, line, {max(line.pts)}, None, LIMITS, Deadline(60)))
    assert isinstance(caught.value.__cause__, IndexError)


def test_pictures_in_a_code_that_nobody_knows_are_refused_in_a_line(tmp_path: Path) -> None:
    source = render(Barcode(name="a.mp4", time_of=steady(15), frame_count=30, sound_s=2), tmp_path)
    data = source.read_bytes()
    at = data.rindex(b"avc1")
    source.write_bytes(data[:at] + b"zzzz" + data[at + 4 :])
    with pytest.raises(MediaError, match=r"a\.mp4: its pictures \(\?\) cannot") as caught:
        probe(source, LIMITS)
    assert caught.value.code == "undecodable"
