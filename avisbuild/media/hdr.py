"""Pictures with a high dynamic range (PQ, HLG) as a standard screen shows them.

Light up to a reference white of 203 cd/m2 (BT.2408) stays as it is; the highlights above are pressed
together, all three colours alike, so that hues stay. Done in strips: a picture in floats is large.
"""

from functools import cache

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from numpy.typing import NDArray

from avisbuild.media.colour import BT601, BT2020, yuv_from_rgb
from avisbuild.media.planes import deep_plane, plane

Floats = NDArray[np.float32]

PQ, HLG = 16, 18  # FFmpeg's numbers for the transfer (ITU-T H.273)
DEEP_FORMAT = "yuv420p10le"
TREATMENT = "tone-mapped"
_WHITE_NITS = 203.0
_KNEE = 0.8
_STEPS = 4096
_STRIP_ROWS = 64
# Linear BT.2020 primaries as BT.709's (BT.2087).
_GAMUT = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)


def is_hdr(transfer: int) -> bool:
    """Whether a transfer function is one of high dynamic range."""
    return transfer in (PQ, HLG)


def tone_mapped(frame: VideoFrame, transfer: int, *, full_range: bool) -> VideoFrame:
    """A yuv420p10le picture in BT.2020 as yuvj420p in full-range BT.601."""
    mapped = VideoFrame(frame.width, frame.height, "yuvj420p")
    mapped.color_range = ColorRange.JPEG
    for top in range(0, frame.height, _STRIP_ROWS):
        rows = slice(top, min(top + _STRIP_ROWS, frame.height))
        rgb = _screen_rgb(_source_rgb(frame, rows, full_range=full_range), transfer)
        _store(rgb, mapped, rows)
    return mapped


def _source_rgb(frame: VideoFrame, rows: slice, *, full_range: bool) -> Floats:
    luma = deep_plane(frame, 0)[rows].astype(np.float32)
    half = slice(rows.start // 2, (rows.stop + 1) // 2)
    chroma = [deep_plane(frame, index)[half].astype(np.float32) for index in (1, 2)]
    full = [np.repeat(np.repeat(c, 2, 0), 2, 1)[: luma.shape[0], : luma.shape[1]] for c in chroma]
    zero, luma_steps, chroma_steps = (0, 1023, 1023) if full_range else (64, 876, 896)
    yuv = np.stack([(luma - zero) / luma_steps, *((c - 512) / chroma_steps for c in full)], axis=-1)
    return yuv @ np.linalg.inv(yuv_from_rgb(BT2020)).T.astype(np.float32)


def _screen_rgb(source: Floats, transfer: int) -> Floats:
    """R'G'B' of a standard screen in 0..255 from R'G'B' of a source in 0..1: (rows, width, 3)."""
    light = _table(transfer)[_steps(source)]
    if transfer == HLG:  # the screen's part of HLG brightens by luminance (BT.2100)
        luminance = light @ np.array([0.2627, 0.6780, 0.0593], np.float32)
        light *= np.power(np.maximum(luminance, 1e-6), 0.2)[..., None] * (1000 / _WHITE_NITS)
    brightest = np.maximum(light.max(axis=-1), 1e-6)
    pressed = np.where(
        brightest > _KNEE,
        _KNEE + (1 - _KNEE) * np.tanh((brightest - _KNEE) / (1 - _KNEE) / 4),
        brightest,
    )
    light *= (pressed / brightest)[..., None]
    return _screen_table()[_steps(light @ _GAMUT.T)]


def _store(rgb: Floats, target: VideoFrame, rows: slice) -> None:
    yuv = rgb @ yuv_from_rgb(BT601).T.astype(np.float32)
    plane(target, 0)[rows] = np.clip(np.rint(yuv[..., 0]), 0, 255)
    half = slice(rows.start // 2, (rows.stop + 1) // 2)
    for index in (1, 2):
        chroma = np.pad(yuv[..., index], [(0, yuv.shape[0] % 2), (0, yuv.shape[1] % 2)], "edge")
        means = (chroma[::2, ::2] + chroma[1::2, ::2] + chroma[::2, 1::2] + chroma[1::2, 1::2]) / 4
        plane(target, index)[half] = np.clip(np.rint(means + 128), 0, 255)


def _steps(values: Floats) -> NDArray[np.intp]:
    return np.rint(np.clip(values, 0, 1) * (_STEPS - 1)).astype(np.intp)


@cache
def _table(transfer: int) -> Floats:
    """Light for each signal step, 1.0 being reference white; for HLG the scene's light in 0..1."""
    signal = np.linspace(0, 1, _STEPS)
    if transfer == HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        low, high = signal**2 / 3, (np.exp((signal - c) / a) + b) / 12
        return np.where(signal <= 0.5, low, high).astype(np.float32)
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = signal ** (1 / m2)
    nits = 10000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
    return (nits / _WHITE_NITS).astype(np.float32)


@cache
def _screen_table() -> Floats:
    """The screen's signal in 0..255 for each step of light, by BT.1886's gamma of 2.4."""
    return (255 * np.linspace(0, 1, _STEPS) ** (1 / 2.4)).astype(np.float32)
