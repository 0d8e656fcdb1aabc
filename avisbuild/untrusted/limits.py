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
# An example of a rule of the guideline, which is shown a hand wide.
EXAMPLE_BYTES = 8 * _MIB
EXAMPLE_PX = 4096 * 4096
# A frame of a video, of which the largest have 8192 x 4320, and the frames of one file of label maps.
FRAME_PX = 8192 * 4320
MAP_FRAMES = 100_000
ARRAY_BYTES = 512 * _MIB
SOUND_BYTES = 512 * _MIB
SOUND_SAMPLES = 1 << 26
# The masks of one video, of truth or predictions: a hundred tracks of ten minutes are 60,000 of 3 KiB.
VIDEO_MASKS = 1_000_000
VIDEO_MASK_BYTES = 256 * _MIB
PREDICTIONS = 1_000_000
CATEGORIES = 10_000


class BeyondLimitError(FormatError, ValueError):
    """A file asks for more than a stranger's file gets; for its reader it is as good as a damaged one."""


def check_bytes(kind: str, where: object, found: int, most: int) -> None:
    """Raise BeyondLimitError of a kind of `messages/untrusted.py` where there are more bytes than `most`."""
    if found > most:
        raise BeyondLimitError(kind, file=where, found_mib=-(-found // _MIB), most_mib=most // _MIB)


def check_count(kind: str, where: object, found: int, most: int) -> None:
    """Raise BeyondLimitError of that kind where there are more of something than `most`."""
    if found > most:
        raise BeyondLimitError(kind, file=where, found=found, most=most)


def check_masks(where: object, video: str, mask_count: int, byte_count: int) -> None:
    """Raise BeyondLimitError where the masks of one video are more than memory holds."""
    if mask_count > VIDEO_MASKS or byte_count > VIDEO_MASK_BYTES:
        raise BeyondLimitError(
            "video-too-many-masks",
            file=where,
            video=video,
            found=mask_count,
            found_mib=-(-byte_count // _MIB),
            most=VIDEO_MASKS,
            most_mib=VIDEO_MASK_BYTES // _MIB,
        )
