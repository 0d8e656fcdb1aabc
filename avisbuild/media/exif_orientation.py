"""Which way up a picture is to be shown, as EXIF says it: one number in a small TIFF, read and nothing else.

Pillow reads all of EXIF, and warns on the terminal of what is damaged in it.
"""

from typing import Literal

_MARK = b"Exif\0\0"
_ORDERS: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
_TAG, _SHORT = 0x0112, 3
_ENTRY_BYTES = 12
AS_STORED, SIDEWAYS, LAST = 1, 5, 8


def orientation_in(exif: bytes) -> int:
    """1 (as it is stored) to 8, from 5 on with sides exchanged; 1 for what is damaged or means nothing."""
    tiff = exif.removeprefix(_MARK)
    order = _ORDERS.get(tiff[:4])
    if order is None:
        return AS_STORED

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    first = number(4, 4)
    for index in range(number(first, 2)):
        at = first + 2 + index * _ENTRY_BYTES
        if at + _ENTRY_BYTES > len(tiff):
            break
        if number(at, 2) == _TAG and number(at + 2, 2) == _SHORT:
            found = number(at + 8, 2)
            return found if AS_STORED <= found <= LAST else AS_STORED
    return AS_STORED
