"""How much of each kind of file is read: together no command takes more than 2 GiB for a stranger's files."""

from avisbuild.errors import FormatError

_MIB = 1 << 20

# Python's objects take up to 24 times the room of the JSON or TOML that they stand in.
DOCUMENT_BYTES = 16 * _MIB
SETTINGS_BYTES = 1 * _MIB
# VGGSound's 200,000 rows are 10 MiB. A cell takes up to 120 bytes, however short it is.
TABLE_BYTES = 32 * _MIB
TABLE_CELLS = 3_000_000
LISTING_BYTES = 64 * _MIB
# Twice what a frame of a video may have (`avisbuild.media.limits`), for still pictures.
PICTURE_BYTES = 256 * _MIB
PICTURE_PX = 8192 * 8192
# A frame of a video, of which the largest have 8192 x 4320, and the frames of one file of label maps.
FRAME_PX = 8192 * 4320
MAP_FRAMES = 100_000
ARRAY_BYTES = 512 * _MIB
SOUND_BYTES = 512 * _MIB
SOUND_SAMPLES = 1 << 26


class BeyondLimitError(FormatError, ValueError):
    """A file asks for more than a stranger's file gets; for its reader it is as good as a damaged one."""


def check_bytes(kind: str, where: object, found: int, most: int) -> None:
    """Raise BeyondLimitError of a kind of `messages/untrusted.py` where there are more bytes than `most`."""
    if found > most:
        raise BeyondLimitError(kind, file=where, found_mib=-(-found // _MIB), most_mib=most // _MIB)
