"""Files whose pictures come in odd ways: beside other streams, or with two moments in each."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.stream import Disposition
from media.barcode import Barcode, pattern, remux, render, steady
from numpy.typing import NDArray

INTERLACED_RATE_HZ = 25
_ENCODERS = {
    "h264": ("-c:v", "libx264", "-flags", "+ildct+ilme", "-bf", "2", "-g", "20"),
    "mpeg2video": ("-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-bf", "2", "-q:v", "2"),
    "mpeg4": ("-c:v", "mpeg4", "-flags", "+ildct+ilme", "-q:v", "2"),
}


def interlaced(folder: Path, name: str, codec: str, *, seconds: int, lower_first: bool) -> Path:
    """A video in which picture i holds the bar codes 2i and 2i + 1, each in every other line."""
    first = int(lower_first)

    def woven(index: int, *, height_px: int, width_px: int) -> NDArray[np.uint8]:
        both = [pattern(2 * index + n, height_px=height_px, width_px=width_px) for n in (0, 1)]
        both[0][1 - first :: 2] = both[1][1 - first :: 2]
        return both[0]

    plain = Barcode(
        name=f"woven-{name}.mkv",
        time_of=steady(INTERLACED_RATE_HZ),
        frame_count=seconds * INTERLACED_RATE_HZ,
        sound_s=float(seconds),
        codec_options={"qp": "0"},
        drawn=woven,
    )
    parity = ("-x264-params", "bff=1" if lower_first else "tff=1") if codec == "h264" else ()
    fields = ("-r", "25", "-vf", f"setfield={'bff' if lower_first else 'tff'}")
    return remux(
        render(plain, folder), name, after=(*fields, *_ENCODERS[codec], *parity, "-c:a", "aac")
    )


def together(parts: Sequence[Path], target: Path, *, default: int) -> Path:
    """The pictures of several files in one, in this order, and the sound of the last.

    The stream of the part `default` is marked as the one to play.
    """
    with av.open(str(target), "w") as copy:
        packets: list[tuple[float, Packet]] = []
        opened = [av.open(str(part)) for part in parts]
        for number, container in enumerate(opened):
            kept = [*container.streams.video]
            if number == len(parts) - 1:
                kept += container.streams.audio
            copies = {each.index: copy.add_stream_from_template(each) for each in kept}
            for each in copies.values():
                is_default = each.type == "audio" or number == default
                each.disposition = Disposition.default if is_default else Disposition(0)
            for packet in container.demux(kept):
                if packet.size and packet.dts is not None:
                    at_s = float(packet.dts * packet.time_base)
                    packet.stream = copies[packet.stream.index]
                    packets.append((at_s, packet))
        for _, packet in sorted(packets, key=lambda each: each[0]):
            copy.mux(packet)
        for container in opened:
            container.close()
    return target
