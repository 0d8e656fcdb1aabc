"""Hearing the seconds of a video: exactly their samples, through a sink that can be exchanged."""

from avisbuild_gui.sound.player import Player
from avisbuild_gui.sound.sink import MissingSink, SoundToPlay

__all__ = ["MissingSink", "Player", "SoundToPlay"]
