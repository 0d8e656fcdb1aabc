"""The sounds of a scene: a voice for each category, and the mix of them."""

from avisbuild.synth.sounds.mix import mix_scene
from avisbuild.synth.sounds.tones import SAMPLE_RATE_HZ
from avisbuild.synth.sounds.voices import VOICES

__all__ = ["SAMPLE_RATE_HZ", "VOICES", "mix_scene"]
