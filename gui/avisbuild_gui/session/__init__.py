"""The one object that every view is fed from, and that does everything the annotator can do."""

from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.session.identities import NUMBER_KEYS
from avisbuild_gui.session.segment_link import ServiceMaker
from avisbuild_gui.session.session import Session

__all__ = ["NUMBER_KEYS", "ServiceMaker", "Session", "SessionParts"]
