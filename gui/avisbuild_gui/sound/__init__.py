"""Hearing the seconds of a video."""

from avisbuild_gui.sound.player import Player
from avisbuild_gui.sound.sink import RecordingSink, Sink

__all__ = ["Player", "RecordingSink", "Sink"]
