"""Near-duplicates by picture: hashes of what a copy may show, a search, and a look at what it found."""

from avisbuild.releases.audit.pictures.finding import find_pairs
from avisbuild.releases.audit.pictures.fingerprint import PictureFingerprint, fingerprint_frames

__all__ = ["PictureFingerprint", "find_pairs", "fingerprint_frames"]
