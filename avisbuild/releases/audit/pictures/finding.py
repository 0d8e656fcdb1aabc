"""Pairs of videos that show the same pictures: of the candidates by hash, those whose details agree."""

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.pictures.alignment import Alignment, align, align_closer
from avisbuild.releases.audit.pictures.fingerprint import PictureFingerprint
from avisbuild.releases.audit.pictures.hashes import Part
from avisbuild.releases.audit.pictures.search import Candidate, Hit, find_candidates
from avisbuild.releases.audit.pictures.small_picture import SmallPicture, small_picture

Box = tuple[float, float, float, float]
FrameReader = Callable[[VideoId, int], NDArray[np.uint8]]
_SmallReader = Callable[[VideoId, int], SmallPicture]

# Where details of different pictures seldom agree as well, at the first look and at the closer one.
_LEAST_CORRELATION, _LEAST_CLOSER = 0.75, 0.55
# So many frames that agree make a pair; after so many looked at of which none nearly does, no more are.
_FRAMES_TO_AGREE = 2
_FIRST_LOOK, _HOPEFUL = 2, 0.45
# Frames held small, 14 kB each, since one is compared with many.
_PICTURES_KEPT = 4096


class _Agreement(NamedTuple):
    """Two frames whose details agree; the boxes are what of each is no black bar."""

    alignment: Alignment
    hit: Hit
    copy_box: Box
    whole_box: Box


def find_pairs(
    fingerprints: Mapping[VideoId, PictureFingerprint],
    frame: FrameReader,
    *,
    progress: Progress = silent,
) -> list[Pair]:
    """Find the videos that show the same pictures, sorted by name.

    `frame` reads a frame of a video again, grey or RGB. The order in which the videos come changes nothing. A
    video that shows only fades or plain grounds is no pair of any.
    """

    @lru_cache(maxsize=_PICTURES_KEPT)
    def small(video: VideoId, second: int) -> SmallPicture:
        return small_picture(frame(video, second))

    found: dict[tuple[VideoId, VideoId], Pair] = {}
    for candidate in find_candidates(fingerprints, progress=progress):
        shown = frozenset(fingerprints[candidate.whole].seconds.tolist())
        agreement = _agreement(candidate, shown, small)
        if agreement is None:
            continue
        pair = _pair(candidate, agreement)
        key = (pair.first, pair.second)
        if key not in found or found[key].score < pair.score:
            found[key] = pair
    return [found[key] for key in sorted(found)]


def _agreement(
    candidate: Candidate, shown: Container[int], small: _SmallReader
) -> _Agreement | None:
    """The best of the frames that agree, where enough of those looked at do."""
    agreed: list[_Agreement] = []
    best_seen = -1.0
    for looked, hit in enumerate(candidate.hits):
        if looked >= _FIRST_LOOK and best_seen < _HOPEFUL:
            return None
        compared = _compare(candidate, hit, small)
        if compared is None:
            continue
        best_seen = max(best_seen, compared.alignment.correlation)
        if _correlation(compared) >= _LEAST_CORRELATION:
            best = _best_in_time(candidate, compared, shown, small)
            if _agrees_closer(candidate, best, small):
                agreed.append(best)
        if len(agreed) == min(_FRAMES_TO_AGREE, len(candidate.hits)):
            return max(agreed, key=_correlation)
    return None


def _best_in_time(
    candidate: Candidate, agreement: _Agreement, shown: Container[int], small: _SmallReader
) -> _Agreement:
    """The copy's frame beside the neighbours of what it agrees with: hashes hardly tell these apart."""
    best = agreement
    for away in (-1, 1, -2, 2):
        second = agreement.hit.whole_second + away
        if second in shown:
            compared = _compare(candidate, agreement.hit._replace(whole_second=second), small)
            if compared is not None and _correlation(compared) > _correlation(best):
                best = compared
    return best


def _compare(candidate: Candidate, hit: Hit, small: _SmallReader) -> _Agreement | None:
    copy, whole = _pictures(candidate, hit, small)
    alignment = align(copy.grey, whole.grey)
    return None if alignment is None else _Agreement(alignment, hit, copy.box, whole.box)


def _agrees_closer(candidate: Candidate, compared: _Agreement, small: _SmallReader) -> bool:
    copy, whole = _pictures(candidate, compared.hit, small)
    return align_closer(copy.grey, whole.grey, compared.alignment).correlation >= _LEAST_CLOSER


def _pictures(
    candidate: Candidate, hit: Hit, small: _SmallReader
) -> tuple[SmallPicture, SmallPicture]:
    """The two frames of a hit, that of the whole as the copy turns it; its box is as it was."""
    copy, whole = small(candidate.copy, hit.copy_second), small(candidate.whole, hit.whole_second)
    if not hit.is_mirrored:
        return copy, whole
    return copy, replace(whole, grey=np.ascontiguousarray(whole.grey[:, ::-1]))


def _correlation(agreement: _Agreement) -> float:
    return agreement.alignment.correlation


def _pair(candidate: Candidate, agreement: _Agreement) -> Pair:
    alignment, hit, copy_box, whole_box = agreement
    part = _mirrored(alignment.part) if hit.is_mirrored else alignment.part
    crop = _shown(part, whole_box, copy_box)
    seconds, offset = (hit.whole_second, hit.copy_second), hit.copy_second - hit.whole_second
    first, second = candidate.whole, candidate.copy
    if second < first:
        first, second, seconds, offset = second, first, seconds[::-1], -offset
        crop = _seen_from_the_other(crop, is_mirrored=hit.is_mirrored)
    return Pair(
        first=first,
        second=second,
        evidence=Evidence.PICTURE,
        score=round(min(1.0, alignment.correlation), 4),
        seconds=seconds,
        offset_s=float(offset),
        is_mirrored=hit.is_mirrored,
        crop=tuple(round(share, 4) for share in crop),  # type: ignore[arg-type]
    )


def _mirrored(part: Part) -> Part:
    return Part(1 - part.right, part.top, 1 - part.left, part.bottom)


def _shown(part: Part, whole_box: Box, copy_box: Box) -> Part:
    """What of the whole frame the copy's frame shows, bars and all; `part` leaves out the bars of both."""
    left, right = _stretched(part.left, part.right, whole_box[0::2], copy_box[0::2])
    top, bottom = _stretched(part.top, part.bottom, whole_box[1::2], copy_box[1::2])
    return Part(left, top, right, bottom)


def _stretched(
    start: float, stop: float, whole: tuple[float, ...], copy: tuple[float, ...]
) -> tuple[float, float]:
    """A side of the part, in shares of the frame; the copy's bars lie beyond it."""
    size = whole[1] - whole[0]
    start, stop = whole[0] + start * size, whole[0] + stop * size
    unit = (stop - start) / (copy[1] - copy[0])
    return start - copy[0] * unit, stop + (1 - copy[1]) * unit


def _seen_from_the_other(crop: Part, *, is_mirrored: bool) -> Part:
    """What of the copy the whole shows: more than all of it, so beyond 0 and 1."""
    width, height = crop.right - crop.left, crop.bottom - crop.top
    turned = Part(
        -crop.left / width, -crop.top / height, (1 - crop.left) / width, (1 - crop.top) / height
    )
    return _mirrored(turned) if is_mirrored else turned
