"""Still pictures of any kind as plain ones: turned as they are shown, 8 bits, RGB, no alpha.

What is transparent stands on black; 16 bits are scaled to 8; colours with a profile of their own become sRGB.
"""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from avisbuild.media.exif_orientation import AS_STORED, SIDEWAYS, orientation_in

JPEG_FORMATS = {"JPEG", "MPO"}
# As the tag's values turn the stored picture: mirrored, upside down, both, and the same with sides exchanged.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUALITY = 95
_DEEP_GREY = ("I;16", "I;16B", "I;16L", "I;16N", "I")
_WITH_ALPHA = ("LA", "La", "PA", "RGBA", "RGBa")
_DEEPEST = 16
_USUAL_BITS = (8, 10, 12)
_OPAQUE = 255


class PictureKindError(ValueError):
    """A picture of numbers that are no shades, such as 32-bit floats."""


def orientation_of(picture: Image.Image) -> int:
    """How it is to be turned before it is shown: 1 (as it is) to 8. Pillow turns a TIFF itself."""
    exif = picture.info.get("exif")
    return orientation_in(exif) if isinstance(exif, bytes) else AS_STORED


def shown_size(picture: Image.Image) -> tuple[int, int]:
    """(height, width) as it is shown."""
    is_sideways = orientation_of(picture) >= SIDEWAYS
    return (picture.width, picture.height) if is_sideways else (picture.height, picture.width)


def is_plain(picture: Image.Image) -> bool:
    """Whether it is 8-bit RGB as it lies in the file."""
    return picture.mode == "RGB"


def is_deep_grey(picture: Image.Image) -> bool:
    """Whether it is grey of more than 8 bits."""
    return picture.mode in _DEEP_GREY


def highest(picture: Image.Image) -> int:
    """The brightest value of deep grey; raises PictureKindError for one that no 16 bits hold."""
    least, most = np.asarray(picture).min(), np.asarray(picture).max()
    if least < 0 or most >= 1 << _DEEPEST:
        raise PictureKindError(f"expected grey of up to {_DEEPEST} bits, got {least} to {most}")
    return int(most)


def bits_for(most: int) -> int:
    """Of how many bits grey is that goes up to this: cameras write 10 and 12 bits into 16, from below."""
    return next((bits for bits in _USUAL_BITS if 0 < most < 1 << bits), _DEEPEST)


def is_transparent(picture: Image.Image) -> bool:
    """Whether a pixel lets something through."""
    if picture.mode not in _WITH_ALPHA and "transparency" not in picture.info:
        return False
    if is_deep_grey(picture):
        return False
    least, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return bool(least != _OPAQUE)


def plain_rgb(picture: Image.Image, *, bits: int = _DEEPEST, turned: bool = True) -> Image.Image:
    """The picture as 8-bit RGB, as it is shown or, without `turned`, as it is stored.

    `bits` is how many deep grey has. Raises PictureKindError, and what Pillow raises.
    """
    if picture.mode == "F":
        raise PictureKindError("expected whole numbers, got floats")
    orientation = orientation_of(picture)
    if is_deep_grey(picture):
        plain = Image.fromarray(_scaled(np.asarray(picture), bits)).convert("RGB")
    elif is_transparent(picture):
        seen = picture.convert("RGBA")
        plain = Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0)), seen).convert("RGB")
    else:
        plain = _in_srgb(picture)
    return plain.transpose(_TURNS[orientation]) if turned and orientation in _TURNS else plain


def jpeg_of(plain: Image.Image) -> bytes:
    """A JPEG of 8-bit RGB, with nothing beside the picture."""
    stream = BytesIO()
    # A copy of the pixels, because Pillow hands a picture's comment on.
    Image.fromarray(np.asarray(plain)).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _scaled(values: NDArray[np.integer], bits: int) -> NDArray[np.uint8]:
    # By a table, because a large picture as 64-bit numbers would take gigabytes.
    most = (1 << bits) - 1
    shades = np.minimum(np.arange(1 << _DEEPEST), most)
    table: NDArray[np.uint8] = ((shades * _OPAQUE + most // 2) // most).astype(np.uint8)
    scaled: NDArray[np.uint8] = table[values]
    return scaled


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            own = ImageCms.getOpenProfile(BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(own).lower():
                converted = ImageCms.profileToProfile(
                    picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                if converted is not None:
                    return converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that nobody can read is one that nobody heeds
    return picture.convert("RGB")
