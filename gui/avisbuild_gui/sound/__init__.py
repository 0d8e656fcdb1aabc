"""Listening: exactly the samples of a second, through a sink that can be exchanged."""

from avisbuild_gui.sound.player import Player
from avisbuild_gui.sound.recording_sink import Asked, RecordingSink
from avisbuild_gui.sound.sink import Sink, SoundToPlay

__all__ = ["Asked", "Player", "RecordingSink", "Sink", "SoundToPlay"]
