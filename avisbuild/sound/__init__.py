"""The sound of a video for the annotator: what it shows, seconds that may be silent, samples to play."""

from avisbuild.sound.analysis import SoundAnalysis, analyse
from avisbuild.sound.audio_file import AudioFile, Samples
from avisbuild.sound.curves import filling_gain
from avisbuild.sound.playing import PlayRequest, played_copy, samples_for, seconds_for
from avisbuild.sound.silence import SilenceRule, silent_seconds

__all__ = [
    "AudioFile",
    "PlayRequest",
    "Samples",
    "SilenceRule",
    "SoundAnalysis",
    "analyse",
    "filling_gain",
    "played_copy",
    "samples_for",
    "seconds_for",
    "silent_seconds",
]
