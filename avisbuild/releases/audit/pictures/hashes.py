"""63-bit hashes of a picture and of the parts of it that a copy may show, plain and mirrored.

A hash says which of a part's 63 lowest frequencies are stronger than their median, the middle of the part
weighing more than its edges: logos stand there, and what a crop took away or left. Cutting the part out,
weighing it, making it 32x32 and taking the cosine transform are one linear map of rows and one of columns:
every part costs two small products of matrices, the mirrored part only a change of signs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.pictures.small_picture import SMALL_HEIGHT, SMALL_WIDTH

_SIDE, _FREQUENCIES = 32, 8
# How much less the edge of a side weighs than its middle.
_FADED = 0.7


class Part(NamedTuple):
    """What of a picture a copy shows, as shares of 1."""

    left: float
    top: float
    right: float
    bottom: float


def _centred(cut: float) -> Part:
    """Without so large a share of the width and height, half of it on each side."""
    return Part(cut / 2, cut / 2, 1 - cut / 2, 1 - cut / 2)


# The whole first. Copies are seldom cut by more than a sixth: between these parts a hash bridges the rest.
PARTS = (
    _centred(0.0),
    _centred(0.06),
    _centred(0.12),
    _centred(0.18),
    Part(0.0, 0.0, 0.9, 0.9),
    Part(0.1, 0.0, 1.0, 0.9),
    Part(0.0, 0.1, 0.9, 1.0),
    Part(0.1, 0.1, 1.0, 1.0),
    Part(0.05, 0.0, 0.95, 0.9),
    Part(0.05, 0.1, 0.95, 1.0),
    Part(0.0, 0.05, 0.9, 0.95),
    Part(0.1, 0.05, 1.0, 0.95),
)
# The plain parts, then the same mirrored.
VARIANT_COUNT = 2 * len(PARTS)


def picture_hashes(greys: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Hash small pictures, (N, 90, 160): (N, 24), a hash for each plain and then each mirrored part."""
    pictures = greys.astype(np.float32)
    # The weights would turn the mean, of which a hash must know nothing, into frequencies.
    pictures -= pictures.mean(axis=(1, 2), keepdims=True)
    rows_done = np.tensordot(pictures, _ROWS, axes=(1, 2))  # (N, 160, parts, 8)
    plain = np.einsum("nwpf,pgw->npfg", rows_done, _COLUMNS, optimize=True)
    mirrored = plain * np.where(np.arange(_FREQUENCIES) % 2, -1, 1).astype(np.float32)
    strengths = np.concatenate([plain, mirrored], axis=1)
    strengths = strengths.reshape(len(pictures), VARIANT_COUNT, _FREQUENCIES**2)[..., 1:]
    bits = strengths > np.median(strengths, axis=-1, keepdims=True)
    packed = np.packbits(bits, axis=-1, bitorder="little")
    return packed.view("<u8")[..., 0].astype(np.uint64)


def _map_of(start: float, stop: float, length: int) -> NDArray[np.float32]:
    """The part [start, stop) of a side of `length` pixels to its 8 lowest frequencies: (8, length)."""
    edges = np.linspace(start * length, stop * length, _SIDE + 1)
    pixels = np.arange(length)
    covered = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    means = np.clip(covered, 0, None) / (edges[1] - edges[0])
    middles = (np.arange(_SIDE) + 0.5) * np.pi / _SIDE
    weights = 1 - _FADED * np.cos(middles) ** 2
    scale = np.where(np.arange(_FREQUENCIES) == 0, np.sqrt(0.5), 1.0)[:, None]
    waves = scale * np.cos(np.arange(_FREQUENCIES)[:, None] * middles)
    return np.asarray(waves * weights @ means, np.float32)


_ROWS = np.stack([_map_of(part.top, part.bottom, SMALL_HEIGHT) for part in PARTS])
_COLUMNS = np.stack([_map_of(part.left, part.right, SMALL_WIDTH) for part in PARTS])
