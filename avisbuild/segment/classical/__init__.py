"""Masks without weights: superpixels, geodesic distances, grabCut."""

from avisbuild.messages import Message

# Here, so that whoever only names this segmenter loads nothing: its parts take scipy, half a second.
TITLE = Message("classical-title")

__all__ = ["TITLE"]
