"""What listening to all sounds of a release finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.audit.sounds.fingerprint import SoundFingerprint
from avisbuild.releases.audit.sounds.keys import keys_of

# What is shared for less is a jingle or a stock sound, not a recording.
LEAST_SPAN_S = 3.0
_LEAST_KEYS = 200


class NotJudged(StrEnum):
    """Why a sound cannot be compared."""

    SILENT = "silent"
    SHORT = "short"
    UNCHANGING = "unchanging"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSound:
    """Two videos that share under 3 s of sound, as a jingle: to be noted, never a reason for a group.

    What is at t in the first is at t / `speed` + `offset_s` in the second.
    """

    first: VideoId
    second: VideoId
    span_s: float
    offset_s: float
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFindings:
    """Videos of one recording, those that share a short sound, those that cannot be judged; all in order."""

    pairs: tuple[Pair, ...]
    shared_sounds: tuple[SharedSound, ...]
    not_judged: Mapping[VideoId, NotJudged]


def why_not_judged(fingerprint: SoundFingerprint) -> NotJudged | None:
    """Digital silence, sounds that are too short for a recording, and tones that stand still."""
    if fingerprint.is_silent:
        return NotJudged.SILENT
    if fingerprint.seconds < LEAST_SPAN_S:
        return NotJudged.SHORT
    if len(np.unique(keys_of(fingerprint.peaks)[0])) < _LEAST_KEYS:
        return NotJudged.UNCHANGING
    return None
