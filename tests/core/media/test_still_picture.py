"""Pictures of every kind as plain RGB: the pixels that a person sees."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from avisbuild.media.still_picture import (
    PictureKindError,
    bits_for,
    highest,
    is_transparent,
    jpeg_of,
    orientation_of,
    plain_rgb,
    shown_size,
)

COLOURS = np.array(
    [[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[9, 9, 9], [99, 0, 99], [255, 255, 255]]], np.uint8
)


def reopened(picture: Image.Image, kind: str = "PNG", **options: object) -> Image.Image:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    stream.seek(0)
    found = Image.open(stream)
    found.load()
    return found


def tagged(orientation: int) -> Image.Image:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return reopened(Image.fromarray(COLOURS), exif=exif)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_and_mirrored_as_its_tag_says(orientation: int) -> None:
    picture = tagged(orientation)
    shown = np.asarray(ImageOps.exif_transpose(picture))
    assert orientation_of(picture) == orientation
    assert shown_size(picture) == shown.shape[:2]
    assert (np.asarray(plain_rgb(picture)) == shown).all()
    assert (np.asarray(plain_rgb(picture, turned=False)) == COLOURS).all()


@pytest.mark.parametrize(
    ("bits", "values", "shades"),
    [
        (16, [0, 257, 32768, 65535], [0, 1, 128, 255]),
        (12, [0, 16, 2048, 4095], [0, 1, 128, 255]),
        (10, [0, 4, 512, 1023], [0, 1, 128, 255]),
        (8, [0, 1, 128, 255], [0, 1, 128, 255]),
    ],
)
def test_deep_grey_is_scaled_by_the_bits_it_has(
    bits: int, values: list[int], shades: list[int]
) -> None:
    picture = reopened(Image.fromarray(np.array([values], np.uint16)))
    assert bits_for(highest(picture)) == bits
    assert np.asarray(plain_rgb(picture, bits=bits))[0, :, 0].tolist() == shades


def test_black_has_no_bits_of_its_own() -> None:
    assert bits_for(0) == 16


def test_numbers_that_are_no_shades_are_refused() -> None:
    with pytest.raises(PictureKindError, match="got floats"):
        plain_rgb(Image.fromarray(np.ones((2, 2), np.float32)))
    with pytest.raises(PictureKindError, match="got -1 to 1"):
        highest(Image.fromarray(np.array([[-1, 1]], np.int32)))


def test_what_is_transparent_stands_on_black() -> None:
    pixels = np.dstack([COLOURS, np.array([[255, 128, 0], [255, 255, 255]], np.uint8)])
    picture = reopened(Image.fromarray(pixels))
    assert is_transparent(picture)
    expected = COLOURS.copy()
    expected[0, 1], expected[0, 2] = (0, 128, 0), 0
    assert (np.asarray(plain_rgb(picture)) == expected).all()
    pixels[..., 3] = 255
    assert not is_transparent(reopened(Image.fromarray(pixels)))


def test_grey_and_palettes_with_holes_stand_on_black_too() -> None:
    grey = Image.fromarray(np.array([[[200, 255], [200, 0]]], np.uint8), "LA")
    assert np.asarray(plain_rgb(reopened(grey)))[0].tolist() == [[200] * 3, [0] * 3]
    palette = Image.fromarray(np.array([[0, 1]], np.uint8), "P")
    palette.putpalette([250, 0, 0, 0, 250, 0])
    holed = reopened(palette, transparency=1)
    assert is_transparent(holed)
    assert np.asarray(plain_rgb(holed))[0].tolist() == [[250, 0, 0], [0, 0, 0]]
    assert np.asarray(plain_rgb(reopened(palette)))[0].tolist() == [[250, 0, 0], [0, 250, 0]]


def test_one_bit_is_black_and_white() -> None:
    picture = reopened(Image.fromarray(np.array([[True, False]])))
    assert np.asarray(plain_rgb(picture))[0].tolist() == [[255] * 3, [0] * 3]


def test_inks_become_light() -> None:
    inks = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    red, green, blue = np.asarray(plain_rgb(reopened(inks, "JPEG")))[4, 4]
    assert red > 240
    assert max(green, blue) < 15


def test_colours_of_another_profile_become_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = reopened(Image.fromarray(COLOURS), icc_profile=srgb)
    assert (np.asarray(plain_rgb(picture)) == COLOURS).all()
    picture.info["icc_profile"] = b"no profile"
    assert (np.asarray(plain_rgb(picture)) == COLOURS).all()
    # Red and green change places, and the profile no longer calls itself sRGB.
    other = srgb.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")
    picture.info["icc_profile"] = other.replace(b"\0s\0R\0G\0B", b"\0x\0R\0G\0B")
    assert np.abs(np.asarray(plain_rgb(picture)).astype(int) - COLOURS[..., [1, 0, 2]]).max() < 4


def test_the_jpeg_has_nothing_beside_its_picture() -> None:
    picture = reopened(Image.fromarray(COLOURS), icc_profile=b"p" * 200, exif=b"Exif\0\0II*\0")
    picture.info["comment"] = b"somebody"
    with Image.open(BytesIO(jpeg_of(plain_rgb(picture)))) as found:
        assert found.mode == "RGB"
        assert not {"exif", "icc_profile", "comment"} & set(found.info)
