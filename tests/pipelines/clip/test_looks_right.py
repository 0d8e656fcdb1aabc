"""Frames have the colours, the way up and the shape that a player shows."""

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from media.clipping import clip, picture, use_method
from media.shelf import Shelf
from numpy.typing import NDArray
from PIL import Image
from pipelines.clip.patches import PATCHES, encode, patch_colours, patch_picture

from avisbuild.media.tools import ffmpeg_path

WEIGHTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593)}
TAGS: dict[str, dict[str, Any]] = {
    "709": {"colorspace": 1, "color_primaries": 1, "color_trc": 1},
    "601": {"colorspace": 6, "color_primaries": 6, "color_trc": 6},
    "2020": {"colorspace": 9, "color_primaries": 9, "color_trc": 14},
    "none": {},
}


def yuv_codes(
    rgb: NDArray[np.float64], matrix: str, *, full_range: bool = False, bits: int = 8
) -> NDArray[np.float64]:
    """Y'CbCr codes by BT.601/709/2020's own formulas; rgb: (H, W, 3) in 0..1, gives (3, H, W)."""
    red, blue = WEIGHTS[matrix]
    luma = rgb @ np.array([red, 1 - red - blue, blue])
    chroma_b = (rgb[..., 2] - luma) / (2 * (1 - blue))
    chroma_r = (rgb[..., 0] - luma) / (2 * (1 - red))
    unit = 2 ** (bits - 8)
    zero, luma_steps, chroma_steps = (0, 255, 255) if full_range else (16, 219, 224)
    return unit * np.stack(
        [zero + luma_steps * luma, 128 + chroma_steps * chroma_b, 128 + chroma_steps * chroma_r]
    )


@pytest.mark.parametrize("method", ["smart", "full"])
@pytest.mark.parametrize(
    ("height_px", "matrix", "tag", "full_range"),
    [
        (720, "709", "709", False),
        (720, "601", "601", False),
        (720, "709", "none", False),
        (576, "601", "none", False),
        (480, "601", "601", False),
        (480, "709", "709", False),
        (720, "709", "709", True),
        (720, "2020", "2020", False),
        (578, "709", "none", False),
    ],
)
def test_colours_are_within_4_of_255(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    height_px: int,
    matrix: str,
    tag: str,
    full_range: bool,
    method: str,
) -> None:
    use_method(method, monkeypatch)
    rgb = patch_picture(height_px, 320) / 255
    tags = TAGS[tag] | {"color_range": 2 if full_range else 1}
    codes = yuv_codes(rgb, matrix, full_range=full_range)
    path = encode(tmp_path / "a.mp4", codes, codec="libx264", pixel_format="yuv420p", tags=tags)
    clip(path, tmp_path / "v")
    off = np.abs(patch_colours(picture(tmp_path / "v", 0)) - PATCHES)
    assert off.max() <= 4


@pytest.mark.parametrize("codec", ["png", "qtrle"])
def test_a_recording_of_a_screen_without_loss_has_its_colours(tmp_path: Path, codec: str) -> None:
    """Its pictures are red, green and blue side by side, which no other test has."""
    still = tmp_path / "patches.png"
    Image.fromarray(patch_picture(240, 320).astype(np.uint8)).save(still)
    source = tmp_path / "a.mov"
    inputs = ("-loop", "1", "-framerate", "5", "-i", str(still), "-f", "lavfi", "-i", "anullsrc")
    codes = ("-t", "2", "-c:v", codec, "-pix_fmt", "rgb24", "-c:a", "pcm_s16le")
    command = (str(ffmpeg_path()), "-nostdin", "-v", "error", *inputs, *codes)
    subprocess.run([*command, str(source)], check=True)
    clip(source, tmp_path / "v")
    off = np.abs(patch_colours(picture(tmp_path / "v", 0)) - PATCHES)
    assert off.max() <= 4


@pytest.mark.parametrize("method", ["smart", "full"])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_video_stands_as_ffmpeg_shows_it(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, degrees: int, method: str
) -> None:
    use_method(method, monkeypatch)
    turned = media.turned(media.barcode("rate-25.mp4"), degrees)
    record = clip(turned, tmp_path / "v")
    assert record.document["picture"]["rotation"] == degrees
    assert record.video.size == ((72, 160) if degrees == 180 else (160, 72))
    player = tmp_path / "player.png"
    take = ["-vf", "select=eq(n\\,12)", "-frames:v", "1"]
    quiet = ["-nostdin", "-v", "error"]
    subprocess.run([str(ffmpeg_path()), *quiet, "-i", str(turned), *take, str(player)], check=True)
    with Image.open(player) as image:
        expected = np.asarray(image.convert("RGB")).astype(int)
    assert expected.shape[:2] == record.video.size
    assert np.abs(expected - picture(tmp_path / "v", 0)).mean() < 4


@pytest.mark.parametrize("method", ["smart", "full"])
@pytest.mark.parametrize(
    ("aspect", "width_px"), [("320:72", 320), ("80:72", 80)], ids=["wide pixels", "narrow pixels"]
)
def test_pixels_that_are_not_square_are_made_so(
    media: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    aspect: str,
    width_px: int,
    method: str,
) -> None:
    use_method(method, monkeypatch)
    name = f"aspect-{width_px}.mp4"
    record = clip(media.copy("rate-25.mp4", name, after=("-aspect", aspect)), tmp_path / "v")
    assert record.video.size == (72, width_px)
    assert picture(tmp_path / "v", 0).shape == (72, width_px, 3)


def test_a_turned_video_with_wide_pixels_is_as_high_as_it_was_wide(
    media: Shelf, tmp_path: Path
) -> None:
    wide = media.copy("rate-25.mp4", "wide.mp4", after=("-aspect", "320:72"))
    assert clip(media.turned(wide, 90), tmp_path / "v").video.size == (320, 72)


@pytest.mark.parametrize(("transfer", "name"), [(16, "PQ"), (18, "HLG")])
def test_high_dynamic_range_is_brought_down_to_what_it_was_made_from(
    tmp_path: Path, transfer: int, name: str
) -> None:
    light = (patch_picture(180, 320) / 255) ** 2.4  # of a screen whose white is reference white
    wide = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
    signal = {"PQ": pq_signal, "HLG": hlg_signal}[name](light @ wide.T)
    path = encode(
        tmp_path / "a.mp4",
        yuv_codes(signal, "2020", bits=10),
        codec="libx265",
        pixel_format="yuv420p10le",
        tags=TAGS["2020"] | {"color_trc": transfer, "color_range": 1},
    )
    record = clip(path, tmp_path / "v")
    found = patch_colours(picture(tmp_path / "v", 0))
    assert record.document["picture"]["hdr"] == "tone-mapped"
    assert np.abs(found - PATCHES).mean() < 15
    assert found.std() > 0.8 * PATCHES.std()


def test_a_video_of_standard_range_is_recorded_as_such(media: Shelf, tmp_path: Path) -> None:
    record = clip(media.barcode("rate-25.mp4"), tmp_path / "v")
    assert record.document["picture"]["hdr"] == "no"


def pq_signal(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """SMPTE ST 2084's signal for light, 1.0 being 203 cd/m2."""
    power = (np.maximum(light, 0) * 203 / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg_signal(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """BT.2100's HLG signal for light of a 1000 cd/m2 screen, 1.0 being 203 cd/m2."""
    shown = np.maximum(light, 1e-9) * 0.203
    luminance = shown @ np.array([0.2627, 0.6780, 0.0593])
    scene = shown * (luminance[..., None] ** (1 / 1.2 - 1))
    low = np.sqrt(3 * scene)
    high = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, low, high)
