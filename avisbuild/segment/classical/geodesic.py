"""Distances over superpixels, and the labelling that fits both what is known and the edges."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.ndimage import gaussian_filter
from scipy.sparse.csgraph import dijkstra

from avisbuild.segment.classical.superpixels import Floats, Superpixels

UNREACHED = 1e4
_SMALLEST_COST = 0.1
_ROUNDS = 40
_CELLS = 24  # of the colour histogram along each axis of Lab
_SPREAD_CELLS = 0.8
_LEAST_SHARE = 1e-5
_CERTAIN = 1e6
_EDGE_SOFTNESS = 10.0  # of contrast between neighbours, over which few walks go
_TRUST = 0.3  # in a patch's colour: how readily a walk ends there


def distances(patches: Superpixels, seeds: Collection[int], *, free_contrast: float) -> Floats:
    """How far each patch is from the nearest seed over steps between colours: (N,), UNREACHED without way.

    A step up to `free_contrast` in Lab costs next to nothing, so that shading and texture do not add up.
    """
    if not seeds:
        return np.full(patches.count, UNREACHED)
    cost = np.maximum(patches.contrast - free_contrast, 0) + _SMALLEST_COST
    shape = (patches.count, patches.count)
    graph = sparse.csr_matrix((cost, (patches.first, patches.second)), shape=shape)
    far = dijkstra(graph, directed=False, indices=sorted(seeds), min_only=True)
    return np.asarray(np.minimum(far, UNREACHED), np.float64)


def colour_log_odds(patches: Superpixels, belonging: Floats) -> Floats:
    """For each patch how much its colour speaks for the object: log odds (N,).

    `belonging` (N,) in 0..1 says how much each patch is of the object by what is known so far.
    """
    scale = np.array([_CELLS / 100, _CELLS / 200, _CELLS / 200])
    cells = patches.colours * scale + np.array([0, _CELLS / 2, _CELLS / 2])
    places = tuple(np.clip(cells, 0, _CELLS - 1).astype(np.intp).T)
    shares = []
    for weights in (belonging * patches.areas, (1 - belonging) * patches.areas):
        histogram = np.zeros((_CELLS,) * 3, np.float32)
        np.add.at(histogram, places, weights)
        smooth = gaussian_filter(histogram, _SPREAD_CELLS, truncate=2, mode="constant")
        shares.append(smooth[places].astype(np.float64) / max(float(weights.sum()), 1e-6))
    return np.asarray(np.log((shares[0] + _LEAST_SHARE) / (shares[1] + _LEAST_SHARE)))


def settled(
    patches: Superpixels,
    log_odds: Floats,
    *,
    inside: Collection[int],
    outside: Collection[int],
) -> Floats:
    """The share (N,) in 0..1 to which each patch belongs to the object: a random walk that may end at once.

    `log_odds` says where a walk ends that ends at a patch; walks cross strong edges rarely. Patches of
    `inside` and `outside` are certain.
    """
    weight = patches.border_px * np.exp(-patches.contrast / _EDGE_SOFTNESS)
    pairs = (
        np.concatenate([patches.first, patches.second]),
        np.concatenate([patches.second, patches.first]),
    )
    shape = (patches.count, patches.count)
    graph = sparse.csr_matrix((np.concatenate([weight, weight]), pairs), shape=shape)
    ends = _TRUST * np.sqrt(patches.areas) + 1e-9
    wanted = 1 / (1 + np.exp(-np.clip(log_odds, -8, 8)))
    for certain, value in ((outside, 0.0), (inside, 1.0)):
        chosen = np.fromiter(certain, np.intp, len(certain))
        ends[chosen], wanted[chosen] = _CERTAIN, value
    total = np.asarray(graph.sum(axis=1)).ravel() + ends
    shares: NDArray[np.float64] = wanted.copy()
    for _ in range(_ROUNDS):
        shares = (graph @ shares + ends * wanted) / total
    return shares
