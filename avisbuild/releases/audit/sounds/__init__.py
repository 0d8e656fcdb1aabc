"""Videos that share a sound, through codecs, noise and other speeds: the loudest points, matched by pairs."""

from avisbuild.releases.audit.sounds.finding import find_pairs
from avisbuild.releases.audit.sounds.findings import (
    LEAST_SPAN_S,
    NotJudged,
    SharedSound,
    SoundFindings,
)
from avisbuild.releases.audit.sounds.fingerprint import SoundFingerprint, fingerprint_sound
from avisbuild.releases.audit.sounds.keeping import from_arrays, to_arrays

__all__ = [
    "LEAST_SPAN_S",
    "NotJudged",
    "SharedSound",
    "SoundFindings",
    "SoundFingerprint",
    "find_pairs",
    "fingerprint_sound",
    "from_arrays",
    "to_arrays",
]
