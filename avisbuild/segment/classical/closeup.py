"""The second look: the neighbourhood of a prompt at close range, and the masks that it gives."""

from dataclasses import dataclass

import cv2
import numpy as np

from avisbuild.segment.base import Image, MaskArray, Prompt
from avisbuild.segment.classical.geodesic import colour_log_odds, distances, settled
from avisbuild.segment.classical.grabcut import refined
from avisbuild.segment.classical.prompting import scaled, under_clicks
from avisbuild.segment.classical.superpixels import Floats, Superpixels, superpixels

_LONGEST_SIDE_PX = 420
_LARGEST_SCALE = 1.5
_STEP_PX = 4
_FREE_CONTRAST = 3.0
_MARGIN = 0.15  # of the guess's longer side
_LEAST_MARGIN = 0.06  # of the frame's height
_GEODESIC_TRUST = 4.0
_LEANING = -2.0  # log odds that the smaller reading adds
_GROUND_TRUST = 6.0
_GROUND_SHARE = 0.5  # of the clicked patches' own distance from what is behind: less is ground
_BAND = 0.02
_DISC_PX = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Closeup:
    """A cut-out of the frame from (left, top), shown at `scale`: image (h, w, 3) uint8 RGB.

    `prompt` is in its pixels; `log_odds` (N,) says for each of its patches how likely it is the object,
    `figure_log_odds` (N,) how likely it is anything that stands before a ground.
    """

    image: Image
    left: int
    top: int
    size: tuple[int, int]
    patches: Superpixels
    prompt: Prompt
    log_odds: Floats
    figure_log_odds: Floats
    inside: frozenset[int]
    outside: frozenset[int]

    def candidates(self) -> list[tuple[MaskArray, float]]:
        """Masks (h, w) bool and how good each may be, best first: as it seems, less, all that stands out."""
        readings = (self.log_odds, self.log_odds + _LEANING, self.figure_log_odds)
        found: list[tuple[MaskArray, float]] = []
        for log_odds in readings:
            shares = settled(self.patches, log_odds, inside=self.inside, outside=self.outside)
            score = self._score(shares)
            found.append((self._outlined(shares), min(score, found[-1][1]) if found else score))
        return found

    def whole(self, mask: MaskArray, size: tuple[int, int]) -> MaskArray:
        """The mask of the close-up as one of the frame of this (height, width)."""
        height, width = self.size
        soft = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        whole = np.zeros(size, np.bool_)
        whole[self.top : self.top + height, self.left : self.left + width] = soft > 0.5
        return whole

    def _outlined(self, shares: Floats) -> MaskArray:
        rough = under_clicks((shares > 0.5)[self.patches.labels], self.prompt)
        fine = refined(self.image, rough, self.prompt, band=_BAND, disc_px=_DISC_PX)
        return under_clicks(fine, self.prompt)

    def _score(self, shares: Floats) -> float:
        """A guess at the IoU with what is meant: more for each click, and for patches that are in no doubt.

        The weights are a fit to rendered scenes, where it is off by 0.14 on average.
        """
        likely, possible = (float(self.patches.areas[shares > level].sum()) for level in (0.8, 0.2))
        clicks = len(self.prompt.points_xy) + (3 if self.prompt.box_xyxy is not None else 0)
        stable = likely / possible if possible else 0.0
        return min(0.95, 0.15 + 0.46 * stable + 0.05 * min(clicks, 10))


def closeup_around(image: Image, prompt: Prompt, guess: MaskArray | None) -> Closeup:
    """Cut out what the prompt may mean; `guess` (H, W) bool is the first look's mask, None with a box."""
    left, top, right, bottom = _cut(image.shape[:2], prompt, guess)
    part = image[top:bottom, left:right]
    scale = min(_LARGEST_SCALE, _LONGEST_SIDE_PX / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    mode = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    shown = np.asarray(cv2.resize(part, size, interpolation=mode), np.uint8)
    near = scaled(prompt, scale, left=left, top=top)
    patches = superpixels(shown, step_px=_STEP_PX)
    inside, outside = _certain(patches, near)
    far = distances(patches, outside, free_contrast=_FREE_CONTRAST)
    known = _geodesic_log_odds(patches, near, inside, far)
    belonging = 1 / (1 + np.exp(-np.clip(known, -8, 8)))
    return Closeup(
        image=shown,
        left=left,
        top=top,
        size=(part.shape[0], part.shape[1]),
        patches=patches,
        prompt=near,
        log_odds=known + colour_log_odds(patches, belonging),
        figure_log_odds=_figure_log_odds(patches, inside, far),
        inside=inside,
        outside=outside,
    )


def _cut(
    size: tuple[int, ...], prompt: Prompt, guess: MaskArray | None
) -> tuple[int, int, int, int]:
    """The part of the frame to look at: guess, clicks and box, with a margin."""
    corners = [*prompt.points_xy]
    if guess is not None and guess.any():
        left, top, width, height = cv2.boundingRect(guess.view(np.uint8))
        corners += [(left, top), (left + width, top + height)]
    if prompt.box_xyxy is not None:
        corners += [prompt.box_xyxy[:2], prompt.box_xyxy[2:]]
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    margin = max(_MARGIN * float((high - low).max()), _LEAST_MARGIN * size[0])
    left, top = (int(max(0, side)) for side in np.floor(low - margin))
    right, bottom = (int(side) for side in np.ceil(high + margin) + 1)
    left, top = min(left, size[1] - 1), min(top, size[0] - 1)
    return left, top, max(left + 1, min(right, size[1])), max(top + 1, min(bottom, size[0]))


def _certain(patches: Superpixels, prompt: Prompt) -> tuple[frozenset[int], frozenset[int]]:
    """The patches that are of the object for certain, and those that are not."""
    clicked = [
        (patches.at(x, y), positive)
        for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True)
    ]
    inside = frozenset(patch for patch, positive in clicked if positive)
    beyond = frozenset(patch for patch, positive in clicked if not positive)
    if prompt.box_xyxy is None:
        beyond |= frozenset(patches.rim().tolist())
    else:
        beyond |= frozenset(np.flatnonzero(~patches.inside(prompt.box_xyxy)).tolist())
    return inside, beyond - inside


def _geodesic_log_odds(
    patches: Superpixels, prompt: Prompt, inside: frozenset[int], far: Floats
) -> Floats:
    if inside:
        near = distances(patches, inside, free_contrast=_FREE_CONTRAST)
        return _GEODESIC_TRUST * np.log((far + 1) / (near + 1))
    if prompt.box_xyxy is None:
        return np.zeros(patches.count)
    within = patches.inside(prompt.box_xyxy)
    if not within.any():
        return np.full(patches.count, -8.0)
    typical = max(float(np.quantile(far[within], 0.7)), 1e-3)
    return np.where(within, 6 * (far / typical - 0.6), -8.0)


def _figure_log_odds(patches: Superpixels, inside: frozenset[int], far: Floats) -> Floats:
    """High where a patch is as far from the ground, over steps between colours, as those clicked."""
    seeds = far[sorted(inside)] if inside else far[far > 0]
    typical = max(float(np.median(seeds)), 1e-3) if len(seeds) else 1.0
    known = _GROUND_TRUST * (far / typical - _GROUND_SHARE)
    belonging = 1 / (1 + np.exp(-np.clip(known, -8, 8)))
    return known + 0.5 * colour_log_odds(patches, belonging)
