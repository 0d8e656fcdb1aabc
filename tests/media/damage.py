"""Files with damage in them, as a bad disk or a broken download leaves it."""

from pathlib import Path

import av
import numpy as np


def damaged(source: Path, target: Path, *, pictures: range, seed: int = 0) -> Path:
    """A copy of a file in which the packets of some pictures, counted as they are decoded, hold noise."""
    data = bytearray(source.read_bytes())
    chance = np.random.default_rng(seed)
    with av.open(str(source)) as container:
        packets = [each for each in container.demux(container.streams.video[0]) if each.size]
        for packet in packets[pictures.start : pictures.stop]:
            assert packet.pos is not None
            place = data.index(bytes(packet)[4:], packet.pos) + packet.size // 3
            length = max(1, packet.size // 3)
            data[place : place + length] = chance.bytes(length)
    target.write_bytes(data)
    return target


def lost(source: Path, target: Path, *, pictures: range) -> Path:
    """A copy of a file without the packets of some pictures, counted as they are decoded."""
    with av.open(str(source)) as container, av.open(str(target), "w") as copy:
        streams = {each.index: copy.add_stream_from_template(each) for each in container.streams}
        count = 0
        for packet in container.demux():
            if not packet.size:
                continue
            is_picture = packet.stream.type == "video"
            is_lost = is_picture and count in pictures
            count += is_picture
            if not is_lost:
                packet.stream = streams[packet.stream.index]
                copy.mux(packet)
    return target


def held(source: Path, target: Path, *, picture: int, length_s: int) -> Path:
    """A copy in which one picture, counted as they are decoded, says that it stands so long."""
    with av.open(str(source)) as container, av.open(str(target), "w") as copy:
        streams = {each.index: copy.add_stream_from_template(each) for each in container.streams}
        count = 0
        for packet in container.demux():
            if not packet.size:
                continue
            if packet.stream.type == "video":
                if count == picture:
                    packet.duration = round(length_s / packet.time_base)
                count += 1
            packet.stream = streams[packet.stream.index]
            copy.mux(packet)
    return target


def without_showing_times(source: Path, target: Path) -> Path:
    """A copy whose pictures have the times at which they are decoded, as some programs write them."""
    with av.open(str(source)) as container, av.open(str(target), "w") as copy:
        streams = {each.index: copy.add_stream_from_template(each) for each in container.streams}
        first: int | None = None
        for packet in container.demux():
            if not packet.size:
                continue
            if packet.stream.type == "video":
                assert packet.dts is not None
                first = packet.dts if first is None else first
                packet.dts -= first
                packet.pts = packet.dts
            packet.stream = streams[packet.stream.index]
            copy.mux(packet)
    return target


def spoil(path: Path, *, pictures: range) -> None:
    """Overwrite some pictures, counted as they are decoded; the file's tables stay as they are."""
    with av.open(str(path)) as container:
        packets = [each for each in container.demux(container.streams.video[0]) if each.size]
    data = bytearray(path.read_bytes())
    for packet in packets[pictures.start : pictures.stop]:
        assert packet.pos is not None
        data[packet.pos : packet.pos + packet.size] = bytes(packet.size)
    path.write_bytes(data)


def spoil_from(path: Path, *, second: int) -> None:
    """Overwrite every picture from a second on; the file's tables stay as they are."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        spoilt = [
            (packet.pos, packet.size)
            for packet in container.demux(stream)
            if packet.size and packet.pts * stream.time_base >= second
        ]
    data = bytearray(path.read_bytes())
    for start, size in spoilt:
        data[start : start + size] = bytes(size)
    path.write_bytes(data)


def with_twins(source: Path, target: Path, *, every: int) -> Path:
    """A copy in which one picture of so many has the time of the one before it."""
    with av.open(str(source)) as container, av.open(str(target), "w") as copy:
        streams = {each.index: copy.add_stream_from_template(each) for each in container.streams}
        count = 0
        last: int | None = None
        for packet in container.demux():
            if not packet.size:
                continue
            if packet.stream.type == "video":
                count += 1
                if count % every == 0:
                    packet.pts = packet.dts = last
                last = packet.pts
            packet.stream = streams[packet.stream.index]
            copy.mux(packet)
    return target
