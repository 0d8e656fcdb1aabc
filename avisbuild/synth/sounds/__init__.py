"""The sounds of a scene: a voice for each category, and the mix of them."""

from avisbuild.synth.sounds.mix import SAMPLE_RATE_HZ, mix_scene
from avisbuild.synth.sounds.voices import VOICES

__all__ = ["SAMPLE_RATE_HZ", "VOICES", "mix_scene"]
