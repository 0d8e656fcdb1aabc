"""Files that are whole but for their pictures from some second on."""

from pathlib import Path

import av


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
