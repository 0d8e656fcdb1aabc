"""The sound of a video: what there is to see of it, where it is likely silent, which samples to play."""

from avisbuild.sound.analysis import SoundAnalysis, analyse
from avisbuild.sound.playing import PlayRequest, samples_for, samples_to_hear
from avisbuild.sound.silence import SilenceRule, silent_seconds
from avisbuild.sound.wav import read_wav

__all__ = [
    "PlayRequest",
    "SilenceRule",
    "SoundAnalysis",
    "analyse",
    "read_wav",
    "samples_for",
    "samples_to_hear",
    "silent_seconds",
]
