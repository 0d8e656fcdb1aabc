"""How many bits a PNG has: Pillow makes 8 of them, and does not tell of how many."""

from typing import BinaryIO

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES, _DEPTH, _KIND = 26, 24, 25
_GREY = 0
USUAL_BITS = 8


def channel_bits(stream: BinaryIO) -> tuple[int, bool]:
    """Bits a channel, and whether there is one channel of grey, of a file that is open at its beginning.

    8 for what is no PNG.
    """
    head = stream.read(_HEADER_BYTES)
    stream.seek(0)
    if len(head) < _HEADER_BYTES or not head.startswith(_SIGNATURE):
        return USUAL_BITS, False
    return head[_DEPTH], head[_KIND] == _GREY
